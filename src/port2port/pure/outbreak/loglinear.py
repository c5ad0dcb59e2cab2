"""Quasi-Poisson log-linear models of many series at once: a level for each season, and a trend.

Given the trend, the likeliest levels are known in closed form: each season's fitted counts sum to its counts. What is
left is one concave function of one number a series, which a damped Newton method maximises for all series together.
Source: Farrington et al. (1996), J. R. Stat. Soc. A 159:547-563, for the model and its weights.
"""

from dataclasses import dataclass

import numpy as np
import scipy

from port2port.pure.outbreak.counts import Flags, Floats
from port2port.pure.outbreak.reference_weeks import Layout

ROUNDS = 250
SETTLED = 1e-11
# Where the counts lie all at one end, no slope is the best: each is beaten by a steeper one, and what the counts still
# tell of it goes to nothing. Beyond these, for half the reference weeks, no slope is taken from them.
STEEPEST, LEAST_INFORMATION = 100.0, 1e-8
# Multiplications below this size stay on one thread of the linear algebra library. Above it threads are woken that wait
# for one another: where the processors have other work, that costs thirty times what it saves.
ONE_THREAD = 250_000


@dataclass(frozen=True, slots=True)
class Model:
    """A model of each of B series at the week that is judged; each array is [B].

    mean        expected count
    spread      variance of the logarithm of the mean, for a dispersion of 1
    dispersion  Pearson's, not floored; NaN where no degree of freedom is left
    p_value     of the trend, two-sided; 1 without one, or where it says nothing
    free        degrees of freedom
    usable      the trend has a finite best value, and the judged week's season has counts to go by
    settled     False: the fit neither came to rest nor ran away
    """

    mean: Floats
    spread: Floats
    dispersion: Floats
    p_value: Floats
    free: Floats
    usable: Flags
    settled: Flags


@dataclass(frozen=True, slots=True)
class _Fit:
    """Fitted means [n, B], the sums behind them by season [levels, B], and the slope [B]."""

    means: Floats
    level: Floats
    weight: Floats
    centre: Floats
    slope: Floats
    information: Floats
    settled: Flags


def model(counts: Floats, layout: Layout, *, has_trend: bool, reweight: bool, threshold: float) -> Model:
    """The model of each series from its reference weeks.

    counts      [n, B] in the order of the layout; NaN is left out
    reweight    fit a second time, with less weight for weeks far above the first fit
    threshold   standardised Anscombe residual from which a week loses weight
    """
    there = np.isfinite(counts)
    known = np.where(there, counts, 0.0)
    weights = there.astype(np.float64)
    free = _free(weights, layout, has_trend=has_trend)
    first = _fit(known, weights, layout, has_trend=has_trend)
    if not reweight:
        return _described(first, known, weights, layout, free=free, has_trend=has_trend)
    phi = np.maximum(_dispersion(first, known, weights, free), 1.0)
    weights = _weights(first, known, weights, layout, phi, threshold=threshold)
    near = np.where(np.abs(first.slope) < 3, first.slope, 0.0)
    second = _fit(known, weights, layout, has_trend=has_trend, start=near)
    return _described(second, known, weights, layout, free=free, has_trend=has_trend)


