"""Files that come with a report; served as downloads only."""

from secrets import token_hex
from uuid import uuid4

from django.db import models
from django.db.models import Q

from port2port.reports.access import Attachments
from port2port.reports.models.report import Report


def random_place(attachment: "Attachment", name: str) -> str:
    """Where the bytes lie; nothing of the file's own name reaches the disk."""
    del attachment, name
    place = token_hex(16)
    return f"attachments/{place[:2]}/{place}"


class Attachment(models.Model):
    """One file: type by its content, metadata taken out of photos.

    is_published   goes with a published version; until then only its authors get it
    removed_at     no longer part of the report; the bytes of published ones stay for the record
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=random_place, max_length=100)
    is_stripped = models.BooleanField(default=False)
    is_published = models.BooleanField(default=False)
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = Attachments.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "name", "sha256"], condition=Q(removed_at=None), name="the_same_file_once"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
