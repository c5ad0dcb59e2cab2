"""Clients and guests ask every member and read nothing else for it; trainers ask and answer as officers do."""

import json
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client

from port2port.base.refusal import NotAllowed
from port2port.knowledge import actions
from port2port.knowledge.actions.asking import EnoughOpen, OnlyToAll, OnlyToMembers
from port2port.knowledge.askers import shown_asker
from port2port.knowledge.listing_questions import asked_in, listed
from port2port.knowledge.models import Answer, Asker, Question
from port2port.knowledge.suggesting import suggestions
from port2port.ledger import store
from port2port.members.models import Organisation, Seat
from port2port.members.readers import member_of_seat
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.sharing import audience_index, search
from port2port.sharing.actions import notify_up_to
from port2port.sharing.models import AudienceEntry, Delivery, Notification, Opening
from tests.knowledge.conftest import GREEN
from tests.personas import BEFORE, NOW, PERSONAS

BODY = {"title": "Which seal?", "text": "Ours were refused twice.", "themes": ["inspections"]}
FORM = BODY | {"language": "en", "shown_as": "organisation", "tlp": "1"}
OUTSIDE = ("client", "guest")


def enrol(*rows):
    Organisation.objects.bulk_create(
        Organisation(slug=f"more-{n}", name=f"More {n}", kind=kind, standing=standing, state=state, admitted_at=BEFORE)
        for n, (kind, standing, state) in enumerate(rows)
    )


@pytest.fixture
def crowd(community):
    """Enough members to hide among."""
    enrol(("port", "member", "active"), ("port", "member", "active"))


def signed_in(community, who):
    client = Client()
    client.force_login(community.person(who))
    return client


@pytest.mark.parametrize("who", OUTSIDE)
@pytest.mark.parametrize("hidden", [False, True])
def test_every_member_and_the_own_organisation_read_it_and_nobody_else(community, crowd, ask, who, hidden):
    question = ask(member=community.member(who), readers=GREEN, hidden=hidden, title="Sealword")

    readers = {one for one in PERSONAS if Question.objects.visible_to(community.member(one)).exists()}
    members = {"author", "colleague", "coordinator", "trainer", "peer", "peer_coordinator"}
    assert readers == members | {"outsider", "outsider_coordinator", "secretariat", who}
    own = community.member(who)
    # List, count and search agree for its asker, hidden or not.
    assert listed(asked_in(QueryDict("mine=1")), member=own).rows == [question]
    assert audience_index.count_up_to(Question, own) == 1
    assert search.find(Question, own, "sealword").ids == [question.pk]
    assert [one for one in PERSONAS if Question.objects.editable_by(community.member(one)).exists()] == [who]


@pytest.mark.parametrize("who", OUTSIDE)
@pytest.mark.parametrize("tlp", [Tlp.CLEAR, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED])
def test_no_other_label_and_no_circle_can_be_chosen(community, ask, both, who, tlp):
    member = community.member(who)

    for readers in (Readers(tlp=tlp, circles=frozenset({both.pk})), Readers(tlp=tlp)):
        with pytest.raises(OnlyToMembers):
            ask(member=member, readers=readers)
    with pytest.raises(OnlyToMembers):
        ask(member=member, readers=Readers(tlp=Tlp.GREEN, circles=frozenset({both.pk})))

    page = signed_in(community, who)
    forged = FORM | {"tlp": str(int(tlp)), "circles": [str(both.key)], "do": "send"}
    assert page.post("/questions/new/", forged).status_code == 422
    label = {"tlp": tlp.label} if tlp != Tlp.RED else {"tlp": "TLP:RED"}
    answer = page.post("/api/v1/questions", json.dumps(BODY | label), content_type="application/json")
    assert answer.status_code == 422
    assert not Question.objects.exists()


def test_a_hidden_question_never_goes_to_a_circle(community, crowd, ask, both):
    with pytest.raises(OnlyToAll):
        ask(readers=Readers(tlp=Tlp.AMBER, circles=frozenset({both.pk})), hidden=True)


