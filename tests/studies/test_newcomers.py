"""Who comes to a circle that keeps its past to itself reads through no study what was lent to it before."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from port2port.base.refusal import Refusal
from port2port.counts import actions as counts
from port2port.members.models import Circle, CircleMembership
from port2port.sharing.models import Publication
from port2port.studies import actions
from port2port.studies.framing import frame_of
from port2port.studies.models import Study, StudyResult
from port2port.studies.reading import weeks_before
from port2port.studies.steps import missing_of
from tests.personas import NOW, Community
from tests.studies import making
from tests.studies.making import Network

JOINED, LATER = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)


@pytest.fixture
def newcomer(community: Community, network: Network) -> CircleMembership:
    """A third house joins after the counts were lent, before anything is studied."""
    both = community.circles["both"]
    Circle.objects.filter(pk=both.pk).update(shows_history=False)
    both.refresh_from_db()
    east = community.organisations["east"]
    return CircleMembership.objects.create(circle=both, organisation=east, invited_at=JOINED, joined_at=JOINED)


@pytest.fixture
def ran_later(community: Community, network: Network, newcomer: CircleMembership) -> StudyResult:
    study = making.registered(community, making.drafted(community, network, now=LATER), now=LATER)
    return making.ran(community, study, now=LATER)


def lent_anew(community: Community, network: Network) -> None:
    """All three are lent to the circle as it is now."""
    for name, by in (("north", "author"), ("south", "peer"), ("far", "peer")):
        member, both = community.member(by), community.circles["both"]
        counts.take_back(member=member, loan=network.loans[name], now=JOINED)
        counts.lend(member=member, series=network.series[name], circle=both, from_week=network.first, now=JOINED)


def test_a_run_made_since_it_came_is_not_read_where_its_counts_were_lent_before(
    community: Community, ran_later: StudyResult, ask: Any
) -> None:
    outsider = community.member("outsider")

    assert not StudyResult.objects.visible_to(outsider).exists()
    page = ask("outsider", ran_later.study.get_absolute_url())
    assert page.status_code == 200, "the registration was put before the circle as it is"
    text = page.content.decode()
    for hidden in (ran_later.sha256, ran_later.input_sha256, "lower than expected", "study-weeks", "was not run yet"):
        assert hidden not in text
    for name in ("csv", "panel", "pdf"):
        assert ask("outsider", reverse(f"studies:{name}", args=[ran_later.study.key])).status_code == 404
    seen = Publication.objects.visible_to(outsider).of(ran_later.study)
    assert list(seen.values_list("version", flat=True)) == [1]
    assert Publication.objects.visible_to(community.member("peer")).of(ran_later.study).count() == 2


def test_what_is_lent_anew_is_read_but_for_a_comparison_from_before(
    community: Community, network: Network, newcomer: CircleMembership
) -> None:
    lent_anew(community, network)
    compared = making.drafted(community, network, now=LATER)
    making.ran(community, making.registered(community, compared, now=LATER), now=LATER)
    described = making.drafted(community, network, now=LATER, outside=False)
    second = making.ran(community, making.registered(community, described, now=LATER), now=LATER)

    assert list(StudyResult.objects.visible_to(community.member("outsider"))) == [second]
    assert StudyResult.objects.visible_to(community.member("peer")).count() == 2


def test_its_own_study_finds_nothing_that_was_lent_before(
    community: Community, network: Network, newcomer: CircleMembership
) -> None:
    outsider = community.member("outsider")
    # Of a measure that it was told of after it came.
    said = counts.InterventionFields(
        title="Patrols told anew",
        language="en",
        port=network.ports["north"],
        announced_on=network.measure.announced_on,
        starts_on=network.start,
        circle=community.circles["both"],
    )
    network.measure = counts.declare_intervention(member=community.member("author"), said=said, now=LATER)
    row = making.begun(community, network, now=LATER, by="outsider")
    with pytest.raises(Refusal):
        actions.answer_counted(member=outsider, study=row, outcome="intrusions", category="", now=LATER)

    Study.objects.filter(pk=row.pk).update(outcome="intrusions")
    row = Study.objects.select_related("circle", "intervention__port", "comparison").get(pk=row.pk)
    assert frame_of(row).ports == ()
    assert missing_of(row)
    with pytest.raises(Refusal):
        weeks_before(row, member=outsider)
    lent_anew(community, network)
    assert {one.port.slug for one in frame_of(row).ports} == {"north", "south", "far"}
