"""What handlers do with a concern that lies at their desk."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from port2port.concerns.access import handled_desks
from port2port.concerns.models import Concern, Desk, Handler, Holding, Part, State, Step
from port2port.concerns.rules import ConcernClosed, DoneAlready, NotAnswered, NotAtThisDesk
from port2port.concerns.thread import (
    Shot,
    handler_wrap,
    handlers_with_key,
    key_of_wrap,
    new_key,
    note,
    say,
    wrap_for,
)
from port2port.members.actions.rights import on_rights
from port2port.members.member import Member

BEFORE_WORK = {State.RECEIVED, State.ACKNOWLEDGED}


def held(member: Member, concern: Concern) -> tuple[Concern, Desk]:
    """The concern held for a change, and the handler's desk that has it. Raises NotAtThisDesk, ConcernClosed."""
    row = Concern.objects.visible_to(member).select_for_update().filter(pk=concern.pk).first()
    if row is None:
        raise NotAtThisDesk
    if not row.is_open:
        raise ConcernClosed
    return row, own_desk(member, row)


def own_desk(member: Member, concern: Concern) -> Desk:
    """The handler's desk that has it. Raises NotAtThisDesk."""
    holding = Holding.objects.filter(concern=concern, until_at=None, desk__in=handled_desks(member)).first()
    if holding is None:
        raise NotAtThisDesk
    return holding.desk


def thread_key(member: Member, concern: Concern, private: bytes) -> bytes:
    """The data key of the thread. Raises CannotOpen."""
    return key_of_wrap(handler_wrap(concern, member.seat_id or 0, Part.THREAD), private)


def step(
    concern: Concern, kind: Step.Kind, member: Member, desk: Desk, *, now: datetime, other: Desk | None = None
) -> None:
    """Write down that it happened."""
    Step.objects.create(concern=concern, kind=kind, at=now, desk=desk, other=other, seat_id=member.seat_id)


@transaction.atomic
def acknowledge(*, member: Member, concern: Concern, now: datetime) -> Concern:
    """Tell the reporter that it arrived. Raises NotAtThisDesk, ConcernClosed, DoneAlready."""
    row, desk = held(member, concern)
    if row.acknowledged_at is not None:
        raise DoneAlready
    _acknowledge(row, member, desk, now)
    row.save()
    return row


@transaction.atomic
def take_up(*, member: Member, concern: Concern, now: datetime) -> Concern:
    """Say that the desk looks into it. Raises NotAtThisDesk, ConcernClosed, DoneAlready."""
    row, desk = held(member, concern)
    if row.state not in BEFORE_WORK | {State.NOT_FOR_US}:
        raise DoneAlready
    _assess(row, member, desk, State.IN_WORK, now)
    step(row, Step.Kind.IN_WORK, member, desk, now=now)
    return row


@transaction.atomic
def turn_away(*, member: Member, concern: Concern, private: bytes, text: str, now: datetime) -> Concern:
    """Say that it is not for the desk, why, and where to go.

    Raises NotAtThisDesk, ConcernClosed, DoneAlready, CannotOpen.
    """
    row, desk = held(member, concern)
    if row.state not in BEFORE_WORK | {State.IN_WORK}:
        raise DoneAlready
    say(row, thread_key(member, row, private), text=text, desk=desk, now=now)
    _assess(row, member, desk, State.NOT_FOR_US, now)
    step(row, Step.Kind.NOT_FOR_US, member, desk, now=now)
    return row


@transaction.atomic
def reply(
    *, member: Member, concern: Concern, private: bytes, text: str, shots: Sequence[Shot] = (), now: datetime
) -> Concern:
    """Write to the reporter, who knows by it that it arrived. Raises NotAtThisDesk, ConcernClosed, CannotOpen."""
    row, desk = held(member, concern)
    say(row, thread_key(member, row, private), text=text, shots=shots, desk=desk, now=now)
    _acknowledge(row, member, desk, now)
    row.save()
    return row


@transaction.atomic
def give_feedback(*, member: Member, concern: Concern, private: bytes, text: str, now: datetime) -> Concern:
    """Tell the reporter what came of it. Raises NotAtThisDesk, ConcernClosed, CannotOpen."""
    row, desk = held(member, concern)
    say(row, thread_key(member, row, private), text=text, desk=desk, now=now)
    _assess(row, member, desk, State.ANSWERED, now)
    row.feedback_at = row.feedback_at or now
    row.save()
    step(row, Step.Kind.FEEDBACK, member, desk, now=now)
    return row


@transaction.atomic
def write_note(*, member: Member, concern: Concern, private: bytes, text: str, now: datetime) -> Concern:
    """Write a note that the desk alone reads. Raises NotAtThisDesk, ConcernClosed, CannotOpen."""
    row, desk = held(member, concern)
    key = key_of_wrap(handler_wrap(row, member.seat_id or 0, Part.NOTES, desk=desk), private)
    note(row, key, text=text, desk=desk, seat_id=member.seat_id or 0, now=now)
    return row


@on_rights
def let_handlers_in(*, member: Member, concern: Concern, private: bytes, now: datetime) -> Concern:
    """Let those who sit at the same desk by now open it too. Raises NotAtThisDesk, ConcernClosed, CannotOpen."""
    row, desk = held(member, concern)
    handlers = handlers_with_key(desk)
    wrap_for(row, Part.THREAD, handlers, thread_key(member, row, private))
    notes = key_of_wrap(handler_wrap(row, member.seat_id or 0, Part.NOTES, desk=desk), private)
    wrap_for(row, Part.NOTES, handlers, notes)
    step(row, Step.Kind.LET_IN, member, desk, now=now)
    return row


@transaction.atomic
def close(*, member: Member, concern: Concern, now: datetime) -> Concern:
    """Close it, once the reporter has had an answer; its content goes twelve months later.

    Raises NotAtThisDesk, ConcernClosed, NotAnswered.
    """
    row, desk = held(member, concern)
    if row.state not in {State.ANSWERED, State.NOT_FOR_US}:
        raise NotAnswered
    shut(row, now)
    step(row, Step.Kind.CLOSED, member, desk, now=now)
    return row


def shut(row: Concern, now: datetime) -> None:
    """Close the row, and end what still runs about it. In the caller's transaction."""
    row.state, row.closed_at = State.CLOSED, now
    row.save()
    for one in row.hand_overs.running():
        one.wraps.all().delete()
        one.ended_at = now
        one.save(update_fields=["ended_at"])


def shut_out(concern: Concern, desk: Desk) -> list[Handler]:
    """Who sits at the desk, has a key, and cannot open this concern."""
    opening = set(
        concern.wraps.filter(part=Part.THREAD, desk=desk, hand_over=None).values_list("handler_key_id", flat=True)
    )
    return [one for one in handlers_with_key(desk) if one.seat.handler_key.pk not in opening]


def open_notes(concern: Concern, desk: Desk) -> None:
    """Give a desk that takes a concern over a key for its own notes. In the caller's transaction."""
    wrap_for(concern, Part.NOTES, handlers_with_key(desk), new_key())


def _acknowledge(row: Concern, member: Member, desk: Desk, now: datetime) -> None:
    if row.acknowledged_at is None:
        row.acknowledged_at = now
        if row.state == State.RECEIVED:
            row.state = State.ACKNOWLEDGED
        step(row, Step.Kind.ACKNOWLEDGED, member, desk, now=now)


def _assess(row: Concern, member: Member, desk: Desk, state: State, now: datetime) -> None:
    _acknowledge(row, member, desk, now)
    row.assessed_at = row.assessed_at or now
    row.state = state
    row.save()
