"""To which baseline a facility is held."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.members.models import Facility, Organisation, Seat
from port2port.norms.access import FacilityTiers
from port2port.vocabulary.names import tier_words


class Tier(models.TextChoices):
    """Cumulative: each holds those before it."""

    LIGHT = "L", pgettext_lazy("baseline", "Light")
    ISPS = "I", _("ISPS")
    HIGH = "H", _("High risk")

    @property
    def baseline(self) -> str:
        """Key of the shipped baseline."""
        return {"L": "baseline-light", "I": "baseline-isps", "H": "baseline-high-risk"}[self.value]

    @property
    def purpose(self) -> str:
        """For whom it is meant."""
        return tier_words(self.value)


class Cargo(models.TextChoices):
    """What mostly crosses the quay; a group of the benchmark."""

    CONTAINER = "container", _("Containers")
    BULK = "bulk", _("Bulk")
    TANK = "tank", _("Tank")
    RORO = "roro", _("Roll-on/roll-off")
    GENERAL = "general", _("General cargo")


class FacilityTier(models.Model):
    """Said by the facility's officer with a reason, confirmed by the port's; what comes after is another row.

    has_passengers   whether what is asked for passengers is asked here
    """

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    tier = models.CharField(max_length=1, choices=Tier)
    cargo = models.CharField(max_length=10, choices=Cargo)
    has_passengers = models.BooleanField(default=False)
    reason = models.CharField(max_length=500)
    set_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FacilityTiers.as_manager()

    class Meta:
        ordering = ["facility", "-set_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["facility"], condition=Q(ended_at=None), name="one_tier_a_facility"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | (Q(confirmed_at__isnull=False) & Q(confirmed_by__isnull=False) & ~Q(confirmed_by=models.F("set_by"))),
                name="a_tier_is_confirmed_by_another_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.tier}"
