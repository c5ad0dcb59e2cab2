"""Replies, answers, receipts: never wider than the report they belong to."""

from datetime import timedelta

import pytest

from port2port.base.refusal import NotAllowed
from port2port.ledger import store
from port2port.members.models import Circle, CircleMembership
from port2port.pure.audience import Tlp
from port2port.reports.actions import answer, publish_report, reply, revise_report, take_back_reply, withdraw_report
from port2port.reports.fields import Readers, fields_of
from port2port.reports.models import Answer, Kind, Reply, Report
from port2port.reports.rules import BadField
from port2port.sharing.actions import AlreadyWithdrawn
from port2port.sharing.models import Delivery
from tests.personas import BEFORE, NOW
from tests.reports.conftest import GREEN
from tests.waiting import one_waits_for_the_other

LATER = NOW + timedelta(minutes=5)


def said_by(member, report, text="Same here last week.", **more):
    return reply(member=member, report=report, text=text, language="en", now=LATER, **more)


def answered_by(member, report, state=Answer.State.NOTHING_FOUND, note="", now=LATER):
    return answer(member=member, report=report, state=state, note=note, language="en", now=now)


def test_a_reply_is_read_by_all_who_can_see_the_report(publish, author, peer, forwarder, outsider):
    report = publish()

    line = said_by(peer, report)

    assert [Reply.objects.visible_to(one).contains(line) for one in (author, peer, forwarder, outsider)] == [
        True,
        True,
        True,
        False,
    ]


def test_a_reply_to_the_author_is_read_by_the_two(publish, author, peer, forwarder):
    report = publish()

    line = said_by(peer, report, to_author_only=True)

    assert line.tlp == Tlp.AMBER_STRICT
    assert Reply.objects.visible_to(author).contains(line)
    assert Reply.objects.visible_to(peer).contains(line)
    assert not Reply.objects.visible_to(forwarder).contains(line)


def test_who_cannot_see_the_report_cannot_reply(publish, outsider):
    report = publish()

    with pytest.raises(NotAllowed):
        said_by(outsider, report)


def test_a_guard_does_not_reply(publish, peer_guard):
    report = publish(Kind.ALERT, for_floor=True)

    with pytest.raises(NotAllowed):
        said_by(peer_guard, report)


def test_a_hostile_or_empty_reply_is_refused(publish, peer):
    report = publish()

    for text in ("", "   ", "a\0b", "x" * 4_001):
        with pytest.raises(BadField):
            said_by(peer, report, text)


def test_every_reply_stands_in_the_ledger(publish, peer):
    line = said_by(peer, publish())

    note = store.read(line.position).payload["objects"][0]

    assert (note["type"], note["content"]) == ("note", "Same here last week.")


def test_a_reply_taken_back_is_gone_for_all(publish, author, peer):
    line = said_by(peer, publish())

    with pytest.raises(NotAllowed):
        take_back_reply(member=author, reply=line, now=LATER)
    take_back_reply(member=peer, reply=line, now=LATER)

    assert Reply.objects.get(pk=line.pk).withdrawn_at == LATER


def test_nothing_hangs_from_a_withdrawn_report(publish, author, peer):
    report = publish(Kind.ALERT)
    line, given = said_by(peer, report), answered_by(peer, report)

    withdraw_report(member=author, report=report, reason="Mistaken.", now=LATER)

    assert not Reply.objects.visible_to(peer).contains(line)
    assert not Answer.objects.visible_to(author).contains(given)
    with pytest.raises(AlreadyWithdrawn):
        said_by(peer, Report.objects.get(pk=report.pk))


def test_answers_are_for_the_author_and_the_one_that_answered(publish, author, peer, forwarder):
    report = publish(Kind.ALERT)

    given = answered_by(peer, report)

    assert Answer.objects.visible_to(author).contains(given)
    assert Answer.objects.visible_to(peer).contains(given)
    assert not Answer.objects.visible_to(forwarder).contains(given)


def test_an_organisation_answers_once_and_may_change_it(publish, peer, peer_coordinator):
    report = publish(Kind.ALERT)
    answered_by(peer, report)

    answered_by(peer_coordinator, report, Answer.State.ACTED, "Fence mended.", now=LATER + timedelta(hours=1))

    given = Answer.objects.get()
    assert (given.state, given.note) == ("acted", "Fence mended.")
    assert [past["state"] for past in given.history] == ["nothing_found"]


def test_the_same_answer_twice_changes_nothing(publish, peer):
    report = publish(Kind.ALERT)
    answered_by(peer, report)
    size = store.head().size

    answered_by(peer, report)

    assert store.head().size == size
    assert Answer.objects.get().history == []


