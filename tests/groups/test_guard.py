"""The share guard reads what a group is asked to read: proposals, amendments, minutes, a corrigendum."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from port2port.groups import actions
from port2port.groups.models import Amendment, Minutes, Proposal, ProposalVersion
from port2port.reports.guard import PersonalDataFound
from port2port.reports.texts_guard import finds_in
from tests.groups.conftest import wording
from tests.personas import NOW

PHONE = "+32 470 12 34 56"
TEXT = f"Ring the guard on {PHONE} after ten."
SAID = {
    "title": "Night gate",
    "text": TEXT,
    "language": "en",
    "method": "consent",
    "effective_on": "2099-04-01",
    "review_on": "2099-12-01",
}


def tokens(text: str = TEXT) -> frozenset[str]:
    return frozenset(one.token for one in finds_in({"text": text}))


def test_a_wording_that_tells_of_people_is_not_put_to_the_seats_until_it_is_weighed(proposed, author):
    with pytest.raises(PersonalDataFound):
        proposed(text=TEXT)
    assert not Proposal.objects.exists()

    proposal = proposed(text=TEXT, not_personal=tokens() | {"of another text"})

    assert proposal.versions.get().not_personal == list(tokens())
    with pytest.raises(PersonalDataFound):
        actions.amend(member=author, proposal=proposal, said=wording(text=TEXT), version=1, now=NOW)


@pytest.fixture
def pages(client: Client, community: Any) -> Client:
    client.force_login(community.person("author"))
    return client


def test_the_page_shows_each_place_keeps_what_was_typed_and_takes_the_ticks(pages, group, settings):
    from django.utils import timezone

    closes = (timezone.localtime() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    sent = SAID | {"closes_at": closes}
    address = f"/groups/{group.key}/propose/"

    first = pages.post(address, sent)
    page = first.content.decode()

    assert first.status_code == 422
    assert "Telephone number" in page
    assert PHONE in page
    (token,) = tokens()
    assert f'value="{token}"' in page
    assert pages.post(address, sent | {"not_personal": "0" * 32}).status_code == 422
    assert pages.post(address, sent | {"not_personal": token}).status_code == 302
    assert ProposalVersion.objects.get().not_personal == [token]


def _drafted(author, meeting, group, text: str) -> Minutes:
    both = frozenset(one.organisation_id for one in group.seats.all())
    actions.mark_attendance(member=author, meeting=meeting, organisations=both, now=NOW)
    return actions.save_draft(member=author, meeting=meeting, text=text, now=NOW)


def test_minutes_that_tell_of_people_are_not_laid_before_anybody(pages, author, peer, meeting, group, community):
    _drafted(author, meeting, group, TEXT)
    with pytest.raises(PersonalDataFound):
        actions.prepare(member=author, meeting=meeting, now=NOW)
    address = f"/meetings/{meeting.key}/minutes/prepare/"

    refused = pages.post(address)

    assert refused.status_code == 422
    assert PHONE in refused.content.decode()
    assert Minutes.objects.get().state == "draft"
    (token,) = tokens()
    assert pages.post(address, {"not_personal": token}).status_code == 302
    assert (Minutes.objects.get().state, Minutes.objects.get().not_personal) == ("prepared", [token])


def test_who_does_not_run_the_group_learns_nothing_of_the_draft_by_preparing_it(
    client, author, meeting, group, community
):
    _drafted(author, meeting, group, TEXT)
    client.force_login(community.person("peer"))

    refused = client.post(f"/meetings/{meeting.key}/minutes/prepare/")

    assert refused.status_code == 403
    assert PHONE not in refused.content.decode()


def test_an_amendment_and_a_corrigendum_are_read_too(author, peer, meeting, group):
    _drafted(author, meeting, group, "All agreed.")
    actions.prepare(member=author, meeting=meeting, now=NOW)
    given = {"member": peer, "meeting": meeting, "passage": "", "instead": TEXT, "now": NOW}
    with pytest.raises(PersonalDataFound):
        actions.amend_minutes(**given)
    amendment = actions.amend_minutes(**given, not_personal=tokens())

    actions.answer_amendment(member=author, amendment=amendment, accept=True, now=NOW)

    assert Amendment.objects.get().state == "accepted"
    assert Minutes.objects.get().not_personal == list(tokens())
    later = NOW + timedelta(days=8)
    actions.finish(member=author, meeting=meeting, now=later)
    mended = {"member": author, "meeting": meeting, "reason": "A word.", "now": later}
    other = "Ring +32 471 98 76 54."
    with pytest.raises(PersonalDataFound):
        actions.correct(text=other, **mended)
    assert actions.correct(text=f"{TEXT} Indeed.", **mended).version == 2
