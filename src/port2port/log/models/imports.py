"""What an import of a logbook leaves behind, and what it needs between its steps."""

from uuid import uuid4

from django.db import models

from port2port.log.access import LogImports, LogMappings, LogUploads
from port2port.members.models import Facility, Organisation, Seat
from port2port.reports.models.attachments import random_place


class LogMapping(models.Model):
    """How an organisation's logbook is to be read, under the name that its officers gave it.

    mapping   as `pure.logbook_mapping` writes it
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="log_mappings")
    name = models.CharField(max_length=80)
    mapping = models.TextField(max_length=400_000)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    objects = LogMappings.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_log_mapping_a_name")]

    def __str__(self) -> str:
        return self.name


class LogImport(models.Model):
    """One import into a facility's log.

    count      entries that it wrote       known   rows that were there already
    left_out   cells that may have held a name and stayed behind
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="log_imports")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    known = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_reason = models.CharField(max_length=500, blank=True)

    objects = LogImports.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_struck(self) -> bool:
        """True once it was taken back as a whole."""
        return self.struck_at is not None


class LogUpload(models.Model):
    """A file between upload and import: its own seat sees it, for a day at most, and it goes when it is imported.

    sheet, mapping   what was chosen so far
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=120)
    file = models.FileField(upload_to=random_place, max_length=100)
    size = models.PositiveIntegerField()
    sheet = models.CharField(max_length=200, blank=True)
    mapping = models.TextField(max_length=400_000, blank=True)

    objects = LogUploads.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name
