"""The three plans beside each other: now, each port for itself, joint; and what lending is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from port2port.pure.games import (
    Objective,
    Proof,
    Variant,
    allocate,
    cooperation_value,
    displacement_matrix,
    uncoordinated,
)
from port2port.pure.games.file import Json
from port2port.pure.games.game import Units
from port2port.pure.games.plan import Plan, outcome, plan_of, used_units
from port2port.pure.games.ports import Floats
from port2port.pure.workbench.given import Given, variants_of

WAYS = ("now", "alone", "joint")


@dataclass(frozen=True, slots=True)
class Worth:
    """Share of harm that joint use saves over the scenarios: 5th, 50th and 95th percentile."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Coverage of every route, in the order of the ports, under each of the three; and how sure the joint one is.

    gap   between the joint plan and the bound that is known, relative; `converged`: of each port for itself
    """

    now: tuple[float, ...]
    alone: tuple[float, ...]
    joint: tuple[float, ...]
    worth: Worth
    proof: str
    gap: float
    converged: bool

    def coverage(self, way: str) -> Floats:
        """(n,) of one of WAYS."""
        return np.array(getattr(self, way), dtype=np.float64)


def joint_plan(given: Given, variants: Sequence[Variant]) -> Plan:
    """The plan of least what the objective says, over the scenarios. Raises GameRefused."""
    return allocate(
        variants[0].game,
        own_units=given.own_units,
        mobile_units=given.mobile,
        objective=given.objective,
        scenarios=() if given.objective in {Objective.EXPECTED, Objective.WEAKEST_LINK} else variants,
    )


def answered(given: Given) -> Answer:
    """All three. Raises GameRefused."""
    variants = variants_of(given)
    joint = joint_plan(given, variants)
    apart = uncoordinated(variants[0].game, own_units=given.own_units, mobile_units=given.mobile)
    worth = cooperation_value(
        variants[0].game, own_units=given.own_units, mobile_units=given.mobile, scenarios=variants
    )
    return Answer(
        now=tuple(route.covered_now for route in given.routes),
        alone=tuple(apart.coverage.tolist()),
        joint=tuple(joint.coverage.tolist()),
        worth=Worth(worth.low, worth.middle, worth.high),
        proof=joint.proof.value,
        gap=joint.gap,
        converged=apart.converged and worth.converged,
    )


@dataclass(frozen=True, slots=True)
class Effects:
    """What coverage leads to. attempts, harm   (S, K), a week, by scenario and port     given_up   (S,), of attempts"""

    attempts: Floats
    harm: Floats
    given_up: Floats


def effects(variants: Sequence[Variant], coverage: Floats) -> Effects:
    """Under each scenario."""
    found = [outcome(one.game, coverage) for one in variants]
    return Effects(
        np.stack([one.attempts for one in found]),
        np.stack([one.harm for one in found]),
        np.array([one.give_up_share for one in found]),
    )


def units_at(variants: Sequence[Variant], coverage: Floats) -> Floats:
    """(K,): units that coverage uses at each port."""
    return used_units(variants[0].game, coverage)


def moved(given: Given, variants: Sequence[Variant], coverage: Floats, *, port: int, units: float) -> Floats:
    """(S, K): change of attempts a week at each port by so many units more at one, read from the matrix."""
    held = Units(given.own_units, given.mobile)
    found = []
    for one in variants:
        plan = plan_of(one.game, held, coverage, objective=Objective.MEAN, proof=Proof.NONE)
        found.append(units * displacement_matrix(one.game, plan)[:, port])
    return np.stack(found)


def as_json(answer: Answer) -> dict[str, Json]:
    """As it is kept."""
    kept: dict[str, Json] = asdict(answer)
    return kept


def from_json(kept: Mapping[str, Json]) -> Answer:
    """What `as_json` kept."""
    whole = dict(kept)
    worth = whole.pop("worth")
    assert isinstance(worth, Mapping)  # noqa: S101 - for the types: our own rows
    lists = {way: tuple(whole.pop(way)) for way in WAYS}  # type: ignore[arg-type]
    return Answer(**lists, worth=Worth(**worth), **whole)  # type: ignore[arg-type]
