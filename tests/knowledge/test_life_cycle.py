"""Draft, proposed, approved by two others, due, out of date; and the next wording."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import QueryDict

from port2port.base.refusal import NotAllowed
from port2port.knowledge import actions
from port2port.knowledge.actions.approving import ApprovedBefore, NotDue, OtherWording, OwnPractice, SamePerson
from port2port.knowledge.actions.drafts import NotADraft
from port2port.knowledge.actions.revising import ChangedMeanwhile, NotEnough, NothingChanged
from port2port.knowledge.fields import fields_of
from port2port.knowledge.listing import asked_in, in_state, listed
from port2port.knowledge.models import Practice, Revision, State
from port2port.knowledge.page import page_of
from port2port.ledger import store
from port2port.members.models import Organisation, Seat
from port2port.members.readers import member_of_seat
from port2port.pure.stix import practice_of
from port2port.reports.actions import ReadersChanged
from port2port.reports.guard import PersonalDataFound
from port2port.reports.rules import BadField
from port2port.sharing.actions import AlreadyWithdrawn, NotYours, TooLateToUndo
from port2port.sharing.models import Delivery, Publication
from tests.knowledge.conftest import GREEN, REVIEW, TODAY, amber, said
from tests.personas import BEFORE, NOW

LATER = NOW + timedelta(days=1)


def test_a_draft_is_seen_by_its_own_organisation_only(author, colleague, peer, both):
    draft = actions.save_draft(member=author, said=said(), readers=amber(both), now=NOW)

    assert Practice.objects.editable_by(colleague).get() == draft
    assert not Practice.objects.editable_by(peer).exists()
    assert not Practice.objects.visible_to(author).exists()


def test_a_proposal_goes_into_the_ledger_with_its_content(proposed, peer):
    practice = proposed()

    publication = Publication.objects.of(practice).get()
    content = practice_of(store.read(publication.position).payload["objects"])
    assert (content.original.title, content.controls, content.review_by) == (practice.title, ("ACC-05",), REVIEW)
    assert content.translations[0].title == "Trektest aan de omheining"
    assert practice.state_on(TODAY) == State.PROPOSED
    assert Delivery.objects.of(practice).filter(organisation_id=peer.organisation_id).exists()


@pytest.mark.parametrize("missing", ["title", "summary", "body", "themes", "controls", "review_by_on"])
def test_a_proposal_lacks_nothing_that_its_readers_need(author, both, missing):
    empty = None if missing == "review_by_on" else () if missing in {"themes", "controls"} else ""
    draft = actions.save_draft(member=author, said=said(**{missing: empty}), readers=amber(both), now=NOW)

    with pytest.raises(BadField) as refused:
        actions.propose(member=author, practice=draft, now=NOW)

    assert refused.value.name == missing


@pytest.mark.parametrize("days", [0, -1, 731])
def test_a_review_date_lies_ahead_and_within_two_years(author, both, days):
    words = said(review_by_on=TODAY + timedelta(days=days))
    draft = actions.save_draft(member=author, said=words, readers=amber(both), now=NOW)

    with pytest.raises(BadField):
        actions.propose(member=author, practice=draft, now=NOW)


def test_who_receives_it_is_what_the_author_was_shown(author, both):
    draft = actions.save_draft(member=author, said=said(), readers=amber(both), now=NOW)

    with pytest.raises(ReadersChanged):
        actions.propose(member=author, practice=draft, expected=frozenset({author.organisation_id}), now=NOW)


def test_text_that_tells_of_a_person_stays_until_its_author_answers_for_it(author, both):
    draft = actions.save_draft(
        member=author, said=said(body="Call +32 470 12 34 56 before you start."), readers=amber(both), now=NOW
    )
    with pytest.raises(PersonalDataFound) as refused:
        actions.propose(member=author, practice=draft, now=NOW)

    tokens = frozenset(one.token for one in refused.value.finds)
    practice = actions.propose(member=author, practice=draft, not_personal=tokens, now=NOW)

    assert practice.version == 1


def test_two_other_organisations_approve(proposed, peer, outsider):
    practice = proposed(readers=GREEN)

    first = actions.approve(member=peer, practice=practice, sha256=practice.sha256, now=NOW)
    second = actions.approve(member=outsider, practice=practice, sha256=practice.sha256, now=LATER)

    assert first.state_on(TODAY) == State.PROPOSED
    assert second.state_on(TODAY) == State.APPROVED
    assert second.approved_at == LATER
    opinion = store.read(practice.approvals.first().position).payload["objects"][0]
    assert (opinion["type"], opinion["object_refs"]) == ("opinion", [practice.stix_id])


def test_one_organisation_approves_once(proposed, peer, peer_coordinator):
    practice = proposed()
    actions.approve(member=peer, practice=practice, sha256=practice.sha256, now=NOW)

    for member in (peer, peer_coordinator):
        with pytest.raises(ApprovedBefore):
            actions.approve(member=member, practice=practice, sha256=practice.sha256, now=NOW)

    assert practice.approvals.count() == 1


def test_one_person_in_two_organisations_approves_once(community, proposed, peer):
    practice = proposed(readers=GREEN)
    other = Seat.objects.create(
        person_id=peer.person_id, organisation=community.organisations["east"], function="officer", given_at=BEFORE
    )
    actions.approve(member=peer, practice=practice, sha256=practice.sha256, now=NOW)

    with pytest.raises(SamePerson):
        actions.approve(member=member_of_seat(other), practice=practice, sha256=practice.sha256, now=NOW)


@pytest.mark.parametrize("who", ["author", "colleague", "coordinator"])
def test_the_authors_organisation_does_not_approve(community, proposed, who):
    practice = proposed()

    with pytest.raises(OwnPractice):
        actions.approve(member=community.member(who), practice=practice, sha256=practice.sha256, now=NOW)


@pytest.mark.parametrize("who", ["guard", "trainer", "auditor", "operator", "client", "guest", "nobody", "peer_guard"])
def test_who_may_not_approve_is_refused(community, proposed, who):
    practice = proposed(readers=GREEN)

    with pytest.raises(NotAllowed):
        actions.approve(member=community.member(who), practice=practice, sha256=practice.sha256, now=NOW)


def test_who_cannot_see_it_cannot_approve_it(proposed, outsider):
    practice = proposed()

    with pytest.raises(NotAllowed):
        actions.approve(member=outsider, practice=practice, sha256=practice.sha256, now=NOW)


def test_an_approval_names_the_wording_that_was_read(author, proposed, peer):
    practice = proposed()
    read = practice.sha256
    actions.revise(
        member=author, practice=practice, said=replace(fields_of(practice), title="Pull harder"), version=1, now=LATER
    )

    with pytest.raises(OtherWording):
        actions.approve(member=peer, practice=practice, sha256=read, now=LATER)


def test_before_any_approval_a_new_wording_takes_the_place_of_the_old_one(author, proposed, peer):
    practice = proposed()

    done = actions.revise(
        member=author, practice=practice, said=replace(fields_of(practice), title="Pull harder"), version=1, now=LATER
    )

    assert (done.version, Practice.objects.visible_to(peer).get().title) == (2, "Pull harder")
    events = page_of(done, member=peer, now=LATER).events
    changes = [(one.before, one.after) for event in events for one in event.differences]
    assert changes == [("Walk the fence with a pull test", "Pull harder")]


def test_an_approval_of_the_old_wording_does_not_count_for_the_new_one(author, proposed, peer, outsider):
    practice = proposed(readers=GREEN)
    actions.approve(member=peer, practice=practice, sha256=practice.sha256, now=NOW)
    changed = actions.revise(
        member=author, practice=practice, said=replace(fields_of(practice), title="Pull harder"), version=1, now=LATER
    )

    done = actions.approve(member=outsider, practice=changed, sha256=changed.sha256, now=LATER)

    assert done.approved_at is None


def test_an_edit_after_approval_changes_nothing_until_two_others_approve_it(author, approved, peer, outsider):
    practice = approved()
    title = practice.title
    actions.revise(
        member=author, practice=practice, said=replace(fields_of(practice), title="Pull harder"), version=1, now=LATER
    )
    assert Practice.objects.visible_to(peer).get().title == title
    waiting = Revision.objects.visible_to(peer).get()

    with pytest.raises(NotEnough):
        actions.publish_revision(member=author, practice=practice, now=LATER)
    for member in (peer, outsider):
        actions.approve(member=member, practice=practice, sha256=waiting.sha256, now=LATER)
        assert Practice.objects.visible_to(peer).get().title == title
    done = actions.publish_revision(member=author, practice=practice, now=LATER)

    assert (done.title, done.version, done.state_on(TODAY)) == ("Pull harder", 2, State.APPROVED)
    assert not Revision.objects.exists()


def test_another_change_of_the_proposed_wording_starts_the_approvals_anew(author, approved, peer, outsider):
    practice = approved()
    for title in ("Pull harder", "Pull hardest"):
        words = replace(fields_of(practice), title=title)
        actions.revise(member=author, practice=practice, said=words, version=1, now=LATER)
        waiting = Revision.objects.get()
        actions.approve(member=peer, practice=practice, sha256=waiting.sha256, now=LATER)

    with pytest.raises(NotEnough):
        actions.publish_revision(member=author, practice=practice, now=LATER)


def test_a_dropped_wording_leaves_the_approved_one(author, approved):
    practice = approved()
    actions.revise(
        member=author, practice=practice, said=replace(fields_of(practice), title="Pull harder"), version=1, now=LATER
    )

    actions.drop_revision(member=author, practice=practice)

    assert not Revision.objects.exists()


def test_a_revision_says_something_new_of_the_version_that_stands(author, proposed, peer):
    practice = proposed()
    words = replace(fields_of(practice), title="Pull harder")

    with pytest.raises(NothingChanged):
        actions.revise(member=author, practice=practice, said=fields_of(practice), version=1, now=LATER)
    with pytest.raises(ChangedMeanwhile):
        actions.revise(member=author, practice=practice, said=words, version=2, now=LATER)
    with pytest.raises(NotYours):
        actions.revise(member=peer, practice=practice, said=words, version=1, now=LATER)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (REVIEW - timedelta(days=31), State.APPROVED),
        (REVIEW - timedelta(days=30), State.DUE),
        (REVIEW + timedelta(days=60), State.DUE),
        (REVIEW + timedelta(days=61), State.EXPIRED),
    ],
)
def test_the_clock_makes_it_due_and_out_of_date(approved, author, day, state):
    practice = approved()
    at = NOW + (day - TODAY)

    in_list = [one.pk for one in listed(asked_in(QueryDict("")), member=author, now=at).rows]

    assert practice.state_on(day) == state
    assert in_state(Practice.objects.visible_to(author), state, today=day).get() == practice
    assert (practice.pk in in_list) is (state != State.EXPIRED)


def test_another_organisation_says_that_it_is_still_true(approved, author, peer):
    practice = approved()
    due = NOW + timedelta(days=350)
    until = TODAY + timedelta(days=700)

    with pytest.raises(NotDue):
        actions.still_true(member=peer, practice=practice, review_by_on=until, now=LATER)
    with pytest.raises(OwnPractice):
        actions.still_true(member=author, practice=practice, review_by_on=until, now=due)
    done = actions.still_true(member=peer, practice=practice, review_by_on=until, now=due)

    assert (done.review_by_on, done.state_on(TODAY + timedelta(days=351))) == (until, State.APPROVED)


def test_a_withdrawn_practice_leaves_a_tombstone_for_those_who_had_it(author, approved, peer):
    practice = approved()

    gone = actions.withdraw_practice(member=author, practice=practice, reason="It was wrong.", now=LATER)

    assert gone.state_on(TODAY) == State.WITHDRAWN
    assert Practice.objects.visible_to(peer).get().withdrawn_reason == "It was wrong."
    with pytest.raises(AlreadyWithdrawn):
        actions.approve(member=peer, practice=practice, sha256=practice.sha256, now=LATER)
    last = store.read(Publication.objects.of(practice).get(step="withdrawn").position).payload["objects"]
    assert last[0]["revoked"] is True
    assert "Pull" not in str(last)


def test_a_proposal_is_taken_back_within_ten_seconds(author, proposed, peer):
    practice = proposed()

    with transaction.atomic(), pytest.raises(TooLateToUndo):
        actions.undo_proposal(member=author, practice=practice, now=NOW + timedelta(seconds=13))
    draft = actions.undo_proposal(member=author, practice=practice, now=NOW + timedelta(seconds=5))

    assert (draft.version, draft.title) == (0, practice.title)
    assert not Practice.objects.visible_to(peer).exists()


def test_a_form_sent_twice_makes_one_draft(author, both):
    for _again in range(2):
        actions.save_draft(member=author, said=said(), readers=amber(both), key="one", now=NOW)

    assert Practice.objects.count() == 1


def test_only_drafts_are_deleted_and_proposed(author, proposed):
    practice = proposed()

    with pytest.raises(NotADraft):
        actions.delete_draft(member=author, practice=practice)
    with pytest.raises(NotADraft):
        actions.propose(member=author, practice=practice, now=NOW)


def test_an_organisation_that_left_approves_nothing(community, proposed, outsider):
    practice = proposed(readers=GREEN)
    Organisation.objects.filter(pk=outsider.organisation_id).update(state="ended")

    with pytest.raises(NotAllowed):
        actions.approve(member=community.member("outsider"), practice=practice, sha256=practice.sha256, now=NOW)
