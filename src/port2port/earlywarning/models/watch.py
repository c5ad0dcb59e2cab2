"""A measure that is watched, its thresholds, and what each week said. Counts are read where they are lent, not kept."""

from datetime import date, datetime
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from port2port.counts.models import Comparison, Intervention, Outcome
from port2port.earlywarning.access import WatchedMeasures
from port2port.earlywarning.thresholds import BUDGETS
from port2port.members.models import Circle, Organisation, Port, Seat
from port2port.pure.outbreak import YEAR, Thresholds
from port2port.pure.weeks import WEEK, monday_of, weeks_between

# So long a watch waits for counts that were taken back.
PAUSE = WEEK


class Stop(models.TextChoices):
    """Why a watch runs no more; stored."""

    BY_HAND = "hand", pgettext_lazy("why a watch stopped", "Stopped by hand")
    NOT_LENT = "not_lent", pgettext_lazy("why a watch stopped", "Counts are no longer lent to the circle")
    NO_COMPARISON = (
        "outside",
        pgettext_lazy("why a watch stopped", "The comparison is no longer shared with the circle"),
    )
    NO_MEASURE = "measure", pgettext_lazy("why a watch stopped", "The measure is no longer shared with the circle")
    OWNER_LEFT = "owner", pgettext_lazy("why a watch stopped", "Who started it has left the circle")
    YEAR_OVER = "year", pgettext_lazy("why a watch stopped", "Its year is over")
    UNREADABLE = "unreadable", pgettext_lazy("why a watch stopped", "Too few weeks before the measure are left")


class WatchedMeasure(models.Model):
    """One measure and one outcome, watched at all ports that lend it to one circle.

    start_week     Monday of the first week of the watched year: the measure's first, or that of a later year of it
    shared_since   the earliest moment at which something of it was lent or shared: who came later to a circle that
                   keeps its past to itself sees nothing of it
    seed           of the thresholds' draws
    budget         percent a year, chosen once after the table was seen; None: not begun
    read_until     Monday of the newest week that was read    digest   of what was read
    paused_at      since when counts of a port are not lent; given back in time, the watch goes on
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="+")
    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=30, choices=Outcome)
    category = models.CharField(max_length=40, blank=True)
    start_week = models.DateField()
    shared_since = models.DateTimeField()
    seed = models.BigIntegerField(editable=False)
    budget = models.PositiveSmallIntegerField(null=True, blank=True)
    begun_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(null=True, blank=True)
    read_until = models.DateField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    stop = models.CharField(max_length=10, choices=Stop, blank=True)
    stop_words = models.CharField(max_length=300, blank=True)
    stopped_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = WatchedMeasures.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "intervention", "outcome", "category"],
                condition=Q(stopped_at=None),
                name="a_measure_is_watched_once_a_circle",
            ),
            models.CheckConstraint(
                condition=Q(budget=None, begun_at=None, begun_by=None)
                | Q(budget__in=BUDGETS, begun_at__isnull=False, begun_by__isnull=False),
                name="a_watch_begins_with_a_budget",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stop="") | Q(stopped_at__isnull=False) & ~Q(stop=""),
                name="a_watch_stops_for_a_reason",
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="a_watch_is_of_an_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_words} ({self.get_outcome_display()})"

    def get_absolute_url(self) -> str:
        """The watch's page."""
        return reverse("earlywarning:watch", kwargs={"key": self.key})

    @property
    def last_week(self) -> date:
        """The Monday of the last week of its year: thresholds hold for so many weeks and no longer."""
        return week_of(self.start_week, YEAR)

    @property
    def year(self) -> int:
        """Of the measure, from 1."""
        first = monday_of(self.intervention.starts_on)
        return max(0, weeks_between(first, self.start_week)) // YEAR + 1

    @property
    def is_over(self) -> bool:
        """Stopped because its year is over."""
        return self.stop == Stop.YEAR_OVER

    @property
    def is_paused(self) -> bool:
        """Counts of a port are not lent, and it waits for them."""
        return self.paused_at is not None and self.stopped_at is None

    @property
    def pause_ends(self) -> datetime | None:
        """When it stops unless they are lent again."""
        return self.paused_at + PAUSE if self.paused_at is not None else None

    @property
    def measure_words(self) -> str:
        """The measure's title; not that of one which was withdrawn."""
        if self.intervention.withdrawn_at is not None or self.stop == Stop.NO_MEASURE:
            return _("a measure that was withdrawn")
        return self.intervention.title

    @property
    def comparison_words(self) -> str:
        """The comparison's title; not that of one which was withdrawn."""
        if self.comparison.withdrawn_at is not None or self.stop == Stop.NO_COMPARISON:
            return _("a comparison that was withdrawn")
        return self.comparison.title

    @property
    def measure_language(self) -> str:
        """Of these words."""
        gone = self.measure_words != self.intervention.title
        return get_language() or "en" if gone else self.intervention.language

    @property
    def comparison_language(self) -> str:
        """Of these words."""
        gone = self.comparison_words != self.comparison.title
        return get_language() or "en" if gone else self.comparison.language

    @property
    def is_running(self) -> bool:
        """Begun and not stopped."""
        return self.begun_at is not None and self.stopped_at is None


class WatchedPort(models.Model):
    """A port of a watch. place: 0 is the port of the measure."""

    watch = models.ForeignKey(WatchedMeasure, on_delete=models.CASCADE, related_name="ports")
    port = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    objects = models.Manager()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["watch", "place"], name="a_place_of_a_watch_is_one_port")]

    def __str__(self) -> str:
        return str(self.port)


class Calibration(models.Model):
    """Thresholds by budget and the table of what each buys, drawn once for these ports and counts.

    thresholds   {percent: {directed, max_port}}        buys   {percent: {world: {alarms, week}}}
    """

    watch = models.OneToOneField(WatchedMeasure, on_delete=models.PROTECT, related_name="calibration")
    draws = models.PositiveIntegerField()
    thresholds = models.JSONField()
    buys = models.JSONField()
    made_at = models.DateTimeField()

    objects = models.Manager()

    def __str__(self) -> str:
        return f"{self.draws}"

    def for_budget(self, percent: int) -> Thresholds:
        """The thresholds of one budget."""
        return Thresholds(**self.thresholds[str(percent)])


class WatchWeek(models.Model):
    """What one week said, as it is known now: late counts change it. No count stands here.

    number    since the measure began, from 1
    missing   names of ports that nobody counted in it; outside_missing: nor the comparison
    outside_gaps   weeks so far without the comparison    stands_still   it was missing for too long to add anything
    """

    watch = models.ForeignKey(WatchedMeasure, on_delete=models.CASCADE, related_name="weeks")
    week = models.DateField()
    number = models.PositiveSmallIntegerField()
    directed = models.FloatField()
    max_port = models.FloatField()
    loudest = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="+")
    has_fallen = models.BooleanField()
    is_alarm = models.BooleanField()
    missing = models.JSONField(default=list, blank=True)
    outside_missing = models.BooleanField(default=False)
    outside_gaps = models.PositiveSmallIntegerField(default=0)
    stands_still = models.BooleanField(default=False)

    objects = models.Manager()

    class Meta:
        ordering = ["watch_id", "number"]
        constraints = [models.UniqueConstraint(fields=["watch", "number"], name="a_week_of_a_watch_is_one")]

    def __str__(self) -> str:
        return f"{self.week:%Y-%m-%d}"


def week_of(start: date, number: int) -> date:
    """The Monday of the week of this number, from 1."""
    return start + WEEK * (number - 1)
