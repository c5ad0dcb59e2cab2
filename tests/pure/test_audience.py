"""The one rule against the table written by hand, over random communities."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from port2port.pure.audience import Handling, Reader, Stay, Tlp, audience, keys, strictest, tombstone_audience
from tests.communities import Paper, World, random_world, reaches

START = datetime(2026, 1, 1, tzinfo=UTC)
LABELS = {tlp.stix: tlp for tlp in Tlp}


def handling_of(paper: Paper) -> Handling:
    return Handling(
        tlp=LABELS[paper.label],
        originator=paper.originator,
        author=paper.author,
        circles=paper.rings,
        named=paper.named,
        openly=paper.is_open,
    )


def stays_of(world: World, org: int) -> tuple[Stay, ...]:
    return tuple(
        Stay(stay.ring, None if world.rings[stay.ring].shows_history else START + timedelta(days=stay.joined))
        for stay in world.stays
        if stay.org == org and stay.joined is not None and stay.left is None and not world.rings[stay.ring].is_closed
    )


def reader_in(world: World, *, org: int, person: int) -> Reader | None:
    place = world.orgs[org]
    if place.state != "active":
        return None
    hosts = [
        stay
        for one in world.hosts
        if one.client == org and one.is_accepted and not one.is_ended
        for stay in stays_of(world, one.host)
        if (world.orgs[one.host].standing, world.orgs[one.host].state) == ("member", "active")
    ]
    return Reader(
        organisation=org,
        person=person,
        is_member=place.standing == "member",
        is_guest=place.standing == "guest",
        stays=stays_of(world, org) if place.standing == "member" else (),
        hosts=tuple(hosts) if place.standing == "client" else (),
    )


def meets(reader: Reader | None, paper: Paper) -> bool:
    filed = audience(handling_of(paper))
    first_at = START + timedelta(days=paper.published)
    return any(key.token in filed and (key.since is None or first_at >= key.since) for key in keys(reader))


@settings(max_examples=2000)
@given(seed=st.integers(0, 2**63))
@example(seed=0)
def test_tokens_meet_exactly_where_the_table_says_yes(seed: int) -> None:
    world = random_world(Random(seed), papers=5)

    wrong = [
        (chair, paper)
        for chair in world.chairs
        for paper in world.papers
        if (reader := reader_in(world, org=chair.org, person=chair.person)) is not None
        and meets(reader, paper) != reaches(world, org=chair.org, person=chair.person, paper=paper)
    ]

    assert wrong == []


@settings(max_examples=300)
@given(seed=st.integers(0, 2**63))
def test_a_visitor_meets_only_what_is_published_openly(seed: int) -> None:
    world = random_world(Random(seed), papers=5)

    assert [paper for paper in world.papers if meets(None, paper)] == [paper for paper in world.papers if paper.is_open]


@pytest.mark.parametrize(
    ("tlp", "tokens"),
    [
        (Tlp.CLEAR, {"o1", "clear"}),
        (Tlp.GREEN, {"o1", "m"}),
        (Tlp.AMBER, {"o1", "c7a", "c8a"}),
        (Tlp.AMBER_STRICT, {"o1", "c7s", "c8s"}),
        (Tlp.RED, {"p3", "p4", "p2"}),
    ],
)
def test_each_label_files_under_its_own_tokens(tlp: Tlp, tokens: set[str]) -> None:
    handling = Handling(tlp, originator=1, author=2, circles=frozenset({7, 8}), named=frozenset({3, 4}))

    assert audience(handling) == tokens


def test_a_tombstone_opens_with_no_token_that_a_later_reader_could_gain() -> None:
    tokens = tombstone_audience([1, 2], [5])

    assert tokens == {"t1", "t2", "p5"}
    assert {key.token for key in keys(Reader(3, 6, is_member=True))} & tokens == set()


def test_where_two_labels_meet_the_stricter_wins() -> None:
    assert strictest(Tlp.GREEN, Tlp.AMBER_STRICT, Tlp.AMBER) == Tlp.AMBER_STRICT


def test_labels_are_written_as_first_writes_them() -> None:
    assert [tlp.label for tlp in Tlp] == ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
