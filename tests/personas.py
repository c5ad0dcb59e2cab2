"""The people of the tests: one community, made by rows once, in which every rule has someone to try it.

author     officer of the port that writes          peer       officer of another port in the circle
outsider   officer of a member outside the circle   client     officer of a client of the peer's port
guest      person of a guest company                guard … operator   of the author's port
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import make_password
from django.db.models import OuterRef, Subquery

from port2port.members.member import NOBODY, Member
from port2port.members.models import (
    Circle,
    CircleMembership,
    Clientship,
    Facility,
    Organisation,
    Person,
    Port,
    Seat,
    Waterway,
)
from port2port.members.readers import member_of_seat

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BEFORE = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
PASSWORD = "a-long-test-password"


@dataclass
class Community:
    """Organisations, circles and members by name."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    circles: dict[str, Circle] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    ports: dict[str, Port] = field(default_factory=dict)
    facilities: dict[str, Facility] = field(default_factory=dict)

    def member(self, name: str) -> Member:
        """The member as the door would resolve it now."""
        if name == "nobody":
            return NOBODY
        return member_of_seat(Seat.objects.select_related("person", "organisation").get(pk=self.seats[name].pk))

    def scoped(self, name: str, *, port: str = "", facility: str = "") -> Member:
        """The persona in a seat of one port or one facility."""
        return replace(
            self.member(name),
            port_id=self.ports[port].pk if port else None,
            facility_id=self.facilities[facility].pk if facility else None,
        )

    def person(self, name: str) -> Person:
        """The login of a persona."""
        return self.seats[name].person


PERSONAS = {
    "author": ("north", "officer"),
    "colleague": ("north", "analyst"),
    "coordinator": ("north", "coordinator"),
    "trainer": ("north", "trainer"),
    "guard": ("north", "guard"),
    "auditor": ("north", "auditor"),
    "operator": ("north", "operator"),
    "peer": ("south", "officer"),
    "peer_guard": ("south", "guard"),
    "peer_coordinator": ("south", "coordinator"),
    "outsider": ("east", "officer"),
    "outsider_coordinator": ("east", "coordinator"),
    "client": ("forwarder", "officer"),
    "guest": ("company", "officer"),
    "secretariat": ("desk", "secretariat"),
}


ORGANISATIONS = [
    ("north", "Port of North", "port", "member"),
    ("south", "Port of South", "port", "member"),
    ("east", "Port of East", "port", "member"),
    ("desk", "Secretariat", "secretariat", "member"),
    ("forwarder", "Forwarder", "company", "client"),
    ("company", "Company", "company", "guest"),
]
LOCODES = {"north": "BENOR", "south": "BESOU", "east": "BEEAS"}


def found_community() -> Community:
    """Three ports, the secretariat, a client of south, a guest; circle `both` = north and south."""
    organisations = Organisation.objects.bulk_create(
        Organisation(slug=slug, name=name, kind=kind, standing=standing, state="active", admitted_at=BEFORE)
        for slug, name, kind, standing in ORGANISATIONS
    )
    community = Community({one.slug: one for one in organisations})
    _build(community)
    _seat_people(community)
    both = Circle.objects.create(name="Both", owner=community.organisations["north"], made_at=BEFORE)
    CircleMembership.objects.bulk_create(
        CircleMembership(circle=both, organisation=community.organisations[slug], invited_at=BEFORE, joined_at=BEFORE)
        for slug in ("north", "south")
    )
    community.circles["both"] = both
    Clientship.objects.create(
        client=community.organisations["forwarder"],
        member=community.organisations["south"],
        named_at=BEFORE,
        accepted_at=BEFORE,
    )
    return community


def _build(community: Community) -> None:
    """A port at the river and a quay in it for each of the three."""
    river = Waterway.objects.create(slug="river", name="River")
    ports = Port.objects.bulk_create(
        Port(
            slug=slug,
            locode=locode,
            name=slug.title(),
            geography="sea",
            manager=community.organisations[slug],
            is_isps_port_in_belgian_law=True,
        )
        for slug, locode in LOCODES.items()
    )
    at_river = Port.waterways.through
    at_river.objects.bulk_create(at_river(port=port, waterway=river) for port in ports)
    quays = Facility.objects.bulk_create(
        Facility(
            organisation=community.organisations[port.slug],
            port=port,
            name=f"Quay {port.slug}",
            kind="quay",
            isps="inside",
        )
        for port in ports
    )
    for port, quay in zip(ports, quays, strict=True):
        community.ports[port.slug], community.facilities[port.slug] = port, quay


def _seat_people(community: Community) -> None:
    password = make_password(PASSWORD)
    people = Person.objects.bulk_create(
        Person(username=name, name=f"The {name}", email=f"{name}@example.org", language="en", password=password)
        for name in PERSONAS
    )
    seats = Seat.objects.bulk_create(
        Seat(person=person, organisation=community.organisations[slug], function=function, given_at=BEFORE)
        for person, (slug, function) in zip(people, PERSONAS.values(), strict=True)
    )
    for person, seat in zip(people, seats, strict=True):
        person.active_seat = seat
        community.seats[person.username] = seat
    Person.objects.update(active_seat=Subquery(Seat.objects.filter(person=OuterRef("pk")).values("pk")[:1]))


@pytest.fixture
def community(db: None) -> Community:
    """The community, made anew for each test."""
    return found_community()


def _persona(name: str) -> object:
    @pytest.fixture(name="forwarder" if name == "client" else name)
    def one(community: Community) -> Member:
        return community.member(name)

    return one


author = _persona("author")
colleague = _persona("colleague")
coordinator = _persona("coordinator")
trainer = _persona("trainer")
guard = _persona("guard")
auditor = _persona("auditor")
operator = _persona("operator")
peer = _persona("peer")
peer_guard = _persona("peer_guard")
peer_coordinator = _persona("peer_coordinator")
outsider = _persona("outsider")
outsider_coordinator = _persona("outsider_coordinator")
# `client` is Django's test client in fixtures; the person is called `forwarder` there.
forwarder = _persona("client")
guest = _persona("guest")
secretariat = _persona("secretariat")
nobody = _persona("nobody")
