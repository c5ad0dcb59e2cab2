"""Likelihood fits of means that are sums of log-linear parts: μ = Σ exp(X β)·z, Poisson or negative binomial."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy

from port2port.pure.outbreak.counts import Flags, Floats, at_least
from port2port.pure.outbreak.refusals import DidNotConverge

type Family = Literal["poisson", "negbin1", "negbinM"]
FAMILIES: tuple[Family, ...] = ("poisson", "negbin1", "negbinM")
# The gradient at which the fit has come to rest, and the one that is still taken for rest where rounding ends it.
SETTLED, NEARLY = 1e-7, 1e-3
STEPS = 500
# Logarithm of the size beyond which a negative binomial count is a Poisson one to all digits that matter.
WIDEST = 16.0
# Logarithm of a mean beyond which a search has gone astray; within it nothing overflows.
HIGHEST = 50.0


@dataclass(frozen=True, slots=True)
class Terms:
    """The logarithm of one part of a mean over time: a constant, a trend in t, and pairs of harmonics.

    period   of the first harmonic, in weeks. t counts from 0 in the first row.
    """

    trend: bool = False
    harmonics: int = 0
    period: float = 52.0

    def columns(self, weeks: int) -> Floats:
        """[weeks, terms]."""
        at_least(self.harmonics, 0, what="harmonics")
        at_least(self.period, 2, what="period")
        time = np.arange(weeks, dtype=np.float64)
        turns = [2 * np.pi * (number + 1) * time / self.period for number in range(self.harmonics)]
        waves = [wave(turn) for turn in turns for wave in (np.sin, np.cos)]
        return np.column_stack([np.ones(weeks), *([time] if self.trend else []), *waves])

    def names(self) -> list[str]:
        """In the order of the columns."""
        waves = [f"{wave}{number + 1}" for number in range(self.harmonics) for wave in ("sin", "cos")]
        return ["1", *(["t"] if self.trend else []), *waves]


CONSTANT = Terms()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the mean: its columns [weeks, terms], what it multiplies [weeks, units], where its search starts."""

    columns: Floats
    base: Floats
    start: float


@dataclass(frozen=True, slots=True)
class Best:
    """The likeliest parameters: those of the parts in their order, then the logarithms of the sizes."""

    parameters: Floats
    variance: Floats
    log_likelihood: float
    mean: Floats
    size: Floats | None


