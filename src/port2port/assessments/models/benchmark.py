"""Bands of a frozen round, made once, and the levels that they were made of."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from port2port.assessments.access import Cells, Contributions, Mentors
from port2port.assessments.models.rounds import Round
from port2port.members.models import Facility, Organisation, Port, Seat
from port2port.norms.models import Cargo, Tier


class Grouping(models.TextChoices):
    """The ways in which all facilities are parted, in the order in which a later one gives way."""

    ALL = "all", _("All facilities")
    TIER = "tier", _("By baseline")
    WATER = "water", _("Sea or inland")
    CARGO = "cargo", _("By main cargo")


class Contribution(models.Model):
    """The level of one facility in one objective of a frozen round, with the groups that it was in.

    operator   the highest organisation that the facility belongs to
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    operator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    port = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="+")
    tier = models.CharField(max_length=1, choices=Tier)
    water = models.CharField(max_length=6, choices=[("sea", _("Sea")), ("inland", _("Inland"))])
    cargo = models.CharField(max_length=10, choices=Cargo)
    objective = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField()

    objects = Contributions.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["round", "organisation", "objective"], name="contribution_by_organisation")]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "facility", "objective"], name="one_level_a_facility_and_objective"
            ),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="a_contribution_is_a_level"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.objective}"


class Cell(models.Model):
    """One group in one objective of a frozen round.

    part                  the group: `all`, a tier, `sea` or `inland`, a cargo
    is_shown              False: too few to show, whatever the reason
    lower, middle, upper  quartiles by nearest rank, whole levels; floor: at least so many facilities
    made_of               round whose contributions the band was made of; the newest one that was ever made
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    objective = models.CharField(max_length=80)
    grouping = models.CharField(max_length=5, choices=Grouping)
    part = models.CharField(max_length=10)
    is_shown = models.BooleanField()
    lower = models.PositiveSmallIntegerField(null=True, blank=True)
    middle = models.PositiveSmallIntegerField(null=True, blank=True)
    upper = models.PositiveSmallIntegerField(null=True, blank=True)
    floor = models.PositiveSmallIntegerField(null=True, blank=True)
    made_of = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = Cells.as_manager()

    class Meta:
        ordering = ["round", "objective", "grouping", "part"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "objective", "grouping", "part"], name="one_cell_a_group_and_objective"
            ),
            models.CheckConstraint(
                condition=Q(lower=None, middle=None, upper=None, floor=None, made_of=None)
                | Q(lower__lte=F("middle"), middle__lte=F("upper"), floor__isnull=False, made_of__isnull=False),
                name="a_cell_has_a_whole_band_or_none",
            ),
            models.CheckConstraint(
                condition=Q(is_shown=False) | Q(middle__isnull=False), name="what_is_shown_is_there"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.objective} {self.part}"


class Mentor(models.Model):
    """An organisation that helps others with one objective, whatever its own level: nobody checks that."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    objective = models.CharField(max_length=80)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Mentors.as_manager()

    class Meta:
        ordering = ["objective", "from_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "objective"], condition=Q(ended_at=None), name="one_mentor_an_objective"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.objective}"
