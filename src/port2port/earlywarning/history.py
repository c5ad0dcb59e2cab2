"""What a watch reads: the counts that are lent to its circle now, and the comparison, by week from years before on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from port2port.base.refusal import Refusal
from port2port.counts.models import Comparison, ComparisonWeek, Intervention, RecordingChange
from port2port.counts.panel import LentPort, comparison_counts, lent_ports, panel_in
from port2port.counts.rules import WEEK, last_whole_week, monday_of
from port2port.earlywarning.models import WatchedMeasure
from port2port.earlywarning.refusals import ThinComparison, TooShort
from port2port.members.models import Circle, CircleMembership, Port
from port2port.pure.outbreak import (
    Baseline,
    HistoryTooShort,
    NothingCounted,
    Refused,
    TooFewCounts,
    baseline,
)
from port2port.pure.outbreak.watch import LEAST_WEEKS

MOST_BEFORE = 156
# Late counts get one more week before a week is read without them.
GRACE = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """What is asked for: which counts, from years before the measure to the newest week.

    announced_on   the weeks from here to the start tell nothing of how it was before
    """

    circle: Circle
    outcome: str
    category: str
    ports: tuple[Port, ...]
    comparison: Comparison
    announced_on: date
    start_week: date


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
        announced_on=watch.intervention.announced_on,
        start_week=watch.start_week,
    )


def history_in(window: Window, *, until: date) -> History:
    """Everything up to a week. Raises NotLent, NoWeeks, TooShort."""
    lent = _lent_of(window)
    earliest = min((one.from_week for one in lent), default=window.start_week)
    first = max(window.start_week - WEEK * MOST_BEFORE, earliest)
    if (window.start_week - first).days // 7 < LEAST_WEEKS:
        raise TooShort
    last = max(until, window.start_week - WEEK)
    panel = panel_in(
        window.circle,
        outcome=window.outcome,
        category=window.category,
        ports=window.ports,
        first=first,
        last=last,
    )
    outside = comparison_counts(window.comparison, first=first, last=last)
    measure_week = (window.start_week - first).days // 7
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


def is_inside(organisation_id: int, circle: Circle) -> bool:
    """Whether an organisation is in the circle now."""
    return CircleMembership.objects.current().filter(circle=circle, organisation_id=organisation_id).exists()