def _sums(matrix: Floats, table: Floats) -> Floats:
    """matrix @ table, in strips of columns."""
    rows, columns = matrix.shape[0], table.shape[1]
    strip = max(1, ONE_THREAD // matrix.size)
    result = np.empty((rows, columns))
    for start in range(0, columns, strip):
        np.matmul(matrix, table[:, start : start + strip], out=result[:, start : start + strip])
    return result


def _free(weights: Floats, layout: Layout, *, has_trend: bool) -> Floats:
    seasons = (_sums(layout.indicator, weights) > 0).sum(axis=0)
    return np.asarray(weights.sum(axis=0) - seasons - has_trend, dtype=np.float64)


def _fit(known: Floats, weights: Floats, layout: Layout, *, has_trend: bool, start: Floats | None = None) -> _Fit:
    weighted = weights * known
    total = _sums(layout.indicator, weighted)
    if has_trend:
        near = np.zeros(known.shape[1]) if start is None else start
        slope, settled = _slope(weighted, weights, total, layout, start=near)
        sizes = weights * np.exp(np.outer(layout.scaled, slope))
    else:
        slope, settled = np.zeros(known.shape[1]), np.ones(known.shape[1], dtype=bool)
        sizes = weights
    zeroth, first, second = _moments(sizes, layout)
    level = total / zeroth
    centre = first / zeroth
    information = (total * (second / zeroth - centre**2)).sum(axis=0) * has_trend
    means = level[layout.level]
    if has_trend:
        means = means * np.exp(np.outer(layout.scaled, slope))
    return _Fit(means, level, total, centre, slope, information, settled)


def _moments(sizes: Floats, layout: Layout) -> Floats:
    """[3, levels, B]: sums of 1, time and time squared over each season; a season without weeks counts as 1."""
    at, time = layout.indicator, layout.scaled
    sums = _sums(np.concatenate([at, at * time, at * time**2]), sizes).reshape(3, layout.levels, -1)
    sums[0][sums[0] == 0] = 1.0
    return sums


def _slope(weighted: Floats, weights: Floats, total: Floats, layout: Layout, *, start: Floats) -> tuple[Floats, Flags]:
    """The likeliest slope of each series over half the reference weeks, and whether it settled or ran away.

    The damping log(1 + 2d)/2 makes every step an ascent: the third derivative is at most twice the second, for times
    between -1 and 1 (self-concordance in its generalised form).
    """
    time = layout.scaled
    target = _sums(time[None], weighted)[0]
    slope = start.copy()
    settled = np.zeros(slope.size, dtype=bool)
    active = np.arange(slope.size)
    for _round in range(ROUNDS):
        zeroth, first, second = _moments(weights[:, active] * np.exp(np.outer(time, slope[active])), layout)
        centre = first / zeroth
        score = target[active] - (total[:, active] * centre).sum(axis=0)
        curve = (total[:, active] * (second / zeroth - centre**2)).sum(axis=0)
        step = np.divide(score, curve, out=np.zeros_like(score), where=curve > 0)
        slope[active] += np.sign(step) * np.log1p(2 * np.abs(step)) / 2
        done = (np.abs(step) < SETTLED * (1 + np.abs(slope[active]))) | (curve < LEAST_INFORMATION)
        done |= np.abs(slope[active]) > STEEPEST
        settled[active[done]] = True
        active = active[~done]
        if not active.size:
            break
    return slope, settled


def _dispersion(fit: _Fit, known: Floats, weights: Floats, free: Floats) -> Floats:
    """Pearson's: weighted squares over their mean, by degree of freedom."""
    squares = np.divide((known - fit.means) ** 2, fit.means, out=np.zeros_like(known), where=fit.means > 0)
    total = (weights * squares).sum(axis=0)
    return np.divide(total, free, out=np.full_like(total, np.nan), where=free > 0)


def _weights(fit: _Fit, known: Floats, weights: Floats, layout: Layout, phi: Floats, *, threshold: float) -> Floats:
    """Less weight for weeks far above the fit: the inverse square of their standardised residual, the sum kept."""
    mu = fit.means
    share = np.divide(weights, fit.weight[layout.level], out=np.zeros_like(mu), where=fit.weight[layout.level] > 0)
    lever = np.divide(1.0, fit.information, out=np.zeros_like(phi), where=fit.information > 0)
    away = (layout.scaled[:, None] - fit.centre[layout.level]) ** 2
    leverage = mu * (share + weights * away * lever)
    above = (known > mu) & (mu > 0)
    raw = np.zeros_like(mu)
    # Only weeks above the fit can lose weight, so only theirs is needed.
    raw[above] = 1.5 * (known[above] ** (2 / 3) * mu[above] ** (-1 / 6) - mu[above] ** 0.5)
    room = np.maximum(phi * (1 - leverage), 1e-12)
    residual = raw / np.sqrt(room)
    lighter = np.where(residual > threshold, np.maximum(residual, threshold) ** -2.0, 1.0) * weights
    return np.asarray(lighter * (weights.sum(axis=0) / np.maximum(lighter.sum(axis=0), 1e-300)))


def _described(fit: _Fit, known: Floats, weights: Floats, layout: Layout, *, free: Floats, has_trend: bool) -> Model:
    dispersion = _dispersion(fit, known, weights, free)
    now = layout.levels - 1
    growth = np.exp(np.minimum(fit.slope * layout.scaled_now, 500.0)) if has_trend else 1.0
    mean = fit.level[now] * growth
    own = np.divide(1.0, fit.weight[now], out=np.zeros_like(mean), where=fit.weight[now] > 0)
    spread, p_value = own, np.ones_like(mean)
    if has_trend:
        slope_variance = np.divide(1.0, fit.information, out=np.zeros_like(mean), where=fit.information > 0)
        spread = own + (layout.scaled_now - fit.centre[now]) ** 2 * slope_variance
        scale = np.sqrt(dispersion * slope_variance)
        ratio = np.divide(fit.slope, scale, out=np.zeros_like(mean), where=scale > 0)
        p_value = np.where(free > 0, 2 * scipy.special.stdtr(np.maximum(free, 1.0), -np.abs(ratio)), 1.0)
    usable = (free > 0) & (weights[layout.level == now].sum(axis=0) > 0)
    if has_trend:
        usable &= (np.abs(fit.slope) <= STEEPEST) & (fit.information >= LEAST_INFORMATION)
    return Model(mean, spread, dispersion, p_value, free, usable, fit.settled)
