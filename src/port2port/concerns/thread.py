"""A concern, opened: the thread as it reads, the notes of a desk, and the sealing of what is added."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from port2port.concerns.models import Concern, Desk, Handler, HandOver, Message, Note, Part, Picture, Wrap
from port2port.concerns.rules import CannotOpen
from port2port.pure import sealing
from port2port.pure.sealing import SealedShutError

type Entropy = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Said:
    """One message in the clear; without a desk it is the reporter's."""

    at: datetime
    desk: Desk | None
    text: str
    pictures: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """One note in the clear, and whose seat wrote it."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture as it is kept: re-encoded, without what it told beside the image."""

    media_type: str
    content: bytes


def handlers_with_key(desk: Desk) -> list[Handler]:
    """Who sits at the desk and can open what is sealed to it."""
    return list(Handler.objects.standing().with_key().filter(desk=desk).select_related("seat__handler_key"))


def new_key(entropy: Entropy = os.urandom) -> bytes:
    """A data key."""
    return entropy(sealing.KEY_BYTES)


def key_of_wrap(wrap: Wrap | None, private: bytes) -> bytes:
    """The data key. Raises CannotOpen."""
    if wrap is None:
        raise CannotOpen
    try:
        return sealing.unwrapped(bytes(wrap.sealed), private)
    except SealedShutError as shut:
        raise CannotOpen from shut


def handler_wrap(concern: Concern, seat_id: int, part: Part, *, desk: Desk | None = None) -> Wrap | None:
    """The data key of a part, for this seat, at one of its desks."""
    rows = Wrap.objects.filter(concern=concern, part=part, handler_key__seat_id=seat_id, hand_over=None)
    return (rows if desk is None else rows.filter(desk=desk)).first()


def wrap_for(
    concern: Concern, part: Part, handlers: Iterable[Handler], key: bytes, *, hand_over: HandOver | None = None
) -> None:
    """Let these handlers open a part, those who can already apart."""
    rows = [(one.desk_id, one.seat.handler_key) for one in handlers]
    there = set(Wrap.objects.filter(concern=concern, part=part).values_list("desk_id", "handler_key_id"))
    Wrap.objects.bulk_create(
        Wrap(
            concern=concern,
            part=part,
            desk_id=desk,
            handler_key=row,
            hand_over=hand_over,
            sealed=sealing.wrapped(key, bytes(row.public)),
        )
        for desk, row in rows
        if (desk, row.pk) not in there
    )


def say(
    concern: Concern,
    key: bytes,
    *,
    text: str,
    shots: Iterable[Shot] = (),
    desk: Desk | None,
    now: datetime,
    entropy: Entropy = os.urandom,
) -> Message:
    """Add a message, sealed."""
    message = Message.objects.create(concern=concern, desk=desk, at=now, payload=_sealed(text.encode(), key, entropy))
    for shot in shots:
        plain = shot.media_type.encode() + b"\n" + shot.content
        Picture.objects.create(message=message, payload=_sealed(plain, key, entropy))
    return message


def thread_of(concern: Concern, key: bytes) -> list[Said]:
    """Every message, in order. Raises CannotOpen."""
    rows = concern.messages.select_related("desk__port", "desk__organisation").prefetch_related("pictures")
    return [
        Said(one.at, one.desk, _opened(one.payload, key).decode(), tuple(shot.key for shot in one.pictures.all()))
        for one in rows
    ]


def shot_of(picture: Picture, key: bytes) -> Shot:
    """The picture. Raises CannotOpen."""
    media_type, _newline, content = _opened(picture.payload, key).partition(b"\n")
    return Shot(media_type.decode(), content)


def note(concern: Concern, key: bytes, *, text: str, desk: Desk, seat_id: int, now: datetime) -> Note:
    """Add a note, sealed."""
    sealed = _sealed(text.encode(), key, os.urandom)
    return Note.objects.create(concern=concern, desk=desk, seat_id=seat_id, at=now, payload=sealed)


def notes_of(rows: Iterable[Note], key: bytes) -> list[Noted]:
    """The notes, in order. Raises CannotOpen."""
    return [Noted(one.at, one.seat.person.name if one.seat else "", _opened(one.payload, key).decode()) for one in rows]


def _sealed(plain: bytes, key: bytes, entropy: Entropy) -> bytes:
    return sealing.encrypted(plain, key, nonce=entropy(sealing.NONCE_BYTES))


def _opened(payload: bytes | memoryview, key: bytes) -> bytes:
    try:
        return sealing.decrypted(bytes(payload), key)
    except SealedShutError as shut:
        raise CannotOpen from shut
