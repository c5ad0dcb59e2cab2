"""A clock that is set back: the script waits anew, what was delivered, observed and moved stands."""

import pytest

from port2port.drills import actions as drills
from port2port.drills.rules import Held
from port2port.drills.steps import moved
from port2port.live import actions, refusals
from port2port.live.due import live_lines
from port2port.live.ending import has_begun
from port2port.live.models import Inject, LiveNews
from port2port.live.page import clock_of, played_lines
from port2port.pure.exercise_clock import Move, State
from port2port.sharing.models import Notification
from tests.live.conftest import ZERO, minute


def undone(stage):
    """Played to its stop, recorded as held, and that taken back."""
    member = stage.member("author")
    stage.clock(Move.STOP, minute(30))
    said = Held(on=ZERO.date(), minutes=30, took_part={"guard": 2})
    stage.event.elements = ["b18_6.communication"]
    stage.event.save()
    moved(stage.event, "confirmed", by=member.seat_id, now=ZERO)
    drills.hold(member=member, event=stage.event, said=said, now=minute(40))
    drills.undo_hold(member=member, event=stage.event, now=minute(50))
    stage.event.refresh_from_db()


def test_an_event_whose_record_was_taken_back_is_set_back_and_played_anew_and_nothing_is_forgotten(running):
    actions.skip(member=running.member("author"), inject=running.injects["pfso"], reason="No PFSO", now=minute(6))
    undone(running)

    running.clock(Move.RESET, minute(60))
    waits = clock_of(running.event, at=minute(60)).shown.state
    waiting = [one.offset_s for one in running.event.injects.waiting().order_by("number")]
    with pytest.raises(refusals.HasBegun):
        actions.remove_inject(member=running.member("author"), inject=running.injects["north"], now=minute(60))
    running.clock(Move.START, minute(60))
    actions.stamp_due(now=minute(66))

    assert waits is State.WAITING
    assert waiting == [0, 300, 300, 600, 3000]
    assert [move.move for move in running.event.clock_moves.all()] == ["start", "stop", "reset", "start"]
    assert running.fresh("north").delivered_at == minute(5)
    assert running.fresh("pfso").skipped_reason == "No PFSO"
    anew = Inject.objects.get(event=running.event, offset_s=300, facility=running.injects["north"].facility, code="",
                              made_at__gte=minute(60))  # fmt: skip
    assert minute(65) <= anew.delivered_at < minute(66)
    played = played_lines(running.event, member=running.member("guard"), language="en", at=minute(66))
    assert played[0].row.pk == anew.pk
    assert len(played) == 2
    assert Notification.objects.filter(record_type="exercise").count() == 2 * 4
    assert live_lines(running.member("guard"))[0].due >= minute(60)


def test_a_stop_for_something_real_in_a_second_run_is_told_again(running):
    guard = running.member("guard")
    actions.stop_for_real(member=guard, event=running.event, now=minute(5))
    running.clock(Move.RESET, minute(60))
    running.clock(Move.START, minute(61))
    told = LiveNews.objects.standing().filter(kind="real").count()

    again = actions.stop_for_real(member=guard, event=running.event, now=minute(70))

    assert (told, again.run, again.is_real) == (0, 2, True)
    assert LiveNews.objects.standing().filter(kind="real").count() == 1
    running.clock(Move.RESET, minute(80))
    assert clock_of(running.event, at=minute(90)).shown.state is State.WAITING


def test_what_waits_a_third_time_is_there_once(running):
    for number in (1, 2):
        running.clock(Move.STOP, minute(100 * number))
        running.clock(Move.RESET, minute(100 * number + 1))
        running.clock(Move.START, minute(100 * number + 2))

    assert (
        running.event.injects.waiting().count() + running.event.injects.filter(delivered_at__gt=minute(201)).count()
        == 5
    )


@pytest.mark.parametrize("state", ["planned", "held", "closed", "cancelled"])
def test_a_clock_is_set_back_only_while_its_event_is_confirmed(running, state):
    running.clock(Move.STOP, minute(30))
    running.event.state, running.event.held_on = state, ZERO.date() if state in {"held", "closed"} else None
    running.event.cancelled_reason = "Storm" if state == "cancelled" else ""
    running.event.save()

    with pytest.raises(refusals.NotConfirmed):
        running.clock(Move.RESET, minute(40))


@pytest.mark.parametrize("move", [Move.PAUSE, None])
def test_a_clock_that_was_not_stopped_is_not_set_back(running, move):
    if move is not None:
        running.clock(move, minute(5))

    with pytest.raises(refusals.ClockElsewhere):
        running.clock(Move.RESET, minute(40))


def test_the_plan_may_be_changed_again_once_the_clock_was_set_back_and_nothing_was_observed(running):
    running.clock(Move.STOP, minute(30))
    before = has_begun(running.event)
    running.clock(Move.RESET, minute(40))

    assert (before, has_begun(running.event)) == (True, False)
