"""Joint allocations made as people make them: through the actions, in a circle of five ports."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from port2port.allocation import actions
from port2port.allocation.actions import RouteFields, ScenarioFields
from port2port.allocation.models import GameDraft, Plan, PortInputs, Solution
from port2port.members.member import Member
from port2port.members.models import Circle, CircleMembership, Organisation, Person, Port, Seat
from port2port.members.readers import member_of_seat
from port2port.pure.workbench.given import Range
from tests.personas import BEFORE, NOW, Community

MONDAY = NOW.date()
SOURCES = dict.fromkeys(("reward", "penalty", "access_cost", "harm", "detect_prob"), "our own estimate")
SCENARIOS = (("Likely", "likely"), ("Dire", "worst"), ("Mild", "best"))


def fields(name: str = "Gate", *, size: float = 1.0, floor: float = 0.0, now: float = 0.2) -> RouteFields:
    """A route; size   multiplies what is at stake"""
    ranges = {
        "reward": Range(60_000 * size, 80_000 * size, 100_000 * size),
        "penalty": Range(20_000, 30_000, 40_000),
        "access_cost": Range(5_000, 10_000, 20_000),
        "harm": Range(50_000 * size, 100_000 * size, 150_000 * size),
        "detect_prob": Range(0.5, 0.7, 0.9),
    }
    return RouteFields(name=name, figures=ranges, sources=SOURCES, floor=floor, covered_now=now)


@dataclass
class Table:
    """A circle of five ports with an officer each, and the game that they play."""

    circle: Circle
    officers: dict[str, Member] = field(default_factory=dict)
    ports: dict[str, Port] = field(default_factory=dict)

    def opened(self, by: str = "north", **more: Any) -> GameDraft:
        said: dict[str, Any] = {"circle": self.circle, "title": "Spring", "language": "en"}
        return actions.open_game(member=self.officers[by], **(said | more), now=NOW)

    def named(self, game: GameDraft, who: str) -> None:
        """Their coordinator names the officer."""
        officer = self.officers[who]
        seat = Seat.objects.get(pk=officer.seat_id or 0)
        rows = Seat.objects.filter(organisation=seat.organisation, function="coordinator", ended_at=None)
        coordinator = rows.first() or Seat.objects.create(
            organisation=seat.organisation,
            function="coordinator",
            person=Person.objects.create(username=f"{who}-names"),
            given_at=BEFORE,
        )
        actions.name_person(member=member_of_seat(coordinator), game=game, seat=seat, now=NOW)

    def entered(self, game: GameDraft, who: str, *, routes: int = 3, size: float = 1.0, **more: Any) -> PortInputs:
        officer, port = self.officers[who], self.ports[who]
        inputs = actions.save_port(member=officer, game=game, port=port, own_units=1, now=NOW, **more)
        for number in range(routes):
            said = fields(f"SECRET-{who}-{number}", size=size * (1 + 0.1 * number))
            actions.save_route(member=officer, inputs=inputs, said=said, now=NOW)
        return inputs

    def played(self, *, ports: tuple[str, ...] = (), **more: Any) -> GameDraft:
        """A game with all that an answer needs."""
        game = self.opened(**more)
        chosen = ports or tuple(self.officers)
        for number, who in enumerate(chosen):
            if who != "north":
                self.named(game, who)
            self.entered(game, who, size=1 + 0.1 * number)
        north = self.officers["north"]
        actions.lend(member=north, game=game, units=2, kind="dog teams", now=NOW)
        for name, level in SCENARIOS:
            said = ScenarioFields(name, "to look at the ends", "en", 20_000, 40_000, 80, level)
            actions.save_scenario(member=north, game=game, said=said, now=NOW)
        return game

    def solved(self, **more: Any) -> Solution:
        return actions.solve(member=self.officers["north"], game=self.played(**more), now=NOW)

    def planned(self, *, agreed: bool = True) -> Plan:
        solution = self.solved()
        north, south = self.officers["north"], self.officers["south"]
        plan = actions.draft_plan(member=north, solution=solution, from_on=MONDAY, weeks=4, now=NOW)
        for member in (north, south) if agreed else ():
            actions.agree_plan(member=member, plan=plan, now=NOW)
        return Plan.objects.get(pk=plan.pk)


def made_table(community: Community) -> Table:
    circle = Circle.objects.create(name="Five", owner=community.organisations["north"], made_at=BEFORE)
    table = Table(circle)
    for slug, persona in (("north", "author"), ("south", "peer"), ("east", "outsider")):
        table.officers[slug] = community.member(persona)
        table.ports[slug] = community.ports[slug]
    for slug in ("west", "inland"):
        organisation = Organisation.objects.create(
            slug=slug, name=f"Port of {slug}", kind="port", standing="member", state="active", admitted_at=BEFORE
        )
        person = Person.objects.create(username=f"{slug}-officer", name=f"The {slug}")
        seat = Seat.objects.create(person=person, organisation=organisation, function="officer", given_at=BEFORE)
        table.officers[slug] = member_of_seat(seat)
        table.ports[slug] = Port.objects.create(slug=slug, name=slug.title(), geography="sea", manager=organisation)
    CircleMembership.objects.bulk_create(
        CircleMembership(circle=circle, organisation_id=one.organisation_id or 0, invited_at=BEFORE, joined_at=BEFORE)
        for one in table.officers.values()
    )
    return table


@pytest.fixture
def table(community: Community) -> Table:
    return made_table(community)


@pytest.fixture
def entropy() -> Callable[[int], bytes]:
    """So many bytes, never the same twice in a test, always the same in the next run."""
    state = {"n": 0}

    def given(size: int) -> bytes:
        state["n"] += 1
        return bytes((state["n"] * 7 + place) % 256 for place in range(size))

    return given


def _signed_in(community: Community, name: str) -> Client:
    client = Client()
    client.force_login(community.person(name))
    return client


@pytest.fixture
def as_author(community: Community) -> Client:
    return _signed_in(community, "author")


@pytest.fixture
def as_peer(community: Community) -> Client:
    return _signed_in(community, "peer")
