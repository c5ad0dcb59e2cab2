"""The one rule in the database, over random communities: who would receive a record, who sees it, what the index
gives, what a search finds and what the table says by hand are the same people."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

import pytest
from django.db import connection, transaction

from port2port.members.member import NOBODY
from port2port.members.models import Circle, CircleMembership, Clientship, Organisation, Person, Seat
from port2port.members.readers import member_of_seat
from port2port.pure.audience import Tlp
from port2port.reports.models import Report
from port2port.sharing import access, audience_index, search
from port2port.sharing.would import receivers_of
from tests.communities import LAST_DAY, World, random_world, reads

START = datetime(2026, 1, 1, tzinfo=UTC)
LABELS = {tlp.stix: tlp for tlp in Tlp}
# SQLite holds the table against 2,000 communities; PostgreSQL, whose share is the SQL, against others beside them.
ENOUGH, FIRST = (400, 1_000_000) if connection.vendor == "postgresql" else (2000, 0)
COMMUNITIES = int(os.environ.get("PORT2PORT_COMMUNITIES") or (ENOUGH if os.environ.get("CI") else 100))
# Communities that lie in one database at a time: each reader is held against the records of all of them.
AT_ONCE = 4
PARTS = 4


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def merged(random: Random) -> World:
    whole = World()
    for number in range(AT_ONCE):
        world = random_world(random, papers=2, first_id=1000 * (number + 1))
        whole.orgs |= world.orgs
        whole.rings |= world.rings
        whole.stays += world.stays
        whole.hosts += world.hosts
        whole.chairs += world.chairs
        whole.papers += world.papers
    return whole


@contextmanager
def in_the_database(world: World) -> Iterator[None]:
    with transaction.atomic():
        write_people(world)
        write_papers(world)
        yield
        transaction.set_rollback(True)


def write_people(world: World) -> None:
    Organisation.objects.bulk_create(
        Organisation(
            pk=one.id, slug=f"o{one.id}", name=f"O{one.id}", kind="port", standing=one.standing, state=one.state
        )
        for one in world.orgs.values()
    )
    Circle.objects.bulk_create(
        Circle(
            pk=ring.id,
            name=f"C{ring.id}",
            owner_id=ring.owner,
            shows_history=ring.shows_history,
            made_at=START,
            closed_at=day(LAST_DAY) if ring.is_closed else None,
        )
        for ring in world.rings.values()
    )
    CircleMembership.objects.bulk_create(
        CircleMembership(
            circle_id=stay.ring,
            organisation_id=stay.org,
            invited_at=START,
            joined_at=None if stay.joined is None else day(stay.joined),
            left_at=None if stay.left is None else day(stay.left),
        )
        for stay in world.stays
    )
    Clientship.objects.bulk_create(
        Clientship(
            client_id=one.client,
            member_id=one.host,
            named_at=START,
            accepted_at=START if one.is_accepted else None,
            ended_at=day(LAST_DAY) if one.is_ended else None,
        )
        for one in world.hosts
    )
    Person.objects.bulk_create(Person(pk=one, username=f"p{one}", name=f"P{one}") for one in world.people)
    Seat.objects.bulk_create(
        Seat(
            pk=chair.id,
            person_id=chair.person,
            organisation_id=chair.org,
            function=chair.function,
            given_at=START,
            ended_at=day(LAST_DAY) if chair.is_ended else None,
        )
        for chair in world.chairs
    )


def write_papers(world: World) -> None:
    rows = Report.objects.bulk_create(
        Report(
            pk=paper.id,
            kind="bulletin" if paper.for_floor else "incident",
            for_floor=paper.for_floor,
            title="Container seal",
            language="en",
            tlp=LABELS[paper.label],
            is_open=paper.is_open,
            originator_id=paper.originator,
            author_id=paper.author,
            version=1,
            made_at=day(paper.published),
            changed_at=day(paper.published),
            published_at=day(paper.published),
        )
        for paper in world.papers
    )
    circles, named = Report.circles.through, Report.named.through
    circles.objects.bulk_create(
        circles(report_id=paper.id, circle_id=ring) for paper in world.papers for ring in sorted(paper.rings)
    )
    named.objects.bulk_create(
        named(report_id=paper.id, person_id=person) for paper in world.papers for person in sorted(paper.named)
    )
    for row in rows:
        tokens = audience_index.tokens_of(row)
        audience_index.file_record(row, tokens=tokens)
        search.index(row, tokens=tokens)


def differences(world: World) -> list[str]:
    """Where any of the ways to ask disagrees with the table; empty when all agree."""
    wrong = []
    for seat in Seat.objects.select_related("person", "organisation"):
        chair = next(one for one in world.chairs if one.id == seat.pk)
        member = member_of_seat(seat)
        expected = {paper.id for paper in world.papers if reads(world, chair, paper)}
        if member is NOBODY:
            # An ended seat acts as nobody: what is published openly is all it has left.
            expected = {paper.id for paper in world.papers if paper.is_open}
        first, number = search.find_first(Report, member, "seals")
        found = {
            "visible_to": set(Report.objects.visible_to(member).values_list("pk", flat=True)),
            "newest": {place.record_id for place in audience_index.newest(Report, member)},
            "search": set(search.find(Report, member, "seals").ids),
            "search, first page": set(first.ids),
        }
        wrong += [f"{way}: {chair} has {ids}, not {expected}" for way, ids in found.items() if ids != expected]
        if {audience_index.count_up_to(Report, member), number} != {len(expected)}:
            wrong.append(f"count: {chair}")
    for row in Report.objects.all():
        paper = next(one for one in world.papers if one.id == row.pk)
        receivers = receivers_of(row, first_at=row.published_at or START)
        expected_people: dict[int, set[int]] = {}
        for chair in world.chairs:
            if world.orgs[chair.org].state == "active" and reads(world, chair, paper):
                expected_people.setdefault(chair.org, set()).add(chair.person)
        if receivers.people != expected_people:
            wrong.append(f"would_receive: {paper} goes to {receivers.people}, not {expected_people}")
    return wrong


@pytest.fixture
def asked_once(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The real tokens of each reader, worked out once for a community that stands still; call it when it changes."""
    remembered = cache(access.held_keys)
    for module in (access, audience_index, search):
        monkeypatch.setattr(module, "held_keys", remembered)
    return remembered.cache_clear


@pytest.mark.parametrize("part", range(PARTS))
def test_whoever_would_receive_a_record_sees_it_and_nobody_else(
    part: int, db: None, asked_once: Callable[[], None]
) -> None:
    for number in range(FIRST + part, FIRST + COMMUNITIES // AT_ONCE, PARTS):
        world = merged(Random(number))

        with in_the_database(world):
            asked_once()
            wrong = differences(world)

        assert wrong == [], f"communities of Random({number})"


def test_the_comparison_notices_a_reader_too_many(db: None) -> None:
    world = merged(Random(1))

    with in_the_database(world):
        row = Report.objects.filter(tlp=Tlp.AMBER_STRICT).first() or Report.objects.exclude(tlp=Tlp.CLEAR)[0]
        audience_index.file_record(row, tokens=audience_index.tokens_of(row) | {"clear"})
        wrong = differences(world)

    assert any(line.startswith("visible_to") for line in wrong)
    assert any(line.startswith("newest") for line in wrong)
