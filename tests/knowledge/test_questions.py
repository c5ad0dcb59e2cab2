"""From a question to a practice: what is asked, answered, confirmed, sent on, and reminded of."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from port2port.base.refusal import NotAllowed
from port2port.knowledge import actions
from port2port.knowledge.actions.answering import NotConfirmed, SaidBefore
from port2port.knowledge.actions.asking import NotOpen, SentOnAlready
from port2port.knowledge.actions.waiting import remind_of_questions
from port2port.knowledge.asking import matches
from port2port.knowledge.listing_questions import asked_in, listed, waiting
from port2port.knowledge.models import Answer, Practice, Question
from port2port.knowledge.suggesting import suggestions
from port2port.ledger import store
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.reports.guard import PersonalDataFound
from port2port.reports.rules import BadField
from port2port.sharing import search
from port2port.sharing.actions import notify_up_to
from port2port.sharing.models import Notification
from port2port.site.searching.finding import search_everything
from tests.knowledge.conftest import GREEN, amber, asked_words
from tests.personas import NOW

DAY = timedelta(days=1)


def told(member):
    rows = Notification.objects.filter(seat_id=member.seat_id).order_by("pk")
    return [(one.record_type, one.reason) for one in rows]


def test_from_question_to_practice(ask, author, peer, outsider):
    question = ask(readers=GREEN)
    assert question.state == "asked"

    given = actions.answer_question(member=peer, question=question, text="Tension wire.", language="nl", now=NOW + DAY)
    with pytest.raises(NotConfirmed):
        actions.make_practice(member=peer, answer=given, now=NOW + DAY)
    actions.thank(member=author, answer=given, now=NOW + DAY)
    actions.ask_back(member=author, answer=given, text="Which gauge?", now=NOW + DAY)
    actions.confirm(member=author, answer=given, now=NOW + 2 * DAY)
    draft = actions.make_practice(member=peer, answer=given, now=NOW + 2 * DAY)

    question.refresh_from_db()
    assert question.state == "confirmed"
    assert (draft.is_draft, draft.originator, draft.title, draft.body) == (
        True,
        given.organisation,
        question.title,
        "Tension wire.",
    )
    assert (draft.themes, draft.controls, Tlp(draft.tlp)) == (["access"], ["ACC-05"], Tlp.GREEN)
    # Once made it is taken up again, not made anew; and nobody else gets it.
    assert actions.make_practice(member=peer, answer=given, now=NOW + 3 * DAY) == draft
    with pytest.raises(NotAllowed):
        actions.make_practice(member=outsider, answer=given, now=NOW + 3 * DAY)
    assert Practice.objects.count() == 1


def test_each_says_what_is_its_to_say(ask, author, colleague, peer, outsider, client_of_peer):
    question = ask(readers=GREEN)
    given = actions.answer_question(member=peer, question=question, text="Wire.", language="en", now=NOW)

    for member in (peer, outsider):
        for act in (actions.thank, actions.confirm):
            with pytest.raises(NotAllowed):
                act(member=member, answer=given, now=NOW)
    for member in (author, colleague):
        with pytest.raises(NotAllowed):
            actions.answer_question(member=member, question=question, text="Me.", language="en", now=NOW)
    # TLP:GREEN does not reach a client.
    with pytest.raises(NotAllowed):
        actions.answer_question(member=client_of_peer, question=question, text="I.", language="en", now=NOW)
    actions.thank(member=colleague, answer=given, now=NOW)
    with pytest.raises(SaidBefore):
        actions.thank(member=author, answer=given, now=NOW)
    actions.ask_back(member=author, answer=given, text="Why?", now=NOW)
    with pytest.raises(SaidBefore):
        actions.ask_back(member=author, answer=given, text="Why not?", now=NOW)
    actions.confirm(member=author, answer=given, now=NOW)
    with pytest.raises(NotOpen):
        actions.confirm(member=author, answer=given, now=NOW)


def test_it_is_taken_back_until_someone_was_sent_it(ask, author, peer, outsider, secretariat):
    with pytest.raises(NotAllowed):
        actions.take_back_question(member=peer, question=ask(), reason="No.", now=NOW)
    gone = actions.take_back_question(member=author, question=ask(), reason="Found it.", now=NOW)
    assert gone.state == "withdrawn"
    assert search.count_up_to(Question, peer, "gauge") == 1

    sent = ask(readers=GREEN)
    south = peer.organisation_id
    with pytest.raises(NotAllowed):
        actions.route(member=outsider, question=sent, organisations=frozenset({south}), now=NOW)
    actions.route(member=secretariat, question=sent, organisations=frozenset({south}), now=NOW)
    with pytest.raises(SentOnAlready):
        actions.take_back_question(member=author, question=sent, reason="Found it.", now=NOW)
    with pytest.raises(NotAllowed):
        actions.close_question(member=peer, question=sent, reason="No.", now=NOW)
    closed = actions.close_question(member=secretariat, question=sent, reason="Nobody knows.", now=NOW)
    assert closed.state == "closed"
    with pytest.raises(NotOpen):
        actions.answer_question(member=peer, question=closed, text="Wire.", language="en", now=NOW)


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"title": ""}, "title"),
        ({"text": "x" * 4001}, "text"),
        ({"themes": ()}, "themes"),
        ({"controls": ("NO-99",)}, "controls"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_cannot_be_asked_says_why(ask, more, name):
    with pytest.raises(BadField) as refused:
        ask(**more)
    assert refused.value.name == name
    assert not Question.objects.exists()


def test_names_of_people_are_seen_before_it_is_sent(ask, author):
    with pytest.raises(PersonalDataFound) as found:
        ask(text="Call jan.peeters@example.org about it.")
    tokens = frozenset(one.token for one in found.value.finds)
    assert ask(text="Call jan.peeters@example.org about it.", not_personal=tokens).not_personal == sorted(tokens)


def test_five_that_may_answer_it_are_found_first_and_only_what_the_asker_sees(
    ask, approved, proposed, both, peer, outsider
):
    seen = approved()
    hidden = proposed(readers=amber(both), title="Walk the fence at night")
    earlier = ask(readers=GREEN, title="Which fence holds?")
    unanswered = ask(readers=GREEN, title="Which fence is cheap?")
    actions.answer_question(member=peer, question=earlier, text="Wire.", language="en", now=NOW)

    found = [one.record for one in matches(asked_words(title="A fence that holds"), member=outsider, now=NOW)]

    assert set(found) == {seen, earlier}
    assert hidden not in found
    assert unanswered not in found
    mine = matches(asked_words(title="A fence that holds"), member=peer, now=NOW)
    assert hidden in [one.record for one in mine]


def test_answers_are_found_and_filters_hold(ask, peer, outsider, author):
    question = ask()
    actions.answer_question(member=peer, question=question, text="Gebruik spandraad.", language="nl", now=NOW)

    def rows(member, query):
        return [one.pk for one in listed(asked_in(QueryDict(query)), member=member).rows]

    for query in ("", "q=spandraad", "theme=access", "state=answered", "control=ACC-05", "q=gauge&theme=access"):
        assert (rows(peer, query), rows(outsider, query)) == ([question.pk], []), query
    assert (rows(author, "mine=1"), rows(peer, "mine=1")) == ([question.pk], [])
    assert rows(peer, "state=asked") == rows(peer, "theme=drones") == []


def test_who_is_likely_to_know_is_suggested_first(ask, approved, author, peer, outsider, secretariat):
    practice = approved()
    for member in (peer, outsider):
        actions.say_use(member=member, practice=practice, readers=GREEN, note="", language="en", now=NOW)
    actions.take_back_use(member=outsider, practice=practice, now=NOW)
    question = ask(readers=GREEN)

    found = suggestions(question, member=secretariat)

    assert [(one.organisation.slug, len(one.reasons)) for one in found] == [("south", 1), ("east", 0)]


def test_nobody_is_sent_what_it_cannot_read_and_the_asker_never(ask, author, outsider, peer, secretariat):
    question = ask(readers=GREEN)
    with pytest.raises(BadField):
        actions.route(
            member=secretariat, question=question, organisations=frozenset({author.organisation_id or 0}), now=NOW
        )
    in_circle = ask()
    with pytest.raises(NotAllowed):
        actions.route(
            member=secretariat, question=in_circle, organisations=frozenset({peer.organisation_id or 0}), now=NOW
        )


def test_nothing_is_unanswered_silently(ask, author, peer, outsider, secretariat):
    question = ask(readers=GREEN)
    ask()
    actions.route(member=secretariat, question=question, organisations=frozenset({peer.organisation_id}), now=NOW + DAY)
    assert told(peer) == [("unanswered", "own")]
    assert remind_of_questions(now=NOW + 5 * DAY - timedelta(seconds=1)) == 0

    first = remind_of_questions(now=NOW + 5 * DAY)
    again = remind_of_questions(now=NOW + 6 * DAY)
    late = remind_of_questions(now=NOW + 15 * DAY)

    # Of the question in a circle the secretariat learns nothing; its askers hear of both.
    assert (first, again) == (1, 0)
    assert told(secretariat) == [("unanswered", "own")]
    assert told(peer) == [("unanswered", "own")] * 2
    assert told(outsider) == []
    assert [one for one, _reason in told(author)] == ["unanswered"] * 2
    # Two seats of the port that was sent it, four of the asker for each of its questions.
    assert late == 2 + 4 * 2
    actions.answer_question(member=peer, question=question, text="Wire.", language="en", now=NOW + 16 * DAY)
    assert not Notification.objects.visible_to(secretariat).exists()
    assert waiting(secretariat) == [question]


def test_the_asker_hears_of_an_answer_and_every_act_is_in_the_ledger(ask, author, peer):
    question = ask()
    before = len(store.after(0, until=NOW + 9 * DAY, limit=100))
    given = actions.answer_question(member=peer, question=question, text="Wire.", language="en", now=NOW)
    actions.confirm(member=author, answer=given, now=NOW + DAY)
    notify_up_to(now=NOW + 2 * DAY)

    entries = store.after(0, until=NOW + 9 * DAY, limit=100)[before:]
    kinds = [store.read_all([one.position])[one.position].payload["objects"][0] for one in entries]
    assert [one["type"] for one in kinds] == ["note", "note"]
    assert ("question", "answered") in told(author)
    assert Answer.objects.get().position == entries[0].position


def test_a_readers_choice_is_refused_where_a_question_cannot_go(ask, outsider, guard, both):
    with pytest.raises(BadField):
        ask(readers=Readers(tlp=Tlp.RED, named=frozenset({1})))
    with pytest.raises(BadField):
        ask(readers=Readers(tlp=Tlp.CLEAR, openly=True))
    with pytest.raises(NotAllowed):
        ask(member=guard)


def test_the_search_over_everything_finds_it_for_its_readers_alone(ask, peer, outsider):
    question = ask()
    actions.answer_question(member=peer, question=question, text="Gebruik spandraad.", language="nl", now=NOW)

    def hits(member):
        return [
            one.address
            for answer in search_everything("spandraad", member=member, now=NOW).answers
            if answer.place.name == "questions"
            for one in answer.hits.hits
        ]

    assert (hits(peer), hits(outsider)) == ([question.get_absolute_url()], [])
