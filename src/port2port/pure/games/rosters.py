"""A roster drawn from a plan: which routes have a unit this week, each with just the chance that the plan gives it."""

from collections.abc import Callable
from math import ceil

import numpy as np

from port2port.pure.games.faults import OutOfRange
from port2port.pure.games.game import Game
from port2port.pure.games.plan import Plan
from port2port.pure.games.ports import Floats, Ints

# A sum of coverages this close to a whole number is one.
WHOLE = 1e-9


def roster(game: Game, plan: Plan, *, draw: Callable[[], float]) -> list[frozenset[int]]:
    """For each port the routes that have a unit; ⌊Σx⌋ or ⌈Σx⌉ of them. draw   a secure number in [0, 1), each time anew

    Systematic sampling in an order drawn anew. Each route is drawn with the chance of its coverage, but the draws of
    two routes hang together: a watcher who learns one learns something of the others. Raises OutOfRange.
    """
    ports = game.ports
    order = ports.order if ports.order is not None else np.arange(ports.routes)
    drawn = []
    for start, size in zip(ports.starts.tolist(), ports.sizes.tolist(), strict=True):
        routes = _shuffled(order[start : start + size], draw)
        drawn.append(_systematic(routes, plan.coverage, _checked(draw())))
    return drawn


def _shuffled(routes: Ints, draw: Callable[[], float]) -> list[int]:
    left, order = routes.tolist(), []
    while left:
        order.append(left.pop(int(_checked(draw()) * len(left))))
    return order


def _systematic(routes: list[int], coverage: Floats, offset: float) -> frozenset[int]:
    """The routes whose part of the line from 0 to Σx holds one of the points offset, offset + 1, …"""
    ends = np.cumsum(coverage[routes])
    whole = round(float(ends[-1]))
    if abs(float(ends[-1]) - whole) <= WHOLE:
        ends = np.minimum(ends, whole)
        ends[-1] = whole
    passed = [ceil(end - offset) for end in [0.0, *ends.tolist()]]
    return frozenset(route for route, before, after in zip(routes, passed, passed[1:], strict=False) if after > before)


def _checked(number: float) -> float:
    if not 0.0 <= number < 1.0:
        raise OutOfRange(f"a draw must lie in [0, 1), this one is {number:g}", field="draw")
    return number
