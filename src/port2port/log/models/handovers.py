"""The note from one shift to the next."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from port2port.log.access import Handovers
from port2port.members.models import Facility, Seat


class Handover(models.Model):
    """What the next shift must know; taken over with one press, which is kept with its time.

    open_numbers   entries that were open when it was written
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="handovers")
    text = models.TextField(max_length=4_000)
    language = models.CharField(max_length=2)
    open_numbers = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = Handovers.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["facility", "-made_at"], name="handovers_of_a_facility")]
        constraints = [
            models.CheckConstraint(condition=Q(taken_at=None) | Q(taken_at__gte=F("made_at")), name="taken_after_made"),
        ]

    def __str__(self) -> str:
        return f"{self.facility} {self.made_at:%Y-%m-%d %H:%M}"
