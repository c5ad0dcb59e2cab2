"""The API says what the pages say, and nothing of another organisation."""

import pytest
from django.test import Client

from port2port.assessments import actions
from port2port.assessments.models import Assessment
from tests.assessments.conftest import answered, said
from tests.assessments.test_answers import scenario
from tests.personas import NOW, PERSONAS

OWN = {"author", "colleague", "coordinator"}


def items(client: Client, **asked: str) -> list[dict]:
    return client.get("/api/v1/assessments", asked).json()["items"]


def test_without_a_state_only_what_is_finished_is_listed(signed_in, agreed, planned, desk, author, community):
    other = actions.move_round(member=desk, round=planned(title="Other"), to="open", now=NOW)
    actions.start(member=author, round=other, facility=community.facilities["north"], now=NOW)
    client = signed_in("author")

    assert [one["state"] for one in items(client)] == ["agreed"]
    assert len(items(client, state="all")) == 2
    assert [one["state"] for one in items(client, state="draft", round=str(other.key))] == ["draft"]
    assert client.get("/api/v1/assessments", {"state": "no"}).status_code == 422
    assert client.get("/api/v1/assessments", {"sort": "level"}).status_code == 422


def test_a_whole_assessment(signed_in, assessment, author):
    answered(author, assessment, said(rationale="Seen."))
    actions.save_scenario(member=author, assessment=assessment, said=scenario(), now=NOW)
    told = signed_in("author").get(f"/api/v1/assessments/{assessment.key}").json()

    assert told["musts"]["open"] == told["musts"]["all"]
    assert told["risks"] == {"A": 0, "B": 0, "C": 1}
    assert next(one for one in told["sheet"]["controls"] if one["id"] == "acc-05")["doc"] == 2
    assert "percent" not in str(told)


@pytest.mark.parametrize("who", PERSONAS)
def test_nobody_else_finds_any(signed_in, agreed, who: str):
    client = signed_in(who)
    listed = client.get("/api/v1/assessments", {"state": "all"})
    seen = listed.json()["items"] if listed.status_code == 200 else []

    assert bool(seen) == (who in OWN)
    assert client.get(f"/api/v1/assessments/{agreed.key}").status_code == (200 if who in OWN else 404)


def test_a_buddy_reads_no_risk(signed_in, assessment, author, community):
    actions.save_scenario(member=author, assessment=assessment, said=scenario(title="Ours"), now=NOW)
    Assessment.objects.filter(pk=assessment.pk).update(buddy=community.organisations["south"])
    told = signed_in("peer").get(f"/api/v1/assessments/{assessment.key}")

    assert told.status_code == 200
    assert told.json()["risks"] == {}
    assert b"Ours" not in told.content
