"""Who asks without a name is known to its own organisation and to the seat that routes; nothing else tells of it."""

import json
import re
from uuid import uuid4

import pytest
from django.http import QueryDict

from port2port.knowledge import actions
from port2port.knowledge.actions.asking import OnlyToAll, TooFewToHide
from port2port.knowledge.askers import shown_asker
from port2port.knowledge.listing_questions import asked_in, listed
from port2port.knowledge.models import Asker, Question
from port2port.ledger import store
from port2port.members.models import Organisation, Seat
from port2port.members.readers import member_of_seat
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.sharing import audience_index
from port2port.sharing.actions import Wish, notify_up_to, subscribe
from port2port.sharing.audit import What, register
from port2port.sharing.models import Channel, Delivery, Notification, Opening, Publication, Rhythm
from tests.knowledge.conftest import GREEN, amber
from tests.personas import BEFORE, NOW

MARKS = re.compile(rb'(nonce|csrfmiddlewaretoken" value|name="key" value|content)="[^"]*"')


def more_members(*kinds):
    for number, kind in enumerate(kinds):
        Organisation.objects.create(
            slug=f"more-{number}",
            name=f"More {number}",
            kind=kind,
            standing="member",
            state="active",
            admitted_at=BEFORE,
        )


@pytest.fixture
def crowd(community):
    """Five ports, so that a port can hide among them."""
    more_members("port", "port")


@pytest.fixture
def analyst_of_the_desk(community):
    """A seat of the secretariat's organisation that does not route."""
    seat = Seat.objects.create(
        person=community.person("outsider"),
        organisation=community.organisations["desk"],
        function="analyst",
        given_at=BEFORE,
    )
    return member_of_seat(seat)


@pytest.mark.parametrize(
    ("kinds", "words"), [(("port", "port"), "An organisation: Port authority"), (("port", "police"), "An organisation")]
)
def test_the_kind_is_shown_where_five_share_it(community, ask, peer, kinds, words):
    more_members(*kinds)

    question = ask(readers=GREEN, hidden=True)

    assert shown_asker(question, peer).words == words


def test_a_kind_that_was_shown_goes_once_fewer_share_it_and_never_comes_later(community, ask, peer):
    more_members("port", "police")
    before = ask(readers=GREEN, hidden=True)
    more = Organisation.objects.create(
        slug="fifth", name="Fifth", kind="port", standing="member", state="active", admitted_at=BEFORE
    )
    after = ask(readers=GREEN, hidden=True)
    assert shown_asker(before, peer).words == "An organisation"
    assert shown_asker(after, peer).words == "An organisation: Port authority"

    more.state = "left"
    more.save()

    assert shown_asker(after, peer).words == "An organisation"


def test_who_cannot_hide_is_told_so(community, ask, both):
    with pytest.raises(TooFewToHide):
        ask(readers=GREEN, hidden=True)
    more_members("port", "port")
    for readers in (amber(both), Readers(tlp=Tlp.CLEAR), Readers(tlp=Tlp.GREEN, circles=frozenset({both.pk}))):
        with pytest.raises(OnlyToAll):
            ask(readers=readers, hidden=True)
    assert not Question.objects.exists()
    assert not Asker.objects.exists()


@pytest.mark.usefixtures("crowd")
def test_only_the_own_organisation_and_the_routing_seat_know(community, ask, analyst_of_the_desk):
    question = ask(readers=GREEN, hidden=True)
    knows = {"author", "colleague", "coordinator", "trainer", "secretariat"}

    for who in (*community.seats, "nobody"):
        member = community.member(who)
        assert Asker.objects.visible_to(member).exists() is (who in knows), who
        own = who in knows - {"secretariat"}
        assert Question.objects.asked_by(member).exists() is own, who
        assert Question.objects.editable_by(member).exists() is own, who
        assert listed(asked_in(QueryDict("mine=1")), member=member).rows == ([question] if own else []), who
        if Question.objects.visible_to(member).exists():
            assert (shown_asker(question, member).words == "Port of North") is (who in knows), who
    assert shown_asker(question, analyst_of_the_desk).words == "An organisation: Port authority"
    assert not Asker.objects.visible_to(analyst_of_the_desk).exists()
    assert not Question.objects.editable_by(analyst_of_the_desk).exists()