@pytest.mark.parametrize("who", OUTSIDE)
def test_it_learns_neither_names_nor_numbers_of_members(community, crowd, ask, who):
    page, names = signed_in(community, who), ["Port of North", "Port of East", "More 0"]

    looked = page.post("/questions/new/", FORM | {"do": "look"})
    preview = page.post("/api/v1/questions/preview", json.dumps(BODY), content_type="application/json")

    assert looked.status_code == preview.status_code == 200
    assert preview.json()["recipients"] == []
    assert b"Every member organisation" in looked.content
    for member in Organisation.objects.filter(standing="member"):
        assert str(member.key).encode() not in looked.content
    sent = page.post("/questions/new/", FORM | {"do": "send", "key": "one"}, follow=True)
    question = Question.objects.get()
    actions.answer_question(member=community.member("author"), question=question, text="Any.", language="en", now=NOW)
    shown = page.get(question.get_absolute_url())
    for content in (looked.content, sent.content, shown.content):
        assert not [one for one in names if one.encode() in content]
    # Receipts would count the members.
    assert b"Receipts" not in shown.content
    assert b"A member" in shown.content


def test_it_reads_no_other_question_and_no_count_of_them(community, ask, client_of_peer, guest, author):
    green, amber = ask(readers=GREEN), ask()
    clear = ask(readers=Readers(tlp=Tlp.CLEAR))

    assert set(Question.objects.visible_to(guest)) == {clear}
    assert set(Question.objects.visible_to(client_of_peer)) == {clear, amber}
    page = signed_in(community, "guest")
    missing = page.get("/questions/00000000-0000-4000-8000-000000000000/")
    for one in (green, amber):
        answer = page.get(one.get_absolute_url())
        assert (answer.status_code, answer.content) == (404, missing.content)
    assert page.get("/api/v1/questions").json()["items"][0]["key"] == str(clear.key)
    actions.answer_question(member=author, question=ask(member=guest, readers=GREEN), text="A", language="en", now=NOW)
    assert {one.question.originator_id for one in Answer.objects.visible_to(guest)} == {guest.organisation_id}


@pytest.mark.parametrize("who", OUTSIDE)
def test_it_answers_nothing(community, ask, who):
    question = ask(readers=Readers(tlp=Tlp.CLEAR))

    with pytest.raises(NotAllowed):
        actions.answer_question(member=community.member(who), question=question, text="Here.", language="en", now=NOW)


def test_clients_that_read_a_question_are_never_sent_it(community, ask, secretariat, client_of_peer):
    enrolled = ask(readers=Readers(tlp=Tlp.CLEAR))

    offered = {one.organisation.pk for one in suggestions(enrolled, member=secretariat)}

    assert client_of_peer.organisation_id not in offered
    with pytest.raises(Exception, match="Choose at least one"):
        actions.route(
            member=secretariat,
            question=enrolled,
            organisations=frozenset({client_of_peer.organisation_id}),
            now=NOW,
        )


@pytest.mark.parametrize("who", OUTSIDE)
@pytest.mark.parametrize("hidden", [False, True])
def test_the_asker_thanks_asks_back_confirms_and_is_told(community, crowd, ask, author, who, hidden):
    member = community.member(who)
    question = ask(member=member, readers=GREEN, hidden=hidden)
    given = actions.answer_question(member=author, question=question, text="Any.", language="en", now=NOW)
    page = signed_in(community, who)

    for act, data in (("thank", {}), ("ask-back", {"text": "Why?"}), ("confirm", {})):
        assert page.post(f"/questions/answers/{given.key}/{act}/", data).status_code == 302

    given.refresh_from_db()
    assert given.thanked_at
    assert (given.asked_back, bool(given.confirmed_at)) == ("Why?", True)
    notify_up_to(now=NOW + timedelta(days=1))
    assert Notification.objects.visible_to(member).filter(reason="answered").exists()


