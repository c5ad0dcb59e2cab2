"""What the board shows: a row for each watch, and how often its alarms were false."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from port2port.counts.categories import category_words
from port2port.counts.rules import WEEK, last_whole_week
from port2port.earlywarning.drawing import Bar, bars_of
from port2port.earlywarning.history import held_watches, loans_hold
from port2port.earlywarning.models import Alarm, Judged, Judgement, WatchedMeasure, WatchWeek
from port2port.members.member import Member
from port2port.pure.rare_events import Rate, rate_of, rate_of_chance

YEAR = 52


@dataclass(frozen=True, slots=True)
class Line:
    """One watch.

    last       its newest week; None: none is read
    late       whole weeks without any count since
    is_shown   all that it read is lent still; otherwise no statistic is shown, and `bars` is empty
    """

    watch: WatchedMeasure
    state: str
    kind: str
    bars: tuple[Bar, ...]
    last: WatchWeek | None
    late: int
    alarms: int
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


def lines_of(member: Member, *, now: datetime) -> list[Line]:
    """Every watch that this seat may see: those that run first."""
    watches = list(WatchedMeasure.objects.visible_to(member).with_names().select_related("calibration"))
    newest, counted, held = _newest_weeks(watches), _alarms_of(watches), held_watches(watches)
    lines = [
        _line(one, newest.get(one.pk), len(counted.get(one.pk, [])), is_shown=one.pk in held, now=now)
        for one in watches
    ]
    return sorted(lines, key=lambda line: (line.watch.stopped_at is not None, line.watch.begun_at is None))


def _newest_weeks(watches: Sequence[WatchedMeasure]) -> dict[int, WatchWeek]:
    last = WatchWeek.objects.filter(watch=OuterRef("watch")).order_by("-number").values("number")[:1]
    rows = WatchWeek.objects.filter(watch__in=watches, number=Subquery(last)).select_related("loudest")
    return {one.watch_id: one for one in rows}


def _alarms_of(watches: Sequence[WatchedMeasure]) -> dict[int, list[Alarm]]:
    found: dict[int, list[Alarm]] = {}
    for alarm in Alarm.objects.filter(watch__in=watches):
        found.setdefault(alarm.watch_id, []).append(alarm)
    return found


def line_of(watch: WatchedMeasure, *, now: datetime) -> Line:
    """One watch as the board has it."""
    last = _newest_weeks([watch]).get(watch.pk)
    return _line(watch, last, watch.alarms.count(), is_shown=loans_hold(watch), now=now)


def _line(watch: WatchedMeasure, last: WatchWeek | None, alarms: int, *, is_shown: bool, now: datetime) -> Line:
    state, kind = state_of(watch, last)
    bars: tuple[Bar, ...] = ()
    if is_shown and last is not None and watch.budget is not None:
        bars = bars_of(last.directed, last.max_port, watch.calibration.for_budget(watch.budget))
    late = _late(watch.read_until, now) if watch.is_running else 0
    return Line(watch, state, kind, bars, last, late, alarms, category_words(watch.category), is_shown)


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


type Measure = tuple[int, int, str, str, date]


def _measure(watch: WatchedMeasure) -> Measure:
    """What watches of the same weeks have in common, whoever started them and however often."""
    return (watch.circle_id, watch.intervention.port_id, watch.outcome, watch.category, watch.start_week)


def record_of(lines: Sequence[Line]) -> FalseAlarms:
    """How often the alarms of these watches were false, beside what their budgets allow."""
    begun = [line for line in lines if line.watch.budget is not None and line.last is not None]
    years: dict[Measure, float] = {}
    allowed: dict[Measure, float] = {}
    for line in begun:
        one = _measure(line.watch)
        years[one] = max(years.get(one, 0), (line.last.number if line.last else 0) / YEAR)
        allowed[one] = max(allowed.get(one, 0), rate_of_chance((line.watch.budget or 0) / 100))
    total = sum(years.values())
    judged, corrected = _judged_weeks([line.watch for line in begun])
    false, true = judged.count(Judged.FALSE), judged.count(Judged.TRUE)
    return FalseAlarms(
        years=total,
        alarms=len(judged),
        false=false,
        true=true,
        unsure=judged.count(Judged.UNSURE),
        rate=rate_of(false, total),
        rate_high=rate_of(len(judged) - true, total),
        corrected=corrected,
        expected=sum(allowed[one] * years[one] for one in years) / total if total else None,
    )


def _judged_weeks(watches: Sequence[WatchedMeasure]) -> tuple[list[str], int]:
    """Of each week with an alarm the newest judgement, empty where there is none; and how many came by correction."""
    measures = {one.pk: _measure(one) for one in watches}
    said = _newest_judgements(watches)
    found: dict[tuple[Measure, date], str] = {}
    later: set[tuple[Measure, date]] = set()
    for alarm in Alarm.objects.filter(watch__in=watches).order_by("made_at", "pk"):
        week = (measures[alarm.watch_id], alarm.week)
        if alarm.is_first_reading:
            found[week] = said.get(alarm.pk, "") or found.get(week, "")
        else:
            later.add(week)
    return list(found.values()), len(later - set(found))


def _newest_judgements(watches: Sequence[WatchedMeasure]) -> dict[int, str]:
    rows = Judgement.objects.filter(alarm__watch__in=watches).order_by("at", "pk")
    return dict(rows.values_list("alarm_id", F("judged")))


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