@pytest.mark.usefixtures("crowd")
def test_whatever_the_asker_does_is_signed_by_the_secretariat_under_a_new_id(community, ask, author, peer):
    start = store.after(0, until=NOW, limit=1000)
    question = ask(
        readers=GREEN, hidden=True, text="Call jan@example.org.", not_personal=tokens("Call jan@example.org.")
    )
    given = actions.answer_question(member=peer, question=question, text="Wire.", language="en", now=NOW)
    actions.thank(member=author, answer=given, now=NOW)
    actions.ask_back(member=author, answer=given, text="Why?", now=NOW)
    actions.confirm(member=author, answer=given, now=NOW)
    other = ask(readers=GREEN, hidden=True)
    actions.take_back_question(member=author, question=other, reason="Found it.", now=NOW)
    closed = ask(readers=GREEN, hidden=True)
    actions.close_question(member=author, question=closed, reason="Found it.", now=NOW)

    entries = store.after(0, until=NOW, limit=1000)[len(start) :]
    stored = store.read_all([one.position for one in entries])
    north = community.organisations["north"]
    actors = []
    for one in entries:
        payload = json.dumps(stored[one.position].payload)
        if "not_personal" in payload:
            # The asker's own trail: that it said so of some question, not of which.
            assert question.number not in payload
            assert str(question.key) not in payload
            continue
        assert str(north.key) not in payload
        assert "North" not in payload
        assert str(author.actor) not in payload
        assert "Port authority" not in payload
        actors.append(re.search(r'"actor": "([^"]*)"', payload))
    known = [one.group(1) for one in actors if one]
    assert len(known) == len(set(known)) == 9


def tokens(text):
    from port2port.knowledge.asking import finds_in_question
    from tests.knowledge.conftest import asked_words

    return frozenset(one.token for one in finds_in_question(asked_words(text=text)))


@pytest.mark.usefixtures("crowd")
def test_index_filters_and_rows_know_the_signer_only(community, ask, peer, author, auditor):
    question = ask(readers=GREEN, hidden=True)
    desk = community.organisations["desk"]

    row = Question.objects.get()
    assert (row.originator, row.author_id, row.shown_kind) == (desk, None, "port")
    assert Publication.objects.get().actor_seat is None
    assert audience_index.count_up_to(Question, peer, groups=[["org:north"]]) == 0
    assert audience_index.count_up_to(Question, peer, groups=[["org:desk"]]) == 1
    for words in ("north", "Port of North", "authority"):
        assert listed(asked_in(QueryDict(f"q={words}")), member=peer).rows == [], words
    # The asker gets it delivered like everyone else; nobody's opening is kept, so none comes at once.
    assert Delivery.objects.filter(organisation=author.organisation_id).exists()
    actions.open_question(member=author, question=question, now=NOW)
    actions.open_question(member=peer, question=question, now=NOW)
    assert not Opening.objects.exists()
    assert not Delivery.objects.exclude(opened_at=None).exists()
    # The auditor of the asker's organisation sees that it got one, not that it published one.
    assert register(What.PUBLICATIONS, member=auditor, limit=9).rows == []
    assert len(register(What.RECEIPTS, member=auditor, limit=9).rows) == 1


@pytest.mark.usefixtures("crowd")
def test_the_asker_is_told_of_news_as_all_others_are(community, ask, author, peer, outsider):
    for member in (author, peer, outsider):
        wish = Wish(name="All", channel=Channel.PAGE, rhythm=Rhythm.AT_ONCE)
        subscribe(member=member, record_type="question", query="", wish=wish, now=BEFORE)
    question = ask(readers=GREEN, hidden=True)
    notify_up_to(now=NOW.replace(hour=10))

    assert {one.seat_id for one in Notification.objects.all()} == {author.seat_id, peer.seat_id, outsider.seat_id}

    actions.answer_question(member=peer, question=question, text="Wire.", language="en", now=NOW.replace(hour=11))
    notify_up_to(now=NOW.replace(hour=12))
    assert [one.seat_id for one in Notification.objects.filter(reason="answered")] == [author.seat_id]


@pytest.mark.usefixtures("crowd")
def test_pages_are_the_same_whoever_of_five_asked(client, community, ask, author, outsider):
    client.force_login(community.person("peer"))

    def page_of(asker):
        question = ask(readers=GREEN, hidden=True, member=asker)
        pages = [client.get(address).content for address in (f"/questions/{question.key}/", "/questions/")]
        ids = {str(question.key).encode(): b"KEY", question.number.encode(): b"NUMBER"}
        for find, put in ids.items():
            pages = [one.replace(find, put) for one in pages]
        # Only the row itself differs: nothing is left for the next one.
        Asker.objects.all().delete()
        Question.objects.all().delete()
        return [MARKS.sub(b"", one) for one in pages]

    assert page_of(author) == page_of(outsider)


@pytest.mark.usefixtures("crowd")
def test_what_is_the_askers_to_do_is_missing_for_everyone_else(client, community, ask, peer):
    question = ask(readers=GREEN, hidden=True)
    given = actions.answer_question(member=peer, question=question, text="Wire.", language="en", now=NOW)
    for who in ("peer", "outsider", "secretariat"):
        client.force_login(community.person(who))
        for act in ("thank", "ask-back", "confirm"):
            theirs = client.post(f"/questions/answers/{given.key}/{act}/", {"text": "Why?"})
            missing = client.post(f"/questions/answers/{uuid4()}/{act}/", {"text": "Why?"})
            assert (theirs.status_code, missing.status_code) == (404, 404), (who, act)
            assert theirs.content == missing.content
        taken = client.post(f"/questions/{question.key}/take-back/", {"reason": "No."})
        assert taken.status_code == 404


