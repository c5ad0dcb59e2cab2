"""Joint allocation as rows: what ports put in, frozen answers, plans that two organisations agreed, sealed draws."""

from datetime import date, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.allocation.access import (
    Agreements,
    Asks,
    Games,
    Inputs,
    NamedPeople,
    Plans,
    Pool,
    Reads,
    Rosters,
    RouteImports,
    Routes,
    Scenarios,
    Solutions,
    WhatIfs,
)
from port2port.members.models import Circle, Organisation, Person, Port, Seat


class Aim(models.TextChoices):
    """What a joint plan makes least; words of `pure/games`."""

    MEAN = "mean", pgettext_lazy("aim of a plan", "Harm in the mean over the scenarios")
    TYPES = "types", pgettext_lazy("aim of a plan", "Harm over several kinds of attackers at once")
    WORST_CASE = "worst_case", pgettext_lazy("aim of a plan", "Harm in the worst scenario")
    WORST_REGRET = "worst_regret", pgettext_lazy("aim of a plan", "The largest regret over the scenarios")
    WEAKEST_LINK = "weakest_link", pgettext_lazy("aim of a plan", "What the best route is worth (weakest link)")


class EndOfRange(models.TextChoices):
    """Which end of every range a scenario takes."""

    LIKELY = "likely", pgettext_lazy("end of a range", "The likely figures")
    WORST = "worst", pgettext_lazy("end of a range", "The figures that are worst for the ports")
    BEST = "best", pgettext_lazy("end of a range", "The figures that are best for the ports")


