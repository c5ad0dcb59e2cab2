"""Plans against several attacker types, or for the mean over scenarios: the best found, and a bound."""

from collections.abc import Sequence

import numpy as np

from port2port.pure.games.budgets import pro_rata
from port2port.pure.games.descent import descend
from port2port.pure.games.game import Game, Units
from port2port.pure.games.least_harm import least_harm
from port2port.pure.games.plan import Objective, Plan, Proof, plan_of, within
from port2port.pure.games.ports import Floats
from port2port.pure.games.variants import Mixture, Variant

RANDOM_STARTS = 8


def mixed(
    game: Game,
    units: Units,
    variants: Sequence[Variant],
    *,
    objective: Objective,
    rng: np.random.Generator | None,
) -> Plan:
    """The plan of least weighted harm that was found.

    Starts: pro rata, the plan for the game's own attacker, and with a generator eight at random. The bound is what
    could be had if each variant had a plan of its own. Raises NotSolved where one of those is not solved.
    """
    mixture, ports = Mixture(variants), game.ports
    floor = ports.by_port(game.floors)

    def aim(coverage: Floats) -> tuple[float, Floats, Floats]:
        harm, slope, bend = mixture.slopes(coverage)
        return float(mixture.weight @ harm), mixture.weight @ slope, bend

    starts = [least_harm(game, units).coverage, pro_rata(game, units).coverage]
    found = [descend(aim, ports.by_port(one), ports=ports, floor=floor, units=units) for one in starts]
    for _ in range(RANDOM_STARTS if rng is not None else 0):
        drawn = rng.uniform(0.0, 1.0, floor.size) if rng is not None else floor
        found.append(descend(aim, drawn, ports=ports, floor=floor, units=units))
    values = [value for value, _ in found]
    coverage = within(game, ports.as_given(found[int(np.argmin(values))][1]), units)
    harms = mixture.harms(ports.by_port(coverage))
    value = float(mixture.weight @ harms)
    least = np.array([least_harm(one.game, units).lower_bound for one in variants])
    bound = float(mixture.weight @ least)
    return plan_of(
        game,
        units,
        coverage,
        objective=objective,
        proof=Proof.BEST_FOUND,
        lower_bound=bound,
        gap=max(0.0, (value - bound) / value) if value > 0 else 0.0,
        value=value,
        harm_per_week=value,
        spread=(max(values) - min(values)) / min(values) if min(values) > 0 else 0.0,
        by_variant=tuple(harms.tolist()),
    )
