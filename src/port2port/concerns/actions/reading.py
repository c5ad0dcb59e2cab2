"""What the code opens: the thread, an answer to it, a yes or no to handing it on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from port2port.concerns.actions.telling import tell_desk
from port2port.concerns.models import Concern, Desk, HandOver, Picture, Step
from port2port.concerns.rules import ConcernClosed, DoneAlready, UnknownCode
from port2port.concerns.thread import Said, Shot, key_of_wrap, say, shot_of, thread_of
from port2port.pure.sealing import ReporterKeys


@dataclass(frozen=True, slots=True)
class Opened:
    """What the reporter reads. `readers`: every desk that can open it; `waiting`: a hand-over that runs."""

    concern: Concern
    said: list[Said]
    steps: list[Step]
    readers: list[Desk]
    waiting: HandOver | None


def open_by_code(*, keys: ReporterKeys) -> Opened:
    """The concern that this code opens. Raises UnknownCode."""
    concern = _concern(keys)
    desks = "desk__port", "desk__organisation"
    return Opened(
        concern=concern,
        said=thread_of(concern, _key(concern, keys)),
        steps=list(concern.steps.select_related(*desks, "other__port", "other__organisation")),
        readers=[one.desk for one in concern.holdings.filter(until_at=None).select_related(*desks)],
        waiting=concern.hand_overs.running().select_related("to_desk__port", "to_desk__organisation").first(),
    )


def picture_by_code(*, keys: ReporterKeys, picture: UUID) -> Shot | None:
    """One picture of the concern; None where it has none of that key. Raises UnknownCode."""
    concern = _concern(keys)
    row = Picture.objects.filter(message__concern=concern, key=picture).first()
    return shot_of(row, _key(concern, keys)) if row is not None else None


@transaction.atomic
def add_by_code(*, keys: ReporterKeys, text: str, shots: Sequence[Shot] = (), now: datetime) -> Concern:
    """Say more. The same words twice in a row are one message. Raises UnknownCode, ConcernClosed."""
    concern = _locked(keys)
    key = _key(concern, keys)
    last = thread_of(concern, key)[-1]
    if last.desk is None and last.text == text and not shots:
        return concern
    say(concern, key, text=text, shots=shots, desk=None, now=now)
    _tell_desks(concern, now)
    return concern


@transaction.atomic
def object_by_code(*, keys: ReporterKeys, now: datetime) -> Concern:
    """Say no to handing it on; an offer that waits is over. Raises UnknownCode, ConcernClosed, DoneAlready."""
    concern = _locked(keys)
    running = concern.hand_overs.running().first()
    if running is None and not concern.may_forward:
        raise DoneAlready
    concern.may_forward = False
    concern.save(update_fields=["may_forward"])
    if running is not None:
        running.wraps.all().delete()
        running.ended_at = now
        running.save(update_fields=["ended_at"])
    Step.objects.create(concern=concern, kind=Step.Kind.OBJECTED, at=now, other=running.to_desk if running else None)
    _tell_desks(concern, now)
    return concern


@transaction.atomic
def agree_by_code(*, keys: ReporterKeys, now: datetime) -> Concern:
    """Say yes to handing it on. Raises UnknownCode, ConcernClosed, DoneAlready."""
    concern = _locked(keys)
    if concern.may_forward:
        raise DoneAlready
    concern.may_forward = True
    concern.save(update_fields=["may_forward"])
    Step.objects.create(concern=concern, kind=Step.Kind.AGREED, at=now)
    _tell_desks(concern, now)
    return concern


def _concern(keys: ReporterKeys) -> Concern:
    found = Concern.objects.select_related("port").filter(receipt_hash=keys.receipt_hash).first()
    if found is None:
        raise UnknownCode
    return found


def _locked(keys: ReporterKeys) -> Concern:
    concern = Concern.objects.select_for_update().filter(receipt_hash=keys.receipt_hash).first()
    if concern is None:
        raise UnknownCode
    if not concern.is_open:
        raise ConcernClosed
    return concern


def _key(concern: Concern, keys: ReporterKeys) -> bytes:
    return key_of_wrap(concern.wraps.filter(handler_key=None).first(), keys.private)


def _tell_desks(concern: Concern, now: datetime) -> None:
    for one in concern.holdings.filter(until_at=None).select_related("desk"):
        tell_desk(concern, one.desk, now=now)
