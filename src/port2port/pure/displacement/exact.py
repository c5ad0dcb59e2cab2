"""Intervals for a ratio of small counts, from Fisher's noncentral hypergeometric law: no normal approximation."""

from collections.abc import Callable
from math import exp, inf, log

import numpy as np
import scipy

from port2port.pure.displacement.faults import NoCounts
from port2port.pure.displacement.ratio import LEVEL, Interval
from port2port.pure.panels import Floats

# Odds beyond e^±500 are none that counts could show.
FURTHEST = 500.0
HALVINGS = 60


def exact_ratio(b0: int, b1: int, x0: int, x1: int, *, level: float = LEVEL) -> Interval:
    """The interval for (B1/B0)/(X1/X0), by inverting both tails at (1 - level)/2 each; high may be infinite.

    b0, b1, x0, x1   incidents before and after, here and outside; Poisson, no overdispersion
    Given all four margins, b1 follows Fisher's noncentral hypergeometric law with this ratio as its odds.
    Raises NoCounts where one side has no incident at all.
    """
    here, after = b0 + b1, b1 + x1
    if here == 0 or x0 + x1 == 0 or after == 0 or b0 + x0 == 0:
        raise NoCounts
    possible = np.arange(max(0, after - (x0 + x1)), min(here, after) + 1, dtype=float)
    weight = _log_choose(here, possible) + _log_choose(x0 + x1, after - possible)
    tail = log((1 - level) / 2)
    at = int(b1 - possible[0])
    last = len(possible) - 1
    low = 0.0 if at == 0 else exp(_odds(possible, weight, at, tail, is_upper=True))
    high = inf if at == last else exp(_odds(possible, weight, at, tail, is_upper=False))
    return Interval(low, high)


def _odds(possible: Floats, weight: Floats, at: int, tail: float, *, is_upper: bool) -> float:
    """The logarithm of the odds at which the tail from `at` on has this logarithm of a probability."""
    part = slice(at, None) if is_upper else slice(None, at + 1)

    def beyond(odds: float) -> float:
        terms = weight + odds * possible
        return float(np.logaddexp.reduce(terms[part]) - np.logaddexp.reduce(terms)) - tail

    return _root(beyond)


def _root(tail: Callable[[float], float]) -> float:
    """Where a monotone function is nothing, by halving: to the last digits, without all of scipy's optimisers."""
    low, high = -FURTHEST, FURTHEST
    is_rising = tail(low) < 0
    for _halving in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if (tail(middle) < 0) is is_rising else (low, middle)
    return (low + high) / 2


def _log_choose(number: int, taken: Floats) -> Floats:
    gammaln = scipy.special.gammaln
    return np.asarray(gammaln(number + 1) - gammaln(taken + 1) - gammaln(number - taken + 1))
