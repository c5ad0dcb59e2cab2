"""A model of all ports week by week, as a check on the ratio study: what changed at the target, and at the others.

log μ_it = α_i + γ_t + τ·[i = target]·D_t + δ·w_i·D_t, Var = μ + μ²/k, over the other ports, the target and the series
from outside (w = 0). The weeks' own γ_t take every shock and season that all share; w_i says how far a port stands in
for the target, the same for all if nothing is known. Errors are clustered by blocks of weeks (degrees of freedom by
Welch & Satterthwaite): there is one target and one outside, and clusters of ports would mean nothing.
"""

from dataclasses import dataclass
from math import exp, expm1, inf, log

import numpy as np
import scipy

from port2port.pure.displacement.counts import StudyCounts
from port2port.pure.displacement.faults import (
    Fault,
    NoComparison,
    NoCounts,
    ShapeMismatch,
    StudyRefused,
    WindowTooShort,
)
from port2port.pure.displacement.ratio import BLOCK_WEEKS, LEVEL
from port2port.pure.panels import Floats

MOST_STEPS = 100
CLOSE = 1e-10
SIZES = (1e-2, 1e6)
ROUNDS = 8
FEWEST_BLOCKS = 3

type Weeks = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class LogChange:
    """The logarithm of what was recorded to what was to be expected, with its interval."""

    estimate: float
    low: float
    high: float
    standard_error: float

    @property
    def share(self) -> float:
        """The change as a share: −0.4 = four in ten fewer."""
        return expm1(self.estimate)


@dataclass(frozen=True, slots=True)
class PanelFit:
    """target τ; elsewhere δ, at a port whose weight is 1; size k, infinite where counts scatter as Poisson's do."""

    target: LogChange
    elsewhere: LogChange
    size: float
    blocks: int


@dataclass(frozen=True, slots=True, eq=False)
class _Panel:
    """counts [units, weeks], the outside last; columns [terms, units, weeks]: units' own levels, then τ and δ."""

    counts: Floats
    columns: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Fitted:
    """mean and pull [units, weeks]; centred: the columns less their weekly means; bread [terms, terms]."""

    terms: Floats
    mean: Floats
    pull: Floats
    centred: Floats
    bread: Floats


def panel_model(
    counts: StudyCounts, *, weights: Floats | None = None, level: float = LEVEL, block_weeks: int = BLOCK_WEEKS
) -> PanelFit:
    """The model of a study's weeks.

    weights   [other ports], ≥ 0 and not all 0: how far each stands in for the target; None: all alike
    Raises NoComparison, WindowTooShort (fewer than three blocks in a window), NoCounts (a port, or the target before or
    after, without any incident), ShapeMismatch, StudyRefused (a weight below 0; no fit).
    """
    if counts.comparison is None:
        raise NoComparison
    if not 0 < level < 1 or block_weeks < 1:
        raise StudyRefused(Fault.BAD_SETTING)
    panel, blocks, first_after = _panel(counts, _checked(weights, counts.elsewhere.shape[1]), block_weeks)
    number = int(blocks.max()) + 1
    if min(first_after, number - first_after) < FEWEST_BLOCKS:
        raise WindowTooShort
    fitted, size = _with_size(panel)
    scores = np.einsum("cit,it->ct", fitted.centred, fitted.pull)
    pulls = fitted.bread @ np.stack([np.bincount(blocks, score, number) for score in scores])
    target, elsewhere = (_change(float(fitted.terms[at]), pulls[at], first_after, level) for at in (-2, -1))
    return PanelFit(target, elsewhere, size, number)


def _change(estimate: float, pulls: Floats, first_after: int, level: float) -> LogChange:
    """pulls [blocks]: what each block of weeks adds to the estimate's error."""
    windows = (pulls[:first_after], pulls[first_after:])
    parts = [float((one**2).sum()) * len(one) / (len(one) - 1) for one in windows]
    variance = sum(parts)
    rest = sum(part**2 / (len(one) - 1) for part, one in zip(parts, windows, strict=True))
    error = variance**0.5
    half = float(scipy.special.stdtrit(variance**2 / rest, (1 + level) / 2)) * error if rest > 0 else 0.0
    return LogChange(estimate, estimate - half, estimate + half, error)


