"""A game's rows as the arithmetic takes them, and what is wrong with the own part of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256

from django.db.models import QuerySet

from port2port.allocation.access import takes_part
from port2port.allocation.models import GameDraft, Named, PoolUnits, PortInputs, Route, Scenario, Solution
from port2port.allocation.refusals import MoreThanRoutes, words_of
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.members.operators import operators
from port2port.pure.games import GameRefused
from port2port.pure.workbench import given as pure
from port2port.pure.workbench.given import Given, PortGiven, Range, RouteGiven, game_of
from port2port.pure.workbench.others import COMMON, FEWEST_HOUSES, NO_HOUSE, Digests, houses_of, may_compare


def given_of(game: GameDraft) -> Given:
    """All that is entered, of organisations that are in the circle now; ports without a route are left out."""
    inside = inside_of(game.circle)
    rows = PortInputs.objects.filter(game=game, organisation__in=inside).select_related("port").order_by("port__slug")
    inputs = list(rows)
    routes: dict[int, list[Route]] = {one.pk: [] for one in inputs}
    for route in Route.objects.filter(inputs__in=inputs, removed_at=None):
        routes[route.inputs_id].append(route)
    houses = operators()
    ports = tuple(
        port_of(one, routes[one.pk], house=houses.get(one.organisation_id, one.organisation_id))
        for one in inputs
        if routes[one.pk]
    )
    lent = sum(PoolUnits.objects.filter(game=game, organisation__in=inside).values_list("units", flat=True))
    # A refusal would tell of other ports' routes how many they are: what nobody can use is left out instead.
    room = sum(len(port.routes) - port.own_units for port in ports)
    return Given(
        ports=ports,
        scenarios=tuple(
            _scenario(one) for one in Scenario.objects.filter(game=game, organisation__in=inside).standing()
        ),
        mobile=min(lent, room),
        objective=game.aim,
    )


def inside_of(circle: Circle) -> list[int]:
    """Organisations that are in the circle now."""
    if circle.closed_at is not None:
        return []
    return list(
        circle.memberships.filter(joined_at__isnull=False, left_at=None).values_list("organisation_id", flat=True)
    )


def port_of(inputs: PortInputs, routes: Sequence[Route], *, house: int) -> PortGiven:
    """One port as the arithmetic takes it."""
    return PortGiven(
        key=inputs.port.slug,
        name=inputs.port.name,
        organisation=inputs.organisation_id,
        house=house,
        own_units=min(inputs.own_units, float(len(routes))),
        named=inputs.shows_rise,
        routes=tuple(
            RouteGiven(
                str(one.key),
                one.name,
                {name: Range(*(one.figures[name][end] for end in ("low", "likely", "high"))) for name in pure.FIGURES},
                one.floor,
                one.covered_now,
            )
            for one in routes
        ),
    )


def _scenario(one: Scenario) -> pure.Scenario:
    level = pure.Level(one.level)
    return pure.Scenario(one.name, one.tipping, one.outside, one.attempts, level, one.weight)


def digests_of(given: Given) -> dict[str, tuple[int, str]]:
    """By port its house, and SHA-256 of the figures that it put in: the same figures in another game are the same.

    Under COMMON what is nobody's own: scenarios, mobile units and aim.
    """
    common = json.dumps([[asdict(one) for one in given.scenarios], given.mobile, given.objective])
    ports = {port.key: (port.house, sha256(_figures(port).encode()).hexdigest()) for port in given.ports}
    return ports | {COMMON: (NO_HOUSE, sha256(common.encode()).hexdigest())}


def _figures(port: PortGiven) -> str:
    """Units and routes without names and keys, in an order of their own."""
    routes = sorted(
        json.dumps(
            [
                one.floor,
                one.covered_now,
                *([ends.low, ends.likely, ends.high] for ends in (one.figures[n] for n in pure.FIGURES)),
            ]
        )
        for one in port.routes
    )
    return json.dumps([port.own_units, routes])


def house_of(member: Member) -> int:
    """The highest organisation above the member's own; NO_HOUSE for whoever has none."""
    own = member.organisation_id or NO_HOUSE
    return operators().get(own, own)


def sisters(member: Member) -> list[int]:
    """Every organisation of the member's house, its own among them."""
    house = house_of(member)
    return [one for one, above in operators().items() if above == house]


def read_by_house(member: Member) -> QuerySet[Solution]:
    """Answers, in whatever circle, of games in which somebody of the member's house was ever named."""
    games = Named.objects.filter(organisation_id__in=sisters(member)).values("game_id")
    return Solution.objects.filter(game__in=games)


def as_digests(kept: Mapping[str, Sequence[object]]) -> Digests:
    """What `digests_of` made, as it was kept."""
    return {port: (int(str(house)), str(text)) for port, (house, text) in kept.items()}


def may_read_others(solution: Solution, *, member: Member) -> bool:
    """Whether this organisation may read what the others come to in this answer, and what else changes with them.

    At least three other houses have ports in it, none of them has most of what they come to, and no earlier answer that
    its house could read differs from this one by the figures of one or two of them: the difference would be theirs.
    """
    if not takes_part(member) or member.organisation_id is None:
        return False
    house = house_of(member)
    rows = read_by_house(member).filter(pk__lte=solution.pk).order_by("pk")
    shown: list[Digests] = []
    answer = False
    for digests, dominated in rows.values_list("digests", "dominated"):
        found = as_digests(digests)
        at_the_table = houses_of(found)
        answer = len(at_the_table - {house}) >= FEWEST_HOUSES and may_compare(found, shown, house)
        if answer:
            shown.append(found)
        answer = answer and (house if house in at_the_table else NO_HOUSE) not in dominated
    return answer and read_by_house(member).filter(pk=solution.pk).exists()


def faults_of(game: GameDraft, inputs: PortInputs, *, member: Member) -> list[str]:
    """What keeps the own port out of an answer, looked at by itself: nobody else's figures come in."""
    routes = list(Route.objects.visible_to(member).standing().filter(inputs=inputs))
    if not routes:
        return []
    port = port_of(inputs, routes, house=inputs.organisation_id)
    found: list[str] = []
    if inputs.own_units > len(routes):
        found.append(str(MoreThanRoutes.words))
    for scenario in Scenario.objects.visible_to(member).standing().filter(game=game):
        try:
            game_of((port,), _scenario(scenario))
        except GameRefused as fault:
            words = words_of(fault, (port,), inputs.organisation_id)
            if words not in found:
                found.append(words)
    return found
