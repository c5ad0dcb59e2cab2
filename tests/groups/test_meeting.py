"""A meeting from its plan to final minutes, and what organisations were asked to do there."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction

from port2port.base.refusal import NotAllowed
from port2port.duties.models import Action
from port2port.duties.naming import named
from port2port.groups import actions
from port2port.groups.models import AgendaItem, Attendance, Decision, Meeting, MinuteLine, Minutes, Task
from port2port.groups.refusals import (
    AmendmentsOpen,
    AmendmentsOver,
    AmendmentsRun,
    AnsweredBefore,
    ItemUndecided,
    MeetingOver,
    MinutesPrepared,
    NobodyThere,
    NoSeatThere,
    NotInTheGroup,
    NotNow,
    NotTheChair,
    NotThere,
    TaskIncomplete,
)
from port2port.ledger import store
from port2port.reports.rules import BadField
from tests.groups.conftest import AFTER, TODAY, say
from tests.personas import NOW

HELD = NOW + timedelta(days=7, hours=2)
WEEK_LATER = HELD + timedelta(days=7)


def both_there(author, meeting, community):
    north, south = (community.organisations[slug].pk for slug in ("north", "south"))
    actions.mark_attendance(member=author, meeting=meeting, organisations=frozenset({north, south}), now=HELD)


@pytest.fixture
def prepared(author, meeting, community):
    both_there(author, meeting, community)
    actions.add_line(member=author, meeting=meeting, text="The new gate opens in May.", now=HELD)
    actions.save_draft(member=author, meeting=meeting, now=HELD)
    return actions.prepare(member=author, meeting=meeting, now=HELD)


def wish(community, **more):
    words = {
        "title": "Test the second check at night",
        "language": "en",
        "organisation": community.organisations["south"],
        "due_on": TODAY + timedelta(days=30),
    }
    return actions.Wish(**(words | more))


def test_the_draft_fills_itself(author, peer, group, meeting, community, proposed):
    item = actions.add_item(
        member=author, meeting=meeting, said=actions.ItemFields(title="Gate *two*", kind="decide"), now=NOW
    )
    proposal = proposed(item=item)
    for member in (author, peer):
        say(member, proposal)
    actions.settle(proposal=proposal, now=AFTER)
    actions.add_line(member=author, meeting=meeting, text="South told how it works there.", item=item, now=HELD)
    actions.ask(member=author, group=group, wish=wish(community), meeting=meeting, item=item, now=HELD)
    both_there(author, meeting, community)

    text = actions.save_draft(member=author, meeting=meeting, now=HELD).text

    decision = Decision.objects.get()
    for part in (
        "**Present**: Port of North, Port of South",
        "## 1. Gate \\*two\\*",
        "- South told how it works there.",
        f"**Decision {decision.number}**",
        "2 agree",
        "**Action**: Test the second check at night · Port of South",
    ):
        assert part in text
    assert "The author" not in text


def test_only_who_was_there_amends(author, peer, outsider, colleague, prepared, meeting, community):
    line = "The new gate opens in May."
    for member in (outsider, colleague):
        with pytest.raises(NotThere):
            actions.amend_minutes(member=member, meeting=meeting, passage=line, instead="In June.", now=HELD)
    Attendance.objects.filter(organisation=community.organisations["south"]).delete()
    with pytest.raises(NotThere):
        actions.amend_minutes(member=peer, meeting=meeting, passage=line, instead="In June.", now=HELD)

    assert not prepared.amendments.exists()


def test_an_amendment_is_accepted_or_declined_with_a_reason(author, peer, prepared, meeting):
    amend = {"member": peer, "meeting": meeting, "now": HELD}
    with pytest.raises(BadField):
        actions.amend_minutes(passage="The new gate opens in April.", instead="In June.", **amend)
    first = actions.amend_minutes(passage="in May", instead="in June", **amend)
    second = actions.amend_minutes(passage="", instead="South asks for a map.", **amend)
    with pytest.raises(NotTheChair):
        actions.answer_amendment(member=peer, amendment=first, accept=True, now=HELD)
    with pytest.raises(BadField):
        actions.answer_amendment(member=author, amendment=second, accept=False, now=HELD)
    with pytest.raises(AmendmentsOpen):
        actions.finish(member=author, meeting=meeting, now=WEEK_LATER)

    actions.answer_amendment(member=author, amendment=first, accept=True, now=HELD)
    actions.answer_amendment(member=author, amendment=second, accept=False, answer="It was not said.", now=HELD)

    text = Minutes.objects.get().text
    assert "in June" in text
    assert "map" not in text
    with pytest.raises(AnsweredBefore):
        actions.answer_amendment(member=author, amendment=second, accept=True, now=HELD)


def test_final_minutes_stand_in_the_ledger_and_in_the_database(author, peer, prepared, meeting):
    with pytest.raises(AmendmentsRun):
        actions.finish(member=author, meeting=meeting, now=WEEK_LATER - timedelta(seconds=1))
    with pytest.raises(AmendmentsOver):
        actions.amend_minutes(member=peer, meeting=meeting, passage="", instead="Late.", now=WEEK_LATER)

    final = actions.finish(member=author, meeting=meeting, now=WEEK_LATER)

    entry = store.read(final.position)
    assert entry.kind == "commitment"
    assert entry.payload["objects"][0]["sha256"] == sha256(final.text.encode()).hexdigest()
    with pytest.raises(DatabaseError), transaction.atomic():
        Minutes.objects.update(text="Other.")
    for step in (
        lambda: actions.save_draft(member=author, meeting=meeting, text="Other.", now=WEEK_LATER),
        lambda: actions.add_line(member=author, meeting=meeting, text="Late.", now=WEEK_LATER),
        lambda: actions.finish(member=author, meeting=meeting, now=WEEK_LATER),
    ):
        with pytest.raises(Exception, match=r"minutes|amendment"):
            step()


def test_a_corrigendum_is_a_version_with_a_reason(author, prepared, meeting):
    actions.finish(member=author, meeting=meeting, now=WEEK_LATER)
    with pytest.raises(BadField):
        actions.correct(member=author, meeting=meeting, text="Mended.", reason=" ", now=WEEK_LATER)

    actions.correct(member=author, meeting=meeting, text="Mended.", reason="A wrong date.", now=WEEK_LATER)

    assert [(one.version, one.state) for one in Minutes.objects.order_by("version")] == [(1, "final"), (2, "final")]


def test_minutes_are_not_final_over_what_is_missing(author, group, meeting, community):
    item = actions.add_item(
        member=author, meeting=meeting, said=actions.ItemFields(title="Gate", kind="decide"), now=NOW
    )
    task = actions.ask(member=author, group=group, wish=wish(community, organisation=None), meeting=meeting, now=NOW)
    actions.save_draft(member=author, meeting=meeting, now=HELD)
    with pytest.raises(NobodyThere):
        actions.prepare(member=author, meeting=meeting, now=HELD)
    both_there(author, meeting, community)
    actions.save_draft(member=author, meeting=meeting, now=HELD)
    actions.carry_over(member=author, item=item, now=HELD)
    AgendaItem.objects.update(is_carried_over=False)
    actions.prepare(member=author, meeting=meeting, now=HELD)

    with pytest.raises(TaskIncomplete):
        actions.finish(member=author, meeting=meeting, now=WEEK_LATER)
    actions.ask(member=author, group=group, wish=wish(community), task=task, now=HELD)
    with pytest.raises(ItemUndecided):
        actions.finish(member=author, meeting=meeting, now=WEEK_LATER)
    AgendaItem.objects.update(is_carried_over=True)

    assert actions.finish(member=author, meeting=meeting, now=WEEK_LATER).state == "final"


def test_what_is_asked_becomes_an_action_of_the_organisation(author, peer, outsider, group, meeting, community):
    with pytest.raises(NoSeatThere):
        actions.ask(
            member=author,
            group=group,
            wish=wish(community, organisation=community.organisations["east"]),
            meeting=meeting,
            now=NOW,
        )
    task = actions.ask(member=author, group=group, wish=wish(community), meeting=meeting, now=NOW)
    for member in (author, outsider):
        with pytest.raises(NotAllowed):
            actions.take_on(member=member, task=task, now=NOW)

    actions.take_on(member=peer, task=task, now=NOW)

    action = Action.objects.visible_to(peer).of_seat(peer).get()
    assert (action.title, action.due_on) == (task.title, task.due_on)
    assert Action.objects.visible_to(author).filter(pk=action.pk).exists()
    assert named([action], author) == {action.pk}
    assert not Action.objects.visible_to(outsider).exists()
    with pytest.raises(AnsweredBefore):
        actions.decline(member=peer, task=task, reason="No hands.", now=NOW)


def test_an_organisation_declines_with_a_reason(author, peer, group, meeting, community):
    task = actions.ask(member=author, group=group, wish=wish(community), meeting=meeting, now=NOW)

    with pytest.raises(BadField):
        actions.decline(member=peer, task=task, reason=" ", now=NOW)
    actions.decline(member=peer, task=task, reason="No hands before summer.", now=NOW)

    assert (Task.objects.get().state, Action.objects.count()) == ("declined", 0)


def test_a_line_sent_twice_stands_once(author, meeting):
    for _time in range(2):
        actions.add_line(member=author, meeting=meeting, text="Once.", key="a-key", now=HELD)

    assert MinuteLine.objects.count() == 1


def test_only_chair_and_secretary_take_minutes(peer, outsider, colleague, meeting):
    for member in (peer, outsider, colleague):
        with pytest.raises(NotTheChair):
            actions.add_line(member=member, meeting=meeting, text="Mine.", now=HELD)


def test_who_sits_in_the_group_checks_in(peer, outsider, meeting):
    actions.check_in(member=peer, meeting=meeting, now=HELD)
    with pytest.raises(NotInTheGroup):
        actions.check_in(member=outsider, meeting=meeting, now=HELD)

    assert Attendance.objects.get().person_id == peer.person_id


@pytest.mark.parametrize("off", [-timedelta(hours=25), timedelta(hours=25), timedelta(days=5)])
def test_nobody_checks_in_to_a_meeting_of_another_day(author, peer, meeting, off):
    with pytest.raises(NotNow):
        actions.check_in(member=peer, meeting=meeting, now=meeting.starts_at + off)

    # Who says so afterwards has no part in the minutes either.
    assert not Attendance.objects.exists()
    actions.mark_attendance(
        member=author, meeting=meeting, organisations=frozenset({author.organisation_id}), now=meeting.ends_at
    )
    actions.save_draft(member=author, meeting=meeting, now=meeting.ends_at)
    actions.prepare(member=author, meeting=meeting, now=meeting.ends_at)
    with pytest.raises(NotThere):
        actions.amend_minutes(member=peer, meeting=meeting, passage="", instead="Mine.", now=meeting.ends_at)


def test_a_meeting_that_is_called_off_stays_and_takes_nothing_more(author, meeting):
    with pytest.raises(BadField):
        actions.cancel(member=author, meeting=meeting, reason="", now=NOW)
    row = actions.cancel(member=author, meeting=meeting, reason="Strike.", now=NOW)

    assert (row.state, row.sequence) == ("cancelled", 1)
    with pytest.raises(MeetingOver):
        actions.cancel(member=author, meeting=meeting, reason="Again.", now=NOW)


def test_decisions_due_for_review_are_on_the_next_agenda(author, peer, group, proposed):
    proposal = proposed()
    for member in (author, peer):
        say(member, proposal)
    actions.settle(proposal=proposal, now=AFTER)
    starts = NOW + timedelta(days=301)
    said = actions.MeetingFields(title="Winter", starts_at=starts, ends_at=starts + timedelta(hours=1))

    planned = actions.plan(member=author, group=group, said=said, now=AFTER)

    assert Decision.objects.get().number in planned.items.get().title


def test_prepared_minutes_take_no_new_line_or_point(author, prepared, meeting):
    for step in (
        lambda: actions.add_line(member=author, meeting=meeting, text="Late.", now=HELD),
        lambda: actions.add_item(member=author, meeting=meeting, said=actions.ItemFields(title="Late"), now=HELD),
    ):
        with pytest.raises(MinutesPrepared):
            step()
    assert Meeting.objects.get().sequence == 0
