"""How often something rare happens, from few events: the exact interval of a rate, and what a yearly chance expects.

Source: Garwood (1936), Biometrika 28:437-442.
"""

from dataclasses import dataclass
from math import inf, log1p

import scipy


@dataclass(frozen=True, slots=True)
class Rate:
    """Events a year with both ends of its interval; high is infinite where nobody watched."""

    estimate: float | None
    low: float
    high: float


def rate_of(events: int, years: float, *, level: float = 0.9) -> Rate:
    """The exact interval of a Poisson rate, half of what is left over on each side.

    Raises ValueError: events or years below 0, or a level outside (0, 1).
    """
    if events < 0 or years < 0 or not 0 < level < 1:
        raise ValueError("events and years are zero or more, a level lies between 0 and 1")
    if years == 0:
        return Rate(None, 0.0, inf)
    tail = (1 - level) / 2
    low = float(scipy.special.gammaincinv(events, tail)) if events else 0.0
    high = float(scipy.special.gammaincinv(events + 1, 1 - tail))
    return Rate(events / years, low / years, high / years)


def rate_of_chance(chance: float) -> float:
    """Events a year whose chance of at least one in a year this is: .39 is one in two years. chance: 0 to below 1."""
    return -log1p(-chance)
