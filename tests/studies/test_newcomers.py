"""Who comes to a circle that keeps its past to itself reads through no study what was lent to it before."""

from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from port2port.base.refusal import Refusal
from port2port.counts import actions as counts
from port2port.counts.models import Intervention
from port2port.members.member import Function, Member
from port2port.members.models import Circle, CircleMembership
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.sharing.actions import Wish, notify_up_to, subscribe
from port2port.sharing.audit import What, register
from port2port.sharing.models import Channel, Delivery, Notification, Publication
from port2port.site.searching.hits import Asked
from port2port.site.searching.studies import studies
from port2port.studies import actions
from port2port.studies.access import Studies
from port2port.studies.framing import frame_of
from port2port.studies.models import ApprovalNews, ResultApproval, Study, StudyResult, Widening
from port2port.studies.reading import weeks_before
from port2port.studies.steps import missing_of
from port2port.vocabulary import lookup
from tests.personas import NOW, Community
from tests.studies import making
from tests.studies.making import Network

JOINED, LATER, LENT, LAST = (NOW + timedelta(minutes=one) for one in range(1, 5))


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


KEEPERS = {"north": "author", "south": "peer", "far": "peer"}
HIDDEN = ("Patrols along the fence", "A port far away", making.WHY)


def lent_anew(community: Community, network: Network, *names: str, now: datetime = JOINED) -> None:
    """These, or all three, are lent to the circle as it is now."""
    for name in names or KEEPERS:
        member, both = community.member(KEEPERS[name]), community.circles["both"]
        counts.take_back(member=member, loan=network.loans[name], now=now)
        counts.lend(member=member, series=network.series[name], circle=both, from_week=network.first, now=now)


def told_anew(community: Community, network: Network) -> Intervention:
    """A measure that the circle is told of as it is now."""
    said = counts.InterventionFields(
        title="Patrols told anew",
        language="en",
        port=network.ports["north"],
        announced_on=network.measure.announced_on,
        starts_on=network.start,
        circle=community.circles["both"],
    )
    return counts.declare_intervention(member=community.member("author"), said=said, now=LATER)


def test_a_run_made_since_it_came_is_not_read_where_its_counts_were_lent_before(
    community: Community, ran_later: StudyResult, ask: Any
) -> None:
    outsider = community.member("outsider")

    assert not StudyResult.objects.visible_to(outsider).exists()
    for name in ("study", "csv", "panel", "pdf", "definition"):
        assert ask("outsider", reverse(f"studies:{name}", args=[ran_later.study.key])).status_code == 404
    assert not Publication.objects.visible_to(outsider).of(ran_later.study).exists()
    assert Publication.objects.visible_to(community.member("peer")).of(ran_later.study).count() == 2


def test_what_is_lent_anew_is_read_but_for_a_comparison_from_before(
    community: Community, network: Network, newcomer: CircleMembership
) -> None:
    lent_anew(community, network)
    network.measure = told_anew(community, network)
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
    network.measure = told_anew(community, network)
    row = making.begun(community, network, now=LATER, by="outsider")
    with pytest.raises(Refusal):
        actions.answer_counted(member=outsider, study=row, outcome="intrusions", category="", now=LATER)

    Study.objects.filter(pk=row.pk).update(outcome="intrusions")
    row = Study.objects.select_related("circle", "intervention__port", "comparison").get(pk=row.pk)
    assert frame_of(row).ports == ()
    assert missing_of(row, outsider)
    with pytest.raises(Refusal):
        weeks_before(row, member=outsider)
    lent_anew(community, network)
    assert {one.port.slug for one in frame_of(row).ports} == {"north", "south", "far"}


def registered(community: Community, network: Network, *, now: datetime, outside: bool = False) -> Study:
    draft = making.drafted(community, network, now=now, outside=outside)
    return making.registered(community, draft, now=now)


def test_a_registration_tells_nothing_that_its_measure_its_comparison_or_a_loan_would_not(
    community: Community, network: Network, newcomer: CircleMembership, ask: Any
) -> None:
    outsider, old = community.member("outsider"), network.measure
    network.measure = told_anew(community, network)
    lent_anew(community, network, "north", "south")
    of_old_loan = registered(community, network, now=LATER)
    lent_anew(community, network, "far", now=LENT)
    of_old_comparison = registered(community, network, now=LAST, outside=True)
    new, network.measure = network.measure, old
    of_old_measure = registered(community, network, now=LAST)
    asked = Asked("patrols", tuple(lookup.asked("patrols")), 10, NOW)

    assert not Study.objects.visible_to(outsider).exists()
    assert Study.objects.visible_to(community.member("peer")).count() == 3
    for one in (of_old_loan, of_old_comparison, of_old_measure):
        for name in ("study", "definition"):
            assert ask("outsider", reverse(f"studies:{name}", args=[one.key])).status_code == 404
        assert not Publication.objects.visible_to(outsider).of(one).exists()
    assert not studies(asked, outsider).hits

    network.measure = new
    of_now = registered(community, network, now=LAST)
    assert list(Study.objects.visible_to(outsider)) == [of_now]
    text = ask("outsider", of_now.get_absolute_url()).content.decode()
    assert not any(one in text for one in HIDDEN)
    assert Publication.objects.visible_to(outsider).of(of_now).count() == 1


def test_what_is_let_go_has_no_registration_in_the_ledger_for_who_was_not_told_of_it(
    community: Community, ran_later: StudyResult
) -> None:
    making.let_go(community, ran_later, Readers(tlp=Tlp.GREEN), now=LAST)
    seen = Publication.objects.visible_to(community.member("outsider")).of(ran_later.study)

    assert list(seen.values_list("version", flat=True)) == [3]


