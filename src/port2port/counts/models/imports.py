"""What an import of counts leaves behind, and the file between its steps."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from port2port.counts.access import CountImports, CountUploads
from port2port.counts.models.declared import Comparison
from port2port.members.models import Organisation, Seat
from port2port.reports.models.attachments import random_place


class CountImport(models.Model):
    """One file that was imported; its rows carry its key.

    comparison        whose weeks it wrote; None: counts and effort
    made, corrected   weeks that are new, and that said something else before     same   weeks that stood so already
    undone_at         when what still stood of it gave way to what stood before
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made = models.PositiveIntegerField()
    corrected = models.PositiveIntegerField()
    same = models.PositiveIntegerField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = CountImports.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="who_undid_an_import_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """What it wrote."""
        return reverse("counts:imported", kwargs={"key": self.key})


class CountUpload(models.Model):
    """A file between upload and import: its own seat sees it, for a day at most, and it goes when it is imported.

    comparison   whose weeks it holds; None: counts and effort
    sheet        which one was chosen; empty while there is no choice
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=120)
    file = models.FileField(upload_to=random_place, max_length=100)
    size = models.PositiveIntegerField()
    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    sheet = models.CharField(max_length=200, blank=True)

    objects = CountUploads.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name
