"""Which weeks of earlier years a week is compared with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from port2port.pure.outbreak.counts import Floats, Whole
from port2port.pure.outbreak.refusals import BadSetting


@dataclass(frozen=True, slots=True)
class Layout:
    """The reference weeks of a week, seen from it; the same for every week of one pattern.

    offset   [n]: rows from the week that is judged, all below 0, rising
    level    [n]: which season each belongs to; the judged week's own season is the last
    levels   how many seasons there are
    """

    offset: Whole
    level: Whole
    levels: int

    @property
    def scaled(self) -> Floats:
        """[n]: the weeks' place in time, from -1 for the first to 1 for the last."""
        return np.asarray((self.offset - self.middle) / self.half, dtype=np.float64)

    @property
    def scaled_now(self) -> float:
        """The judged week's place on the same scale, above 1."""
        return -self.middle / self.half

    @property
    def middle(self) -> float:
        """Middle of the reference weeks, in rows."""
        return float(self.offset[0] + self.offset[-1]) / 2

    @property
    def half(self) -> float:
        """Half their length, in rows; 1 where there is but one."""
        return float(self.offset[-1] - self.offset[0]) / 2 or 1.0

    @property
    def indicator(self) -> Floats:
        """[levels, n]: 1 where a week belongs to a season."""
        return np.asarray(self.level == np.arange(self.levels)[:, None], dtype=np.float64)


def longest_history(*, years_back: int, half_window: int, period: int, first_monday: date | None) -> int:
    """Rows that must come before the first week that is judged."""
    year = period if first_monday is None else 53
    return years_back * year + half_window


def same_week(weeks: Whole, *, years_back: int, period: int, first_monday: date | None) -> Whole:
    """[weeks, years]: the row of the same week of each earlier year, the oldest first.

    first_monday   the Monday of row 0: the same week is that of the same ISO number, and week 53 of a year that has
                   none is its week 52; None: `period` rows earlier each year. Raises BadSetting.
    """
    years = np.arange(years_back, 0, -1)
    if first_monday is None:
        return weeks[:, None] - period * years
    if first_monday.isoweekday() != 1:
        raise BadSetting(f"{first_monday} is not a Monday.")
    found = [[_years_before(first_monday, int(week), int(back)) for back in years] for week in weeks]
    return np.array(found, dtype=np.int64)


def _years_before(first_monday: date, week: int, back: int) -> int:
    monday = first_monday + timedelta(weeks=week)
    year, number, _day = monday.isocalendar()
    last = date(year - back, 12, 28).isocalendar().week
    earlier = date.fromisocalendar(year - back, min(number, last), 1)
    return (earlier - first_monday).days // 7


def around(steps: Whole, *, half_window: int) -> Layout:
    """The weeks around the same week of each earlier year, without seasons.

    steps   [years]: rows to the same week of each year, below 0, the oldest first
    """
    window = np.arange(-half_window, half_window + 1)
    offset = (steps[:, None] + window).ravel()
    return Layout(offset=offset, level=np.zeros(offset.size, dtype=np.int64), levels=1)


def by_season(steps: Whole, *, half_window: int, levels: int, skip_weeks: int) -> Layout:
    """All weeks since the first window but the last ones, each in its season.

    The windows are the last season; the weeks between two windows are cut into the others, the first of which are a
    week longer where the cut is not even.
    """
    offset = np.arange(steps[0] - half_window, 0, dtype=np.int64)
    level = np.full(offset.size, levels - 1, dtype=np.int64)
    for start, end in zip(steps, [*steps[1:], 0], strict=True):
        between = np.arange(start + half_window + 1, end - half_window)
        for season, block in enumerate(np.array_split(between, levels - 1)):
            level[block - offset[0]] = season
    kept = offset < -skip_weeks
    return Layout(offset=offset[kept], level=level[kept], levels=levels)


def patterns(weeks: Whole, anchors: Whole) -> Iterator[tuple[Whole, Whole]]:
    """Groups of weeks that look back in the same way: their places in `weeks`, and the steps back of all of them."""
    steps, group = np.unique(anchors - weeks[:, None], axis=0, return_inverse=True)
    for number, step in enumerate(steps):
        yield np.flatnonzero(group.ravel() == number), step
