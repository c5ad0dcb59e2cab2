"""The after-action goes from ratings to final, and only as the facilities that took part agree."""

from datetime import timedelta

import pytest

from port2port.afteraction import actions
from port2port.afteraction.models import AfterAction, EventComment, EventFinding
from port2port.afteraction.refusals import (
    AlreadyApproved,
    AlreadyPromised,
    BadWindow,
    CommentsClosed,
    FindingMissing,
    NotAllRated,
    NotHeld,
    NotNow,
    ReadAnew,
)
from port2port.afteraction.sealing import seal_of
from port2port.base.refusal import NotAllowed
from port2port.drills.models import Objective
from port2port.duties.actions.promises import Promise, move
from port2port.duties.models import Action
from tests.personas import NOW, PERSONAS

TODAY = NOW.date()
WRITERS = {"author", "coordinator", "trainer"}
TOOK_PART = WRITERS | {"colleague", "guard", "peer", "peer_guard", "peer_coordinator"}


def approve(community, row, who, *, signs="officer", facility=None, seal="", now=NOW):
    place = community.facilities[facility].pk if facility else None
    return actions.approve(
        member=community.member(who),
        after_action=row,
        signs=signs,
        facility_id=place,
        seal=seal or seal_of(row),
        now=now,
    )


@pytest.mark.parametrize("who", [*PERSONAS, "nobody"])
def test_a_draft_is_its_writers_and_then_it_is_for_all_who_took_part(community, begun, who):
    member = community.member(who)

    as_draft = AfterAction.objects.visible_to(member).exists()
    AfterAction.objects.filter(pk=begun.pk).update(state="comments", text="x", comments_until_on=TODAY)

    assert as_draft == (who in WRITERS)
    assert AfterAction.objects.visible_to(member).exists() == (who in TOOK_PART)
    assert AfterAction.objects.editable_by(member).exists() == (who in WRITERS)


def test_nothing_is_written_before_it_was_held(community, author, event):
    type(event).objects.filter(pk=event.pk).update(state="confirmed", held_on=None)
    event.refresh_from_db()

    with pytest.raises(NotHeld):
        actions.begin(member=author, event=event, language="en", now=NOW)


@pytest.mark.parametrize("who", ["peer", "guard", "outsider", "colleague", "secretariat", "client"])
def test_who_does_not_write_it_does_not_begin_it(community, event, who):
    with pytest.raises(NotAllowed):
        actions.begin(member=community.member(who), event=event, language="en", now=NOW)


def test_every_objective_is_rated_and_a_gap_has_an_improvement(author, begun):
    first, second = Objective.objects.filter(event=begun.event).order_by("number")
    actions.rate(member=author, after_action=begun, ratings={first.key: "P"}, now=NOW)

    with pytest.raises(NotAllRated):
        actions.evaluate(member=author, after_action=begun, now=NOW)

    actions.rate(member=author, after_action=begun, ratings={second.key: "U"}, now=NOW)

    with pytest.raises(FindingMissing):
        actions.evaluate(member=author, after_action=begun, now=NOW)


def test_a_trainer_helps_and_does_not_say_that_it_is_evaluated(community, evaluated):
    with pytest.raises(NotAllowed):
        actions.evaluate(member=community.member("trainer"), after_action=evaluated, now=NOW)


def test_an_objective_of_another_event_is_not_rated(author, begun, event):
    event.pk, event.key = None, "3fa85f64-5717-4562-b3fc-2c963f66afa6"
    event._state.adding = True
    event.save()
    foreign = Objective.objects.create(event=event, number=1, text="Of another")

    with pytest.raises(NotAllowed):
        actions.rate(member=author, after_action=begun, ratings={foreign.key: "P"}, now=NOW)


def test_comments_are_open_for_fourteen_days_at_most(community, author, evaluated):
    for days in (-1, 15):
        with pytest.raises(BadWindow):
            actions.open_comments(member=author, after_action=evaluated, until_on=TODAY + timedelta(days=days), now=NOW)


def test_participants_comment_by_role_and_until_the_last_day(community, open_to_comments):
    said = {"after_action": open_to_comments, "text": "The stop word was not heard", "language": "en"}

    comment = actions.comment(member=community.member("peer_guard"), now=NOW, **said)

    assert comment.role == "Guard"
    assert "peer_guard" not in comment.role
    with pytest.raises(NotAllowed):
        actions.comment(member=community.member("outsider"), now=NOW, **said)
    with pytest.raises(CommentsClosed):
        actions.comment(member=community.member("guard"), now=NOW + timedelta(days=15), **said)


