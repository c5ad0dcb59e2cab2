"""What an answer says to one organisation: its own ports in full, the others together, and nothing of one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from port2port.allocation.material import may_read_others
from port2port.allocation.models import PortInputs, Solution
from port2port.members.member import Member
from port2port.members.models import Port
from port2port.pure.games import Variant
from port2port.pure.games.ports import Floats
from port2port.pure.workbench import given as pure
from port2port.pure.workbench import plans
from port2port.pure.workbench.given import Given, PortGiven, Scenario, game_of
from port2port.pure.workbench.others import RISE, Others, Span, in_steps, others_together, rising, roughly, stepped
from port2port.pure.workbench.plans import WAYS, Answer, Effects, effects_of, moved

# How many units are added in the reading of the matrix.
MORE_UNITS = 2.0
# Attempts or euros a week that are rounding where there were none before.
NOTHING = 1e-6


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
class Rises:
    """Whether the joint plan brings a port more, by more than 5 % in any scenario. attempts, harm   a week"""

    attempts: bool
    harm: bool

    @property
    def any(self) -> bool:
        """Either."""
        return self.attempts or self.harm


@dataclass(frozen=True, slots=True)
class OwnEffect:
    """What a week brings the own port, all of it roughly. harm, attempts   by way, over the scenarios

    today    what rises, joint against now      apart   joint against each for itself
    rise     change of attempts, joint against each for itself: less than 5 % is none
    moved    by two units more here: change of attempts here      goes   what share of it reappears at the others
    """

    harm: dict[str, Span]
    attempts: dict[str, Span]
    today: Rises
    apart: Rises
    rise: Span
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
        """Whether attempts or harm rise here, against today or each for itself, and that may be read."""
        return self.effect is not None and (self.effect.today.any or self.effect.apart.any)


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
    found = {way: effects_of(given, variants, answer.coverage(way)) for way in WAYS} if reads_others else {}
    return Told(
        solution=solution,
        given=given,
        answer=answer,
        ports=[_own_port(given, answer, variants, found, number) for number in own_numbers(member, given)],
        others=others_together(given, answer, variants, organisation=own) if reads_others else None,
        flagged=_flagged(solution, given, rising(found["alone"], found["joint"]), own) if found else [],
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
        today=_rises(found["now"], found["joint"], number),
        apart=_rises(found["alone"], found["joint"], number),
        rise=span(rise),
        # The matrix is a straight line, and more than all of them leaves nowhere.
        moved=span(np.maximum(change[:, number], -after)),
        goes=_goes(change, number, away),
    )


def _rises(before: Effects, after: Effects, number: int) -> Rises:
    def more(old: Floats, new: Floats) -> bool:
        return bool((new[:, number] > (1 + RISE) * old[:, number] + NOTHING).any())

    return Rises(more(before.attempts, after.attempts), more(before.harm, after.harm))


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


def before_and_after(
    solution: Solution, changed: Given, found: tuple[Sequence[Variant], Floats], *, organisation: int
) -> list[dict[str, object]]:
    """The own ports as a what-if keeps them, each with what they are under the answer, in the same scenarios.

    found   the changed games, and the coverage of their plan
    """
    given = replace(pure.from_json(solution.given), scenarios=changed.scenarios)
    joint = plans.from_json(solution.answer).coverage("joint")
    before = own_json(given, pure.variants_of(given), joint, organisation=organisation)
    after = own_json(changed, *found, organisation=organisation)
    return [new | {"before": old} for old, new in zip(before, after, strict=True)]


def coverage_alone(port: Mapping[str, Any]) -> dict[str, object]:
    """A port as a what-if keeps it, before and routes with it, without harm and attempts."""
    kept: dict[str, object] = {name: one for name, one in port.items() if name not in {"harm", "attempts"}}
    kept["routes"] = [{name: one[name] for name in ("name", "floor", "coverage")} for one in port["routes"]]
    if "before" in port:
        kept["before"] = coverage_alone(port["before"])
    return kept


def own_json(
    given: Given, variants: Sequence[Variant], coverage: Floats, *, organisation: int
) -> list[dict[str, object]]:
    """The own ports under a plan, roughly and in steps; of the routes what follows from that and own figures alone."""
    found = effects_of(given, variants, coverage)
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
                    {"name": one.name, "floor": one.floor, "coverage": share, "harm": of_harm, "attempts": of_attempts}
                    for one, share, (of_harm, of_attempts) in zip(
                        port.routes, shares, by_route(port, given.scenarios, shares, harm, attempts), strict=True
                    )
                ],
            }
        )
    return told


def by_route(
    port: PortGiven, scenarios: Sequence[Scenario], shares: Sequence[float], harm: Span, attempts: Span
) -> list[tuple[list[float], list[float]]]:
    """Harm and attempts a week of each route, least and most, roughly: what was told of the port, shared out.

    shares   coverage as it was told. Made of told and own figures alone: many routes tell no more than their port does,
    where each rounded by itself would.
    """
    parts = []
    for one in scenarios:
        game = game_of((port,), one)
        logit = game.rationality * (game.bare_utility - game.stake * np.array(shares))
        weight = np.exp(logit - logit.max())
        lost = weight * game.harm * (1.0 - game.detect_prob * np.array(shares))
        parts.append((weight / weight.sum(), lost / lost.sum() if lost.sum() > 0 else np.zeros_like(lost)))
    of_attempts, of_harm = (np.stack(one) for one in zip(*parts, strict=True))
    return [(_part(harm, of_harm[:, number]), _part(attempts, of_attempts[:, number])) for number in range(len(shares))]


def _part(whole: Span, share: Floats) -> list[float]:
    return [roughly(whole.low * float(share.min())), roughly(whole.high * float(share.max()))]


def others_change(
    solution: Solution, asked: Given, changed: tuple[Sequence[Variant], Floats], *, organisation: int
) -> tuple[int, int]:
    """By how much the harm of the others together changes against the answer, in whole percent, in steps of 5.

    asked   of which the scenarios count      changed   its games and the coverage of its plan
    """
    given = replace(pure.from_json(solution.given), scenarios=asked.scenarios)
    answer = plans.from_json(solution.answer)
    away = np.array([port.organisation != organisation for port in given.ports])
    before = effects_of(given, pure.variants_of(given), answer.coverage("joint")).harm[:, away].sum(axis=1)
    after = effects_of(asked, *changed).harm[:, away].sum(axis=1)
    share = after / np.where(before > 0, before, 1.0) - 1.0
    return in_steps(float(share.min())), in_steps(float(share.max()))
