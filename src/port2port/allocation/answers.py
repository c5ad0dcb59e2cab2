"""What an answer says to one organisation: its own ports in full, the others together, and nothing of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from port2port.allocation.material import may_read_others
from port2port.allocation.models import Solution
from port2port.members.member import Member
from port2port.pure.games import Variant
from port2port.pure.games.ports import Floats
from port2port.pure.workbench import given as pure
from port2port.pure.workbench import plans
from port2port.pure.workbench.given import Given
from port2port.pure.workbench.others import Others, Span, in_steps, others_together, rising
from port2port.pure.workbench.plans import WAYS, Answer, Effects, effects, moved, units_at

# How many units are added in the reading of the matrix.
MORE_UNITS = 2.0
# What rounding moves is no rise.
LEAST_RISE = 1e-6


@dataclass(frozen=True, slots=True)
class OwnRoute:
    """A route of the own port with its coverage under each of the three, and what attempts and harm are jointly."""

    key: str
    name: str
    floor: float
    now: float
    alone: float
    joint: float


@dataclass(frozen=True, slots=True)
class OwnPort:
    """An own port, a week. harm, attempts   by way, over the scenarios      units, mobile   used under the joint plan

    rise     change of attempts, joint against each for itself      rises   in any scenario
    moved    by two units more here: change of attempts here      goes   what share of it reappears at the others, in
             steps of 5 %, or None where that may not be read
    """

    key: str
    name: str
    own_units: float
    units: float
    mobile: float
    harm: dict[str, Span]
    attempts: dict[str, Span]
    rise: Span
    rises: bool
    moved: Span
    goes: tuple[int, int] | None
    routes: list[OwnRoute]


@dataclass(frozen=True, slots=True)
class Told:
    """One answer as one organisation reads it. others   None where too few others would be shown, or too little changed

    flagged   by name: whether attempts rise, of other ports whose organisation agreed to be named
    """

    solution: Solution
    given: Given
    answer: Answer
    ports: list[OwnPort]
    others: Others | None
    flagged: list[tuple[str, bool]]

    @property
    def is_proven(self) -> bool:
        """Whether no plan can be better under the first scenario."""
        return self.answer.proof == "global"


def told_to(member: Member, solution: Solution) -> Told:
    """The answer as this member's organisation reads it."""
    given, answer = pure.from_json(solution.given), plans.from_json(solution.answer)
    variants = pure.variants_of(given)
    own = member.organisation_id or 0
    reads_others = may_read_others(solution, member=member)
    found = {way: effects(variants, answer.coverage(way)) for way in WAYS}
    rises = rising(variants, found["alone"], found["joint"])
    return Told(
        solution=solution,
        given=given,
        answer=answer,
        ports=[
            _own_port(given, answer, variants, found, number, reads_others=reads_others) for number in given.of(own)
        ],
        others=others_together(given, answer, variants, organisation=own) if reads_others else None,
        flagged=[
            (port.name, rise)
            for port, rise in zip(given.ports, rises, strict=True)
            if port.named and port.organisation != own
        ],
    )


def _own_port(
    given: Given,
    answer: Answer,
    variants: Sequence[Variant],
    found: dict[str, Effects],
    number: int,
    *,
    reads_others: bool,
) -> OwnPort:
    port, place = given.ports[number], _place(given, number)
    joint = answer.coverage("joint")
    used = float(units_at(variants, joint)[number])
    rise = found["joint"].attempts[:, number] - found["alone"].attempts[:, number]
    change = moved(given, variants, joint, port=number, units=MORE_UNITS)
    away = np.array([one.organisation != port.organisation for one in given.ports])
    return OwnPort(
        key=port.key,
        name=port.name,
        own_units=port.own_units,
        units=used,
        mobile=max(used - port.own_units, 0.0),
        harm={way: span(one.harm[:, number]) for way, one in found.items()},
        attempts={way: span(one.attempts[:, number]) for way, one in found.items()},
        rise=span(rise),
        rises=bool((rise > LEAST_RISE * max(float(found["alone"].attempts.max()), 1.0)).any()),
        moved=span(change[:, number]),
        goes=_goes(change, number, away) if reads_others else None,
        routes=[
            OwnRoute(one.key, one.name, one.floor, *(getattr(answer, way)[place + n] for way in WAYS))
            for n, one in enumerate(port.routes)
        ],
    )


def _place(given: Given, number: int) -> int:
    """Where the routes of a port begin."""
    return sum(len(port.routes) for port in given.ports[:number])


def _goes(change: Floats, number: int, away: Floats) -> tuple[int, int]:
    left = -change[:, number]
    share = change[:, away].sum(axis=1) / np.where(left > 0, left, 1.0)
    return in_steps(float(share.min())), in_steps(float(share.max()))


def span(values: Floats) -> Span:
    """From the least to the most."""
    return Span(float(values.min()), float(values.max()))


def own_json(
    given: Given, variants: Sequence[Variant], coverage: Floats, *, organisation: int
) -> list[dict[str, object]]:
    """The own ports under a plan, as a what-if keeps them."""
    found, used = effects(variants, coverage), units_at(variants, coverage)
    told: list[dict[str, object]] = []
    for number in given.of(organisation):
        port, place = given.ports[number], _place(given, number)
        harm, attempts = span(found.harm[:, number]), span(found.attempts[:, number])
        told.append(
            {
                "key": port.key,
                "name": port.name,
                "own_units": port.own_units,
                "units": float(used[number]),
                "harm": [harm.low, harm.high],
                "attempts": [attempts.low, attempts.high],
                "routes": [
                    {"name": one.name, "floor": one.floor, "coverage": float(coverage[place + n])}
                    for n, one in enumerate(port.routes)
                ],
            }
        )
    return told


def others_change(
    solution: Solution, asked: Given, changed: tuple[Sequence[Variant], Floats], *, organisation: int
) -> tuple[int, int]:
    """By how much the harm of the others together changes against the answer, in whole percent, in steps of 5.

    asked   of which the scenarios count      changed   its games and the coverage of its plan
    """
    given, answer = pure.from_json(solution.given), plans.from_json(solution.answer)
    away = np.array([port.organisation != organisation for port in given.ports])
    before = (
        effects(pure.variants_of(replace(given, scenarios=asked.scenarios)), answer.coverage("joint"))
        .harm[:, away]
        .sum(axis=1)
    )
    after = effects(*changed).harm[:, away].sum(axis=1)
    share = after / np.where(before > 0, before, 1.0) - 1.0
    return in_steps(float(share.min())), in_steps(float(share.max()))