@pytest.mark.parametrize("who", OUTSIDE)
@pytest.mark.parametrize("hidden", [False, True])
def test_the_asker_takes_it_back_and_keeps_the_tombstone(community, crowd, ask, who, hidden):
    member = community.member(who)
    question = ask(member=member, readers=GREEN, hidden=hidden)

    actions.take_back_question(member=member, question=question, reason="Found it.", now=NOW)

    for reader in (member, community.member("peer")):
        assert Question.objects.visible_to(reader).get().is_withdrawn
    outside = community.member("guest" if who == "client" else "client")
    assert not Question.objects.visible_to(outside).exists()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        # The forwarder and the guest are companies too.
        ([("company", "guest", "active")] * 3, "An organisation: Company"),
        ([("company", "guest", "active")] * 2, "An organisation"),
        ([("company", "guest", "left")] * 3, "An organisation"),
        ([("company", "client", "applied")] * 3, "An organisation"),
    ],
)
def test_the_kind_of_a_hidden_asker_needs_five_active_ones(community, ask, peer, guest, rows, words):
    enrol(*rows, ("port", "member", "active"), ("port", "member", "active"))

    question = ask(member=guest, readers=GREEN, hidden=True)

    assert shown_asker(question, peer).words == words


@pytest.mark.parametrize("who", OUTSIDE)
def test_nothing_but_two_private_rows_leads_to_a_hidden_asker(community, crowd, ask, peer, author, who):
    member, mine = community.member(who), community.organisations[PERSONAS[who][0]]
    question = ask(member=member, readers=GREEN, hidden=True)
    actions.open_question(member=member, question=question, now=NOW)
    given = actions.answer_question(member=author, question=question, text="Any.", language="en", now=NOW)
    actions.confirm(member=member, answer=given, now=NOW)

    notify_up_to(now=NOW + timedelta(days=1))
    entries = store.after(0, until=NOW + timedelta(days=1), limit=1000)
    envelopes = json.dumps([one.payload for one in store.read_all([one.position for one in entries]).values()])
    assert len(entries) >= 3
    for told in (f'"{mine.name}"', str(mine.key), str(member.actor)):
        assert told not in envelopes
    assert not Delivery.objects.filter(organisation=mine).exists()
    assert not Opening.objects.exists()
    assert question.originator.slug == "desk"
    assert not AudienceEntry.objects.filter(facet__contains=mine.slug).exists()
    analyst = member_of_seat(
        Seat.objects.create(
            person=community.person("outsider"),
            organisation=community.organisations["desk"],
            function="analyst",
            given_at=BEFORE,
        )
    )
    for reader in (peer, author, analyst):
        assert not Asker.objects.visible_to(reader).exists()
        assert mine.name not in shown_asker(question, reader).words
    for who_reads in ("peer", "author", "outsider"):
        page = signed_in(community, who_reads)
        for address in (
            question.get_absolute_url(),
            "/questions/",
            f"/api/v1/questions/{question.key}",
            f"/api/v1/questions/{question.key}?format=stix",
            "/questions/export.csv",
            "/search/?q=wire",
        ):
            answer = page.get(address)
            assert mine.name.encode() not in answer.content, (who_reads, address)
            assert str(mine.key).encode() not in answer.content, (who_reads, address)


def test_a_guest_asks_few_at_once(community, ask, guest, author):
    for number in range(3):
        ask(member=guest, readers=GREEN, title=f"Question {number}")

    with pytest.raises(EnoughOpen):
        ask(member=guest, readers=GREEN)
    # Taking back and asking anew is asking still: every member is told each time.
    first = Question.objects.earliest("pk")
    actions.take_back_question(member=guest, question=first, reason="Again.", now=NOW)
    with pytest.raises(EnoughOpen):
        ask(member=guest, readers=GREEN)
    assert ask(member=guest, readers=GREEN, now=NOW + timedelta(days=1, seconds=1))
    with pytest.raises(EnoughOpen):
        ask(member=guest, readers=GREEN, now=NOW + timedelta(days=2))
    for _number in range(5):
        ask(member=author, readers=GREEN)


def test_a_trainer_reads_asks_and_answers(community, ask, trainer, peer):
    theirs, own = ask(member=peer, readers=GREEN), ask(member=trainer)

    given = actions.answer_question(member=trainer, question=theirs, text="Drill it.", language="en", now=NOW)

    assert given.organisation_id == trainer.organisation_id
    assert set(Question.objects.visible_to(trainer)) == {theirs, own}
    assert actions.thank(member=peer, answer=given, now=NOW).thanked_at
    page = signed_in(community, "trainer")
    assert b"/questions/new/" in page.get("/").content
    assert b"/questions/" in page.get("/questions/").content
