"""The questions that this package answers."""

from collections.abc import Sequence

import numpy as np

from port2port.pure.games import alone as alone_
from port2port.pure.games import budgets
from port2port.pure.games.cooperation import Cooperation, cooperation
from port2port.pure.games.faults import OutOfRange
from port2port.pure.games.game import Game, units_of
from port2port.pure.games.least_harm import least_harm
from port2port.pure.games.mixed import mixed
from port2port.pure.games.plan import Objective, Plan
from port2port.pure.games.ports import Floats
from port2port.pure.games.variants import Variant, check_variants
from port2port.pure.games.weakest import weakest_link
from port2port.pure.games.worst import worst


def allocate(
    game: Game,
    *,
    own_units: Floats,
    mobile_units: float,
    objective: Objective | str = Objective.EXPECTED,
    types: Sequence[Variant] = (),
    scenarios: Sequence[Variant] = (),
    rng: np.random.Generator | None = None,
) -> Plan:
    """Where units go: each port's own at its routes, mobile ones at any.

    own_units   (K,); one unit covers one route for one week
    types, scenarios   for the objectives that ask for them
    rng         draws eight further starts where only a local answer is known; None: none
    `expected` and `weakest_link` are proven best; the others are the best found.
    Raises GameRefused; NotSolved where a plan is further than 10⁻⁶ from its bound.
    """
    wanted = _objective(objective)
    units = units_of(game, own_units, mobile_units)
    if wanted is Objective.EXPECTED:
        return least_harm(game, units)
    if wanted is Objective.WEAKEST_LINK:
        return weakest_link(game, units)
    field = "types" if wanted is Objective.TYPES else "scenarios"
    variants = types if wanted is Objective.TYPES else scenarios
    check_variants(game, variants, field)
    if wanted in {Objective.TYPES, Objective.MEAN}:
        return mixed(game, units, variants, objective=wanted, rng=rng)
    return worst(game, units, variants, objective=wanted, rng=rng)


def uncoordinated(game: Game, *, own_units: Floats, mobile_units: float) -> Plan:
    """Each port for itself, mobile units shared out by attempts at bare routes. Raises GameRefused."""
    return alone_.alone(game, units_of(game, own_units, mobile_units))


def pro_rata(game: Game, *, own_units: Floats, mobile_units: float) -> Plan:
    """Units by attempts and evenly over each port's routes: what is done without a model. Raises GameRefused."""
    return budgets.pro_rata(game, units_of(game, own_units, mobile_units))


def cooperation_value(
    game: Game, *, own_units: Floats, mobile_units: float, scenarios: Sequence[Variant]
) -> Cooperation:
    """The share of harm that joint use saves against each port for itself, over the scenarios. Raises GameRefused."""
    check_variants(game, scenarios, "scenarios")
    return cooperation(units_of(game, own_units, mobile_units), scenarios)


def _objective(word: Objective | str) -> Objective:
    choices = [one for one in Objective if one not in {Objective.PRO_RATA, Objective.UNCOORDINATED}]
    if word not in choices:
        raise OutOfRange(f"no objective is called {word}: choose one of {', '.join(choices)}", field="objective")
    return Objective(word)
