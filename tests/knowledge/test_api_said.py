"""What programs say about questions, and the directory for programs: the same rules as the pages."""

from uuid import uuid4

import pytest

from port2port.knowledge import actions
from port2port.knowledge.actions.helping import ExpertiseFields, declare
from port2port.knowledge.models import Answer
from tests.knowledge.conftest import GREEN
from tests.personas import NOW

API = "/api/v1"


@pytest.fixture
def answered(ask, peer) -> Answer:
    return actions.answer_question(member=peer, question=ask(readers=GREEN), text="Wire.", language="en", now=NOW)


@pytest.fixture
def signed_in(client, community):
    def as_one(who: str):
        client.force_login(community.person(who))

        def post(path: str, body: dict[str, object] | None = None):
            return client.post(f"{API}/questions/{path}", body or {}, content_type="application/json")

        return post

    return as_one


def test_the_asker_thanks_asks_back_and_closes_by_program_once_each(signed_in, answered):
    post = signed_in("author")
    key, question = answered.key, answered.question.key

    assert post(f"answers/{key}/thank").json()["answers"][0]["thanked_at"]
    assert post(f"answers/{key}/thank").status_code == 409
    assert post(f"answers/{key}/ask-back", {"text": "How thick?"}).json()["answers"][0]["asked_back"] == "How thick?"
    assert post(f"answers/{key}/ask-back", {"text": "And how long?"}).status_code == 409
    assert post(f"{question}/close").status_code == 422
    assert post(f"{question}/close", {"reason": "Bought one."}).json()["closed_reason"] == "Bought one."
    assert post(f"{question}/close", {"reason": "Again."}).status_code == 409


@pytest.mark.parametrize("path", ["answers/{answer}/thank", "answers/{answer}/ask-back", "{question}/close"])
def test_for_who_did_not_ask_there_is_no_such_address(signed_in, answered, path):
    body = {"text": "Why?"} if "ask-back" in path else {"reason": "No."} if "close" in path else {}
    post = signed_in("peer")

    hidden = post(path.format(answer=answered.key, question=answered.question.key), body)
    missing = post(path.format(answer=uuid4(), question=uuid4()), body)

    assert (hidden.status_code, hidden.content) == (404, missing.content)


def test_the_secretariat_closes_what_it_routes(signed_in, answered):
    done = signed_in("secretariat")(f"{answered.question.key}/close", {"reason": "Nobody can say."})

    assert done.json()["state"] == "closed"


def test_the_directory_holds_what_the_page_holds(client, community, approved, author, outsider, peer):
    declare(member=outsider, said=ExpertiseFields(themes=("drones",), note="Since May"), now=NOW)
    practice = approved(themes=("drones",))
    strict = type(GREEN)(tlp=3)
    actions.say_use(member=outsider, practice=practice, readers=strict, note="", language="en", now=NOW)

    def entries(who: str, query: str = "theme=drones") -> dict[str, dict[str, object]]:
        client.force_login(community.person(who))
        return {one["organisation"]["slug"]: one for one in client.get(f"{API}/expertise?{query}").json()["items"]}

    seen, own = entries("peer"), entries("outsider")
    assert seen["east"]["note"] == "Since May"
    assert seen["north"]["wrote"] == [{"key": str(practice.key), "title": practice.title, "language": "en"}]
    # Who keeps a use to itself is not listed for it.
    assert (seen["east"]["uses"], len(own["east"]["uses"])) == ([], 1)
    assert entries("peer", "theme=cyber") == {}
    assert client.get(f"{API}/expertise?theme=nonsense").status_code == 422
    for who in ("guest", "guard", "client", "trainer", "auditor"):
        client.force_login(community.person(who))
        assert client.get(f"{API}/expertise").status_code == 404, who
