"""The closed-form intervals held against simulated ones: a bootstrap-t from the fitted model. It only checks.

Within a window the incidents Y_b of a block are, given N_b = Y_b + X_b, beta-binomial with the window's share s and the
study's dispersion φ: Var = φ·N_b·s(1 − s). Each draw is studied as the counts were, its own φ included.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from port2port.pure.displacement.counts import StudyCounts, Window
from port2port.pure.displacement.faults import Fault, NoComparison, StudyRefused
from port2port.pure.displacement.ratio import BLOCK_WEEKS, LEVEL, Interval, Tallies, changes
from port2port.pure.displacement.study import ratio_study
from port2port.pure.panels import Floats

DRAWS = 2_000
FEWEST_DRAWS = 100
# The share of a block's draw that all incidents of it would go the same way; 1 would be a coin thrown once a block.
LARGEST_CORRELATION = 0.95
# Standard errors: a draw without any incident has none to speak of, and lies as far out as this.
FURTHEST = 1_000.0


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """Intervals by simulation for the target and for the others.

    apart   the largest distance between a limit here and the closed form's, as a share of the closed form's width
    """

    draws: int
    target: Interval
    elsewhere: Interval
    apart: float


def cross_check(
    counts: StudyCounts,
    *,
    rng: Generator,
    draws: int = DRAWS,
    level: float = LEVEL,
    block_weeks: int = BLOCK_WEEKS,
) -> CrossCheck:
    """The intervals of a study by simulation. Raises NoComparison, WindowTooShort, StudyRefused (too few draws)."""
    if draws < FEWEST_DRAWS or not 0 < level < 1:
        raise StudyRefused(Fault.BAD_SETTING)
    found = ratio_study(counts, block_weeks=block_weeks)
    if counts.comparison is None:
        raise NoComparison
    series, outside = np.stack([counts.target, counts.others]), counts.comparison
    before, after = (
        _drawn(series, outside, window, dispersion=found.dispersion[:2], draws=draws, rng=rng, block_weeks=block_weeks)
        for window in (counts.before, counts.after)
    )
    error = np.sqrt(found.variance[:2])
    # A draw may leave nothing outside; it then says nothing.
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = changes(before, after)
        t = (drawn.estimate - found.estimate[:2]) / np.sqrt(drawn.variance)
    t = np.nan_to_num(t, nan=0.0, posinf=FURTHEST, neginf=-FURTHEST)
    tails = np.quantile(t, [(1 + level) / 2, (1 - level) / 2], axis=0)
    limits = found.estimate[:2] - tails * error
    closed = found.estimate[:2] + np.array([[-1.0], [1.0]]) * found.quantile(level) * error
    apart = float((np.abs(limits - closed) / (closed[1] - closed[0])).max())
    target, elsewhere = (Interval(float(low), float(high)) for low, high in limits.T)
    return CrossCheck(draws, target, elsewhere, apart)


def _drawn(
    series: Floats,
    outside: Floats,
    window: Window,
    *,
    dispersion: Floats,
    draws: int,
    rng: Generator,
    block_weeks: int,
) -> Tallies:
    """The sums of a window, [draws, series]. A remainder of weeks is a short block, and enters the totals only."""
    starts = np.arange(0, window.weeks, block_weeks)
    mine = np.add.reduceat(series[:, window.first : window.end], starts, axis=1)
    every = mine + np.add.reduceat(outside[window.first : window.end], starts)
    share = np.broadcast_to(mine.sum(axis=1, keepdims=True) / every.sum(axis=1, keepdims=True), every.shape)
    alike = np.minimum(LARGEST_CORRELATION, (dispersion[:, None] - 1) / np.maximum(every - 1, 1))
    chance = np.broadcast_to(share, (draws, *every.shape)).copy()
    varies = (alike > 0) & (share > 0) & (share < 1)
    weight = 1 / alike[varies] - 1
    chance[:, varies] = rng.beta(share[varies] * weight, (1 - share[varies]) * weight, (draws, int(varies.sum())))
    drawn = rng.binomial(every.astype(int), chance).astype(float)
    rest = every - drawn
    whole = window.weeks // block_weeks
    return Tallies(drawn.sum(axis=-1), rest.sum(axis=-1), drawn[..., :whole], rest[..., :whole])
