"""The three plans beside each other: now, each port for itself, joint; and what lending is worth."""

from collections.abc import Callable, Mapping, Sequence
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
# The joint plan, each for itself, what lending is worth, and what follows for each.
PARTS = 4
type Step = Callable[[int, int], None]


def unheard(_done: int, _total: int) -> None:
    """A step that nobody waits for."""


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
        types=variants if given.objective == Objective.TYPES else (),
        scenarios=() if given.objective in {Objective.EXPECTED, Objective.WEAKEST_LINK, Objective.TYPES} else variants,
    )


def answered(given: Given, *, step: Step = unheard) -> Answer:
    """All three. step   told before each part how many of how many are done. Raises GameRefused, and what it raises."""
    variants = variants_of(given)
    step(0, PARTS)
    joint = joint_plan(given, variants)
    step(1, PARTS)
    apart = uncoordinated(variants[0].game, own_units=given.own_units, mobile_units=given.mobile)
    step(2, PARTS)
    worth, rests = _worth(given, variants, joint, apart)
    return Answer(
        now=tuple(route.covered_now for route in given.routes),
        alone=tuple(apart.coverage.tolist()),
        joint=tuple(joint.coverage.tolist()),
        worth=worth,
        proof=joint.proof.value,
        gap=joint.gap,
        converged=apart.converged and rests,
    )


def _worth(given: Given, variants: Sequence[Variant], joint: Plan, apart: Plan) -> tuple[Worth, bool]:
    """What lending saves, and whether each for itself came to rest; of kinds that act at once it is one figure."""
    if given.objective == Objective.TYPES:
        harm, alone = (float(effects_of(given, variants, one.coverage).harm.sum()) for one in (joint, apart))
        saved = 1.0 - harm / alone if alone > 0 else 0.0
        return Worth(saved, saved, saved), True
    found = cooperation_value(
        variants[0].game, own_units=given.own_units, mobile_units=given.mobile, scenarios=variants
    )
    return Worth(found.low, found.middle, found.high), found.converged


@dataclass(frozen=True, slots=True)
class Effects:
    """What coverage leads to. attempts, harm   (S, K), a week, by scenario and port     given_up   (S,), of attempts

    weight   (S,)
    """

    attempts: Floats
    harm: Floats
    given_up: Floats
    weight: Floats


def effects(variants: Sequence[Variant], coverage: Floats) -> Effects:
    """Under each scenario."""
    found = [outcome(one.game, coverage) for one in variants]
    return Effects(
        np.stack([one.attempts for one in found]),
        np.stack([one.harm for one in found]),
        np.array([one.give_up_share for one in found]),
        np.array([one.weight for one in variants]),
    )


def effects_of(given: Given, variants: Sequence[Variant], coverage: Floats) -> Effects:
    """As it is told: scenario by scenario, or one sum by their shares where they are kinds that act at once."""
    found = effects(variants, coverage)
    if given.objective != Objective.TYPES:
        return found
    share = found.weight / found.weight.sum()
    potential = share * np.array([one.game.attempts_per_week for one in variants])
    given_up = float(potential @ found.given_up / potential.sum())
    return Effects(
        (share @ found.attempts)[np.newaxis], (share @ found.harm)[np.newaxis], np.array([given_up]), np.ones(1)
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
    if given.objective == Objective.TYPES:
        weight = np.array([one.weight for one in variants])
        summed: Floats = (weight @ np.stack(found) / weight.sum())[np.newaxis]
        return summed
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
