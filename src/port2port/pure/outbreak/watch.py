"""The weekly watch over the ports around a measure: does something rise there that the outside does not explain?

Two statistics run side by side: one for a rise spread over the ports as substitution would spread it, one for a rise at
a single port. Both set the other ports against the comparison from outside. Whether the port of the measure has fallen
decides how an alarm is worded and nothing else: a rule "down there and up here" fires whenever crime merely falls.
"""

from dataclasses import dataclass, replace
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from port2port.pure.outbreak.counts import Floats, as_counts
from port2port.pure.outbreak.refusals import BadSetting, HistoryTooShort, NothingCounted, ShapeMismatch, TooFewCounts
from port2port.pure.outbreak.sequential import directed_alternative, likelihood_steps

type Detector = Literal["directed", "max_port"]
DETECTORS: tuple[Detector, ...] = ("directed", "max_port")
# How much of last week's factor stays: the comparison's own chance is evened out, its shocks are followed.
KEPT = 0.6
# What the directed statistic looks for: this share of a fall by this much at the port of the measure.
SHARE, CUT = 0.6, 0.4
# What the other looks for at one port.
RISE = 1.5
# Before the measure: weeks in which each port was counted, and incidents of the comparison.
LEAST_WEEKS, LEAST_OUTSIDE = 26, 50
# Weeks in a row without the comparison that are bridged; from the next one on the watch stands still.
MOST_ALONE = 4
# Bounds of k: below, one week tells nothing; above, the counts are Poisson.
SMALLEST_SIZE, LARGEST_SIZE = 0.5, 1e6
# One-sided 5 %: from where on the wording says that the port of the measure has fallen.
Z95 = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the weeks before the measure lead one to expect.

    means          [..., ports]: incidents a week for a factor of 1, the port of the measure first
    external_mean  [...]: of the comparison from outside
    size           [...]: k in the variance μ + μ²/k of the other ports, by moments
    factor         [...]: the smoothed common factor in the last week before
    """

    means: Floats
    external_mean: Floats
    size: Floats
    factor: Floats


def baseline(counts: ArrayLike, external: ArrayLike) -> Baseline:
    """Means, size and factor from the weeks before the measure.

    counts     [..., weeks, ports], the port of the measure first; NaN = missing
    external   [..., weeks]
    Raises ShapeMismatch, HistoryTooShort with the port as `series`, NothingCounted, and for one network BadCount and
    TooFewCounts: many at once are drawn, and taken as they are.
    """
    table, outside = np.asarray(counts, dtype=np.float64), np.asarray(external, dtype=np.float64)
    if table.ndim < 2 or table.shape[:-1] != outside.shape or table.shape[-1] < 2:
        raise ShapeMismatch(f"Counts [weeks, ports] of {table.shape} do not fit a comparison of {outside.shape}.")
    if table.shape[-2] < LEAST_WEEKS:
        raise HistoryTooShort(f"A watch needs {LEAST_WEEKS} weeks before the measure, not {table.shape[-2]}.")
    external_mean = _mean(outside, axis=-1)
    if not (external_mean > 0).all():
        raise NothingCounted("The comparison from outside has no counts before the measure.")
    factor = smoothed(outside / external_mean[..., None], start=np.ones_like(external_mean))
    there = np.isfinite(table)
    if table.ndim == 2:
        _refuse_thin(as_counts(table), as_counts(outside))
    known = np.where(there, table, 0.0)
    exposure = np.where(there, factor[..., None], 0.0).sum(axis=-2)
    # A port without a count gets half of one, as Jeffreys' prior does: nothing is impossible there.
    means = np.maximum(known.sum(axis=-2), 0.5) / np.maximum(exposure, 1.0)
    expected = means[..., None, 1:] * factor[..., None]
    return Baseline(means, external_mean, _size(known[..., 1:], expected, there[..., 1:]), factor[..., -1])


def _refuse_thin(table: Floats, outside: Floats) -> None:
    """Raises TooFewCounts, HistoryTooShort."""
    total = np.nansum(outside)
    if total < LEAST_OUTSIDE:
        says = f"The comparison has {total:.0f} incidents before the measure; it needs {LEAST_OUTSIDE}."
        raise TooFewCounts(says)
    counted = np.isfinite(table).sum(axis=0)
    if counted.min() < LEAST_WEEKS:
        port = int(counted.argmin())
        says = f"It was counted in {counted[port]} weeks before the measure; a watch needs {LEAST_WEEKS}."
        raise HistoryTooShort(says, series=port)


def _mean(values: Floats, *, axis: int) -> Floats:
    there = np.isfinite(values)
    return np.asarray(np.where(there, values, 0.0).sum(axis=axis) / np.maximum(there.sum(axis=axis), 1))


def _size(known: Floats, expected: Floats, there: np.typing.NDArray[np.bool_]) -> Floats:
    """k by moments: squares of the means over what the squared errors have above Poisson's."""
    square = np.where(there, expected**2, 0.0).sum(axis=(-2, -1))
    excess = np.where(there, (known - expected) ** 2 - expected, 0.0).sum(axis=(-2, -1))
    return np.asarray(np.clip(square / np.maximum(excess, square / LARGEST_SIZE), SMALLEST_SIZE, LARGEST_SIZE))


