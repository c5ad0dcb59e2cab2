"""The answer to a game's file as JSON: docs/reference/allocation-1.2.json. Everything in it is of the model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan, nan

import numpy as np

from port2port.pure.games.allocation import allocate, cooperation_value, pro_rata, uncoordinated
from port2port.pure.games.cooperation import Cooperation
from port2port.pure.games.file import Given, Json
from port2port.pure.games.matrix import displacement_matrix, reappearing_share
from port2port.pure.games.plan import Plan
from port2port.pure.games.ports import Floats
from port2port.pure.games.rosters import roster

FORMAT = "port2port-allocation-1.2"
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
    drawn = None if draw is None else iter(roster(given.game, plan, draw=draw))
    return {
        "format": FORMAT,
        "model": "quantal response; every figure follows from assumptions and none is a measurement",
        "objective": plan.objective.value,
        "input_sha256": input_sha256,
        "port_names": list(given.listed),
        "ports_without_routes": list(given.without_routes),
        "plan": _plan(plan, given) | {"coverage": _list(plan.coverage)},
        "rational_attacker_gives_up": plan.best_utility <= given.game.outside_utility,
        "attempts_rise_at": [given.names[port] for port in found.rising],
        "pro_rata": _plan(found.by_attempts, given),
        "uncoordinated": _plan(found.alone, given) | {"coverage": _list(found.alone.coverage)},
        "displacement_matrix": _matrix(found),
        "reappearing_share_by_port": _known(reappearing_share(given.game, plan), given),
        "cooperation": None if found.worth is None else _worth(found.worth, given),
        "roster": None if drawn is None else [sorted(next(drawn)) if one else [] for one in _has_routes(given)],
    }


def _has_routes(given: Given) -> Sequence[bool]:
    kept = set(given.places.tolist())
    return [place in kept for place in range(len(given.listed))]


def _plan(plan: Plan, given: Given) -> dict[str, Json]:
    return {
        "harm_per_week": plan.harm_per_week,
        "value": plan.value,
        "lower_bound": plan.lower_bound,
        "gap": plan.gap,
        "proof": plan.proof.value,
        "converged": plan.converged,
        "spread": plan.spread,
        "value_by_variant": list(plan.by_variant),
        "units_by_port": _list(_spread(plan.units, given)),
        "mobile_by_port": _list(_spread(plan.mobile, given)),
        "attempts_by_port": _list(_spread(plan.attempts, given)),
        "harm_by_port": _list(_spread(plan.harm, given)),
        "give_up_share": plan.give_up_share,
        "best_attacker_utility": plan.best_utility,
    }


def _spread(values: Floats, given: Given, *, empty: float = 0.0) -> Floats:
    """By all ports of the file: those without routes have no units, no attempts and no harm."""
    whole = np.full(len(given.listed), empty)
    whole[given.places] = values
    return whole


def _matrix(found: Answered) -> Sequence[Json] | None:
    given, ports = found.given, len(found.given.listed)
    if ports > MOST_IN_MATRIX:
        return None
    whole = np.zeros((ports, ports))
    whole[np.ix_(given.places, given.places)] = displacement_matrix(given.game, found.plan)
    rows: list[list[float]] = whole.tolist()
    return rows


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


def _known(values: Floats, given: Given) -> Sequence[Json]:
    """NaN is no JSON: what cannot be named is null."""
    found: list[float] = _spread(values, given, empty=nan).tolist()
    return [None if isnan(value) else value for value in found]
