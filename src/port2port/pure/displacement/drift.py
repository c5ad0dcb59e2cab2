"""How far the comparison would have to have moved by itself for the answer to change, and how far it has moved before.

Both speak of g: the outside grew by e^g for reasons of its own, so that r·e^{-g} is what the network should be held to.
The idea is that of Rambachan & Roth (2023): say how large a breach of the assumption the answer survives.
"""

from dataclasses import dataclass
from math import expm1, log, sqrt

import numpy as np

from port2port.pure.displacement.faults import Fault, StudyRefused
from port2port.pure.displacement.ratio import Interval
from port2port.pure.panels import Floats

HALF = 26
FEWEST_SPLITS = 2


@dataclass(frozen=True, slots=True)
class Drift:
    """Growth of the comparison by itself, as a share."""

    estimate: float
    low: float
    high: float

    @property
    def is_seen(self) -> bool:
        """Whether it is more than chance."""
        return self.low > 0 or self.high < 0


def drift_until_zero(*, expected: float, after: float, spread: float, shape: float, is_rise: bool) -> float | None:
    """The g at which the limit of y1 − E nearest to zero reaches it, in closed form; None: no drift does that.

    spread   t²·φ            shape   1/y0 + 1/X0 + 1/X1, so that the variance is φ·(y1 + E²·shape)
    is_rise  whether the lower limit is above zero (else the upper one is below it)
    """
    curve = 1 - spread * shape
    inside = after**2 - curve * after * (after - spread)
    if inside < 0:
        return None
    root = sqrt(inside)
    above = (after + root) / curve if curve > 0 else 0.0
    borderline = after * (after - spread) / (after + root) if is_rise else above
    return log(expected / borderline) if expected > 0 and borderline > 0 else None


def drift_of_ratio(limits: Interval, *, is_rise: bool) -> float:
    """The same where an exact interval of the ratio decides: its limit moves by e^g."""
    return -log(limits.low if is_rise else limits.high)


def earlier_drift(others: Floats, external: Floats, *, dispersion: float, apart: float, t: float) -> Drift | None:
    """How far the comparison would drift between two windows, if it went on as before: a share, with its interval.

    others, external   [weeks] before anybody could react: their later half against their earlier one
    apart              weeks between the middles of the windows
    None: less than a year, or a half without incidents.
    """
    half = len(others) // 2
    if half < HALF:
        return None
    four = np.array(
        [series[part].sum() for series in (others, external) for part in (slice(half), slice(half, 2 * half))]
    )
    if not four.all():
        return None
    moved = float(np.log(four[3] / four[2]) - np.log(four[1] / four[0])) * apart / half
    error = sqrt(dispersion * float((1 / four).sum())) * apart / half
    return Drift(expm1(moved), expm1(moved - t * error), expm1(moved + t * error))


def wander(others: Floats, external: Floats, *, dispersion: float) -> float | None:
    """How much the comparison has moved by itself from one half year to the next, as a standard deviation of g.

    others, external   [weeks] before anybody could react to the measure
    Over all splits into two halves of 26 weeks: the variance of log(B1/B0) − log(X1/X0), less what counts of this size
    scatter anyway, φ(1/B0 + 1/B1 + 1/X0 + 1/X1). None: fewer than two splits with incidents in every half.
    Raises StudyRefused (series of different lengths).
    """
    if others.shape != external.shape:
        raise StudyRefused(Fault.SHAPE_MISMATCH)
    splits = len(others) - 2 * HALF + 1
    if splits < FEWEST_SPLITS:
        return None
    sums = np.zeros((2, len(others) + 1))
    others.cumsum(out=sums[0, 1:])
    external.cumsum(out=sums[1, 1:])
    halves = sums[:, HALF:] - sums[:, :-HALF]
    four = np.vstack([halves[:, :splits], halves[:, HALF:]])
    four = four[:, (four > 0).all(axis=0)]
    if four.shape[1] < FEWEST_SPLITS:
        return None
    moved = np.log(four[2] / four[0]) - np.log(four[3] / four[1])
    return sqrt(max(0.0, float(moved.var(ddof=1) - dispersion * (1 / four).sum(axis=0).mean())))
