"""Beside *Approve* stands whom it would reach: by name whom this reader may know of, else how many."""

from typing import Any

import pytest

from port2port.members.models import Circle, CircleMembership
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.studies import actions
from port2port.studies.models import StudyResult
from port2port.studies.reach import reach_of
from tests.personas import NOW, Community

NARROW = "Narrow circle of the north"


@pytest.fixture
def narrow(community: Community) -> Circle:
    """A circle of the author and a third house, whose members do not see each other; the lender is not in it."""
    circle = Circle.objects.create(name=NARROW, owner=community.organisations["north"], made_at=NOW, is_open=False)
    for one in ("north", "east"):
        row = community.organisations[one]
        CircleMembership.objects.create(circle=circle, organisation=row, invited_at=NOW, joined_at=NOW)
    return circle


def proposed(community: Community, result: StudyResult, tlp: Tlp, *circles: Circle) -> Any:
    readers = Readers(tlp=tlp, circles=frozenset(one.pk for one in circles))
    return actions.propose_widening(member=community.member("author"), result=result, readers=readers, now=NOW)


def test_a_lender_learns_neither_the_name_of_a_circle_nor_who_is_in_it(
    community: Community, result: StudyResult, narrow: Circle, ask: Any
) -> None:
    proposed(community, result, Tlp.AMBER_STRICT, narrow)
    east = community.organisations["east"].name

    text = ask("peer", result.study.get_absolute_url()).content.decode()
    assert "It would reach 1 organisation that you cannot be shown." in text
    assert "1 circle that your organisation is not in" in text
    assert NARROW not in text
    assert east not in text
    own = ask("author", result.study.get_absolute_url()).content.decode()
    assert f"New readers would be: {east}." in own
    assert NARROW in own


def test_a_lender_in_the_circle_sees_names_where_its_members_see_each_other(
    community: Community, result: StudyResult, narrow: Circle
) -> None:
    south = community.organisations["south"]
    CircleMembership.objects.create(circle=narrow, organisation=south, invited_at=NOW, joined_at=NOW)
    row, peer = proposed(community, result, Tlp.AMBER_STRICT, narrow), community.member("peer")
    assert NARROW in reach_of(row, peer).circles
    assert reach_of(row, peer).words == ["It would reach 1 organisation that you cannot be shown. Ask who proposes it."]

    Circle.objects.filter(pk=narrow.pk).update(is_open=True)
    assert reach_of(row, peer).words == [f"New readers would be: {community.organisations['east'].name}."]


def test_an_open_label_says_so_and_how_many(community: Community, result: StudyResult) -> None:
    peer = community.member("peer")
    green = reach_of(proposed(community, result, Tlp.GREEN), peer)
    (words,) = green.words
    assert words.startswith("Every member organisation would read it:")
    (words,) = reach_of(proposed(community, result, Tlp.CLEAR), peer).words
    assert "clients and guests too" in words


def test_where_nobody_new_reads_it_that_is_said(community: Community, result: StudyResult) -> None:
    circle = Circle.objects.create(name="Alone", owner=community.organisations["north"], made_at=NOW, is_open=False)
    north = community.organisations["north"]
    CircleMembership.objects.create(circle=circle, organisation=north, invited_at=NOW, joined_at=NOW)

    row = proposed(community, result, Tlp.AMBER_STRICT, circle)
    assert reach_of(row, community.member("peer")).words == ["As things stand, nobody new would read it."]
