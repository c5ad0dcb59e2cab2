"""Practices for machines: the filters of the page, and nothing that the page would hide."""

import pytest

from port2port.knowledge import actions
from tests.personas import NOW

API = "/api/v1/practices"


@pytest.fixture
def as_peer(client, community):
    client.force_login(community.person("peer"))
    return client


def test_a_list_answers_its_filters_and_pages_on(as_peer, proposed, approved):
    one = approved(title="Pull test", themes=("access",))
    two = proposed(title="Drone card", themes=("drones",))

    whole = as_peer.get(API).json()
    first = as_peer.get(API, {"limit": 1}).json()

    assert [line["key"] for line in whole["items"]] == [str(one.key), str(two.key)]
    assert (whole["count"], whole["next"], first["next"]) == (2, None, 2)
    assert [line["title"] for line in as_peer.get(API, {"theme": "drones"}).json()["items"]] == ["Drone card"]
    assert [line["state"] for line in as_peer.get(API, {"state": "approved"}).json()["items"]] == ["approved"]
    assert [line["title"] for line in as_peer.get(API, {"q": "card"}).json()["items"]] == ["Drone card"]
    assert as_peer.get(API, {"themes": "drones"}).status_code == 422


def test_one_practice_says_its_texts_and_who_approved_the_wording(as_peer, approved):
    practice = approved()
    said = as_peer.get(f"{API}/{practice.key}").json()
    bundle = as_peer.get(f"{API}/{practice.key}", {"format": "stix"})

    assert said["sha256"] == practice.sha256
    assert {one["slug"] for one in said["approved_by"]} == {"south", "east"}
    assert said["texts"][0]["title"] == practice.title
    assert bundle.headers["Content-Type"].startswith("application/stix+json")
    assert any(one["type"] == "course-of-action" for one in bundle.json()["objects"])


def test_a_withdrawn_one_says_only_that_it_was_there(as_peer, proposed, author):
    practice = proposed(title="Quagmire")
    actions.withdraw_practice(member=author, practice=practice, reason="Wrong.", now=NOW)
    answer = as_peer.get(f"{API}/{practice.key}")
    assert answer.json()["withdrawn_reason"] == "Wrong."
    assert b"Quagmire" not in answer.content
