"""Least expected harm against one attacker type: the best plan of all, with a bound that proves it."""

import numpy as np

from port2port.pure.games.faults import NotSolved
from port2port.pure.games.game import Game, Units
from port2port.pure.games.plan import Objective, Plan, Proof, outcome, plan_of, within
from port2port.pure.games.prices import Search
from port2port.pure.games.reply import Replies

# The bound is sought this close first, then ever wider.
NEAREST = 1e-13
WIDENINGS = 12
LARGEST_GAP = 1e-6


def least_harm(game: Game, units: Units) -> Plan:
    """The plan. Raises NotSolved where the bound lies more than 10⁻⁶ of the harm below the plan."""
    # Prices far from the answer overflow; what comes of them is judged and left.
    with np.errstate(all="ignore"):
        search = Search(Replies(game), units, is_joint=True)
        coverage = within(game, game.ports.as_given(search.run().coverage), units)
        found = outcome(game, coverage)
        harm = float(found.harm.sum())
        bound = _bound(search, harm / game.attempts_per_week) * game.attempts_per_week
    gap = max(0.0, (harm - bound) / harm) if harm > 0 else 0.0
    if not gap <= LARGEST_GAP:
        raise NotSolved(f"the plan may be up to {gap:.1e} of its harm above the least; no plan is given")
    return plan_of(
        game,
        units,
        coverage,
        objective=Objective.EXPECTED,
        proof=Proof.GLOBAL,
        lower_bound=min(bound, harm),
        gap=gap,
        found=found,
    )


def _bound(search: Search, rate: float) -> float:
    """A rate that no plan goes below; 0 where none is found.

    Where the prices prove that Σ a·e^(−βx)·(V(1−dx) − r) ≥ r·e^(λU₀) under the budgets, no plan has a rate below r. So
    r is lowered by hairs until they do.
    """
    for step in range(WIDENINGS):
        search.rate = np.array([rate * (1.0 - NEAREST * 8.0**step)])
        if float(search.standing(search.replies.to(search.rate, search.prices)).value[0]) >= 0:
            return float(search.rate[0])
    return 0.0
