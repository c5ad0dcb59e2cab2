"""What an answer says to one organisation: its own ports in full, the others together, and nothing of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from port2port.allocation.material import may_read_others
from port2port.allocation.models import PortInputs, Solution
from port2port.members.member import Member
from port2port.members.models import Port
from port2port.pure.games import Variant
from port2port.pure.games.ports import Floats
from port2port.pure.workbench import given as pure
from port2port.pure.workbench import plans
from port2port.pure.workbench.given import Given
from port2port.pure.workbench.others import RISE, Others, Span, in_steps, others_together, rising, roughly, stepped
from port2port.pure.workbench.plans import WAYS, Answer, Effects, effects, moved

# How many units are added in the reading of the matrix.
MORE_UNITS = 2.0


@dataclass(frozen=True, slots=True)
class OwnRoute:
    """A route of the own port with its coverage under each of the three, in steps of 5 % where others decide with.

    alone   None where nothing may be read that changes with the others
    """

    key: str
    name: str
    floor: float
    now: float
    alone: float | None
    joint: float


@dataclass(frozen=True, slots=True)
class OwnEffect:
    """What a week brings the own port, all of it roughly. harm, attempts   by way, over the scenarios

    rise     change of attempts, joint against each for itself: less than 5 % is none      rises   in any scenario
    moved    by two units more here: change of attempts here      goes   what share of it reappears at the others
    """

    harm: dict[str, Span]
    attempts: dict[str, Span]
    rise: Span
    rises: bool
    moved: Span
    goes: tuple[int, int]


@dataclass(frozen=True, slots=True)
class OwnPort:
    """An own port. units, mobile   used under the joint plan: the sum of its coverage in steps

    effect   None where nothing may be read that changes with the others
    """

    key: str
    name: str
    own_units: float
    units: float
    mobile: float
    effect: OwnEffect | None
    routes: list[OwnRoute]

    @property
    def rises(self) -> bool:
        """Whether attempts rise here in any scenario, and that may be read."""
        return self.effect is not None and self.effect.rises


@dataclass(frozen=True, slots=True)
class Told:
    """One answer as one organisation reads it. others   None where too few others would be shown, or too little changed

    flagged   by name: whether attempts rise, of other ports whose organisation agreed to be named and does so still
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
    found = {way: effects(variants, answer.coverage(way)) for way in WAYS} if reads_others else {}
    return Told(
        solution=solution,
        given=given,
        answer=answer,
        ports=[_own_port(given, answer, variants, found, number) for number in own_numbers(member, given)],
        others=others_together(given, answer, variants, organisation=own) if reads_others else None,
        flagged=_flagged(solution, given, rising(variants, found["alone"], found["joint"]), own) if found else [],
    )


def own_numbers(member: Member, given: Given) -> list[int]:
    """The numbers of the own organisation's ports, within the seat's scope."""
    numbers = given.of(member.organisation_id or 0)
    if member.port_id is None and member.facility_id is None:
        return numbers
    slugs = set(Port.objects.reportable_by(member).values_list("slug", flat=True))
    return [number for number in numbers if given.ports[number].key in slugs]


def _flagged(solution: Solution, given: Given, rises: Sequence[bool], own: int) -> list[tuple[str, bool]]:
    # A yes that was taken back names nobody any more, in earlier answers either.
    still = set(
        PortInputs.objects.filter(game=solution.game_id, shows_rise=True).values_list("organisation_id", "port__slug")
    )
    return [
        (port.name, rise)
        for port, rise in zip(given.ports, rises, strict=True)
        if port.named and port.organisation != own and (port.organisation, port.key) in still
    ]


def _own_port(
    given: Given, answer: Answer, variants: Sequence[Variant], found: dict[str, Effects], number: int
) -> OwnPort:
    """found   by way; empty where nothing may be read that changes with the others"""
    port, place = given.ports[number], _place(given, number)
    routes = [
        OwnRoute(
            key=one.key,
            name=one.name,
            floor=one.floor,
            now=one.covered_now,
            alone=stepped(answer.alone[place + n]) if found else None,
            joint=stepped(answer.joint[place + n]),
        )
        for n, one in enumerate(port.routes)
    ]
    used = sum(one.joint for one in routes)
    return OwnPort(
        key=port.key,
        name=port.name,
        own_units=port.own_units,
        units=used,
        mobile=max(used - port.own_units, 0.0),
        effect=_effect(given, answer, variants, found, number) if found else None,
        routes=routes,
    )


def _effect(
    given: Given, answer: Answer, variants: Sequence[Variant], found: dict[str, Effects], number: int
) -> OwnEffect:
    before, after = found["alone"].attempts[:, number], found["joint"].attempts[:, number]
    rise = np.where(np.abs(after - before) > RISE * before, after - before, 0.0)
    change = moved(given, variants, answer.coverage("joint"), port=number, units=MORE_UNITS)
    away = np.array([one.organisation != given.ports[number].organisation for one in given.ports])
    return OwnEffect(
        harm={way: span(one.harm[:, number]) for way, one in found.items()},
        attempts={way: span(one.attempts[:, number]) for way, one in found.items()},
        rise=span(rise),
        rises=bool((rise > 0).any()),
        moved=span(change[:, number]),
        goes=_goes(change, number, away),
    )


def _place(given: Given, number: int) -> int:
    """Where the routes of a port begin."""
    return sum(len(port.routes) for port in given.ports[:number])


def _goes(change: Floats, number: int, away: Floats) -> tuple[int, int]:
    left = -change[:, number]
    share = change[:, away].sum(axis=1) / np.where(left > 0, left, 1.0)
    return in_steps(float(share.min())), in_steps(float(share.max()))


def span(values: Floats) -> Span:
    """From the least to the most, each with a digit and a half."""
    return Span(_signed(float(values.min())), _signed(float(values.max())))


def _signed(number: float) -> float:
    return roughly(abs(number)) * (-1.0 if number < 0 else 1.0)


def own_json(
    given: Given, variants: Sequence[Variant], coverage: Floats, *, organisation: int
) -> list[dict[str, object]]:
    """The own ports under a plan, roughly and in steps, as a what-if keeps them."""
    found = effects(variants, coverage)
    told: list[dict[str, object]] = []
    for number in given.of(organisation):
        port, place = given.ports[number], _place(given, number)
        harm, attempts = span(found.harm[:, number]), span(found.attempts[:, number])
        shares = [stepped(float(one)) for one in coverage[place : place + len(port.routes)]]
        told.append(
            {
                "key": port.key,
                "name": port.name,
                "own_units": port.own_units,
                "units": round(sum(shares), 2),
                "harm": [harm.low, harm.high],
                "attempts": [attempts.low, attempts.high],
                "routes": [
                    {"name": one.name, "floor": one.floor, "coverage": share}
                    for one, share in zip(port.routes, shares, strict=True)
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
