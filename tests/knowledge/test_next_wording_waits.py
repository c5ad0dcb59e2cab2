"""Now counts the next wordings that wait for the own organisation's approval, and the list keeps those alone."""

from dataclasses import replace

import pytest
from django.http import QueryDict

from port2port.knowledge.actions import approve, revise
from port2port.knowledge.due import practice_lines
from port2port.knowledge.fields import fields_of
from port2port.knowledge.listing import asked_in, listed
from port2port.knowledge.models import Revision
from tests.knowledge.conftest import GREEN, amber
from tests.personas import NOW

WORDS = "A new wording waits for your approval"


@pytest.fixture
def renewed(author):
    """A next wording of an approved practice."""

    def now_renewed(practice):
        practice.refresh_from_db()
        words = replace(fields_of(practice), title="Pull harder")
        revise(member=author, practice=practice, said=words, version=practice.version, now=NOW)
        return practice

    return now_renewed


def lines(member):
    return [(one.title, one.address) for one in practice_lines(member, now=NOW) if one.words == WORDS]


def rows(member):
    return listed(asked_in(QueryDict("next=1")), member=member, now=NOW).rows


def test_it_is_counted_until_the_own_organisation_approves_it(
    approved, renewed, author, peer, outsider, trainer, guest, client_of_peer
):
    practice = renewed(approved())
    quiet = approved(title="Without a next wording")

    assert lines(peer) == lines(outsider) == [("1 practice", "/practices/?next=1")]
    assert rows(peer) == rows(outsider) == [practice]
    assert quiet not in rows(peer)
    # Its author does not approve it; others have nothing to approve.
    for member in (author, trainer, guest, client_of_peer):
        assert (lines(member), rows(member)) == ([], [])

    approve(member=peer, practice=practice, sha256=Revision.objects.get().sha256, now=NOW)

    assert (lines(peer), rows(peer)) == ([], [])
    assert (lines(outsider), rows(outsider)) == ([("1 practice", "/practices/?next=1")], [practice])


def test_what_is_hidden_is_not_counted(proposed, renewed, both, author, peer, outsider):
    practice = proposed(readers=amber(both))
    type(practice).objects.filter(pk=practice.pk).update(approved_at=NOW)
    renewed(practice)

    assert (lines(outsider), rows(outsider)) == ([], [])
    assert rows(peer) == [practice]


def test_a_proposed_one_is_counted_apart(proposed, outsider, peer):
    proposed(readers=GREEN)

    words = [one.words for one in practice_lines(peer, now=NOW)]

    assert words == ["Waiting for a second organisation"]
    assert [one.words for one in practice_lines(outsider, now=NOW)] == words