def smoothed(ratio: Floats, *, start: Floats) -> Floats:
    """f_t = .6 f_{t-1} + .4 X_t/X̄ along the last axis; a missing week leaves it as it was."""
    result, last = np.empty_like(ratio), start
    for week in range(ratio.shape[-1]):
        now = ratio[..., week]
        last = np.where(np.isfinite(now), KEPT * last + (1 - KEPT) * now, last)
        result[..., week] = last
    return result


def steps(counts: Floats, factor: Floats, before: Baseline, substitution: Floats) -> tuple[Floats, Floats]:
    """What each week adds to both statistics: [...] for all ports together, and [..., ports] for each.

    counts         [..., ports], the port of the measure first
    factor         [...]: of that week
    substitution   [..., ports - 1], adding up to 1
    """
    expected = before.means[..., 1:] * factor[..., None]
    moved = directed_alternative(expected, before.means[..., 0] * factor, substitution, share=SHARE, cut=CUT)
    size = before.size[..., None]
    directed = likelihood_steps(counts[..., 1:], expected, moved, size=size).sum(axis=-1)
    return directed, likelihood_steps(counts[..., 1:], expected, RISE * expected, size=size)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Above these a statistic is an alarm; `calibrate` makes them from a budget of false alarms."""

    directed: float
    max_port: float


@dataclass(frozen=True, slots=True)
class State:
    """Where a watch stands: all that must be kept from one week to the next.

    week      weeks seen since the measure began
    factor    smoothed common factor
    directed  the statistic of all ports together; by_port: of each
    seen      at the port of the measure: incidents, what was expected, and the variance of that
    alone     weeks in a row, up to this one, in which nobody counted the comparison
    """

    week: int
    factor: float
    directed: float
    by_port: tuple[float, ...]
    seen: tuple[float, float, float]
    alone: int = 0

    @property
    def stands_still(self) -> bool:
        """The comparison is missing for so long that nothing is added and no alarm sounds."""
        return self.alone > MOST_ALONE


def has_fallen(state: State) -> bool:
    """Fewer incidents at the port of the measure than expected, one-sided 5 %."""
    seen, expected, variance = state.seen
    return seen < expected - Z95 * sqrt(variance)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A rise among the other ports that the comparison from outside does not explain; a question, not a finding.

    week        since the measure began, from 1          detectors   whose statistic is above its threshold
    port        of the largest single statistic, as a column of the counts
    has_fallen  fewer incidents at the port of the measure than expected (one-sided 5 %): for the wording only
    is_new      last week there was none
    """

    week: int
    detectors: tuple[Detector, ...]
    directed: float
    max_port: float
    port: int
    has_fallen: bool
    is_new: bool


