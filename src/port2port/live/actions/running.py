"""The clock: started, paused, resumed, stopped; and the button for something real."""

from datetime import datetime, timedelta

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.drills.access import roles_of
from port2port.drills.models import Event, Role, State, Step
from port2port.live.access import led_by
from port2port.live.actions.delivering import stamp_due_in
from port2port.live.actions.scripting import wait_anew
from port2port.live.actions.shared import acting_seat, held, held_by_leader, moves
from port2port.live.actions.telling import end_news, tell_real
from port2port.live.models import ClockMove
from port2port.live.refusals import ClockElsewhere, HasReadIt, NotConfirmed
from port2port.members.member import Member
from port2port.members.readers import readers_of_community
from port2port.pure.exercise_clock import Move, may, read

A_MOMENT = timedelta(microseconds=1)


@transaction.atomic
def move_clock(*, member: Member, event: Event, move: Move, now: datetime) -> ClockMove:
    """Start, pause, resume or stop it; or set it back to the start, for an event that is to be played anew.

    What was delivered and observed stands, and what was moved stays on record; the script waits anew. That it was
    stopped for something real is news until it starts again.
    Raises NotAllowed, NotConfirmed, HasReadIt, ClockElsewhere.
    """
    row = held_by_leader(member, event, whole=True)
    if move in {Move.START, Move.RESET} and row.state != State.CONFIRMED:
        raise NotConfirmed
    if move in {Move.START, Move.RESET} and row.steps.filter(step=Step.HELD).exists():
        _check_players(row)
    made = _moved(member, row, move, now=now)
    if move in {Move.START, Move.STOP}:
        end_news(row, now=now, of_real=move is Move.START)
    if move is Move.RESET:
        wait_anew(row, by=acting_seat(member), now=now)
    return made


@transaction.atomic
def stop_for_real(*, member: Member, event: Event, now: datetime) -> ClockMove:
    """Something real happened: the exercise ends at once, and everybody with a role is told.

    For every role. Pressed twice, or after the stop, it tells all the same; the clock stopped once.
    Raises NotAllowed; ClockElsewhere where it never began.
    """
    acting_seat(member)
    has_role = roles_of(member).filter(event=event).exists()
    if not has_role and not led_by(member).filter(pk=event.pk).exists():
        raise NotAllowed
    row = held(event)
    is_on = may(read(moves(row), now).state, Move.STOP)
    stopped = None if is_on else row.clock_moves.filter(move=Move.STOP).order_by("run").last()
    made = stopped or _moved(member, row, Move.STOP, now=now, is_real=True)
    end_news(row, now=now)
    tell_real(row, now=now)
    return made


@transaction.atomic
def stop_with_the_record(*, member: Member, event: Event, now: datetime) -> None:
    """Stop the clock of an event that was held, where it still runs; the caller holds the event."""
    if may(read(moves(event), now).state, Move.STOP):
        _moved(member, event, Move.STOP, now=now)
        end_news(event, now=now)


def _check_players(event: Event) -> None:
    """Whoever read the script while the event stood as held does not play it. Raises HasReadIt with their roles."""
    players = event.roles.open().filter(role=Role.PLAYER).select_related("seat")
    people = {one.seat.person_id: one.seat.role for one in players}
    readers = (one.member for one in readers_of_community() if one.member.person_id in people)
    of_this = (one for one in readers if Event.objects.read_once_held(one).filter(pk=event.pk).exists())
    named = {people[one.person_id] for one in of_this if one.person_id is not None}
    if named:
        raise HasReadIt(f"{HasReadIt.words} {', '.join(sorted(named))}")


def _moved(member: Member, event: Event, move: Move, *, now: datetime, is_real: bool = False) -> ClockMove:
    known = moves(event)
    # Two web processes may disagree about the second: the clock goes on from its last move, and begins after a reset.
    at = max([now, *(one.at + A_MOMENT * (one.move is Move.RESET) for one in known)])
    if not may(read(known, at).state, move):
        raise ClockElsewhere
    # What came until now is delivered before the clock stands still.
    stamp_due_in(event, now=at)
    run = _run(event) + (move is Move.RESET)
    made: ClockMove = event.clock_moves.create(move=move, run=run, is_real=is_real, by_id=acting_seat(member), at=at)
    stamp_due_in(event, now=at)
    return made


def _run(event: Event) -> int:
    last = event.clock_moves.order_by("-run").values_list("run", flat=True).first()
    return last or 1
