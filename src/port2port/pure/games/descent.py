"""A nearby best coverage for a smooth aim: steps along its slope, each brought back into the budgets."""

from collections.abc import Callable

import numpy as np

from port2port.pure.games.budgets import nearest
from port2port.pure.games.game import Units
from port2port.pure.games.ports import Floats, Ports

# The value, (n,) its slope, and (n,) the slope's own, which only sets how far each route steps.
type Aim = Callable[[Floats], tuple[float, Floats, Floats]]

MEMORY = 8
SUFFICIENT = 1e-4
MOST_ROUNDS = 2_000
CALM = 2


def descend(
    aim: Aim, start: Floats, *, ports: Ports, floor: Floats, units: Units, close: float = 1e-10
) -> tuple[float, Floats]:
    """The value and the coverage, in the ports' order, where no allowed step lowers the aim by `close` of it.

    Local only. Spectral projected gradient, with distances measured by how much the aim bends at each route. Source:
    E. G. Birgin, J. M. Martínez and M. Raydan (2000), SIAM J. Optim. 10:1196, algorithm SPG2.
    """
    at = nearest(ports, start, floor=floor, units=units)
    value, slope, bend = aim(at)
    best, best_at = value, at
    recent, length, calm = [value], 1.0, 0
    for _ in range(MOST_ROUNDS):
        give = _give(bend)
        way = nearest(ports, at - length * give * slope, floor=floor, units=units, give=give) - at
        gain = float(slope @ way)
        calm = calm + 1 if -gain <= close * abs(value) else 0
        if calm >= CALM:
            break
        new, value, new_slope, bend = _search(aim, at, way, gain, max(recent))
        moved = new - at
        turn = float(moved @ (new_slope - slope))
        length = min(max(float(moved @ (moved / give)) / turn, 1e-3), 1e3) if turn > 0 else 2.0 * length
        at, slope = new, new_slope
        recent = [*recent[1 - MEMORY :], value]
        if value < best:
            best, best_at = value, at
    return best, best_at


def _give(bend: Floats) -> Floats:
    """(n,) above 0: how far a step goes at each route; where the aim bends downwards, as if it bent upwards."""
    size = np.abs(bend)
    return 1.0 / np.maximum(size, 1e-4 * max(float(size.max()), 1e-300))


def _search(aim: Aim, at: Floats, way: Floats, gain: float, ceiling: float) -> tuple[Floats, float, Floats, Floats]:
    """The first point along the way, from its end back, that is low enough beside the last few values."""
    part = 1.0
    for _ in range(40):
        new = at + part * way
        value, slope, bend = aim(new)
        if value <= ceiling + SUFFICIENT * part * gain:
            break
        part *= 0.4
    return new, value, slope, bend
