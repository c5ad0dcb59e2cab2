"""What a ship and a port facility agree to do for security, and every step to it."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.levels.access import DosSet, DosSteps
from port2port.members.models import Facility, Seat
from port2port.pure.declaration import OF_THE_SHIP, Happened, Move, State, Trigger, state_at


class TriggerChoice(models.TextChoices):
    A5_2_1 = Trigger.SHIP_HIGHER.value, _("The ship is at a higher level than the facility (A/5.2.1)")
    A5_2_2 = Trigger.GOVERNMENTS.value, _("Governments agreed so for this traffic or ship (A/5.2.2)")
    A5_2_3 = Trigger.INCIDENT.value, _("There was a threat or an incident (A/5.2.3)")
    A5_2_4 = Trigger.PORT_WITHOUT_PLAN.value, _("The facility needs no approved plan (A/5.2.4)")
    A5_2_5 = Trigger.SHIP_WITHOUT_PLAN.value, _("Work with another ship without an approved plan (A/5.2.5)")
    PFSO = Trigger.PFSO.value, _("The facility's officer asks for it (B/5.3)")
    STATE = Trigger.STATE.value, _("The State asks for it (A/5.1)")


class ShipSignatory(models.TextChoices):
    MASTER = "master", _("Master")
    SSO = "sso", _("Ship security officer (SSO)")


class ShoreSignatory(models.TextChoices):
    PFSO = "pfso", _("Port facility security officer (PFSO)")
    BODY = "body", _("Body named by the State")


class AcknowledgedAs(models.TextChoices):
    PFSO = "pfso", _("Port facility security officer (PFSO)")
    BODY = "body", _("Body named by the State")
    MASTER = "master", _("Master")
    SSO = "sso", _("Ship security officer (SSO)")
    CSO = "cso", _("Company security officer (CSO)")


STATE_WORDS: dict[State, str | Promise] = {
    State.REQUESTED: pgettext_lazy("state of a declaration", "Requested"),
    State.ACKNOWLEDGED: pgettext_lazy("state of a declaration", "Acknowledged"),
    State.AGREED: pgettext_lazy("state of a declaration", "Agreed"),
    State.IN_FORCE: pgettext_lazy("state of a declaration", "In force"),
    State.ENDED: pgettext_lazy("state of a declaration", "Ended"),
    State.DECLINED: pgettext_lazy("state of a declaration", "Declined"),
}
_LEVELS = (1, 3)


class Dos(models.Model):
    """One Declaration of Security. Its state follows from its times; nobody is named, seats sign.

    port_level, ship_level   ISPS levels that both had in view when it was made
    ship_level_now           what the ship said since; None = as made
    weighed_…                levels under which somebody last found it fitting
    by_facility, by_ship     codes of `pure.declaration.ACTIVITIES` that each does
    revise_at                since when its levels are others; an action says so once
    paper, sha256            the PDF that is signed, and its hash; paper_digest tells what it was made of
    keep_until_on            the last day on which it has to be kept
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    ship_name = models.CharField(max_length=120, blank=True)
    imo_number = models.CharField(max_length=7, blank=True)
    registry = models.CharField(max_length=80, blank=True)
    berth = models.CharField(max_length=80, blank=True)
    activity = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2)
    trigger = models.CharField(max_length=6, choices=TriggerChoice)
    is_continuous = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    port_level = models.PositiveSmallIntegerField()
    ship_level = models.PositiveSmallIntegerField()
    ship_level_now = models.PositiveSmallIntegerField(null=True, blank=True)
    weighed_port_level = models.PositiveSmallIntegerField(null=True, blank=True)
    weighed_ship_level = models.PositiveSmallIntegerField(null=True, blank=True)
    by_facility = models.JSONField(default=list, blank=True)
    by_ship = models.JSONField(default=list, blank=True)
    requested_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_as = models.CharField(max_length=6, choices=AcknowledgedAs, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    ship_signatory = models.CharField(max_length=6, choices=ShipSignatory, blank=True)
    shore_signatory = models.CharField(max_length=6, choices=ShoreSignatory, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    revise_at = models.DateTimeField(null=True, blank=True)
    revises = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="revised_by")
    paper = models.BinaryField(default=bytes, blank=True)
    paper_digest = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    keep_until_on = models.DateField()
    revision = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = DosSet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-id"]
        verbose_name_plural = "declarations of security"
        indexes = [models.Index(fields=["facility", "-requested_at"], name="dos_of_a_facility")]
        constraints = [
            models.CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="dos_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(port_level__range=_LEVELS, ship_level__range=_LEVELS)
                & (Q(ship_level_now=None) | Q(ship_level_now__range=_LEVELS)),
                name="dos_names_levels_of_the_code",
            ),
            models.CheckConstraint(
                condition=(Q(acknowledged_at=None, acknowledged_as="") | Q(acknowledged_at__gte=F("requested_at")))
                & (Q(acknowledged_at=None) | ~Q(acknowledged_as="")),
                name="dos_is_acknowledged_by_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None) | (Q(acknowledged_at=None, agreed_at=None) & ~Q(reason="")),
                name="dos_is_declined_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None)
                | (Q(acknowledged_at__isnull=False) & ~Q(ship_signatory="") & ~Q(shore_signatory="")),
                name="dos_is_agreed_by_both",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(acknowledged_at__isnull=False), name="dos_ends_after_acknowledgement"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None, ship_name__gt="", imo_number__gt="")
                | Q(erased_at__isnull=False, ship_name="", imo_number="", registry="", berth="", activity=""),
                name="dos_is_erased_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.ship_name}".strip()

    def get_absolute_url(self) -> str:
        """The page of the declaration."""
        return reverse("levels:declaration", args=[self.key])

    @property
    def number(self) -> str:
        """A short name for telephone and paper; random, so that it tells nothing of other declarations."""
        return f"DoS-{self.key.hex[:8].upper()}"

    def state(self, at: datetime) -> State:
        """Where it stands at the moment."""
        facts = Happened(
            from_at=self.from_at,
            to_at=self.to_at,
            acknowledged_at=self.acknowledged_at,
            declined_at=self.declined_at,
            agreed_at=self.agreed_at,
            ended_at=self.ended_at,
        )
        return state_at(facts, at)

    @property
    def is_asked_by_ship(self) -> bool:
        """Whether the ship asked for it, so that the facility acknowledges."""
        return self.trigger in OF_THE_SHIP

    @property
    def ship_level_said(self) -> int:
        """The ship's level as it was said last."""
        return self.ship_level if self.ship_level_now is None else self.ship_level_now


class StepMove(models.TextChoices):
    REQUEST = "request", pgettext_lazy("step of a declaration", "Requested")
    CHANGE = Move.CHANGE.value, pgettext_lazy("step of a declaration", "Changed")
    ACKNOWLEDGE = Move.ACKNOWLEDGE.value, pgettext_lazy("step of a declaration", "Acknowledged")
    DECLINE = Move.DECLINE.value, pgettext_lazy("step of a declaration", "Declined")
    PAPER = "paper", _("Paper made to be signed")
    AGREE = Move.AGREE.value, pgettext_lazy("step of a declaration", "Agreed")
    LEVEL = "level", _("The ship's level written down")
    FITS = "fits", _("Looked at again; it still fits")
    END = Move.END.value, pgettext_lazy("step of a declaration", "Ended")
    ERASE = Move.ERASE.value, _("Erased")


class DosStep(models.Model):
    """Which seat did what, and when it was written down; holds no words of the declaration."""

    dos = models.ForeignKey(Dos, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=12, choices=StepMove)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = DosSteps.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.dos}: {self.move}"