def test_the_last_approval_makes_it_final_and_closes_the_event(community, author, open_to_comments):
    with pytest.raises(NotNow):
        approve(community, open_to_comments, "author", signs="controller")
    row = actions.end_comments(member=author, after_action=open_to_comments, now=NOW)

    approve(community, row, "author", signs="controller")
    approve(community, row, "author", facility="north")
    assert AfterAction.objects.get().state == "approval"
    done = approve(community, row, "peer", facility="south")

    assert done.state == "final"
    assert done.event.state == "closed"
    assert not AfterAction.objects.editable_by(author).exists()


def test_after_the_last_day_for_comments_it_is_approved_without_ending_them(community, open_to_comments):
    row = approve(community, open_to_comments, "peer", facility="south", now=NOW + timedelta(days=15))

    assert row.state == "approval"


def test_another_wording_asks_for_approvals_anew(community, author, open_to_comments):
    row = actions.end_comments(member=author, after_action=open_to_comments, now=NOW)
    read = seal_of(row)
    approve(community, row, "peer", facility="south")

    said = actions.FindingSaid(kind="strength", text="Calm on the radio")
    actions.add_finding(member=author, after_action=row, said=said, now=NOW)

    with pytest.raises(ReadAnew):
        approve(community, row, "author", facility="north", seal=read)
    approve(community, row, "peer", facility="south")
    with pytest.raises(AlreadyApproved):
        approve(community, row, "peer", facility="south")


@pytest.mark.parametrize(
    ("who", "signs", "facility"),
    [
        ("peer", "officer", "north"),
        ("author", "officer", "south"),
        ("peer", "controller", None),
        ("guard", "officer", "north"),
        ("trainer", "officer", "north"),
        ("outsider", "officer", "south"),
        ("author", "officer", None),
    ],
)
def test_nobody_approves_for_another(community, author, open_to_comments, who, signs, facility):
    row = actions.end_comments(member=author, after_action=open_to_comments, now=NOW)

    with pytest.raises(NotAllowed):
        approve(community, row, who, signs=signs, facility=facility)


def test_an_improvement_becomes_an_action_of_its_own_organisation_once(community, author, open_to_comments):
    finding = EventFinding.objects.get()
    wish = Promise(title="Block badges at night", due_on=TODAY + timedelta(days=14), language="en")

    made = actions.promise_from(member=author, finding=finding, wish=wish, now=NOW)

    assert Action.objects.visible_to(author).get() == made
    assert not Action.objects.visible_to(community.member("peer")).exists()
    with pytest.raises(AlreadyPromised):
        actions.promise_from(member=author, finding=finding, wish=wish, now=NOW)
    with pytest.raises(NotAllowed):
        actions.promise_from(member=community.member("peer"), finding=finding, wish=wish, now=NOW)
    move(member=author, action=made, to="dropped", reason="The badge system is replaced", now=NOW)
    assert actions.promise_from(member=author, finding=finding, wish=wish, now=NOW).pk != made.pk


def test_an_improvement_of_another_facility_is_promised_there(community, author, open_to_comments):
    south = community.facilities["south"]
    said = actions.FindingSaid(kind="improvement", text="Train the night shift", facility=south)
    finding = actions.add_finding(member=author, after_action=open_to_comments, said=said, now=NOW)
    wish = Promise(title="Train", due_on=TODAY, language="en", facility=south)

    with pytest.raises(NotAllowed):
        actions.promise_from(member=author, finding=finding, wish=wish, now=NOW)
    made = actions.promise_from(member=community.member("peer"), finding=finding, wish=wish, now=NOW)

    assert made.organisation == community.organisations["south"]


def test_a_comment_of_an_event_is_not_seen_outside(community, open_to_comments):
    actions.comment(member=community.member("guard"), after_action=open_to_comments, text="x y", language="en", now=NOW)

    seen = {who for who in PERSONAS if EventComment.objects.visible_to(community.member(who)).exists()}

    assert seen == TOOK_PART


@pytest.mark.parametrize("answer", ["asked", "declined"])
def test_a_facility_that_was_only_asked_reads_nothing_of_it(community, open_to_comments, answer):
    place = open_to_comments.event.places.get(facility=community.facilities["south"])
    place.consented_at, place.consented_by = None, None
    place.declined_at = NOW if answer == "declined" else None
    place.save()
    open_to_comments.event.roles.filter(seat=community.seats["peer_guard"]).delete()

    for who in ("peer", "peer_guard", "peer_coordinator"):
        assert not AfterAction.objects.visible_to(community.member(who)).exists()


def test_what_was_unrated_after_the_evaluation_is_not_approved(community, author, open_to_comments):
    row = actions.end_comments(member=author, after_action=open_to_comments, now=NOW)
    first = Objective.objects.order_by("number").first()
    actions.rate(member=author, after_action=row, ratings={first.key: ""}, now=NOW)

    with pytest.raises(NotAllRated):
        approve(community, row, "author", signs="controller")
