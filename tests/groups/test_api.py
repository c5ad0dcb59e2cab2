"""Working groups for machines: by the same rule as the pages, for the seat behind the token, and nobody is named."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from port2port.base.clock import now
from port2port.groups import actions
from port2port.groups.models import Decision, Stance
from port2port.members.actions.tokens import make_token
from tests.groups.conftest import AFTER, say
from tests.personas import Community


@pytest.fixture
def ask(community: Community) -> Any:
    """Ask as the token of a persona."""

    def asked(who: str, path: str, said: dict[str, Any] | None = None, scope: str = "write") -> Any:
        secret = f"p2p_{who}-{scope}-{'x' * 30}"
        member = community.member(who)
        if not hasattr(asked, secret):
            make_token(member=member, label="Program", scope=scope, secret=secret, now=now())
            setattr(asked, secret, True)
        headers = {"authorization": f"Bearer {secret}"}
        if said is None:
            return Client().get(f"/api/v1/{path}", headers=headers)
        return Client().post(f"/api/v1/{path}", json.dumps(said), content_type="application/json", headers=headers)

    return asked


def test_a_program_finds_what_needs_its_stance_and_says_it_once(ask, proposed, group):
    proposal = proposed(now=now(), closes_at=now() + timedelta(days=7))
    lines = ask("peer", f"groups/{group.key}/proposals?needs_stance=true").json()
    said = {"version": 1, "position": "object", "reason": "At night there is nobody for it."}

    first = ask("peer", f"proposals/{proposal.key}/stance", said)
    again = ask("peer", f"proposals/{proposal.key}/stance", said)

    assert [one["key"] for one in lines] == [str(proposal.key)]
    assert (first.status_code, again.status_code) == (200, 200)
    said_by = {one["organisation"]: one["position"] for one in first.json()["stances"]}
    assert said_by == {"Port of North": "", "Port of South": "object"}
    assert Stance.objects.count() == 1
    assert ask("peer", f"groups/{group.key}/proposals?needs_stance=true").json() == []
    assert ask("peer", f"proposals/{proposal.key}/stance", said | {"version": 2}).status_code == 409
    assert ask("peer", f"proposals/{proposal.key}/stance", said | {"reason": ""}).status_code == 422
    assert ask("peer", f"groups/{group.key}/proposals?needs=1").status_code == 422


def test_a_token_that_only_reads_says_nothing_and_neither_does_who_holds_no_seat(ask, proposed):
    proposal = proposed(now=now(), closes_at=now() + timedelta(days=7))
    said = {"version": 1, "position": "agree"}

    assert ask("peer", f"proposals/{proposal.key}/stance", said, scope="read").status_code == 403
    assert ask("coordinator", f"proposals/{proposal.key}/stance", said).status_code == 403
    assert not Stance.objects.exists()


def test_outside_the_circle_hidden_is_missing_byte_for_byte(ask, proposed, group, meeting):
    proposal = proposed()
    other = "00000000-0000-4000-8000-000000000000"

    for path in ("groups/{}/meetings", "groups/{}/proposals", "meetings/{}", "proposals/{}"):
        key = meeting.key if path.startswith("meetings") else proposal.key if path.startswith("prop") else group.key
        hidden, missing = ask("outsider", path.format(key)), ask("outsider", path.format(other))
        assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert ask("outsider", "groups").json() == []


def test_no_person_is_named_and_the_meeting_says_what_its_page_says(ask, community, group, meeting, author):
    both = frozenset(one.organisation_id for one in group.seats.all())
    actions.mark_attendance(member=author, meeting=meeting, organisations=both, now=now())
    actions.save_draft(member=author, meeting=meeting, now=now())

    whole = ask("peer", f"meetings/{meeting.key}").json()
    listed = ask("peer", "groups").json()

    assert (whole["there"], whole["minutes"]["state"]) == (["Port of North", "Port of South"], "draft")
    assert listed[0]["seats"] == ["Port of North", "Port of South"]
    assert listed[0]["sits"]
    names = [seat.person.name for seat in community.seats.values()]
    assert not any(name in json.dumps([whole, listed]) for name in names)


def test_a_decision_is_read_by_its_handling_with_its_translations(ask, proposed, author, peer):
    proposal = proposed()
    for member in (author, peer):
        say(member, proposal)
    actions.settle(proposal=proposal, now=AFTER)
    row = Decision.objects.get()
    said = actions.Translation(language="nl", title="Poort", text="Twee mensen.")
    actions.translate(member=author, decision=row, said=said, now=AFTER)

    whole = ask("peer", f"decisions/{row.key}").json()

    assert [one["language"] for one in whole["texts"]] == ["nl"]
    assert [one["key"] for one in ask("peer", "decisions?q=gate").json()["items"]] == [str(row.key)]
    assert ask("outsider", f"decisions/{row.key}").status_code == 404
    assert ask("outsider", "decisions?state=all").json() == {"items": [], "next": None}
    assert (
        ask("peer", f"decisions/{row.key}?format=stix").headers["Content-Type"] == "application/stix+json;version=2.1"
    )
