"""What a facility agreed to show to the officer of its port."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from port2port.members.access import FacilityAgreements
from port2port.members.models.organisations import Facility, Organisation
from port2port.members.models.people import Seat


class FacilityAgreement(models.Model):
    """The port's officer may see the facility's log and duties, from one moment to another; ended rows are the history.

    organisation   who managed the port when it was agreed: another manager's officers see nothing by it
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="agreements")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FacilityAgreements.as_manager()

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility"], condition=Q(ended_at=None), name="one_running_agreement_a_facility"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("given_at")), name="agreement_ends_after_it_was_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility}: {self.organisation}"
