"""What a watch reads: the counts that are lent to its circle now, and the comparison, by week from years before on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from port2port.base.refusal import Refusal
from port2port.counts.models import Comparison, ComparisonWeek, Intervention, Loan, RecordingChange
from port2port.counts.panel import LentPort, comparison_counts, lent_ports, panel_in
from port2port.counts.rules import last_whole_week
from port2port.earlywarning.models import Stop, WatchedMeasure, WatchedPort
from port2port.earlywarning.refusals import ThinComparison, TooShort
from port2port.members.models import Circle, CircleMembership, Port
from port2port.pure.outbreak import (
    YEAR,
    Baseline,
    HistoryTooShort,
    NothingCounted,
    Refused,
    TooFewCounts,
    baseline,
)
from port2port.pure.outbreak.watch import LEAST_WEEKS
from port2port.pure.weeks import WEEK, monday_of, weeks_between

MOST_BEFORE = 156
# Late counts get one more week before a week is read without them.
GRACE = WEEK
# Of a watch that runs, that was stopped by hand, or whose year is over.
KEPT = ("", Stop.BY_HAND, Stop.YEAR_OVER)


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """What is asked for: which counts, from years before the measure to the newest week.

    announced_on   the weeks from here to the start tell nothing of how it was before
    not_before     earlier weeks are left out: of a later year of a measure, those before the measure
    """

    circle: Circle
    outcome: str
    category: str
    ports: tuple[Port, ...]
    comparison: Comparison
    announced_on: date
    start_week: date
    not_before: date | None = None


class Year(TypedDict):
    """Of a window: where its year starts, and what lies before."""

    announced_on: date
    start_week: date
    not_before: date | None


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Counts [weeks, ports], the port of the measure first, and the comparison [weeks]; NaN = nobody counted.

    measure_week   row of the measure's first week
    changes        in how it was counted since the measure began, which a watch cannot see through
    digest         of everything that was read
    """

    weeks: tuple[date, ...]
    ports: tuple[Port, ...]
    counts: NDArray[np.float64]
    outside: NDArray[np.float64]
    measure_week: int
    changes: tuple[RecordingChange, ...]
    digest: str


def window_of(watch: WatchedMeasure) -> Window:
    """What this watch reads."""
    return Window(
        circle=watch.circle,
        outcome=watch.outcome,
        category=watch.category,
        ports=tuple(one.port for one in watch.ports.select_related("port")),
        comparison=watch.comparison,
        **year_of(watch.intervention, watch.start_week),
    )