def _checked(weights: Floats | None, ports: int) -> Floats:
    given = np.ones(ports) if weights is None else np.asarray(weights, dtype=float)
    if given.shape != (ports,):
        raise ShapeMismatch
    if not (np.isfinite(given) & (given >= 0)).all() or not given.any():
        raise StudyRefused(Fault.BAD_SETTING)
    return given


def _panel(counts: StudyCounts, weights: Floats, block_weeks: int) -> tuple[_Panel, Weeks, int]:
    """The weeks that are compared and have any incident, the block of each, and the first block after."""
    windows = (counts.before, counts.after)
    weeks = np.concatenate([np.arange(window.first, window.end) for window in windows])
    first_after = -(-counts.before.weeks // block_weeks)
    starts = zip((0, first_after), windows, strict=True)
    blocks = np.concatenate([start + np.arange(window.weeks) // block_weeks for start, window in starts])
    every = counts.columns[weeks].T
    is_after = weeks >= counts.after.first
    if not every.any(axis=1).all() or not (every[0, is_after].any() and every[0, ~is_after].any()):
        raise NoCounts
    kept = every.any(axis=0)
    every, is_after, units = every[:, kept], is_after[kept], len(every)
    columns = np.zeros((units + 1, units, every.shape[1]))
    # The outside has no level of its own: the weeks' are its.
    columns[np.arange(units - 1), np.arange(units - 1)] = 1.0
    columns[-2, 0] = is_after
    columns[-1, 1:-1] = weights[:, None] * is_after
    return _Panel(every, columns), blocks[kept], first_after


def _with_size(panel: _Panel) -> tuple[_Fitted, float]:
    """The fit at the size at which the residuals scatter as they should; first as Poisson's."""
    units, weeks = panel.counts.shape
    free = units * weeks - len(panel.columns) - weeks
    size = inf
    fitted = _fit(panel, size, None)
    for _round in range(ROUNDS):
        found = _size(panel.counts, fitted.mean, free)
        if found == size or abs(log(found) - log(size)) < 1e-4:
            break
        size = found
        fitted = _fit(panel, size, fitted)
    return fitted, size


def _size(counts: Floats, mean: Floats, free: int) -> float:
    """k at which Pearson's sum equals its degrees of freedom; infinite where Poisson's scatter is enough."""
    squared = (counts - mean) ** 2

    def excess(size: float) -> float:
        return float((squared / (mean + mean**2 / size)).sum()) - free

    low, high = (log(size) for size in SIZES)
    if excess(SIZES[1]) <= 0:
        return inf
    for _halving in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(exp(middle)) < 0 else (low, middle)
    return exp((low + high) / 2)


def _fit(panel: _Panel, size: float, start: _Fitted | None) -> _Fitted:
    """Iterated weighted least squares, the weeks' effects taken out of each step in closed form."""
    counts, columns = panel.counts, panel.columns
    mean = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum() if start is None else start.mean
    terms = np.zeros(len(columns)) if start is None else start.terms
    for _step in range(MOST_STEPS):
        weight = mean / (1 + mean / size)
        total = weight.sum(axis=0)
        linear = np.log(mean) + (counts - mean) / mean
        centred = columns - (columns * weight).sum(axis=1, keepdims=True) / total
        free = linear - (linear * weight).sum(axis=0) / total
        weighted = (centred * weight).reshape(len(columns), -1)
        bread = np.linalg.pinv(weighted @ centred.reshape(len(columns), -1).T)
        found = bread @ (weighted @ free.ravel())
        explained = (found @ columns.reshape(len(columns), -1)).reshape(counts.shape)
        with np.errstate(over="ignore"):
            mean = np.exp(explained + ((linear - explained) * weight).sum(axis=0) / total)
        moved, terms = float(np.abs(found - terms).max()), found
        # A port that has nothing on one side pulls its change beyond all bounds.
        if not (np.isfinite(mean) & (mean > 0)).all():
            break
        if moved < CLOSE:
            return _Fitted(terms, mean, (counts - mean) / (1 + mean / size), centred, bread)
    raise StudyRefused(Fault.NO_FIT)
