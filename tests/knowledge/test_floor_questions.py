"""A guard's question goes to the officers of its own organisation; one of them sends it on or says why not."""

from datetime import timedelta

import pytest
from django.test import Client

from port2port.base.refusal import NotAllowed
from port2port.knowledge import actions
from port2port.knowledge.actions.floor import DoneAlready, EnoughWaiting
from port2port.knowledge.floor_page import floor_due, floor_words, lines_of
from port2port.knowledge.models import FloorQuestion, Question
from port2port.members.models import Person, Seat
from port2port.members.readers import member_of_seat
from tests.knowledge.conftest import GREEN, asked_words
from tests.personas import BEFORE, NOW, PERSONAS


@pytest.fixture
def write(guard):
    def written(*, member=guard, title="Which lamp?", now=NOW):
        return actions.propose_question(member=member, title=title, text="In fog.", language="en", now=now)

    return written


@pytest.fixture
def second_guard(community):
    person = Person.objects.create(username="second", name="The second", language="en")
    seat = Seat.objects.create(
        person=person, organisation=community.organisations["north"], function="guard", given_at=BEFORE
    )
    return member_of_seat(seat)


def send_on(member, proposal, **more):
    return actions.ask(member=member, said=asked_words(), readers=GREEN, proposal=proposal.key, now=NOW, **more)


def signed_in(community, who):
    client = Client()
    client.force_login(community.person(who))
    return client


def test_only_the_guard_and_the_officers_of_its_organisation_see_it(community, write, second_guard):
    written = write()

    readers = {one for one in PERSONAS if FloorQuestion.objects.visible_to(community.member(one)).exists()}

    assert readers == {"guard", "author", "colleague", "coordinator"}
    assert not FloorQuestion.objects.visible_to(second_guard).exists()
    assert floor_due(community.member("author")) == [written]
    for who in ("peer", "peer_guard", "guest", "client", "trainer", "outsider", "secretariat"):
        page = signed_in(community, who)
        missing = page.get("/questions/guards/00000000-0000-4000-8000-000000000000/")
        answer = page.get(written.get_absolute_url())
        assert (answer.status_code, answer.content) == (404, missing.content), who
        put = page.post(f"{written.get_absolute_url()}put-away/", {"reason": "No."})
        assert put.status_code in {403, 404}, who
        assert page.get(f"/questions/new/?from={written.key}").status_code in {403, 404}, who
        with pytest.raises(NotAllowed):
            send_on(community.member(who), written)
        assert not Question.objects.exists()
    assert FloorQuestion.objects.get().state == "waiting"


def test_an_officer_sends_it_on_and_the_guard_learns_that_there_is_an_answer(community, write, guard, author, peer):
    written = write()
    page = signed_in(community, "author")

    assert b"Which lamp?" in page.get(f"/questions/new/?from={written.key}").content
    question = send_on(author, written)

    written.refresh_from_db()
    assert written.state == "sent"
    assert floor_due(author) == []
    actions.answer_question(member=peer, question=question, text="Secretword.", language="en", now=NOW)
    written = FloorQuestion.objects.get()
    assert written.state == "answered"
    # The guard is told that there is one; neither question nor answer reaches it.
    assert next(lines_of([written], guard)).asked is None
    assert next(lines_of([written], author)).asked == question
    assert "1 of your questions has an answer" in floor_words(guard)
    theirs = signed_in(community, "guard")
    assert theirs.get(question.get_absolute_url()).status_code == 404
    for address in ("/", "/questions/guards/", written.get_absolute_url(), "/api/v1/questions/guards"):
        assert b"Secretword" not in theirs.get(address).content
        assert str(question.key).encode() not in theirs.get(address).content
    assert b"There is an answer" in theirs.get(written.get_absolute_url()).content


def test_an_officer_puts_it_away_with_a_reason_and_only_once(community, write, author):
    written = write()
    page = signed_in(community, "author")

    assert page.post(f"{written.get_absolute_url()}put-away/", {"reason": ""}).status_code == 422
    assert page.post(f"{written.get_absolute_url()}put-away/", {"reason": "Ask the mate."}).status_code == 302

    written.refresh_from_db()
    assert (written.state, written.reason) == ("put-away", "Ask the mate.")
    assert b"Ask the mate." in signed_in(community, "guard").get(written.get_absolute_url()).content
    with pytest.raises(DoneAlready):
        send_on(author, written)
    assert not Question.objects.exists()
    with pytest.raises(DoneAlready):
        actions.put_away(member=author, proposal=written, reason="Again.", now=NOW)


def test_what_ended_without_an_answer_says_so(write, author):
    written = write()
    question = send_on(author, written)

    actions.close_question(member=author, question=question, reason="Nobody knows.", now=NOW)

    assert FloorQuestion.objects.get(pk=written.pk).state == "ended"


def test_a_guard_of_a_client_asks_its_own_officer_who_asks_every_member(community, forwarder, write):
    person = Person.objects.create(username="gate", name="The gate", language="en")
    seat = Seat.objects.create(
        person=person, organisation=community.organisations["forwarder"], function="guard", given_at=BEFORE
    )
    written = write(member=member_of_seat(seat))

    question = send_on(forwarder, written)

    assert question.originator_id == forwarder.organisation_id
    assert not FloorQuestion.objects.visible_to(community.member("author")).exists()


def test_few_wait_at_once(write, author):
    for number in range(5):
        write(title=f"Question {number}")

    with pytest.raises(EnoughWaiting):
        write()
    actions.put_away(member=author, proposal=FloorQuestion.objects.earliest("pk"), reason="No.", now=NOW)
    assert write(now=NOW + timedelta(minutes=1))


def test_nobody_but_a_guard_writes_one(community, write):
    for who in set(PERSONAS) - {"guard", "peer_guard"}:
        with pytest.raises(NotAllowed):
            write(member=community.member(who))


def test_bad_input_stays_in_the_form(community):
    page = signed_in(community, "guard")

    answer = page.post("/questions/guards/", {"title": "Lamp", "text": "", "language": "en"})

    assert answer.status_code == 422
    assert b'value="Lamp"' in answer.content