class Watch:
    """Runs from the start of a measure, a week at a time."""

    def __init__(
        self, before: Baseline, substitution: ArrayLike, *, thresholds: Thresholds, state: State | None = None
    ) -> None:
        """Begin, or go on from a kept state.

        substitution   [ports - 1] ≥ 0, adding up to 1: how what leaves the port of the measure would spread
        Raises ShapeMismatch, BadSetting.
        """
        weights = np.asarray(substitution, dtype=np.float64)
        if before.means.ndim != 1 or weights.shape != (before.means.size - 1,):
            raise ShapeMismatch(f"substitution: {weights.shape} does not fit {before.means.size - 1} other ports.")
        if not (np.isfinite(weights).all() and (weights >= 0).all() and abs(weights.sum() - 1) < 1e-6):
            raise BadSetting("substitution is zero or more and adds up to 1.")
        self.before, self.substitution, self.thresholds = before, weights, thresholds
        self.state = state or State(0, float(before.factor), 0.0, (0.0,) * weights.size, (0.0, 0.0, 0.0))
        if len(self.state.by_port) != weights.size:
            raise ShapeMismatch("The kept state is of another number of ports.")

    def update(self, week: int, counts: ArrayLike, external: float) -> Alarm | None:
        """What this week's counts say; the alarm stands as long as a statistic is above its threshold.

        Where the comparison is missing for more than MOST_ALONE weeks in a row nothing is added and no alarm sounds.

        week       1, 2, … since the measure began: none is left out, and a week that nobody counted is all NaN
        counts     [ports], the port of the measure first; external: incidents of the comparison
        Raises ShapeMismatch, BadCount with the port as `row`, BadSetting.
        """
        if week != self.state.week + 1:
            raise BadSetting(f"After week {self.state.week} comes week {self.state.week + 1}, not {week}.")
        table = as_counts(counts)
        if table.shape != self.before.means.shape:
            raise ShapeMismatch(f"Counts of {table.shape} do not fit {self.before.means.size} ports.")
        outside = float(as_counts([external])[0])
        was_alarm = self._above(self.state)
        factor = self._factor(outside)
        alone = self.state.alone + 1 if np.isnan(outside) else 0
        if alone > MOST_ALONE:
            self.state = replace(self.state, week=week, alone=alone)
            return None
        directed, by_port = steps(table, np.asarray(factor), self.before, self.substitution)
        self.state = State(
            week,
            factor,
            max(0.0, self.state.directed + float(directed)),
            tuple(np.maximum(0.0, np.array(self.state.by_port) + by_port).tolist()),
            self._seen(float(table[0]), factor),
            alone,
        )
        return self._alarm(bool(was_alarm))

    def _factor(self, outside: float) -> float:
        ratio = np.array([outside / float(self.before.external_mean)])
        return float(smoothed(ratio, start=np.asarray(self.state.factor))[-1])

    def _seen(self, count: float, factor: float) -> tuple[float, float, float]:
        if np.isnan(count):
            return self.state.seen
        mean = float(self.before.means[0]) * factor
        seen, expected, variance = self.state.seen
        return seen + count, expected + mean, variance + mean + mean**2 / float(self.before.size)

    def _above(self, state: State) -> tuple[Detector, ...]:
        values = {"directed": state.directed, "max_port": max(state.by_port)}
        limits = {"directed": self.thresholds.directed, "max_port": self.thresholds.max_port}
        return tuple(name for name in DETECTORS if values[name] > limits[name])

    def _alarm(self, was_alarm: bool) -> Alarm | None:  # noqa: FBT001
        above = self._above(self.state)
        if not above:
            return None
        return Alarm(
            week=self.state.week,
            detectors=above,
            directed=self.state.directed,
            max_port=max(self.state.by_port),
            port=int(np.argmax(self.state.by_port)) + 1,
            has_fallen=has_fallen(self.state),
            is_new=not was_alarm,
        )
