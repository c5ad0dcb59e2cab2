"""A plan: how much each route is covered, what that leads to under the model, and how far it is from the best."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from port2port.pure.games.game import Game, Units
from port2port.pure.games.ports import Floats


class Objective(StrEnum):
    """What a plan makes least."""

    EXPECTED = "expected"
    WEAKEST_LINK = "weakest_link"
    TYPES = "types"
    MEAN = "mean"
    WORST_CASE = "worst_case"
    WORST_REGRET = "worst_regret"
    PRO_RATA = "pro_rata"
    UNCOORDINATED = "uncoordinated"


class Proof(StrEnum):
    """What is known of a plan."""

    GLOBAL = "global"
    BEST_FOUND = "best found"
    NO_PORT_GAINS = "no port gains alone"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What coverage leads to. attempts, harm   (K,), a week     give_up_share   of the potential attempts"""

    attempts: Floats
    harm: Floats
    give_up_share: float
    best_utility: float


@dataclass(frozen=True, eq=False)
class Plan:
    """Coverage, and what the model says of it.

    coverage       (n,), in the order of the game's routes: chance that a unit is there
    units, mobile  (K,): units used at each port, and those among them that are not its own
    harm_per_week  expected, in the game's money; in `types`, `mean`, `worst_case` and `worst_regret` the weighted mean
    attempts, harm (K,), a week, of the game's own attacker
    give_up_share  of the potential attempts, that are not made
    best_utility   what the best route is worth to one who chooses with full reason
    value          of what was made least: harm a week, a utility, or a regret
    lower_bound    of `value` over all plans; None where nothing is proven
    gap            (value − lower_bound) relative to value; with `uncoordinated` the largest share of its harm that a
                   port could still save alone
    converged      whether the search came to rest
    spread         of the local answers that different starts led to, relative to the best
    by_variant     value under each type or scenario, in their order
    """

    objective: Objective
    coverage: Floats
    units: Floats
    mobile: Floats
    harm_per_week: float
    attempts: Floats
    harm: Floats
    give_up_share: float
    best_utility: float
    value: float
    lower_bound: float | None
    gap: float
    proof: Proof
    converged: bool = True
    spread: float = 0.0
    by_variant: tuple[float, ...] = ()


def outcome(game: Game, coverage: Floats) -> Outcome:
    """What coverage, (n,) in the order of the game's routes, leads to."""
    utility = game.bare_utility - game.stake * coverage
    best = float(utility.max())
    logit = game.rationality * utility
    scale = max(float(logit.max()), game.rationality * game.outside_utility)
    weight = np.exp(logit - scale)
    outside = float(np.exp(game.rationality * game.outside_utility - scale))
    total = float(weight.sum()) + outside
    attempts = game.attempts_per_week * weight / total
    harm = attempts * game.harm * (1.0 - game.detect_prob * coverage)
    port, number = game.port_of_target, game.ports.sizes.size
    by_port = [np.bincount(port, weights=values, minlength=number) for values in (attempts, harm)]
    return Outcome(by_port[0], by_port[1], outside / total, best)


def used_units(game: Game, coverage: Floats) -> Floats:
    """(K,): units that coverage, in the order of the game's routes, uses at each port."""
    return game.ports.sums(game.ports.by_port(coverage))


def within(game: Game, coverage: Floats, units: Units) -> Floats:
    """Coverage, in the order of the game's routes and no lower than the floors, drawn towards them into the budgets.

    What floors ask of the pool is theirs; what is left of it is shared out as it was asked for.
    """
    ports, floor = game.ports, game.floors
    used, floors = used_units(game, coverage), ports.sums(ports.by_port(floor))
    needed = np.maximum(floors - units.own, 0.0)
    asked = np.maximum(used - units.own - needed, 0.0)
    left = max(0.0, units.mobile - float(needed.sum()))
    share = min(1.0, left / asked.sum()) if asked.sum() > 0 else 1.0
    allowed = np.minimum(used, units.own + needed + share * asked)
    above = used - floors
    factor = np.where(used > allowed, np.maximum(allowed - floors, 0.0) / np.where(above > 0, above, 1.0), 1.0)
    if (factor == 1.0).all():
        return coverage
    return floor + (coverage - floor) * factor[game.port_of_target]


def plan_of(
    game: Game,
    units: Units,
    coverage: Floats,
    *,
    objective: Objective,
    proof: Proof,
    lower_bound: float | None = None,
    gap: float = 0.0,
    value: float | None = None,
    harm_per_week: float | None = None,
    found: Outcome | None = None,
    converged: bool = True,
    spread: float = 0.0,
    by_variant: tuple[float, ...] = (),
) -> Plan:
    """The plan of a coverage.

    value, harm_per_week   None: the harm of the game itself      found   what the coverage leads to, where it is known
    """
    found, used = found or outcome(game, coverage), used_units(game, coverage)
    harm = float(found.harm.sum()) if harm_per_week is None else harm_per_week
    return Plan(
        objective=objective,
        coverage=coverage,
        units=used,
        mobile=np.maximum(used - units.own, 0.0),
        harm_per_week=harm,
        attempts=found.attempts,
        harm=found.harm,
        give_up_share=found.give_up_share,
        best_utility=found.best_utility,
        value=harm if value is None else value,
        lower_bound=lower_bound,
        gap=gap,
        proof=proof,
        converged=converged,
        spread=spread,
        by_variant=by_variant,
    )
