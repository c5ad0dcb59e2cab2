"""The roll-out of Certified Pick up: how far each lane is, each step of it, who volunteers, and what others see."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.members.models import Facility, Organisation, Seat
from port2port.pure.pickup import LAST
from port2port.registers.access import PickupCells, PickupMonths, PickupRollouts, PickupSteps, PickupVolunteers


class Mode(models.TextChoices):
    """How a box is fetched."""

    TRUCK = "truck", _("Truck")
    BARGE = "barge", _("Barge")
    RAIL = "rail", _("Rail")


class Flow(models.TextChoices):
    """Trade lane; stored, so new ones may come and none may go. At most nine (pure/pickup.py)."""

    LATIN_AMERICA = "latin_america", _("Latin America")
    NORTH_AMERICA = "north_america", _("North America")
    AFRICA = "africa", _("Africa")
    MEDITERRANEAN = "mediterranean", _("Mediterranean")
    MIDDLE_EAST = "middle_east", _("Middle East and India")
    FAR_EAST = "far_east", _("Far East and Oceania")
    EUROPE = "europe", _("Within Europe")


class Stage(models.IntegerChoices):
    """How far a lane is."""

    NOT_LOOKED_AT = 0, _("Not looked at")
    INTERESTED = 1, _("Interested")
    PLANNED = 2, pgettext_lazy("stage of Certified Pick up", "Planned")
    PILOT = 3, _("Pilot lane")
    SOME_LIVE = 4, _("Some lanes live")
    ALL_LIVE = 5, _("All lanes live")


class PickupRollout(models.Model):
    """One lane of a facility, or of an organisation without one; private to the organisation.

    in_scope         False: looked at, and nothing of it falls under Certified Pick up; it is done, and in no band
    since_on         the day on which the stage was reached
    next_stage_by_on, blocker   what is planned, and what stands in the way
    action           key of the Action that holds the date of the next stage
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mode = models.CharField(max_length=5, choices=Mode)
    flow = models.CharField(max_length=13, choices=Flow)
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.NOT_LOOKED_AT)
    in_scope = models.BooleanField(default=True)
    since_on = models.DateField()
    next_stage_by_on = models.DateField(null=True, blank=True)
    blocker = models.CharField(max_length=500, blank=True)
    contact = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    action = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = PickupRollouts.as_manager()

    class Meta:
        ordering = ["facility__port", "facility", "mode", "flow"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "mode", "flow"],
                condition=Q(facility__isnull=False),
                name="one_rollout_a_lane_of_a_facility",
            ),
            models.UniqueConstraint(
                fields=["organisation", "mode", "flow"],
                condition=Q(facility=None),
                name="one_rollout_a_lane_of_an_organisation",
            ),
            models.CheckConstraint(condition=Q(stage__lte=LAST), name="rollout_has_a_stage"),
        ]

    def __str__(self) -> str:
        place = self.facility.name if self.facility else self.organisation.label
        return f"{place}: {self.get_mode_display()}, {self.get_flow_display()}"

    def get_absolute_url(self) -> str:
        """The page of the lane."""
        return reverse("registers:pickup_lane", args=[self.key])


class PickupStep(models.Model):
    """One step of a lane, forward with what was ticked and its evidence, or back with a reason; it stands."""

    rollout = models.ForeignKey(PickupRollout, on_delete=models.PROTECT, related_name="steps")
    before = models.PositiveSmallIntegerField(choices=Stage, null=True)
    after = models.PositiveSmallIntegerField(choices=Stage)
    ticked = models.JSONField(default=list, blank=True)
    said = models.CharField(max_length=1_000, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects = PickupSteps.as_manager()

    class Meta:
        ordering = ["rollout", "at", "id"]

    def __str__(self) -> str:
        return f"{self.rollout}: {self.after}"


class PickupVolunteer(models.Model):
    """An organisation that helps others on; shown to members, without any stage and without asking for one."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=5, choices=Mode)
    offer = models.CharField(max_length=500)
    language = models.CharField(max_length=2)
    contact = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PickupVolunteers.as_manager()

    class Meta:
        ordering = ["mode", "organisation", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "mode"], condition=Q(ended_at=None), name="one_offer_a_way_of_transport"
            ),
            models.CheckConstraint(condition=~Q(offer=""), name="volunteer_says_what_it_offers"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.mode}"


class PickupMonth(models.Model):
    """The bands of one quarter, made once when it was over.

    month_on   its first month
    gave       pairs of a group's name and the id of an organisation that had a facility in it
    """

    month_on = models.DateField(unique=True)
    gave = models.JSONField(default=list)
    frozen_at = models.DateTimeField()

    objects = PickupMonths.as_manager()

    class Meta:
        ordering = ["-month_on"]

    def __str__(self) -> str:
        return self.quarter

    @property
    def quarter(self) -> str:
        """`2026-Q1`."""
        return f"{self.month_on.year}-Q{(self.month_on.month + 2) // 3}"

    def groups_given(self, organisation: int | None) -> frozenset[str]:
        """The groups in which the organisation had a facility."""
        return frozenset(pair[0] for pair in self.gave if isinstance(pair, list) and pair[1] == organisation)


class PickupCell(models.Model):
    """One group's band in a quarter; name as in pure/pickup.py.

    lower, middle, upper, floor   what is shown; none of them: too few to show
    kept, made_of                 the newest band that was ever made, and of what; they never leave the server
    """

    month = models.ForeignKey(PickupMonth, on_delete=models.PROTECT, related_name="cells")
    name = models.CharField(max_length=60)
    lower = models.PositiveSmallIntegerField(null=True)
    middle = models.PositiveSmallIntegerField(null=True)
    upper = models.PositiveSmallIntegerField(null=True)
    floor = models.PositiveSmallIntegerField(null=True)
    kept = models.JSONField(null=True)
    made_of = models.JSONField(default=list)

    objects = PickupCells.as_manager()

    class Meta:
        ordering = ["month", "name"]
        constraints = [models.UniqueConstraint(fields=["month", "name"], name="one_pickup_cell_a_group_and_month")]

    def __str__(self) -> str:
        return f"{self.month} {self.name}"
