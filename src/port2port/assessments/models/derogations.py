"""Derogations that an authority gave from what the law asks; the platform records them and gives none."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from port2port.assessments.access import LegalDerogations
from port2port.members.models import Facility, Seat


class LegalDerogation(models.Model):
    """From one control at one facility, until a day: it changes the words beside the number of open MUSTs only.

    authority, reference   who gave it and its letter
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    control = models.CharField(max_length=80)
    authority = models.CharField(max_length=160)
    reference = models.CharField(max_length=160)
    from_on = models.DateField()
    until_on = models.DateField()
    entered_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    ended_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LegalDerogations.as_manager()

    class Meta:
        ordering = ["until_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "control"], condition=Q(ended_at=None), name="one_legal_derogation_a_control"
            ),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="a_legal_derogation_ends_later"),
            models.CheckConstraint(
                condition=~Q(authority="") & ~Q(reference=""), name="a_legal_derogation_names_its_letter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.control}: {self.reference}"
