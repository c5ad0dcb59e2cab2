"""Thresholds from a budget of false alarms, and what a community buys with it.

The budget is split in half between the two statistics, and each threshold is the largest that any of several worlds in
which nothing moved asks for. One of them should give each port shocks of its own: thresholds that were not made for
such a world do not hold in it (docs/reference/evaluation.md). The worlds are drawn by the caller; the application draws
them with `pure/panels`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from port2port.pure.outbreak.counts import Floats, at_least, within
from port2port.pure.outbreak.refusals import BadSetting, ShapeMismatch
from port2port.pure.outbreak.watch import DETECTORS, Baseline, Thresholds, baseline, smoothed, steps

YEAR = 52
# Networks that are worked on at a time.
CHUNK = 250


class Drawn(Protocol):
    """Networks of ports: counts [n, weeks, ports], the port of the measure first, and the comparison [n, weeks]."""

    @property
    def ports(self) -> NDArray[np.int64] | Floats: ...

    @property
    def external(self) -> NDArray[np.int64] | Floats: ...


type Draw = Callable[[int, Generator], Drawn]


@dataclass(frozen=True, slots=True)
class Paths:
    """Both statistics of many networks in the weeks of the watch: [n, weeks]."""

    directed: Floats
    max_port: Floats

    def first_alarm(self, thresholds: Thresholds) -> NDArray[np.int64]:
        """[n]: the week of the first alarm, from 1; 0: none."""
        above = (self.directed > thresholds.directed) | (self.max_port > thresholds.max_port)
        return np.where(above.any(axis=1), above.argmax(axis=1) + 1, 0)


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Thresholds, with what each null world asked for and how often it gives a false alarm in a year."""

    thresholds: Thresholds
    budget_per_year: float
    asked: Mapping[str, Thresholds]
    false_alarms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """Of the networks of one case under one budget.

    alarms   the share with an alarm within the weeks
    week     the median week of the first alarm among these; None: there was none
    """

    alarms: float
    week: float | None


def paths(
    counts: NDArray[np.int64] | Floats,
    external: NDArray[np.int64] | Floats,
    *,
    measure_week: int,
    weeks: int = YEAR,
    substitution: ArrayLike | None = None,
) -> Paths:
    """Both statistics as a watch would have seen them, network by network.

    counts         [n, weeks, ports], the port of the measure first
    external       [n, weeks]
    substitution   [ports - 1], adding up to 1; None: by each port's mean before the measure
    Raises ShapeMismatch, HistoryTooShort, NothingCounted.
    """
    if counts.ndim != 3 or counts.shape[:2] != external.shape:
        raise ShapeMismatch(f"Networks of {counts.shape} do not fit comparisons of {external.shape}.")
    if counts.shape[1] < measure_week + weeks:
        raise ShapeMismatch(f"{measure_week} weeks before and {weeks} after it need more than {counts.shape[1]} weeks.")
    parts = [
        _paths(counts[start : start + CHUNK], external[start : start + CHUNK], measure_week, weeks, substitution)
        for start in range(0, len(counts), CHUNK)
    ]
    return Paths(*(np.concatenate([getattr(part, name) for part in parts]) for name in DETECTORS))


def _paths(
    counts: NDArray[np.int64] | Floats,
    external: NDArray[np.int64] | Floats,
    measure_week: int,
    weeks: int,
    substitution: ArrayLike | None,
) -> Paths:
    before = baseline(counts[:, :measure_week], external[:, :measure_week])
    span = slice(measure_week, measure_week + weeks)
    factor = smoothed(external[:, span] / before.external_mean[:, None], start=before.factor)
    others = before.means[:, 1:]
    weights = others / others.sum(axis=1, keepdims=True) if substitution is None else np.asarray(substitution)
    all_weeks = Baseline(*(getattr(before, one.name)[:, None] for one in fields(Baseline)))
    after = counts[:, span].astype(np.float64)
    directed, by_port = steps(after, factor, all_weeks, weights[:, None] if substitution is None else weights)
    return Paths(_running(directed), _running(by_port).max(axis=2))


def _running(added: Floats) -> Floats:
    """Sums along the weeks that never fall below zero."""
    total = np.cumsum(added, axis=1)
    return np.asarray(total - np.minimum(np.minimum.accumulate(total, axis=1), 0.0))


def calibrate(
    nulls: Mapping[str, Draw],
    *,
    measure_week: int,
    budget_per_year: float = 0.2,
    n: int = 2000,
    weeks: int = YEAR,
    substitution: ArrayLike | None = None,
    rng: Generator,
) -> Calibrated:
    """Thresholds that keep the budget in every null world.

    nulls             worlds in which nothing moved, by name; each draws n networks
    measure_week      row of the first week of the watch; the rows before make the baseline
    budget_per_year   chance of a false alarm within `weeks`, 0 to 1, for both statistics together
    Raises BadSetting and what `paths` raises.
    """
    worlds = drawn_paths(nulls, measure_week=measure_week, n=n, weeks=weeks, substitution=substitution, rng=rng)
    return from_paths(worlds, budget_per_year=budget_per_year)


def drawn_paths(
    cases: Mapping[str, Draw],
    *,
    measure_week: int,
    n: int,
    weeks: int = YEAR,
    substitution: ArrayLike | None = None,
    rng: Generator,
) -> dict[str, Paths]:
    """The paths of n networks of each case: drawn once for all budgets."""
    at_least(n, 1, what="n")
    found = {}
    for name, draw in cases.items():
        drawn = draw(n, rng)
        found[name] = paths(
            drawn.ports, drawn.external, measure_week=measure_week, weeks=weeks, substitution=substitution
        )
    return found


def from_paths(nulls: Mapping[str, Paths], *, budget_per_year: float) -> Calibrated:
    """Thresholds from paths of null worlds. Raises BadSetting."""
    within(budget_per_year, 0, 1, what="budget_per_year")
    if not nulls:
        raise BadSetting("A threshold needs at least one world in which nothing moved.")
    half = 1 - budget_per_year / 2
    asked = {
        name: Thresholds(*(_quantile(getattr(one, part), half) for part in DETECTORS)) for name, one in nulls.items()
    }
    largest = Thresholds(*(max(getattr(one, part) for one in asked.values()) for part in DETECTORS))
    rates = {name: float((one.first_alarm(largest) > 0).mean()) for name, one in nulls.items()}
    return Calibrated(largest, budget_per_year, asked, rates)


def _quantile(statistic: Floats, level: float) -> float:
    """Of the highest value in each network; of two neighbours the higher, so that the budget is not overdrawn."""
    return float(np.quantile(statistic.max(axis=1), level, method="higher"))


def power_table(
    nulls: Mapping[str, Paths], cases: Mapping[str, Paths], *, budgets: Sequence[float]
) -> dict[float, dict[str, Cell]]:
    """What each budget buys: alarms and their median week, in the null worlds and in those in which something moved."""
    result = {}
    for budget in budgets:
        thresholds = from_paths(nulls, budget_per_year=budget).thresholds
        result[budget] = {name: _cell(one.first_alarm(thresholds)) for name, one in {**nulls, **cases}.items()}
    return result


def _cell(first: NDArray[np.int64]) -> Cell:
    found = first[first > 0]
    return Cell(float(found.size / first.size), float(np.median(found)) if found.size else None)