def first_week_of(measure: Intervention, newest: date) -> date:
    """Of the year of the measure that the newest week lies in."""
    start = monday_of(measure.starts_on)
    return start + WEEK * YEAR * (max(0, (newest - start) // WEEK) // YEAR)


def year_of(measure: Intervention, first: date) -> Year:
    """Which weeks tell how it was before: those before the measure; of a later year, those since it began."""
    start = monday_of(measure.starts_on)
    if first <= start:
        return {"announced_on": measure.announced_on, "start_week": first, "not_before": None}
    return {"announced_on": first, "start_week": first, "not_before": start}


def last_week_of(start: date) -> date:
    """The Monday of the last week of a year that starts then."""
    return start + WEEK * (YEAR - 1)


def history_in(window: Window, *, until: date) -> History:
    """Everything up to a week, at most to the end of the year. Raises NotLent, NoWeeks, TooShort."""
    lent = _lent_of(window)
    earliest = min((one.from_week for one in lent), default=window.start_week)
    first = max(window.start_week - WEEK * MOST_BEFORE, earliest, window.not_before or earliest)
    if weeks_between(first, window.start_week) < LEAST_WEEKS:
        raise TooShort
    last = max(min(until, last_week_of(window.start_week)), window.start_week - WEEK)
    panel = panel_in(
        window.circle,
        outcome=window.outcome,
        category=window.category,
        ports=window.ports,
        first=first,
        last=last,
    )
    outside = comparison_counts(window.comparison, first=first, last=last)
    measure_week = weeks_between(first, window.start_week)
    counts = _comparable(panel.counts, panel.weeks, panel.changes, window, measure_week)
    later = tuple(one for one in panel.changes if one.on >= window.start_week and not one.both_sides_recoded)
    digest = sha256(panel.digest.encode() + outside.tobytes()).hexdigest()
    return History(panel.weeks, window.ports, counts, outside, measure_week, later, digest)


def _lent_of(window: Window) -> list[LentPort]:
    wanted = {port.pk for port in window.ports}
    rows = lent_ports(window.circle, outcome=window.outcome, category=window.category)
    return [one for one in rows if one.port.pk in wanted]


def _comparable(
    counts: NDArray[np.float64],
    weeks: Sequence[date],
    changes: Sequence[RecordingChange],
    window: Window,
    measure_week: int,
) -> NDArray[np.float64]:
    """Without weeks before the measure that cannot be compared: counted in an older way, or after it was announced."""
    result = counts.copy()
    places = {port.pk: place for place, port in enumerate(window.ports)}
    for change in changes:
        if change.on < window.start_week and not change.both_sides_recoded:
            result[[week < change.on for week in weeks], places[change.port_id]] = np.nan
    announced = monday_of(window.announced_on)
    result[[row < measure_week and week >= announced for row, week in enumerate(weeks)]] = np.nan
    return result


def baseline_of(history: History) -> Baseline:
    """From the weeks before the measure. Raises TooShort, ThinComparison."""
    rows = slice(history.measure_week)
    try:
        return baseline(history.counts[rows], history.outside[rows])
    except HistoryTooShort as fault:
        series = getattr(fault, "series", None)
        raise TooShort(history.ports[series] if series is not None else "") from fault
    except (TooFewCounts, NothingCounted) as fault:
        raise ThinComparison from fault
    except Refused as fault:
        raise Refusal(str(fault)) from fault


def newest_week(window: Window, *, now: datetime) -> date | None:
    """The newest week that may be read: every port has counted it, or a further week is over; None: there is none."""
    newest = [one.last_week for one in _lent_of(window)]
    rows = ComparisonWeek.objects.standing().filter(comparison=window.comparison, number__isnull=False)
    newest.append(rows.order_by("-week").values_list("week", flat=True).first())
    known = [one for one in newest if one is not None]
    if not known:
        return None
    cap = last_whole_week(now)
    full = min(known) if len(known) == len(newest) else date.min
    return max(min(full, cap), min(max(known), cap - GRACE))


def still_shared(row: Comparison | Intervention, circle: Circle) -> bool:
    """Whether it stands, is shared with this circle, and its organisation has been in it ever since."""
    if row.withdrawn_at is not None or row.circle_id != circle.pk:
        return False
    stays = CircleMembership.objects.current().filter(circle=circle, organisation_id=row.organisation_id)
    return stays.filter(joined_at__lte=row.at).exists()


def loans_hold(watch: WatchedMeasure) -> bool:
    """Whether all that it read is lent and shared still, by the very loans that it was read from."""
    return watch.pk in held_watches([watch])


def held_watches(watches: Sequence[WatchedMeasure]) -> set[int]:
    """Those of which statistics may be shown: of others they would give counts back that were taken away."""
    given: dict[tuple[int, str, str, int], datetime] = {}
    for circle in {one.circle_id: one.circle for one in watches if one.stop in KEPT}.values():
        rows = Loan.objects.running_in(circle).values_list("outcome", "category", "port_id", "given_at")
        given |= {(circle.pk, outcome, category, port): at for outcome, category, port, at in rows}
    ports: dict[int, list[int]] = {}
    for watch_id, port_id in WatchedPort.objects.filter(watch__in=watches).values_list("watch_id", "port_id"):
        ports.setdefault(watch_id, []).append(port_id)
    return {one.pk for one in watches if _holds(one, ports.get(one.pk, []), given)}


def _holds(watch: WatchedMeasure, ports: Sequence[int], given: Mapping[tuple[int, str, str, int], datetime]) -> bool:
    if watch.stop not in KEPT or watch.paused_at is not None or watch.read_at is None:
        return False
    if watch.intervention.withdrawn_at is not None or watch.comparison.withdrawn_at is not None:
        return False
    loans = [given.get((watch.circle_id, watch.outcome, watch.category, port)) for port in ports]
    return all(at is not None and at <= watch.read_at for at in loans)


def is_inside(organisation_id: int, circle: Circle) -> bool:
    """Whether an organisation is in the circle now."""
    return CircleMembership.objects.current().filter(circle=circle, organisation_id=organisation_id).exists()
