"""Whether a series that is said to come from outside a network is made of the network's own counts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
# Of a multiple: counts are whole, so that no more than rounding may be between them.
ROUNDING = 1e-9
# Fewer weeks that both have may agree by chance.
FEWEST_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Inside:
    """What a series is made of. port   its column; None: all ports together, or all but the first

    times   by how much its counts are multiplied
    """

    port: int | None
    times: float


def made_of(ports: Floats, outside: Floats) -> Inside | None:
    """What of [weeks, ports] the series [weeks] repeats week by week; None: nothing.

    A multiple of a series that never changes proves nothing: only the series itself does.
    """
    for port, series in enumerate(ports.T):
        if (times := _times(series, outside)) is not None:
            return Inside(port, times)
    for part in (ports, ports[:, 1:]):
        if part.shape[1] > 1 and (times := _times(part.sum(axis=1), outside)) is not None:
            return Inside(None, times)
    return None


def _times(series: Floats, outside: Floats) -> float | None:
    """The number by which the one is a multiple of the other, in every week that both have; None: it is none."""
    both = np.isfinite(series) & np.isfinite(outside)
    own, other = series[both], outside[both]
    if own.size < FEWEST_WEEKS or not own.any() or not other.any():
        return None
    if np.array_equal(own, other):
        return 1.0
    times = float(other.sum() / own.sum())
    is_multiple = np.ptp(other) > 0 and np.allclose(other, times * own, rtol=ROUNDING, atol=ROUNDING)
    return times if is_multiple else None
