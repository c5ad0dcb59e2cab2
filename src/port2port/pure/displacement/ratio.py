"""The ratio study: how far a series is from what the comparison from outside would have let expect.

r = X1/X0; E = y0·r; Δ = y1 − E. Each week is conditioned on n_t = y_t + X_t, which removes every shock that both share.
Dispersion: φ = max(1, Σ_b (Y_b − N_b s)²/(N_b s(1 − s)) / (blocks − 2)), Y_b and N_b sums of a block of weeks, and
s = Σy/Σn of the whole window, each window with its own. Var(Δ) = φ·[y1 + r·E + E²·(1/X1 + 1/X0)].
Everything works on many networks at once: leading axes are networks, the last but one is the series.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np
import scipy

from port2port.pure.displacement.counts import Window
from port2port.pure.panels import Floats

BLOCK_WEEKS = 8
LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Interval:
    """From low to high; high may be infinite."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Tallies:
    """Sums of one window. total, outside [..., series]; blocks, outside_blocks [..., series, blocks].

    What lies outside may be the same for all series: that axis is then 1.
    """

    total: Floats
    outside: Floats
    blocks: Floats
    outside_blocks: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What a ratio study finds, each [..., series], in incidents in the window after.

    freedom    degrees of freedom of the dispersion
    """

    before: Floats
    after: Floats
    outside_before: Floats
    outside_after: Floats
    expected: Floats
    estimate: Floats
    variance: Floats
    dispersion: Floats
    freedom: int

    def quantile(self, level: float) -> float:
        """Half the width of an interval of this level, in standard errors."""
        return students(self.freedom, level)


@lru_cache(maxsize=256)
def students(freedom: int, level: float) -> float:
    """The two-sided quantile of Student's t."""
    return float(scipy.special.stdtrit(freedom, (1 + level) / 2))


def tally(series: Floats, external: Floats, window: Window, *, block_weeks: int = BLOCK_WEEKS) -> Tallies:
    """The sums of a window. series [..., series, weeks]; external [..., weeks]. A remainder enters the totals only."""
    mine = series[..., window.first : window.end]
    outside = external[..., None, window.first : window.end]
    return Tallies(
        mine.sum(axis=-1), outside.sum(axis=-1), _in_blocks(mine, block_weeks), _in_blocks(outside, block_weeks)
    )


def changes(before: Tallies, after: Tallies) -> Changes:
    """What the window after holds beyond what was to be expected.

    Needs outside counts in both windows and three blocks in all; `counts` and `study` see to it.
    """
    freedom = before.blocks.shape[-1] + after.blocks.shape[-1] - 2
    dispersion = np.maximum(1.0, (scatter(before) + scatter(after)) / freedom)
    ratio = after.outside / before.outside
    expected = before.total * ratio
    variance = dispersion * (after.total + ratio * expected + expected**2 * (1 / after.outside + 1 / before.outside))
    return Changes(
        before.total, after.total, before.outside, after.outside, expected, after.total - expected,
        variance, dispersion, freedom,
    )  # fmt: skip


def scatter(window: Tallies) -> Floats:
    """[..., series]: Pearson's sum over the blocks of a window."""
    share = (window.total / np.maximum(window.total + window.outside, 1.0))[..., None]
    every = window.blocks + window.outside_blocks
    spread = every * share * (1 - share)
    # A window without incidents, or with nothing else, scatters around nothing.
    squared = (window.blocks - every * share) ** 2
    return np.asarray(np.divide(squared, spread, out=np.zeros_like(squared), where=spread > 0).sum(axis=-1))


def share_interval(
    estimates: tuple[float, float], variances: tuple[float, float], *, covariance: float, t: float
) -> Interval | None:
    """Fieller's interval for −ΔB/ΔA, or None where it is not finite: {s: (ΔB + sΔA)² ≤ t²(V_B + 2s·Cov + s²V_A)}.

    estimates, variances   of A and of B
    """
    at_target, elsewhere = estimates
    curve = at_target**2 - t**2 * variances[0]
    slope = at_target * elsewhere - t**2 * covariance
    rest = elsewhere**2 - t**2 * variances[1]
    root = slope**2 - curve * rest
    if curve <= 0 or root < 0:
        return None
    return Interval((-slope - sqrt(root)) / curve, (-slope + sqrt(root)) / curve)


def _in_blocks(series: Floats, weeks: int) -> Floats:
    number = series.shape[-1] // weeks
    whole = series[..., : number * weeks]
    return np.asarray(whole.reshape(*whole.shape[:-1], number, weeks).sum(axis=-1))
