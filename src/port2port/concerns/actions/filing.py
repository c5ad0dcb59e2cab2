"""A concern comes in."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from port2port.concerns.actions.telling import tell_desk
from port2port.concerns.models import Concern, Desk, Filing, Holding, Part, Wrap
from port2port.concerns.rules import DeskShut
from port2port.concerns.thread import Entropy, Shot, handlers_with_key, key_of_wrap, new_key, say, thread_of, wrap_for
from port2port.members.member import Member, Standing
from port2port.pure import sealing
from port2port.pure.sealing import ReporterKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody brings: where to, what about, in their own words.

    listed   a signed-in guest wants it on its own list
    """

    desk: Desk
    category: str
    language: str
    text: str
    shots: Sequence[Shot] = ()
    may_forward: bool = False
    listed: bool = False


@transaction.atomic
def file_concern(
    *,
    member: Member,
    keys: ReporterKeys,
    wish: Wish,
    now: datetime,
    is_made_up: bool = False,
    entropy: Entropy = os.urandom,
) -> Concern:
    """Keep it, sealed to the handlers of the desk and to whoever has the code.

    The same form sent again is the same concern; what was changed in it meanwhile is added as a message.
    Raises DeskShut.
    """
    desk = Desk.objects.visible_to(member).ready().filter(pk=wish.desk.pk).first()
    if desk is None:
        raise DeskShut
    known = Concern.objects.select_for_update().filter(receipt_hash=keys.receipt_hash).first()
    try:
        concern = known or _kept(desk, keys, wish, now=now, is_made_up=is_made_up)
    except IntegrityError:
        # The same form came in twice at the same moment.
        concern = known = Concern.objects.select_for_update().get(receipt_hash=keys.receipt_hash)
    if known is not None:
        return _sent_again(known, keys, wish, now=now)
    Holding.objects.create(concern=concern, desk=desk, since_at=now)
    key, notes_key = new_key(entropy), new_key(entropy)
    handlers = handlers_with_key(desk)
    wrap_for(concern, Part.THREAD, handlers, key)
    wrap_for(concern, Part.NOTES, handlers, notes_key)
    Wrap.objects.create(concern=concern, part=Part.THREAD, sealed=sealing.wrapped(key, keys.public))
    say(concern, key, text=wish.text, shots=wish.shots, desk=None, now=now, entropy=entropy)
    if wish.listed and member.standing == Standing.GUEST and member.seat_id is not None and member.limit is None:
        Filing.objects.create(concern=concern, seat_id=member.seat_id)
    tell_desk(concern, desk, now=now)
    return concern


@transaction.atomic
def _kept(desk: Desk, keys: ReporterKeys, wish: Wish, *, now: datetime, is_made_up: bool) -> Concern:
    return Concern.objects.create(
        receipt_hash=keys.receipt_hash,
        reporter_key=keys.public,
        category=wish.category,
        language=wish.language,
        port=desk.port,
        may_forward=wish.may_forward,
        received_at=now,
        is_made_up=is_made_up,
    )


def _sent_again(concern: Concern, keys: ReporterKeys, wish: Wish, *, now: datetime) -> Concern:
    key = key_of_wrap(concern.wraps.filter(handler_key=None).first(), keys.private)
    said = {one.text for one in thread_of(concern, key) if one.desk is None}
    if concern.is_open and (wish.text not in said):
        say(concern, key, text=wish.text, shots=wish.shots, desk=None, now=now)
    return concern
