"""Files that a group reads: beside the group, with a meeting, or at a point of its agenda; served as downloads only."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from port2port.groups.access import GroupFiles
from port2port.groups.models.group import WorkingGroup
from port2port.groups.models.meeting import AgendaItem, Meeting
from port2port.members.models import Organisation, Seat
from port2port.reports.models.attachments import random_place


class GroupFile(models.Model):
    """One file: type by its content, metadata taken out of photos.

    organisation   that brought it
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="files")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, null=True, blank=True, related_name="files")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="files")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=random_place, max_length=100)
    is_stripped = models.BooleanField(default=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = GroupFiles.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="group_file_is_not_empty"),
            models.CheckConstraint(
                condition=Q(item=None) | Q(meeting__isnull=False), name="a_file_of_a_point_is_one_of_its_meeting"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The download."""
        return reverse("groups:file", args=[self.key])