def test_nobody_is_told_by_mail_of_a_study_that_is_hidden_from_them(
    community: Community, network: Network, newcomer: CircleMembership
) -> None:
    for who in ("outsider", "peer"):
        wish = Wish(name="All", channel=Channel.PAGE)
        subscribe(member=community.member(who), record_type="study", query="", wish=wish, now=NOW)
    registered(community, network, now=LATER)
    notify_up_to(now=LAST)

    told = set(Notification.objects.filter(record_type="study").values_list("seat_id", flat=True))
    assert community.member("peer").seat_id in told
    assert community.member("outsider").seat_id not in told


def test_who_must_not_read_a_study_has_not_received_it(
    community: Community, network: Network, newcomer: CircleMembership, ask: Any
) -> None:
    row, east = registered(community, network, now=LATER, outside=True), community.organisations["east"]
    making.ran(community, row, now=LATER)
    south = community.organisations["south"]

    assert [one.organisation_id for one in Delivery.objects.of(row)] == [south.pk]
    text = ask("author", row.get_absolute_url()).content.decode()
    assert south.label in text
    assert east.label not in text
    for function in ("auditor", "coordinator"):
        member = replace(community.member("outsider"), function=Function(function))
        assert not Delivery.objects.visible_to(member).of(row).exists()
        assert str(row.key) not in str(register(What.RECEIPTS, member=member, limit=99).rows)

    study = Study.objects.get(pk=row.pk)
    making.let_go(community, study.results.get(), Readers(tlp=Tlp.GREEN), now=LAST)
    assert Delivery.objects.of(row).get(organisation=east).delivered_at == LAST


def test_who_is_told_by_a_study_has_received_it(
    community: Community, network: Network, newcomer: CircleMembership
) -> None:
    lent_anew(community, network)
    network.measure = told_anew(community, network)
    row = registered(community, network, now=LATER)

    had = {one.organisation_id for one in Delivery.objects.of(row)}
    assert had == {community.organisations[one].pk for one in ("south", "east")}


def test_who_joins_a_chosen_circle_later_has_not_received_a_run_that_it_does_not_read(
    community: Community, network: Network
) -> None:
    study = making.registered(community, making.drafted(community, network, now=NOW), now=NOW)
    result = making.ran(community, study, now=NOW)
    further, stays = Circle.objects.create(name="Further", owner=community.organisations["north"], made_at=NOW), {}
    for one, at in (("north", NOW), ("desk", NOW), ("east", LAST)):
        house = community.organisations[one]
        stays[one] = {"circle": further, "organisation": house, "invited_at": at, "joined_at": at}
    CircleMembership.objects.bulk_create(CircleMembership(**stays[one]) for one in ("north", "desk"))
    making.let_go(community, result, Readers(tlp=Tlp.AMBER_STRICT, circles=frozenset({further.pk})), now=LENT)
    CircleMembership.objects.create(**stays["east"])
    making.numbers_since(community, network, 9, now=LAST)
    making.ran(community, Study.objects.get(pk=study.pk), now=LAST)

    had = {one.organisation_id for one in Delivery.objects.of(study)}
    assert had == {community.organisations[one].pk for one in ("south", "desk")}


def test_rows_of_before_that_say_otherwise_are_taken_away(
    community: Community, network: Network, newcomer: CircleMembership
) -> None:
    hidden = registered(community, network, now=LATER)
    lent_anew(community, network)
    network.measure = told_anew(community, network)
    told = registered(community, network, now=LAST)
    east, south = (community.organisations[one] for one in ("east", "south"))
    same = {"record_type": "study", "organisation": east, "originator": hidden.originator, "delivered_at": LATER}
    Delivery.objects.create(record_id=hidden.pk, **same)

    import_module("port2port.studies.migrations.0003_deliveries_to_readers").forget(apps, None)

    assert {one.organisation_id for one in Delivery.objects.of(hidden)} == {south.pk}
    assert {one.organisation_id for one in Delivery.objects.of(told)} == {south.pk, east.pk}


def test_rows_beside_a_study_ask_for_its_reach_alone(
    community: Community, result: StudyResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = making.let_go(community, result, Readers(tlp=Tlp.GREEN), now=NOW)
    asked: list[Member] = []

    def nested(rows: Studies, member: Member) -> Studies:
        asked.append(member)
        return rows

    # SQLite reads no question that holds this one and what a circle keeps from newcomers twice: its parser overflows.
    monkeypatch.setattr(Studies, "visible_to", nested)
    peer = community.member("peer")

    assert StudyResult.objects.visible_to(peer).with_weeks_for(peer).exists()
    assert Widening.objects.visible_to(peer).filter(pk=row.pk).exists()
    assert ResultApproval.objects.visible_to(peer).exists()
    assert not ApprovalNews.objects.visible_to(peer).standing().exists()
    assert asked == []


def test_the_deepest_questions_of_the_room_are_read_by_the_engine(community: Community, result: StudyResult) -> None:
    author, peer = community.member("author"), community.member("peer")
    readers = Readers(tlp=Tlp.GREEN)
    row = actions.propose_widening(member=author, result=result, readers=readers, now=NOW)

    assert Notification.objects.visible_to(peer).filter(record_type="approval").exists()
    assert ApprovalNews.objects.visible_to(peer).get().widening == row
    assert Publication.objects.visible_to(peer).of(result.study).count() == 2