@pytest.mark.django_db(transaction=True)
def test_two_of_one_organisation_who_answer_at_once_give_one_answer(publish, peer, peer_coordinator):
    report = publish(Kind.ALERT)

    one_waits_for_the_other(
        lambda: answered_by(peer, report),
        lambda: answered_by(peer_coordinator, report, Answer.State.ACTED),
    )

    one = Answer.objects.get()
    assert one.state == Answer.State.ACTED
    assert [line["state"] for line in one.history] == [Answer.State.NOTHING_FOUND]


def test_an_older_page_answers_nothing_that_was_withdrawn_meanwhile(publish, author, peer):
    report = publish(Kind.ALERT)
    withdraw_report(member=author, report=Report.objects.get(pk=report.pk), reason="Mistaken.", now=NOW)

    with pytest.raises(AlreadyWithdrawn):
        answered_by(peer, report)
    with pytest.raises(AlreadyWithdrawn):
        said_by(peer, report)


def test_an_answer_is_a_receipt(publish, peer, community):
    report = publish(Kind.ALERT)

    answered_by(peer, report)

    assert Delivery.objects.of(report).get(organisation=community.organisations["south"]).acknowledged_at == LATER


@pytest.mark.parametrize("kind", [Kind.INCIDENT, Kind.SIGHTING, Kind.BULLETIN])
def test_only_alerts_and_requests_ask_for_answers(publish, peer, kind):
    with pytest.raises(Exception, match="asks for no answer"):
        answered_by(peer, publish(kind))


def test_the_author_does_not_answer_itself(publish, colleague):
    with pytest.raises(Exception, match="the others answer"):
        answered_by(colleague, publish(Kind.ALERT))


def test_seen_here_too_drafts_a_sighting_that_goes_no_further(publish, peer):
    report = publish(Kind.ALERT)

    given = answered_by(peer, report, Answer.State.SEEN_HERE)

    sighting = given.sighting
    assert (sighting.kind, sighting.is_draft, sighting.about) == ("sighting", True, report)
    assert sighting.tlp == Tlp.AMBER_STRICT
    assert sighting.methods == report.methods
    assert sighting.title == ""


def test_a_sighting_that_answers_cannot_be_shared_more_widely(publish, peer):
    sighting = answered_by(peer, publish(Kind.ALERT), Answer.State.SEEN_HERE).sighting
    sighting.title, sighting.tlp = "The same men", GREEN.tlp
    sighting.save()
    sighting.circles.clear()

    with pytest.raises(BadField, match="cannot go further"):
        publish_report(member=peer, report=sighting, now=LATER)


def test_a_client_answers_and_makes_no_draft(publish, forwarder):
    given = answered_by(forwarder, publish(Kind.ALERT), Answer.State.SEEN_HERE)

    assert given.sighting is None


def test_a_reply_stays_with_its_round_when_the_author_widens_the_report(publish, author, peer, outsider, community):
    report = publish()
    line = said_by(peer, report)

    revised = revise_report(
        member=author,
        report=report,
        said=fields_of(report),
        readers=Readers(tlp=Tlp.AMBER, circles=frozenset({community.circles["both"].pk, _with_east(community).pk})),
        version=1,
        confirmed=frozenset({community.organisations["east"].pk}),
        now=LATER + timedelta(minutes=5),
    )

    said_after = reply(member=peer, report=revised, text="Still so.", language="en", now=LATER + timedelta(minutes=9))
    assert revised.pk == report.pk
    assert list(Reply.objects.visible_to(outsider)) == [said_after]
    assert [Reply.objects.visible_to(one).contains(line) for one in (author, peer)] == [True, True]


def test_a_reply_keeps_its_label_under_a_report_that_became_wider(publish, author, colleague, peer, community):
    named = frozenset({community.seats["peer"].person_id})
    report = publish(readers=Readers(tlp=Tlp.RED, named=named))
    line = said_by(peer, report)
    others = {one.pk for one in community.organisations.values()}

    revised = revise_report(
        member=author,
        report=report,
        said=fields_of(report),
        readers=GREEN,
        version=1,
        confirmed=frozenset(others),
        now=LATER + timedelta(minutes=5),
    )

    assert revised.pk == report.pk
    assert Report.objects.visible_to(colleague).contains(revised)
    assert [Reply.objects.visible_to(one).contains(line) for one in (author, peer, colleague)] == [True, True, False]


def _with_east(community):
    circle = Circle.objects.create(name="Three", owner=community.organisations["north"], made_at=BEFORE)
    for name in ("north", "east"):
        CircleMembership.objects.create(
            circle=circle, organisation=community.organisations[name], invited_at=BEFORE, joined_at=BEFORE
        )
    return circle
