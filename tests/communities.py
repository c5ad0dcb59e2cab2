"""Random communities as plain values, and the visibility table written once more, by hand.

Nothing here uses the code under test: `reads` is the table of docs/explanation/visibility.md read aloud.
Days are whole numbers; a record is published on a day, an organisation joins and leaves circles on days.
"""

from dataclasses import dataclass, field
from random import Random

LABELS = ("clear", "green", "amber", "amber+strict", "red")
LAST_DAY = 9


@dataclass(frozen=True)
class Org:
    id: int
    standing: str
    state: str


@dataclass(frozen=True)
class Ring:
    """A circle."""

    id: int
    owner: int
    shows_history: bool
    is_closed: bool


@dataclass(frozen=True)
class InRing:
    """A stay; `joined` None is an invitation that was not accepted."""

    ring: int
    org: int
    joined: int | None
    left: int | None


@dataclass(frozen=True)
class Host:
    """A clientship of `client` with the member `host`."""

    client: int
    host: int
    is_accepted: bool
    is_ended: bool


@dataclass(frozen=True)
class Chair:
    """A seat."""

    id: int
    person: int
    org: int
    function: str
    is_ended: bool


@dataclass(frozen=True)
class Paper:
    """A published record."""

    id: int
    label: str
    originator: int
    author: int
    rings: frozenset[int]
    named: frozenset[int]
    is_open: bool
    published: int
    for_floor: bool


@dataclass
class World:
    orgs: dict[int, Org] = field(default_factory=dict)
    rings: dict[int, Ring] = field(default_factory=dict)
    stays: list[InRing] = field(default_factory=list)
    hosts: list[Host] = field(default_factory=list)
    chairs: list[Chair] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)

    @property
    def people(self) -> list[int]:
        return sorted({chair.person for chair in self.chairs})


def random_world(random: Random, *, papers: int = 2, first_id: int = 1) -> World:
    """A handful of organisations with everything that the rule looks at."""
    world = World()
    for number in range(random.randint(2, 5)):
        standing = random.choice(("member", "member", "member", "client", "guest")) if number else "member"
        state = random.choice(("active",) * 6 + ("left", "invited"))
        world.orgs[first_id + number] = Org(first_id + number, standing, state)
    orgs = sorted(world.orgs)
    members = [one for one in orgs if world.orgs[one].standing == "member"]
    for number in range(random.randint(1, 3)):
        ring = Ring(first_id + number, random.choice(members), random.random() < 0.5, random.random() < 0.1)
        world.rings[ring.id] = ring
        # A client or guest in a circle cannot come about, and must not help when it has.
        world.stays += [_stay(random, ring.id, org) for org in orgs if random.random() < 0.6]
    for client in orgs:
        for host in orgs:
            if client != host and random.random() < (0.5 if world.orgs[client].standing == "client" else 0.1):
                world.hosts.append(Host(client, host, random.random() < 0.8, random.random() < 0.2))
    _seat_people(random, world, first_id)
    world.papers = [_paper(random, world, first_id + number) for number in range(papers)]
    return world


def _stay(random: Random, ring: int, org: int) -> InRing:
    joined = random.randint(0, LAST_DAY) if random.random() < 0.85 else None
    left = random.randint(joined, LAST_DAY) if joined is not None and random.random() < 0.25 else None
    return InRing(ring, org, joined, left)


def _seat_people(random: Random, world: World, first_id: int) -> None:
    functions = (
        "officer",
        "officer",
        "analyst",
        "coordinator",
        "guard",
        "trainer",
        "auditor",
        "operator",
        "secretariat",
    )
    for org in world.orgs:
        for _ in range(random.randint(1, 2)):
            person = first_id + len(world.people)
            world.chairs.append(
                Chair(first_id + len(world.chairs), person, org, random.choice(functions), random.random() < 0.1)
            )
    if random.random() < 0.3:
        # One person, a second seat elsewhere.
        chair = random.choice(world.chairs)
        world.chairs.append(
            Chair(
                first_id + len(world.chairs),
                chair.person,
                random.choice(sorted(world.orgs)),
                random.choice(functions),
                False,
            )
        )


def _paper(random: Random, world: World, number: int) -> Paper:
    label = random.choice(LABELS)
    author = random.choice(world.chairs)
    return Paper(
        id=number,
        label=label,
        originator=author.org,
        author=author.person,
        rings=frozenset(one for one in world.rings if random.random() < 0.5)
        if label.startswith("amber")
        else frozenset(),
        named=frozenset(one for one in world.people if random.random() < 0.3) if label == "red" else frozenset(),
        is_open=label == "clear" and random.random() < 0.3,
        published=random.randint(0, LAST_DAY),
        for_floor=random.random() < 0.5,
    )


def reaches(world: World, *, org: int, person: int, paper: Paper) -> bool:
    """The table: does the handling reach this person of this organisation?"""
    reader = world.orgs[org]
    if reader.state != "active":
        return False
    if paper.label == "red":
        return reader.standing != "guest" and (person in paper.named or person == paper.author)
    if org == paper.originator or paper.label == "clear":
        return True
    if paper.label == "green":
        return reader.standing == "member"
    if reader.standing == "member":
        return _in_a_chosen_ring(world, org, paper)
    if reader.standing == "client" and paper.label == "amber":
        return any(_in_a_chosen_ring(world, host, paper) for host in _hosts_of(world, org))
    return False


def _hosts_of(world: World, client: int) -> list[int]:
    return [
        one.host
        for one in world.hosts
        if one.client == client
        and one.is_accepted
        and not one.is_ended
        and world.orgs[one.host].standing == "member"
        and world.orgs[one.host].state == "active"
    ]


def _in_a_chosen_ring(world: World, org: int, paper: Paper) -> bool:
    for stay in world.stays:
        ring = world.rings[stay.ring]
        if stay.org != org or stay.ring not in paper.rings or ring.is_closed:
            continue
        if stay.joined is None or stay.left is not None:
            continue
        if ring.shows_history or stay.joined <= paper.published:
            return True
    return False


def reads(world: World, chair: Chair, paper: Paper) -> bool:
    """The table, narrowed by the seat: guards read what is for the floor, some functions read nothing shared."""
    if chair.is_ended or chair.function in {"trainer", "auditor", "operator"}:
        return False
    if chair.function == "guard" and not paper.for_floor:
        return False
    return reaches(world, org=chair.org, person=chair.person, paper=paper)
