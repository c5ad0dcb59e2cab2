"""Who looks at a wording before others rely on it sees where its translations leave the glossary."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from port2port.base.clock import now
from port2port.knowledge.actions import approve, propose, revise, save_draft
from port2port.knowledge.fields import fields_of
from port2port.pure.stix import PracticeText
from tests.knowledge.conftest import GREEN, said

DAY = timezone.localdate() + timedelta(days=300)
LISTED = "Words that differ from the glossary"
OTHERWISE = PracticeText("nl", "Ingangsregeling aan de poort", "Wie binnen mag.")
AGREED = PracticeText("nl", "Toegangscontrole aan de poort", "Wie binnen mag.")


def words(translation):
    return said(
        title="Access control at the gate", summary="Who may enter.", translations=(translation,), review_by_on=DAY
    )


def test_author_and_approvers_see_what_differs_and_readers_do_not(client, community, author, peer, outsider):
    draft = save_draft(member=author, said=words(OTHERWISE), readers=GREEN, now=now())
    client.force_login(community.person("author"))
    page = client.get(f"/practices/{draft.key}/readers/").content.decode()
    assert LISTED in page
    assert "“access control”: agreed is “toegangscontrole”" in page
    practice = propose(member=author, practice=draft, now=now())
    address = practice.get_absolute_url()
    assert LISTED not in client.get(address).content.decode()

    client.force_login(community.person("peer"))
    assert LISTED in client.get(address).content.decode()
    for member in (peer, outsider):
        practice = approve(member=member, practice=practice, sha256=practice.sha256, now=now())
    assert LISTED not in client.get(address).content.decode()
    # The next wording says it as agreed: nothing is listed beside it.
    revise(member=author, practice=practice, said=replace(fields_of(practice), sources=("B",)), version=1, now=now())
    assert LISTED in client.get(f"{address}next/").content.decode()
    revise(member=author, practice=practice, said=words(AGREED), version=1, now=now())
    assert LISTED not in client.get(f"{address}next/").content.decode()
