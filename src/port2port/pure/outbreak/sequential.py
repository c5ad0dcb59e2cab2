"""Detectors that add up small excesses week after week: CUSUM, and likelihood ratios of the negative binomial law.

Sources: Rossi et al. (1999), Stat. Med. 18:2111-2122, for the transforms of the CUSUM; Höhle & Paul (2008), Comput.
Stat. Data Anal. 52:4357-4368, for the generalised likelihood ratio.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike

from port2port.pure.outbreak.counts import Flags, Floats, as_counts, as_means, at_least, one_of
from port2port.pure.outbreak.refusals import BadSetting, DidNotConverge, ShapeMismatch

type Transform = Literal["standard", "anscombe"]
TRANSFORMS: tuple[Transform, ...] = ("standard", "anscombe")
ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Running:
    """A statistic that runs through the weeks: [weeks] or [weeks, series].

    upper   the count above or at which this week is an alarm, in incidents; NaN where the method has none
    """

    statistic: Floats
    alarm: Flags
    upper: Floats


def cusum(
    counts: ArrayLike, mean: ArrayLike, *, k: float = 1.04, h: float = 2.26, transform: Transform = "standard"
) -> Running:
    """S = max(0, S + z - k), an alarm at S ≥ h, and on without a reset.

    mean        expected counts of the shape of the counts, above zero
    transform   z = (y - m)/√m, or Anscombe's 1.5(y^⅔ - m^⅔)/m^⅙
    A missing week leaves S as it was. Raises BadCount, BadSetting, ShapeMismatch.
    """
    one_of(transform, TRANSFORMS, what="transform")
    at_least(k, 0, what="k")
    if not 0 < h < np.inf:
        raise BadSetting(f"h is above 0 and finite, not {h:g}.")
    table = as_counts(counts)
    expected = as_means(table, mean, what="The expected count")
    score = _score(table, expected, transform)
    there = np.isfinite(score)
    statistic = _running(np.where(there, score - k, 0.0))
    before = np.concatenate([np.zeros((1, *statistic.shape[1:])), statistic[:-1]])
    return Running(statistic, there & (statistic >= h), _needed(expected, h + k - before, transform))


def _score(table: Floats, expected: Floats, transform: Transform) -> Floats:
    if transform == "standard":
        return (table - expected) / np.sqrt(expected)
    return np.asarray(1.5 * (np.cbrt(table) ** 2 - np.cbrt(expected) ** 2) / np.sqrt(np.cbrt(expected)))


def _needed(expected: Floats, score: Floats, transform: Transform) -> Floats:
    """The count that has such a score."""
    if transform == "standard":
        return np.asarray(np.maximum(expected + np.sqrt(expected) * score, 0.0))
    root = np.cbrt(expected) ** 2 + score * np.sqrt(np.cbrt(expected)) / 1.5
    return np.asarray(np.maximum(root, 0.0) ** 1.5)


def _running(steps: Floats) -> Floats:
    """Sums of the steps that never fall below zero: each less the lowest sum so far."""
    total = np.cumsum(steps, axis=0)
    return np.asarray(total - np.minimum(np.minimum.accumulate(total, axis=0), 0.0))


def glr(
    counts: ArrayLike, mean: ArrayLike, *, dispersion: float, threshold: float = 5.0, longest: int = 260
) -> Running:
    """The likelihood ratio of the best upward change since any week: alarm at the threshold, then anew.

    counts, mean   [weeks]
    dispersion     α: variance mean + α mean²; 0 is Poisson
    longest        no change further back than so many weeks is looked for
    A missing week adds nothing. Raises BadCount, BadSetting, ShapeMismatch, DidNotConverge with the week.
    """
    at_least(dispersion, 0, what="dispersion")
    if not 0 < threshold < np.inf:
        raise BadSetting(f"threshold is above 0 and finite, not {threshold:g}.")
    table = as_counts(counts)
    if table.ndim != 1:
        raise ShapeMismatch(f"The likelihood ratio takes one series, not {table.shape}.")
    expected = as_means(table, mean, what="The expected count")
    statistic, alarm = np.zeros(table.size), np.zeros(table.size, dtype=bool)
    there, start = np.isfinite(table), 0
    for week in range(table.size):
        start = max(start, week + 1 - longest)
        part = np.flatnonzero(there[start : week + 1]) + start
        statistic[week] = _best_change(table[part], expected[part], dispersion, week) if part.size else 0.0
        if there[week] and statistic[week] >= threshold:
            alarm[week], start = True, week + 1
    return Running(statistic, alarm, np.full(table.size, np.nan))


def _best_change(count: Floats, mean: Floats, dispersion: float, week: int) -> float:
    """The largest likelihood ratio over the week of the change and its size κ ≥ 0.

    All weeks of change at once; in κ the likelihood is concave, and Newton's steps are damped as in `loglinear`.
    """
    kappa = np.zeros(count.size)
    since = np.arange(count.size)[:, None] <= np.arange(count.size)
    for _round in range(ROUNDS):
        raised = mean * np.exp(kappa)[:, None]
        base = 1 + dispersion * raised
        score = ((count - raised) / base * since).sum(axis=1)
        curve = (raised * (1 + dispersion * count) / base**2 * since).sum(axis=1)
        step = score / curve
        moved = np.maximum(kappa + np.sign(step) * np.log1p(np.abs(step)), 0.0)
        change, kappa = np.abs(moved - kappa).max(), moved
        if change < 1e-12:
            break
    else:
        raise DidNotConverge("The size of the change did not settle.", row=week)
    ratio = _gain(count, mean, np.exp(kappa)[:, None] * mean, dispersion)
    return float((ratio * since).sum(axis=1).max())


def _gain(count: Floats, mean: Floats, raised: Floats, dispersion: float) -> Floats:
    """The log-likelihood ratio of one mean against another."""
    if dispersion == 0:
        return np.asarray(count * np.log(raised / mean) - (raised - mean))
    fall = np.log1p(dispersion * mean) - np.log1p(dispersion * raised)
    return np.asarray(count * np.log(raised / mean) + (count + 1 / dispersion) * fall)


def likelihood_steps(counts: Floats, expected: Floats, alternative: Floats, *, size: Floats | float) -> Floats:
    """Log-likelihood ratio of the alternative against what is expected, cell by cell; 0 where a count is missing.

    size   k: variance mean + mean²/k; broadcast to the counts
    """
    there = np.isfinite(counts)
    known = np.where(there, counts, 0.0)
    ratio = np.log((expected + size) / (alternative + size))
    return np.where(there, scipy.special.xlogy(known, alternative / expected) + (known + size) * ratio, 0.0)


def nb_cusum(
    counts: ArrayLike, expected: ArrayLike, alternative: ArrayLike, *, size: float, per_port: bool = False
) -> Floats:
    """The negative binomial CUSUM S = max(0, S + log-likelihood ratio).

    counts, expected, alternative   [weeks, ports]; missing port-weeks add nothing
    size                            k: variance mean + mean²/k
    per_port                        one CUSUM a port, [weeks, ports]; else one of all ports together, [weeks]
    Raises BadCount, BadSetting, ShapeMismatch.
    """
    if not size > 0:
        raise BadSetting(f"size is above 0, not {size:g}.")
    table = as_counts(counts)
    base = as_means(table, expected, what="The expected count")
    steps = likelihood_steps(table, base, as_means(table, alternative, what="The alternative"), size=size)
    return _running(steps if per_port or steps.ndim == 1 else steps.sum(axis=1))


def directed_alternative(
    expected: Floats, expected_at_source: Floats, substitution: Floats, *, share: float = 0.6, cut: float = 0.4
) -> Floats:
    """What the other ports would count if part of the source's fall came to them.

    expected             [..., ports], the source left out
    expected_at_source   [...]
    substitution         [ports], adding up to 1: how what moves is spread
    share, cut           the share that moves, and the fall at the source, both assumed
    """
    return np.asarray(expected + substitution * (share * cut) * expected_at_source[..., None])