class _Keyed(models.Model):
    key = models.UUIDField(default=uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class GameDraft(_Keyed):
    """A question that a circle works on together. language   of the title      closed_at   nothing is asked"""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    language = models.CharField(max_length=2)
    aim = models.CharField(max_length=12, choices=Aim, default=Aim.MEAN)
    opened_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = Games.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the game."""
        return reverse("allocation:game", kwargs={"key": self.key})


class Named(_Keyed):
    """A person in a seat whom the own organisation named."""

    game = models.ForeignKey(GameDraft, on_delete=models.PROTECT, related_name="named")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = NamedPeople.as_manager()

    class Meta:
        ordering = ["named_at", "id"]
        verbose_name_plural = "named"
        constraints = [
            models.UniqueConstraint(fields=["game", "seat"], condition=Q(ended_at=None), name="named_once_a_game"),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.game}"


class PoolUnits(models.Model):
    """Mobile units that an organisation lends, in units a week."""

    game = models.ForeignKey(GameDraft, on_delete=models.PROTECT, related_name="pool")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    units = models.FloatField()
    kind = models.CharField(max_length=200)
    saved_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    objects = Pool.as_manager()

    class Meta:
        ordering = ["organisation__name"]
        verbose_name_plural = "pool units"
        constraints = [
            models.UniqueConstraint(fields=["game", "organisation"], name="one_loan_an_organisation"),
            models.CheckConstraint(condition=Q(units__gte=0), name="no_loan_below_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.units:g}"


class PortInputs(_Keyed):
    """A port in a game. own_units   a week      shows_rise   whether others may read by name if its attempts rise"""

    game = models.ForeignKey(GameDraft, on_delete=models.PROTECT, related_name="ports")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    port = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="+")
    own_units = models.FloatField()
    shows_rise = models.BooleanField(default=False)
    saved_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    objects = Inputs.as_manager()

    class Meta:
        ordering = ["port__name"]
        verbose_name_plural = "port inputs"
        constraints = [
            models.UniqueConstraint(fields=["game", "port"], name="a_port_once_a_game"),
            models.CheckConstraint(condition=Q(own_units__gte=0), name="no_own_units_below_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.port}: {self.game}"


class Route(_Keyed):
    """One way through a port. figures   by name: low, likely, high, source (pure/workbench/given.py)

    floor, covered_now   0 to 1
    """

    inputs = models.ForeignKey(PortInputs, on_delete=models.PROTECT, related_name="routes")
    name = models.CharField(max_length=120)
    figures = models.JSONField()
    floor = models.FloatField(default=0.0)
    covered_now = models.FloatField(default=0.0)
    saved_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = Routes.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(floor__gte=0, floor__lte=1, covered_now__gte=0, covered_now__lte=1),
                name="coverage_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RouteImport(_Keyed):
    """A file of routes: tried, then written, then perhaps undone; for the seat that brought it.

    rows     as they were read, until they are written     before   by key of a written route: as it stood, None: new
    """

    game = models.ForeignKey(GameDraft, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=120)
    rows = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    written_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = RouteImports.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.game}: {self.file_name}"


class Scenario(_Keyed):
    """One picture of those who choose a route, and why it is looked at. tipping, outside   EUR; attempts   a week"""

    game = models.ForeignKey(GameDraft, on_delete=models.PROTECT, related_name="scenarios")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    reason = models.CharField(max_length=400)
    tipping = models.FloatField()
    outside = models.FloatField()
    attempts = models.FloatField()
    level = models.CharField(max_length=6, choices=EndOfRange, default=EndOfRange.LIKELY)
    weight = models.FloatField(default=1.0)
    saved_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = Scenarios.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tipping__gt=0, attempts__gt=0, weight__gt=0), name="a_scenario_can_be_reckoned"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Solution(_Keyed):
    """One answer, with all that it was made of; each page shows the own part of it.

    given, answer   as pure/workbench keeps them      digests   by port: its house, and a digest of its inputs
    dominated       houses (0: any without a port) that read no sums: one other house has most of them
    """

    game = models.ForeignKey(GameDraft, on_delete=models.PROTECT, related_name="solutions")
    number = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    given = models.JSONField()
    answer = models.JSONField()
    digests = models.JSONField()
    dominated = models.JSONField(default=list)
    solved_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    solved_at = models.DateTimeField()

    objects = Solutions.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["game", "number"], name="answers_are_numbered")]

    def __str__(self) -> str:
        return f"{self.game} {self.number}"


class Asked(models.Model):
    """An organisation asked for an answer. solution   None where there was none, and `fault` says what the sum said,
    or without either a job began.

    counts   against what the house may ask: all but where at least three other houses had changed their figures
    """

    game = models.ForeignKey(GameDraft, on_delete=models.PROTECT, related_name="asked")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    fault = models.CharField(max_length=20, blank=True)
    counts = models.BooleanField()
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = Asks.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "asked"

    def __str__(self) -> str:
        return f"{self.organisation}: {self.game}"


class WhatIf(_Keyed):
    """What an organisation asked of an answer, and what it was told. digest   of what was asked"""

    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="what_ifs")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    asked = models.JSONField()
    told = models.JSONField()
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = WhatIfs.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["solution", "organisation", "digest"], name="the_same_is_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.solution}"


class Plan(_Keyed):
    """An answer that is to be carried out for some weeks: a draft until two organisations agreed, then it stands.

    taken_back_at   nobody agrees to this draft any more
    """

    game = models.ForeignKey(GameDraft, on_delete=models.PROTECT, related_name="plans")
    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="plans")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    weeks = models.PositiveSmallIntegerField()
    drafted_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = Plans.as_manager()

    class Meta:
        ordering = ["-drafted_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["solution", "from_on"], name="one_plan_an_answer_and_week"),
            models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=13), name="a_plan_is_for_a_quarter_at_most"),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(taken_back_at=None), name="what_is_agreed_is_not_taken_back"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.game} {self.from_on}"

    def get_absolute_url(self) -> str:
        """The page of the plan."""
        return reverse("allocation:plan", kwargs={"key": self.key})

    @property
    def mondays(self) -> list[date]:
        """The weeks it is for."""
        return [self.from_on + timedelta(weeks=number) for number in range(self.weeks)]


class Agreement(models.Model):
    """One person of one organisation says yes to a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="agreements")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = Agreements.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "organisation"], name="an_organisation_agrees_once"),
            models.UniqueConstraint(fields=["plan", "person"], name="a_person_agrees_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.plan}"


class Roster(_Keyed):
    """The draw of one week. sealed   the seed, in a box; commitment   to the seed; digest   of what was drawn

    last_on   the Sunday: afterwards the seed is shown to auditors
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rosters")
    week = models.DateField()
    last_on = models.DateField()
    sealed = models.BinaryField()
    commitment = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    drawn_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    objects = Rosters.as_manager()

    class Meta:
        ordering = ["week"]
        constraints = [models.UniqueConstraint(fields=["plan", "week"], name="one_draw_a_week")]

    def __str__(self) -> str:
        return f"{self.plan}: {self.week}"


class ReadOf(models.TextChoices):
    """What of a plan was read."""

    PLAN = "plan", _("The plan")
    ROSTER = "roster", _("A roster")
    ROSTER_FILE = "roster_csv", _("A roster as a file")
    ANSWER = "answer", _("An answer with its coverage")


class PlanRead(models.Model):
    """One reading of a plan or of its roster; each leaves one."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reads")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=ReadOf)
    week = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    objects = Reads.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.plan}: {self.what}"