@pytest.mark.usefixtures("crowd")
def test_a_practice_that_comes_of_it_is_the_answerers(ask, author, peer):
    question = ask(readers=GREEN, hidden=True)
    given = actions.answer_question(member=peer, question=question, text="Wire.", language="en", now=NOW)
    actions.confirm(member=author, answer=given, now=NOW)

    draft = actions.make_practice(member=peer, answer=given, now=NOW)

    assert draft.originator_id == peer.organisation_id
    assert draft.derived_from is None


@pytest.mark.usefixtures("crowd")
def test_the_form_shows_the_readers_and_sends_once(client, community, peer):
    client.force_login(community.person("author"))
    fields = {
        "title": "Which gauge?",
        "text": "Ours was cut.",
        "language": "en",
        "themes": "access",
        "shown_as": "class",
        "tlp": "1",
        "key": str(uuid4()),
    }
    too_few = client.post("/questions/new/", fields | {"tlp": "0", "do": "look"})
    looked = client.post("/questions/new/", fields | {"do": "look"})
    expected = looked.context["preview"].expected
    changed = client.post("/questions/new/", fields | {"do": "send", "expected": ""})
    sent = [client.post("/questions/new/", fields | {"do": "send", "expected": expected}) for _again in range(2)]

    assert (too_few.status_code, looked.status_code, changed.status_code) == (422, 200, 409)
    assert not Question.objects.visible_to(peer).filter(is_hidden=False).exists()
    assert {one.headers["Location"] for one in sent} == {Question.objects.get().get_absolute_url()}


@pytest.mark.usefixtures("crowd")
def test_programs_are_told_no_more_than_pages(client, community, ask, peer):
    question = ask(readers=GREEN, hidden=True)
    actions.answer_question(member=peer, question=question, text="Wire.", language="en", now=NOW)
    shown = {}
    for who in ("author", "secretariat", "peer", "outsider"):
        client.force_login(community.person(who))
        one = client.get(f"/api/v1/questions/{question.key}").json()
        listed_one = client.get("/api/v1/questions").json()["items"][0]
        assert listed_one.items() <= one.items()
        shown[who] = (one["asker"], one["answers"][0]["who"])

    assert shown["author"] == shown["secretariat"] == ("Port of North", "Port of South")
    assert shown["peer"] == shown["outsider"] == ("An organisation: Port authority", "Port of South")
    signed = client.get(f"/api/v1/questions/{question.key}?format=stix").content
    assert question.title.encode() in signed
    assert b"North" not in signed
    assert b"Secretariat" in signed
    assert client.get("/api/v1/questions?mine=true").json()["items"] == []
    assert client.get("/api/v1/questions?asker=north").status_code == 422


@pytest.mark.usefixtures("crowd")
def test_a_program_looks_before_it_asks(client, community, peer):
    client.force_login(community.person("author"))
    said = {"title": "Which gauge?", "text": "Call jan@example.org.", "themes": ["access"], "hidden": True}

    def send(address, body):
        return client.post(f"/api/v1/{address}", body, content_type="application/json")

    looked = send("questions/preview", said).json()
    body = said | {"recipients": [one["key"] for one in looked["recipients"]]}
    assert looked["seems_personal"]
    assert send("questions", body).status_code == 422
    assert send("questions", body | {"recipients": [], "confirmed_not_personal": True}).status_code == 409
    asked = send("questions", body | {"confirmed_not_personal": True})
    assert asked.status_code == 201
    assert Question.objects.visible_to(peer).get().is_hidden
    assert send("questions/preview", said | {"tlp": "TLP:CLEAR"}).status_code == 422


@pytest.mark.usefixtures("crowd")
def test_a_file_names_the_asker_as_the_page_does(client, community, ask):
    ask(readers=GREEN, hidden=True)
    files = {}
    for who in ("author", "peer", "guest"):
        client.force_login(community.person(who))
        files[who] = client.get("/questions/export.csv")
    client.force_login(community.person("peer"))
    sheet = client.get("/questions/export.xlsx?theme=access")

    assert b"Port of North" in files["author"].content
    assert b"Port of North" not in files["peer"].content
    assert b"An organisation: Port authority" in files["peer"].content
    assert b"gauge" not in files["guest"].content
    assert "TLP-GREEN questions" in sheet.headers["Content-Disposition"]
    assert "TLP-CLEAR questions" in files["guest"].headers["Content-Disposition"]
