"""What the board shows: a row for each watch, and how often its alarms were false."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from port2port.counts.categories import category_words
from port2port.counts.rules import last_whole_week
from port2port.earlywarning.access import WatchedMeasures
from port2port.earlywarning.drawing import Bar, bars_of
from port2port.earlywarning.history import held_watches, loans_hold
from port2port.earlywarning.models import Acknowledgement, Alarm, Judged, Judgement, WatchedMeasure, WatchWeek
from port2port.members.member import Member
from port2port.pure.rare_events import Rate, rate_of, rate_of_chance
from port2port.pure.weeks import WEEK

YEAR = 52
ON_PAGE = 25
# What watches of the same weeks have in common, whoever started them and however often.
MEASURE = ("circle_id", "intervention__port_id", "outcome", "category", "start_week")
WEEK_OF_MEASURE = (*(f"watch__{name}" for name in MEASURE), "week")


@dataclass(frozen=True, slots=True)
class Line:
    """One watch.

    last       its newest week; None: none is read
    late       whole weeks without any count since
    alarms     how many; newest: the last of them, with `is_acknowledged`
    is_shown   all that it read is lent still; otherwise no statistic is shown, and `bars` is empty
    """

    watch: WatchedMeasure
    state: str
    kind: str
    bars: tuple[Bar, ...]
    last: WatchWeek | None
    late: int
    alarms: int
    newest: Alarm | None
    category: str
    is_shown: bool

    @property
    def missing(self) -> str:
        """Who has not counted in the newest week, the comparison among them."""
        if self.last is None:
            return ""
        return ", ".join([*self.last.missing, *([_("the comparison")] if self.last.outside_missing else [])])

    @property
    def gaps_words(self) -> str:
        """In how many weeks the comparison is missing; empty where in none."""
        return gaps_words(self.last.outside_gaps) if self.last is not None else ""

    @property
    def detectors(self) -> str:
        """Whose statistic is above its threshold in the newest week."""
        return ", ".join(bar.name for bar in self.bars if bar.kind == "high")

    @property
    def late_words(self) -> str:
        """How many weeks nobody has counted; empty where there are none."""
        if not self.late:
            return ""
        words = ngettext("%(count)d whole week is not in yet", "%(count)d whole weeks are not in yet", self.late)
        return words % {"count": self.late}


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """The record of all watches that the reader sees; a week of a measure counts once, however often it was watched.

    rate        false alarms a year, were all that nobody could judge true; rate_high: were they all false
    corrected   alarms that were heard only after counts were added or corrected; they are in no rate
    expected    false alarms a year by the budgets
    """

    years: float
    alarms: int
    false: int
    true: int
    unsure: int
    rate: Rate
    rate_high: Rate
    corrected: int
    expected: float | None

    @property
    def open(self) -> int:
        """Not judged yet."""
        return self.alarms - self.false - self.true - self.unsure


@dataclass(frozen=True, slots=True)
class Board:
    """One page of it; newer, older: addresses, empty where there are none."""

    lines: list[Line]
    newer: str
    older: str


def board_of(member: Member, *, page: str, now: datetime) -> Board:
    """A page of the watches that this seat may see; a number that is none is the nearest that there is."""
    found: Page[WatchedMeasure] = Paginator(_rows(member), ON_PAGE).get_page(page)
    return Board(
        lines=_lines(list(found), now=now),
        newer=f"?page={found.previous_page_number()}" if found.has_previous() else "",
        older=f"?page={found.next_page_number()}" if found.has_next() else "",
    )


def lines_of(member: Member, *, now: datetime) -> list[Line]:
    """Every watch that this seat may see: those that run first."""
    return _lines(list(_rows(member)), now=now)


def _rows(member: Member) -> WatchedMeasures:
    rows = WatchedMeasure.objects.visible_to(member).with_names().select_related("calibration")
    return rows.alias(has_ended=Q(stopped_at__isnull=False), waits=Q(begun_at=None)).order_by(
        "has_ended", "waits", "-at", "-pk"
    )


def _lines(watches: Sequence[WatchedMeasure], *, now: datetime) -> list[Line]:
    newest, held, alarms = _newest_weeks(watches), held_watches(watches), _alarms_of(watches)
    return [
        _line(one, newest.get(one.pk), alarms.get(one.pk, (0, None)), is_shown=one.pk in held, now=now)
        for one in watches
    ]


def _newest_weeks(watches: Sequence[WatchedMeasure]) -> dict[int, WatchWeek]:
    last = WatchWeek.objects.filter(watch=OuterRef("watch")).order_by("-number").values("number")[:1]
    rows = WatchWeek.objects.filter(watch__in=watches, number=Subquery(last)).select_related("loudest")
    return {one.watch_id: one for one in rows}


type Heard = tuple[int, Alarm | None]


def _alarms_of(watches: Sequence[WatchedMeasure]) -> dict[int, Heard]:
    """How many each has, and the newest: no more of them is read."""
    same = Alarm.objects.filter(watch=OuterRef("watch"))
    newest = Alarm.objects.filter(watch__in=watches, pk=Subquery(same.order_by("-week", "-pk").values("pk")[:1]))
    rows = newest.annotate(
        number_in_all=Subquery(same.order_by().values("watch").annotate(n=Count("pk")).values("n")),
        is_acknowledged=Exists(Acknowledgement.objects.filter(alarm=OuterRef("pk"))),
    )
    return {one.watch_id: (one.number_in_all, one) for one in rows}  # type: ignore[attr-defined]


def line_of(watch: WatchedMeasure, *, now: datetime) -> Line:
    """One watch as the board has it."""
    heard = _alarms_of([watch]).get(watch.pk, (0, None))
    return _line(watch, _newest_weeks([watch]).get(watch.pk), heard, is_shown=loans_hold(watch), now=now)


def _line(watch: WatchedMeasure, last: WatchWeek | None, heard: Heard, *, is_shown: bool, now: datetime) -> Line:
    state, kind = state_of(watch, last)
    bars: tuple[Bar, ...] = ()
    if is_shown and last is not None and watch.budget is not None:
        bars = bars_of(last.directed, last.max_port, watch.calibration.for_budget(watch.budget))
    late = _late(watch.read_until, now) if watch.is_running else 0
    return Line(watch, state, kind, bars, last, late, *heard, category_words(watch.category), is_shown)


def state_of(watch: WatchedMeasure, last: WatchWeek | None) -> tuple[str, str]:
    """The state of a watch as a word, and the kind of its chip."""
    if watch.stopped_at is not None:
        return pgettext("state of a watch", "Stopped"), ""
    if watch.begun_at is None:
        return pgettext("state of a watch", "Being set up"), "information"
    if watch.is_paused:
        return pgettext("state of a watch", "Paused"), "medium"
    if last is not None and last.stands_still:
        return pgettext("state of a watch", "Stands still"), "medium"
    if last is not None and last.is_alarm:
        return pgettext("state of a watch", "Alarm"), "high"
    return pgettext("state of a watch", "No alarm"), "low"


def _late(until: date | None, now: datetime) -> int:
    return max(0, (last_whole_week(now) - until) // WEEK) if until is not None else 0


def record_of(watches: WatchedMeasures) -> FalseAlarms:
    """How often the alarms of these watches were false, beside what their budgets allow; counted in the database."""
    begun = watches.filter(budget__isnull=False, weeks__isnull=False).order_by().values(*MEASURE)
    watched = list(begun.annotate(last=Max("weeks__number"), percent=Max("budget")).values_list("last", "percent"))
    total = sum(last for last, _percent in watched) / YEAR
    alarms, corrected, judged = _judged_weeks(watches)
    false, true = judged.count(Judged.FALSE), judged.count(Judged.TRUE)
    allowed = sum(rate_of_chance(percent / 100) * last / YEAR for last, percent in watched)
    return FalseAlarms(
        years=total,
        alarms=alarms,
        false=false,
        true=true,
        unsure=judged.count(Judged.UNSURE),
        rate=rate_of(false, total),
        rate_high=rate_of(alarms - true, total),
        corrected=corrected,
        expected=allowed / total if total else None,
    )


def _judged_weeks(watches: WatchedMeasures) -> tuple[int, int, list[str]]:
    """Weeks with an alarm, those more that only a correction gave one, and of the former the newest judgements."""
    heard = Alarm.objects.filter(watch__in=watches.order_by().values("pk")).order_by()
    weeks = heard.values(*WEEK_OF_MEASURE).annotate(firsts=Count("pk", filter=Q(is_first_reading=True)))
    number = weeks.aggregate(all=Count("firsts"), first=Count("firsts", filter=Q(firsts__gt=0)))
    said = Judgement.objects.filter(alarm__in=heard.filter(is_first_reading=True).values("pk"))
    rows = said.order_by("alarm__made_at", "alarm_id", "at", "pk").values_list(*_OF_ALARM, F("judged"))
    newest = {tuple(week): judged for *week, judged in rows}
    return number["first"], number["all"] - number["first"], list(newest.values())


_OF_ALARM = tuple(f"alarm__{name}" for name in WEEK_OF_MEASURE)


def gaps_words(weeks: int) -> str:
    """In how many weeks the comparison is missing; empty where in none."""
    if not weeks:
        return ""
    words = ngettext(
        "The comparison is missing in %(count)d week since the start",
        "The comparison is missing in %(count)d weeks since the start",
        weeks,
    )
    return words % {"count": weeks}


def detector_words(detectors: Sequence[str]) -> str:
    """Which statistics an alarm came from."""
    words: dict[str, str | Promise] = {
        "directed": _("All other ports together"),
        "max_port": _("The loudest single port"),
    }
    return ", ".join(str(words[one]) for one in detectors if one in words)
