"""A game is answered for all at once; each organisation may ask a bounded number of what-ifs about its own part."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from port2port.allocation.actions.entering import check_floors
from port2port.allocation.actions.opening import check_named
from port2port.allocation.answers import before_and_after, coverage_alone, others_change, own_numbers
from port2port.allocation.bounds import counts_as_what_if, what_ifs_left
from port2port.allocation.material import digests_of, given_of, house_of, may_read_others
from port2port.allocation.models import Asked, GameDraft, Solution, WhatIf
from port2port.allocation.refusals import (
    AnswersSpent,
    CannotSolve,
    ChangeSomething,
    InSteps,
    KeptBack,
    Meanwhile,
    NothingChanged,
    Spent,
    TooFewHouses,
    words_of,
)
from port2port.base.refusal import NotAllowed
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.pure.games import GameRefused
from port2port.pure.workbench import given as pure_given
from port2port.pure.workbench import plans
from port2port.pure.workbench.given import Given, with_changes
from port2port.pure.workbench.others import FEWEST_HOUSES, NO_HOUSE, dominated, other_houses
from port2port.pure.workbench.plans import Step, effects
from port2port.reports.rules import own_organisation

MOST_ANSWERS = 30
FLOOR_STEP = 0.1
# How often it is reckoned anew because somebody entered something meanwhile.
TRIES = 3


def solve(
    *, member: Member, game: GameDraft, now: datetime, step: Step = plans.unheard, counted: bool | None = None
) -> Solution:
    """An answer of all that is entered now; it stands. One that cannot be had is on record and counts too.

    step   told how many of how many parts are done; what it raises ends it, and nothing is kept
    counted   whether its job counted when it started; None where there was none
    Raises NotAllowed, TooFewHouses, NothingChanged, AnswersSpent, Spent, CannotSolve, Meanwhile.
    """
    own = own_organisation(member)
    for _try in range(TRIES):
        given = given_of(game)
        may_ask(member, game, given, now=now, counted=counted)
        # Outside the transaction: nobody else's writing waits while it is reckoned.
        reckoned = _reckoned(given, own, step)
        # The last look whether it is wanted still.
        step(plans.PARTS, plans.PARTS)
        found = _keep(member, game, reckoned, given=given, now=now, counted=counted)
        if isinstance(found, CannotSolve):
            raise found
        if found is not None:
            return found
    raise Meanwhile


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """The answer as it is kept, and the houses that come to most of the others; or the fault that there is none."""

    answer: dict[str, Any] = field(default_factory=dict)
    dominated: list[int] = field(default_factory=list)
    fault: str = ""
    refusal: CannotSolve | None = None


def _reckoned(given: Given, own: int, step: Step) -> _Reckoned:
    try:
        answer = plans.answered(given, step=step)
        step(plans.PARTS - 1, plans.PARTS)
        variants = pure_given.variants_of(given)
        found = [effects(variants, answer.coverage(way)) for way in plans.WAYS]
    except GameRefused as fault:
        return _Reckoned(fault=fault.reason.value, refusal=CannotSolve(words_of(fault, given.ports, own)))
    return _Reckoned(plans.as_json(answer), dominated(given, found))


def may_ask(
    member: Member, game: GameDraft, given: Given, *, now: datetime, counted: bool | None = None
) -> tuple[int, int, bool]:
    """The seat, the number of the answer, and whether it counts. Raises what `solve` raises, but CannotSolve."""
    seat = check_named(member, game)
    number = _next_number(game, given)
    counts = counted is None and counts_as_what_if(member, game, digests_of(given))
    if counts and what_ifs_left(member, game, now=now) == 0:
        raise Spent
    return seat, number, counts


@transaction.atomic
def _keep(
    member: Member, game: GameDraft, reckoned: _Reckoned, *, given: Given, now: datetime, counted: bool | None
) -> Solution | CannotSolve | None:
    """What was reckoned, on record; None where something else was entered meanwhile."""
    queue_up(game)
    if given_of(game) != given:
        return None
    seat, number, counts = may_ask(member, game, given, now=now, counted=counted)
    own = own_organisation(member)
    asked = Asked(game=game, organisation_id=own, counts=counts, by_id=seat, at=now)
    record_act(member=member, act="solve_game", subject=f"gamedraft {game.key} answer {number}", now=now)
    if reckoned.refusal is not None:
        asked.fault, asked.counts = reckoned.fault, not counted
        asked.save()
        return reckoned.refusal
    asked.solution = Solution.objects.create(
        game=game,
        number=number,
        organisation_id=own,
        given=_kept(given),
        answer=reckoned.answer,
        digests=digests_of(given),
        dominated=reckoned.dominated,
        solved_by_id=seat,
        solved_at=now,
    )
    asked.save()
    return asked.solution


def queue_up(game: GameDraft) -> None:
    """Questions in one circle queue up, so that the bound holds for those that come at the same moment."""
    Circle.objects.select_for_update().get(pk=game.circle_id)
    GameDraft.objects.select_for_update().get(pk=game.pk)


def _kept(given: Given) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(json.dumps(pure_given.as_json(given)))
    return kept


def _next_number(game: GameDraft, given: Given) -> int:
    """The number of the next answer. Raises TooFewHouses, NothingChanged, AnswersSpent."""
    if other_houses(given, NO_HOUSE) <= FEWEST_HOUSES or not given.scenarios:
        raise TooFewHouses
    last = Solution.objects.filter(game=game).order_by("-number").first()
    if last is None:
        return 1
    if last.given == _kept(given):
        raise NothingChanged
    if last.number >= MOST_ANSWERS:
        raise AnswersSpent
    return last.number + 1


def ask_what_if(
    *,
    member: Member,
    solution: Solution,
    units: Mapping[str, float],
    floors: Mapping[str, float],
    scenario: int | None = None,
    now: datetime,
) -> WhatIf:
    """The answer with other own units and floors; asked again, the same is told again and counts no more.

    units   by port      floors   by route, 0 to 1      scenario   its place, where one alone is looked at
    Raises NotAllowed, KeptBack, Spent, InSteps, ChangeSomething, BadField.
    """
    seat, own = check_named(member, solution.game), own_organisation(member)
    given = pure_given.from_json(solution.given)
    _check_own(given, own, units, floors)
    # What is told is told of all own ports: a seat of one of several does not ask.
    if len(own_numbers(member, given)) != len(given.of(own)):
        raise NotAllowed
    if not may_read_others(solution, member=member):
        raise KeptBack
    changed = _changed(given, own, with_changes(given, units=units, floors=floors), scenario)
    asked = _asked(given, changed, own) | ({} if scenario is None else {"scenario": scenario})
    digest = sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    found = _told_before(member, solution, digest, now=now)
    if found is not None:
        return found
    # Outside the transaction: nobody else's writing waits while it is reckoned.
    told = _told(solution, changed, member)
    with transaction.atomic():
        queue_up(solution.game)
        # It may have been closed, or the seat taken off, while it was reckoned.
        check_named(member, solution.game)
        if not may_read_others(solution, member=member):
            raise KeptBack
        found = _told_before(member, solution, digest, now=now)
        if found is not None:
            return found
        row = WhatIf.objects.create(
            solution=solution, organisation_id=own, digest=digest, asked=asked, told=told, by_id=seat, at=now
        )
        subject = f"gamedraft {solution.game.key} what-if {row.key}"
        record_act(member=member, act="ask_what_if", subject=subject, now=now)
    return row


def _told_before(member: Member, solution: Solution, digest: str, *, now: datetime) -> WhatIf | None:
    """The same, if it was asked before. Raises Spent where it was not and nothing more may be asked."""
    rows = WhatIf.objects.filter(solution=solution, organisation_id=own_organisation(member), digest=digest)
    found = rows.first()
    if found is None and what_ifs_left(member, solution.game, now=now) == 0:
        raise Spent
    return found


def _changed(given: Given, own: int, moved: Given, scenario: int | None) -> Given:
    """What is reckoned. Raises NotAllowed, ChangeSomething, InSteps, BadField."""
    if scenario is not None:
        if not 0 <= scenario < len(given.scenarios):
            raise NotAllowed
        moved = replace(moved, scenarios=(given.scenarios[scenario],))
    if moved == given:
        raise ChangeSomething
    for port in (one for one in moved.ports if one.organisation == own):
        if not 0 <= port.own_units <= len(port.routes):
            raise InSteps
        check_floors("floors", [(route.name, route.floor) for route in port.routes], port.own_units)
    return moved


def _check_own(given: Given, own: int, units: Mapping[str, float], floors: Mapping[str, float]) -> None:
    ports = [port for port in given.ports if port.organisation == own]
    routes = {route.key for port in ports for route in port.routes}
    if not ports or not set(units) <= {port.key for port in ports} or not set(floors) <= routes:
        raise NotAllowed
    before = {port.key: port.own_units for port in ports}
    now = {route.key: route.floor for port in ports for route in port.routes}
    for key, value in units.items():
        if not _is_step(value - before[key], 1.0) and not _is_step(value, 1.0):
            raise InSteps
    for key, value in floors.items():
        if value != now[key] and (not _is_step(value, FLOOR_STEP) or not 0 <= value <= 1):
            raise InSteps


def _is_step(value: float, step: float) -> bool:
    return abs(value / step - round(value / step)) < 1e-6


def _asked(given: Given, changed: Given, own: int) -> dict[str, object]:
    """What differs, by port and route."""
    units: dict[str, float] = {}
    floors: dict[str, float] = {}
    for before, after in zip(given.ports, changed.ports, strict=True):
        if before.organisation != own:
            continue
        if before.own_units != after.own_units:
            units[after.key] = after.own_units
        moved = zip(before.routes, after.routes, strict=True)
        floors |= {new.key: new.floor for old, new in moved if old.floor != new.floor}
    return {"units": units, "floors": floors}


def _told(solution: Solution, changed: Given, member: Member) -> dict[str, object]:
    try:
        variants = pure_given.variants_of(changed)
        coverage = plans.joint_plan(changed, variants).coverage
    except GameRefused as fault:
        # Kept, and counted: also that there is no answer is one.
        return {"refused": fault.reason.value}
    own, house = own_organisation(member), house_of(member)
    ports = before_and_after(solution, changed, (variants, coverage), organisation=own)
    if house in dominated(changed, [effects(variants, coverage)]):
        # The others are nearly one house: own harm and attempts would move with that one's figures.
        return {"ports": [coverage_alone(one) for one in ports]}
    return {"ports": ports, "others_change": others_change(solution, changed, (variants, coverage), organisation=own)}
