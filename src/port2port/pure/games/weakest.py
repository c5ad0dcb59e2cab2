"""The weakest link: the least that the best route of all can be worth to a fully rational attacker."""

import numpy as np

from port2port.pure.games.game import Game, Units
from port2port.pure.games.plan import Objective, Plan, Proof, plan_of, within
from port2port.pure.games.ports import Floats, Ports

MOST_STEPS = 500


def level(ports: Ports, bare: Floats, stake: Floats, *, floor: Floats, units: Units) -> tuple[float, Floats]:
    """The least best worth, in the unit of `bare`, and the least coverage that reaches it; both in the ports' order.

    ORIGAMI (Kiekintveld et al. 2009) with a budget for each port and a pool. Units needed above the budgets are convex
    in the level and fall, so Newton's steps from below rise to the answer and end on its linear piece.
    """
    width = 1.0 / stake
    # The same room in every step: memory that is fetched anew costs as much as the step where there are many routes.
    asked, freely = np.subtract(bare, stake), np.empty_like(stake)
    is_free = np.empty(stake.shape, dtype=np.bool_)
    at = float(asked.max())
    for _ in range(MOST_STEPS):
        np.subtract(bare, at, out=asked)
        np.multiply(asked, width, out=asked)
        np.greater(asked, floor, out=is_free)
        excess = ports.sums(np.maximum(asked, floor, out=asked)) - units.own
        is_short = excess > 0
        lacking = excess[is_short].sum() - units.mobile
        slope = ports.sums(np.multiply(width, is_free, out=freely))[is_short].sum()
        if lacking <= 0 or slope == 0:
            break
        to = at + float(lacking / slope)
        if to <= at:
            break
        at = to
    np.subtract(bare, at, out=asked)
    np.multiply(asked, width, out=asked)
    return at, np.clip(asked, floor, 1.0, out=asked)


def weakest_link(game: Game, units: Units) -> Plan:
    """The plan that makes the best route worth least, with no more units than that takes."""
    ports = game.ports
    at, coverage = level(
        ports,
        ports.by_port(game.bare_utility),
        ports.by_port(game.stake),
        floor=ports.by_port(game.floors),
        units=units,
    )
    kept = within(game, ports.as_given(coverage), units)
    value = float((game.bare_utility - game.stake * kept).max())
    gap = max(0.0, value - at) / max(1.0, abs(value))
    return plan_of(
        game,
        units,
        kept,
        objective=Objective.WEAKEST_LINK,
        proof=Proof.GLOBAL,
        lower_bound=min(at, value),
        gap=gap,
        value=value,
    )
