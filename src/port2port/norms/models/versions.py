"""Versions of catalogues, baselines and crosswalks, kept as the bytes that they are."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from port2port.members.models import Organisation, Seat
from port2port.norms.access import CatalogueFiles, CatalogueVersions


class CatalogueVersion(models.Model):
    """One version: a file a language, or one file; published rows and their bytes never change.

    seal         SHA-256 in hex over the names and hashes of its files: what was approved, and what others pin
    owner        organisation whose licensed copy it is; none = for the community
    brought_for, brought_by   who brought it in; none = it came with the software
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of a catalogue", "Draft")
        PUBLISHED = "published", pgettext_lazy("state of a catalogue", "Published")
        SUPERSEDED = "superseded", pgettext_lazy("state of a catalogue", "Superseded")

    key = models.SlugField(max_length=60)
    version = models.CharField(max_length=30)
    model = models.CharField(max_length=30)
    seal = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    brought_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    brought_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    brought_at = models.DateTimeField()
    approved_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = CatalogueVersions.as_manager()

    class Meta:
        ordering = ["key", "-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version"], condition=Q(owner=None), name="one_version_a_key_and_number"
            ),
            models.UniqueConstraint(
                fields=["owner", "key", "version"], condition=Q(owner__isnull=False), name="one_own_copy_a_number"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None) | (~Q(state="draft") & Q(published_at__isnull=False)),
                name="a_published_version_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(owner__isnull=False)
                | Q(brought_for=None)
                | (Q(approved_for__isnull=False) & ~Q(approved_for=F("brought_for"))),
                name="a_version_for_all_is_approved_by_another_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("norms:catalogue", args=[self.key, self.version])


class CatalogueFile(models.Model):
    """One document of a version, byte for byte.

    name        without ending: a language, `profile` or `mapping`
    is_sealed   its version was published: from then on it stands
    """

    catalogue = models.ForeignKey(CatalogueVersion, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    is_sealed = models.BooleanField(default=False)

    objects = CatalogueFiles.as_manager()

    class Meta:
        ordering = ["catalogue", "name"]
        constraints = [models.UniqueConstraint(fields=["catalogue", "name"], name="one_file_a_name")]

    def __str__(self) -> str:
        return f"{self.catalogue_id} {self.name}"
