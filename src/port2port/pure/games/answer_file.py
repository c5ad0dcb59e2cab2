"""The answer to a game's file as JSON: docs/reference/allocation-1.1.json. Everything in it is of the model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from port2port.pure.games.allocation import allocate, cooperation_value, pro_rata, uncoordinated
from port2port.pure.games.cooperation import Cooperation
from port2port.pure.games.file import Given, Json
from port2port.pure.games.matrix import displacement_matrix, reappearing_share
from port2port.pure.games.plan import Plan
from port2port.pure.games.ports import Floats
from port2port.pure.games.rosters import roster

FORMAT = "port2port-allocation-1.1"
# A matrix of more ports is larger than what anybody reads.
MOST_IN_MATRIX = 100


@dataclass(frozen=True, eq=False)
class Answered:
    """The plan that was asked for, and what it is read beside. worth   None where the file has no scenarios"""

    given: Given
    plan: Plan
    by_attempts: Plan
    alone: Plan
    worth: Cooperation | None

    @property
    def rising(self) -> list[int]:
        """Ports at which the plan leads to more attempts than each port for itself, most first."""
        rise = self.plan.attempts - self.alone.attempts
        # What rounding moves is no rise.
        least = 1e-9 * self.given.game.attempts_per_week
        return [int(port) for port in np.argsort(-rise, kind="stable") if rise[port] > least]


def answered(given: Given, *, objective: str, rng: np.random.Generator | None) -> Answered:
    """All that a file allows. Raises GameRefused."""
    game, own, mobile = given.game, given.own_units, given.mobile_units
    plan = allocate(
        game,
        own_units=own,
        mobile_units=mobile,
        objective=objective,
        types=given.types,
        scenarios=given.scenarios,
        rng=rng,
    )
    worth = None
    if given.scenarios:
        worth = cooperation_value(game, own_units=own, mobile_units=mobile, scenarios=given.scenarios)
    by_attempts = pro_rata(game, own_units=own, mobile_units=mobile)
    return Answered(given, plan, by_attempts, uncoordinated(game, own_units=own, mobile_units=mobile), worth)


def document(found: Answered, *, input_sha256: str, draw: Callable[[], float] | None = None) -> dict[str, Json]:
    """The answer. draw   a secure number in [0, 1): then a roster is drawn; None: none is"""
    given, plan = found.given, found.plan
    ports = given.own_units.size
    return {
        "format": FORMAT,
        "model": "quantal response; every figure follows from assumptions and none is a measurement",
        "objective": plan.objective.value,
        "input_sha256": input_sha256,
        "port_names": list(given.names),
        "plan": _plan(plan) | {"coverage": _list(plan.coverage)},
        "rational_attacker_gives_up": plan.best_utility <= given.game.outside_utility,
        "attempts_rise_at": [given.names[port] for port in found.rising],
        "pro_rata": _plan(found.by_attempts),
        "uncoordinated": _plan(found.alone) | {"coverage": _list(found.alone.coverage)},
        "displacement_matrix": None if ports > MOST_IN_MATRIX else _rows(displacement_matrix(given.game, plan)),
        "reappearing_share_by_port": _known(reappearing_share(given.game, plan)),
        "cooperation": None if found.worth is None else _worth(found.worth, given),
        "roster": None if draw is None else [sorted(routes) for routes in roster(given.game, plan, draw=draw)],
    }


def _plan(plan: Plan) -> dict[str, Json]:
    return {
        "harm_per_week": plan.harm_per_week,
        "value": plan.value,
        "lower_bound": plan.lower_bound,
        "gap": plan.gap,
        "proof": plan.proof.value,
        "converged": plan.converged,
        "spread": plan.spread,
        "value_by_variant": list(plan.by_variant),
        "units_by_port": _list(plan.units),
        "mobile_by_port": _list(plan.mobile),
        "attempts_by_port": _list(plan.attempts),
        "harm_by_port": _list(plan.harm),
        "give_up_share": plan.give_up_share,
        "best_attacker_utility": plan.best_utility,
    }


def _worth(worth: Cooperation, given: Given) -> dict[str, Json]:
    return {
        "percentile_5": worth.low,
        "percentile_50": worth.middle,
        "percentile_95": worth.high,
        "by_scenario": _list(worth.by_scenario),
        "worst_port": given.names[worth.worst_port],
        "worst_port_change": worth.worst_change,
        "converged": worth.converged,
    }


def _list(values: Floats) -> Sequence[Json]:
    found: list[float] = values.tolist()
    return found


def _known(values: Floats) -> Sequence[Json]:
    """NaN is no JSON: what cannot be named is null."""
    found: list[float] = values.tolist()
    return [None if isnan(value) else value for value in found]


def _rows(values: Floats) -> Sequence[Json]:
    found: list[list[float]] = values.tolist()
    return found
