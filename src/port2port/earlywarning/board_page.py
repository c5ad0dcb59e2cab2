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
from port2port.earlywarning.models import Alarm, Judged, Judgement, WatchedMeasure, WatchWeek
from port2port.members.member import Member
from port2port.pure.rare_events import Rate, rate_of, rate_of_chance

YEAR = 52


@dataclass(frozen=True, slots=True)
class Line:
    """One watch. last: its newest week; None: none is read. late: whole weeks without any count since."""

    watch: WatchedMeasure
    state: str
    kind: str
    bars: tuple[Bar, ...]
    last: WatchWeek | None
    late: int
    alarms: int
    category: str

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
    """The record of all watches that the reader sees. expected: false alarms a year by their budgets."""

    years: float
    alarms: int
    false: int
    true: int
    unsure: int
    rate: Rate
    expected: float | None

    @property
    def open(self) -> int:
        """Not judged yet."""
        return self.alarms - self.false - self.true - self.unsure


def lines_of(member: Member, *, now: datetime) -> list[Line]:
    """Every watch that this seat may see: those that run first."""
    watches = list(WatchedMeasure.objects.visible_to(member).with_names().select_related("calibration"))
    newest = _newest_weeks(watches)
    counted = _alarms_of(watches)
    lines = [_line(one, newest.get(one.pk), len(counted.get(one.pk, [])), now=now) for one in watches]
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
    return _line(watch, _newest_weeks([watch]).get(watch.pk), watch.alarms.count(), now=now)


def _line(watch: WatchedMeasure, last: WatchWeek | None, alarms: int, *, now: datetime) -> Line:
    state, kind = state_of(watch, last)
    bars: tuple[Bar, ...] = ()
    if last is not None and watch.budget is not None:
        bars = bars_of(last.directed, last.max_port, watch.calibration.for_budget(watch.budget))
    late = _late(watch.read_until, now) if watch.is_running else 0
    return Line(watch, state, kind, bars, last, late, alarms, category_words(watch.category))


def state_of(watch: WatchedMeasure, last: WatchWeek | None) -> tuple[str, str]:
    """The state of a watch as a word, and the kind of its chip."""
    if watch.stopped_at is not None:
        return pgettext("state of a watch", "Stopped"), ""
    if watch.begun_at is None:
        return pgettext("state of a watch", "Being set up"), "information"
    if last is not None and last.is_alarm:
        return pgettext("state of a watch", "Alarm"), "high"
    return pgettext("state of a watch", "No alarm"), "low"


def _late(until: date | None, now: datetime) -> int:
    return max(0, (last_whole_week(now) - until) // WEEK) if until is not None else 0


def record_of(lines: Sequence[Line]) -> FalseAlarms:
    """How often the alarms of these watches were false, beside what their budgets allow."""
    begun = [line for line in lines if line.watch.budget is not None and line.last is not None]
    years = {line.watch.pk: (line.last.number if line.last else 0) / YEAR for line in begun}
    judged = list(_newest_judgements([line.watch for line in begun]).values())
    total = sum(years.values())
    allowed = sum(rate_of_chance((line.watch.budget or 0) / 100) * years[line.watch.pk] for line in begun)
    false = judged.count(Judged.FALSE)
    return FalseAlarms(
        years=total,
        alarms=sum(line.alarms for line in begun),
        false=false,
        true=judged.count(Judged.TRUE),
        unsure=judged.count(Judged.UNSURE),
        rate=rate_of(false, total),
        expected=allowed / total if total else None,
    )


def _newest_judgements(watches: Sequence[WatchedMeasure]) -> dict[int, str]:
    rows = Judgement.objects.filter(alarm__watch__in=watches).order_by("at", "pk")
    return dict(rows.values_list("alarm_id", F("judged")))


def detector_words(detectors: Sequence[str]) -> str:
    """Which statistics an alarm came from."""
    words: dict[str, str | Promise] = {
        "directed": _("All other ports together"),
        "max_port": _("The loudest single port"),
    }
    return ", ".join(str(words[one]) for one in detectors if one in words)
