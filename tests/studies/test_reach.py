"""Beside *Approve* stands whom it would reach: by name whom this reader may know of, else how many."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from port2port.members.models import Circle, CircleMembership
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.studies import actions
from port2port.studies.models import StudyResult
from port2port.studies.page import study_page
from port2port.studies.reach import reach_of
from port2port.studies.sealing import seal_of
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


def test_who_neither_proposes_nor_approves_learns_nothing_of_the_size_of_a_circle(
    community: Community, result: StudyResult, narrow: Circle, ask: Any
) -> None:
    both, desk = community.circles["both"], community.organisations["desk"]
    CircleMembership.objects.create(
        circle=both, organisation=community.organisations["east"], invited_at=NOW, joined_at=NOW
    )
    CircleMembership.objects.create(circle=narrow, organisation=desk, invited_at=NOW, joined_at=NOW)
    proposed(community, result, Tlp.AMBER_STRICT, narrow)
    text = ask("outsider", result.study.get_absolute_url()).content.decode()

    assert "May it go further?" in text
    assert "It would reach" not in text
    assert "that your organisation is not in" not in text
    for one in (community.member("outsider"), community.scoped("peer", port="south")):
        assert [shown.reach for shown in study_page(result.study, member=one, number="").proposals] == [None]


def test_a_newcomer_who_reads_no_result_today_would_read_it_anew(community: Community, result: StudyResult) -> None:
    both, east = community.circles["both"], community.organisations["east"]
    Circle.objects.filter(pk=both.pk).update(shows_history=False)
    later = NOW + timedelta(minutes=1)
    CircleMembership.objects.create(circle=both, organisation=east, invited_at=later, joined_at=later)
    circle = Circle.objects.create(name="Alone", owner=community.organisations["north"], made_at=NOW, is_open=False)
    for one in ("north", "east"):
        house = community.organisations[one]
        CircleMembership.objects.create(circle=circle, organisation=house, invited_at=NOW, joined_at=NOW)

    said = reach_of(
        proposed(community, StudyResult.objects.get(pk=result.pk), Tlp.AMBER_STRICT, circle), community.member("peer")
    ).words
    assert said == [f"New readers would be: {east.name}."]


def test_the_page_holds_nothing_on_which_a_guess_of_the_circle_could_be_tried(
    community: Community, result: StudyResult, narrow: Circle, ask: Any
) -> None:
    row = proposed(community, result, Tlp.AMBER_STRICT, narrow)
    text = ask("peer", result.study.get_absolute_url()).content.decode()

    assert 'name="seal"' in text
    assert seal_of(row) not in text
    address = reverse("studies:approve", args=[result.study.key])
    (mark,) = re.findall(r'name="seal" value="([0-9a-f]+)"', text)
    assert ask("peer", address, {"seal": seal_of(row)}).status_code == 409
    assert ask("peer", address, {"seal": mark}).status_code == 302
    assert row.approvals.get().seal == seal_of(row)


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