@dataclass(frozen=True, slots=True)
class _Problem:
    counts: Floats
    there: Flags
    parts: Sequence[Part]
    sizes: int

    def split(self, parameters: Floats) -> tuple[list[Floats], Floats | None]:
        """The means of the parts, and the size of each unit; None: Poisson."""
        means, place = [], 0
        for part in self.parts:
            terms = part.columns.shape[1]
            height = np.clip(part.columns @ parameters[place : place + terms], -HIGHEST, HIGHEST)
            means.append(np.exp(height)[:, None] * part.base)
            place += terms
        size = np.exp(np.clip(parameters[place:], -WIDEST, WIDEST)) if self.sizes else None
        return means, size

    def log_likelihood(self, mean: Floats, size: Floats | None) -> float:
        """Of the cells that are there, constants included."""
        y, special = self.counts, scipy.special
        if size is None:
            each = special.xlogy(y, mean) - mean - special.gammaln(y + 1)
        else:
            chances = y * np.log(mean / (mean + size)) - size * np.log1p(mean / size)
            each = special.gammaln(y + size) - special.gammaln(size) - special.gammaln(y + 1) + chances
        return float(each[self.there].sum())

    def value(self, parameters: Floats) -> float:
        """What is made small."""
        means, size = self.split(parameters)
        return -self.log_likelihood(sum(means, start=np.zeros_like(self.counts)), size)

    def gradient(self, parameters: Floats) -> Floats:
        """Of `value`."""
        means, size = self.split(parameters)
        by_mean, _second = self._by_mean(sum(means, start=np.zeros_like(self.counts)), size)
        found = [part.columns.T @ (by_mean * mean).sum(axis=1) for part, mean in zip(self.parts, means, strict=True)]
        if size is not None:
            first, _curve, _mixed = self._by_size(sum(means, start=np.zeros_like(self.counts)), size)
            found.append(self._gathered(first))
        return -np.concatenate(found)

    def curvature(self, parameters: Floats) -> Floats:
        """Second derivatives of `value`."""
        means, size = self.split(parameters)
        whole = sum(means, start=np.zeros_like(self.counts))
        first, second = self._by_mean(whole, size)
        rows = [[self._block(a, b, means, first, second) for b in range(len(means))] for a in range(len(means))]
        if size is None:
            return -np.block(rows)
        _first, curve, mixed = self._by_size(whole, size)
        edge = [part.columns.T @ self._columns(mixed * mean) for part, mean in zip(self.parts, means, strict=True)]
        blocks = [[*row, across] for row, across in zip(rows, edge, strict=True)]
        blocks.append([*(across.T for across in edge), np.diag(self._gathered(curve))])
        return -np.block(blocks)

    def _block(self, a: int, b: int, means: list[Floats], first: Floats, second: Floats) -> Floats:
        weight = (second * means[a] * means[b] + (first * means[a] if a == b else 0.0)).sum(axis=1)
        return np.asarray((self.parts[a].columns * weight[:, None]).T @ self.parts[b].columns)

    def _by_mean(self, mean: Floats, size: Floats | None) -> tuple[Floats, Floats]:
        y = self.counts
        first, second = y / mean - 1, -y / mean**2
        if size is not None:
            first = y / mean - (y + size) / (mean + size)
            second = second + (y + size) / (mean + size) ** 2
        return np.where(self.there, first, 0.0), np.where(self.there, second, 0.0)

    def _by_size(self, mean: Floats, size: Floats) -> tuple[Floats, Floats, Floats]:
        """First, second and mixed derivative by the logarithm of the size."""
        y, both = self.counts, mean + size
        digamma = scipy.special.digamma
        slope = digamma(y + size) - digamma(size) - np.log1p(mean / size) + (mean - y) / both
        curve = _trigamma(y + size) - _trigamma(size) + 1 / size - 2 / both + (y + size) / both**2
        found = size * slope, size**2 * curve + size * slope, size * (y - mean) / both**2
        first, second, mixed = (np.where(self.there, one, 0.0) for one in found)
        return first, second, mixed

    def _gathered(self, cells: Floats) -> Floats:
        return cells.sum(axis=0) if self.sizes > 1 else np.array([cells.sum()])

    def _columns(self, cells: Floats) -> Floats:
        return cells if self.sizes > 1 else cells.sum(axis=1, keepdims=True)


def _trigamma(value: Floats) -> Floats:
    return np.asarray(scipy.special.zeta(2, value))


def fit(counts: Floats, parts: Sequence[Part], *, family: Family) -> Best:
    """The likeliest parameters, from the parts' own starts.

    counts   [weeks, units]; cells that are NaN, there or in what a part multiplies, are left out
    Raises DidNotConverge.
    """
    there = np.isfinite(counts) & np.all([np.isfinite(part.base) for part in parts], axis=0)
    clean = [Part(part.columns, np.where(there, part.base, 1.0), part.start) for part in parts]
    sizes = {"poisson": 0, "negbin1": 1, "negbinM": counts.shape[1]}[family]
    problem = _Problem(np.where(there, counts, 0.0), there, clean, sizes)
    start = np.concatenate([np.append(part.start, np.zeros(part.columns.shape[1] - 1)) for part in parts])
    # Time in weeks has numbers of very different size beside the harmonics; the search sees them all alike.
    scale = np.concatenate([np.abs(part.columns).max(axis=0) for part in parts] + [np.ones(sizes)])
    found = scipy.optimize.minimize(
        lambda point: problem.value(point / scale),
        np.concatenate([start, np.zeros(sizes)]) * scale,
        jac=lambda point: problem.gradient(point / scale) / scale,
        hess=lambda point: problem.curvature(point / scale) / np.outer(scale, scale),
        method="trust-exact",
        options={"gtol": SETTLED, "maxiter": STEPS},
    )
    if not (np.isfinite(found.fun) and np.abs(found.jac).max() < NEARLY):
        raise DidNotConverge("The likelihood has no top that the search could find: too few counts for so many terms.")
    return _described(problem, found.x / scale)


def _described(problem: _Problem, parameters: Floats) -> Best:
    means, size = problem.split(parameters)
    curvature = problem.curvature(parameters)
    try:
        variance = np.linalg.inv(curvature)
    except np.linalg.LinAlgError:
        variance = np.full_like(curvature, np.nan)
    mean = sum(means, start=np.zeros_like(problem.counts))
    return Best(parameters, variance, -problem.value(parameters), mean, size)
