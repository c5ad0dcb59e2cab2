"""A watch from the start of its measure to the newest week, week by week: what a board shows and a drill plays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from port2port.pure.outbreak.counts import Floats
from port2port.pure.outbreak.refusals import ShapeMismatch
from port2port.pure.outbreak.watch import Alarm, Baseline, State, Thresholds, Watch, baseline, has_fallen


@dataclass(frozen=True, slots=True)
class Reading:
    """One week of a watch.

    counted    incidents by port, the port of the measure first; None: nobody counted
    expected   incidents by port, had nothing moved
    outside    of the comparison; None: nobody counted
    loudest    the column of the port with the largest single statistic
    """

    state: State
    alarm: Alarm | None
    counted: tuple[float | None, ...]
    expected: tuple[float, ...]
    outside: float | None

    @property
    def week(self) -> int:
        """Since the measure began, from 1."""
        return self.state.week

    @property
    def directed(self) -> float:
        """The statistic of all ports together."""
        return self.state.directed

    @property
    def max_port(self) -> float:
        """The largest statistic of a single port."""
        return max(self.state.by_port)

    @property
    def loudest(self) -> int:
        """Its column in the counts."""
        return int(np.argmax(self.state.by_port)) + 1

    @property
    def has_fallen(self) -> bool:
        """Fewer incidents at the port of the measure than expected (one-sided 5 %): for the wording only."""
        return has_fallen(self.state)

    @property
    def stands_still(self) -> bool:
        """The comparison is missing for so long that this week added nothing."""
        return self.state.stands_still

    @property
    def missing(self) -> tuple[int, ...]:
        """Columns that nobody counted in this week."""
        return tuple(number for number, count in enumerate(self.counted) if count is None)


@dataclass(frozen=True, slots=True)
class Followed:
    """What the weeks before lead one to expect, how what moves would spread, and the weeks since."""

    before: Baseline
    substitution: tuple[float, ...]
    readings: tuple[Reading, ...]

    def episodes(self) -> list[tuple[Reading, Reading]]:
        """Stretches of weeks with an alarm: the first week and the last of each."""
        found: list[tuple[Reading, Reading]] = []
        for reading in self.readings:
            if reading.alarm is None:
                continue
            if reading.alarm.is_new or not found:
                found.append((reading, reading))
            else:
                found[-1] = (found[-1][0], reading)
        return found


def by_size(before: Baseline) -> Floats:
    """What leaves the port of the measure spreads over the others in proportion to their means: [ports - 1]."""
    others = before.means[1:]
    return np.asarray(others / others.sum())


def follow(
    counts: ArrayLike,
    external: ArrayLike,
    *,
    measure_week: int,
    thresholds: Thresholds,
    substitution: ArrayLike | None = None,
) -> Followed:
    """The watch over every week from the start of the measure on.

    counts         [weeks, ports], the port of the measure first; NaN = missing
    external       [weeks]
    measure_week   row of the first week of the measure; the rows before make the baseline
    Raises what `baseline` and `Watch` raise.
    """
    table, outside = np.asarray(counts, dtype=np.float64), np.asarray(external, dtype=np.float64)
    if table.ndim != 2 or not 0 <= measure_week <= len(table):
        raise ShapeMismatch(f"Counts [weeks, ports] of {table.shape} have no week {measure_week}.")
    before = baseline(table[:measure_week], outside[:measure_week])
    weights = by_size(before) if substitution is None else np.asarray(substitution, dtype=np.float64)
    watch = Watch(before, weights, thresholds=thresholds)
    rows = zip(table[measure_week:], outside[measure_week:], strict=True)
    readings = tuple(_week(watch, number, row, float(there)) for number, (row, there) in enumerate(rows, start=1))
    return Followed(before, tuple(weights.tolist()), readings)


def _week(watch: Watch, number: int, row: Floats, outside: float) -> Reading:
    alarm = watch.update(number, row, outside)
    expected = watch.before.means * watch.state.factor
    return Reading(watch.state, alarm, _known(row), tuple(expected.tolist()), _known([outside])[0])


def _known(values: Floats | Sequence[float]) -> tuple[float | None, ...]:
    return tuple(float(value) if np.isfinite(value) else None for value in values)
