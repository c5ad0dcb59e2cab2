"""From one desk to another: told, offered, taken over. The reporter sees every desk that can open it at each moment."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from port2port.concerns.actions.handling import held, open_notes, step, thread_key
from port2port.concerns.actions.telling import tell_desk
from port2port.concerns.models import Concern, Desk, HandOver, Holding, Part, Step
from port2port.concerns.rules import DeskShut, DoneAlready, HandOverRuns, MayNotForward, NotAtThisDesk, SameDesk
from port2port.concerns.thread import handlers_with_key, wrap_for
from port2port.members.actions.rights import on_rights
from port2port.members.member import Member
from port2port.pure.concern_days import may_forward_from


@transaction.atomic
def tell_wish(*, member: Member, concern: Concern, to_desk: Desk, keeps: bool, now: datetime) -> HandOver:
    """Tell the reporter that the desk would like to hand it on; five days later it may, unless the reporter objects.

    Raises NotAtThisDesk, ConcernClosed, SameDesk, DeskShut, HandOverRuns.
    """
    row, desk = held(member, concern)
    target = _target(member, row, to_desk)
    if row.hand_overs.running().exists():
        raise HandOverRuns
    made = HandOver.objects.create(concern=row, from_desk=desk, to_desk=target, keeps=keeps, told_at=now)
    step(row, Step.Kind.TOLD, member, desk, now=now, other=target)
    return made


@on_rights
def offer_concern(
    *, member: Member, concern: Concern, private: bytes, to_desk: Desk, keeps: bool, now: datetime
) -> HandOver:
    """Seal the thread to the handlers of another desk, and ask it to take it; until it does, it opens nothing.

    Raises NotAtThisDesk, ConcernClosed, CannotOpen, SameDesk, DeskShut, HandOverRuns, MayNotForward.
    """
    row, desk = held(member, concern)
    target = _target(member, row, to_desk)
    running = row.hand_overs.running().first()
    if running is not None and (running.offered_at is not None or running.to_desk_id != target.pk):
        raise HandOverRuns
    told_on = timezone.localdate(running.told_at) if running and running.told_at else None
    earliest = may_forward_from(told_on, agreed=row.may_forward)
    if earliest is None or timezone.localdate(now) < earliest:
        raise MayNotForward
    key = thread_key(member, row, private)
    made = running or HandOver(concern=row, from_desk=desk, to_desk=target)
    made.offered_at, made.keeps = now, keeps
    made.save()
    wrap_for(row, Part.THREAD, handlers_with_key(target), key, hand_over=made)
    step(row, Step.Kind.OFFERED, member, desk, now=now, other=target)
    tell_desk(row, target, now=now)
    return made


@on_rights
def accept_concern(*, member: Member, hand_over: HandOver, now: datetime) -> Concern:
    """Take it over. The desk that gave it can open it from now on only where it said that it stays.

    Raises NotAtThisDesk, DoneAlready.
    """
    made, concern = _offered(member, hand_over)
    made.accepted_at = made.ended_at = now
    made.save(update_fields=["accepted_at", "ended_at"])
    made.wraps.update(hand_over=None)
    Holding.objects.create(concern=concern, desk=made.to_desk, since_at=now)
    open_notes(concern, made.to_desk)
    step(concern, Step.Kind.ACCEPTED, member, made.to_desk, now=now, other=made.from_desk)
    if not made.keeps:
        Holding.objects.filter(concern=concern, desk=made.from_desk, until_at=None).update(until_at=now)
        concern.wraps.filter(desk=made.from_desk).delete()
        # Nobody could open them any more.
        concern.notes.filter(desk=made.from_desk).delete()
        Step.objects.create(concern=concern, kind=Step.Kind.LEFT, at=now, desk=made.from_desk)
    return concern


@on_rights
def decline_concern(*, member: Member, hand_over: HandOver, now: datetime) -> Concern:
    """Leave it where it is. Raises NotAtThisDesk, DoneAlready."""
    made, concern = _offered(member, hand_over)
    _end(made, now)
    step(concern, Step.Kind.DECLINED, member, made.to_desk, now=now, other=made.from_desk)
    tell_desk(concern, made.from_desk, now=now)
    return concern


@transaction.atomic
def take_back(*, member: Member, concern: Concern, now: datetime) -> Concern:
    """End the hand-over that runs, told or offered. Raises NotAtThisDesk, ConcernClosed, DoneAlready."""
    row, desk = held(member, concern)
    running = row.hand_overs.running().filter(from_desk=desk).first()
    if running is None:
        raise DoneAlready
    _end(running, now)
    return row


def _target(member: Member, concern: Concern, desk: Desk) -> Desk:
    if Holding.objects.filter(concern=concern, desk=desk, until_at=None).exists():
        raise SameDesk
    found = Desk.objects.visible_to(member).ready().filter(pk=desk.pk).first()
    if found is None:
        raise DeskShut
    return found


def _offered(member: Member, hand_over: HandOver) -> tuple[HandOver, Concern]:
    concern = Concern.objects.select_for_update().filter(pk=hand_over.concern_id).first()
    if concern is None or not HandOver.objects.visible_to(member).filter(pk=hand_over.pk).exists():
        raise NotAtThisDesk
    made = HandOver.objects.editable_by(member).filter(pk=hand_over.pk).select_related("from_desk", "to_desk").first()
    if made is None:
        raise DoneAlready
    return made, concern


def _end(made: HandOver, now: datetime) -> None:
    made.wraps.all().delete()
    made.ended_at = now
    made.save(update_fields=["ended_at"])
