"""Keyset cursors: opaque, stateless, and worth nothing to anyone but the reader that they were made for."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64Error
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from struct import Struct

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLACE = Struct(">qq")
_TAG_BYTES = 16


class BadCursorError(ValueError):
    """A cursor that was changed, cut off, or made for another reader, list or filter; which one is not said."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: moment and id of its last row. The next page starts strictly behind it."""

    at: datetime
    id: int


def filter_digest(filters: str) -> bytes:
    """A short name of a list and its filters in their canonical form, for example the sorted query string."""
    return sha256(filters.encode()).digest()[:16]


def made(place: Place, *, reader: str, filters: bytes, key: bytes) -> str:
    """The cursor as it stands in an address: URL-safe and without padding.

    reader   names who may use it, for example "seat:12"     filters   from `filter_digest`
    The place is hidden by a keystream of its own tag, so that a cursor tells neither times nor how many rows exist.
    """
    plain = _PLACE.pack((place.at - _EPOCH) // timedelta(microseconds=1), place.id)
    tag = _tag(plain, reader=reader, filters=filters, key=key)
    return urlsafe_b64encode(tag + _masked(plain, tag, key)).decode().rstrip("=")


def opened(cursor: str, *, reader: str, filters: bytes, key: bytes) -> Place:
    """The place that a cursor stands for. Raises BadCursorError."""
    raw = _decoded(cursor)
    tag = raw[:_TAG_BYTES]
    plain = _masked(raw[_TAG_BYTES:], tag, key)
    if not hmac.compare_digest(tag, _tag(plain, reader=reader, filters=filters, key=key)):
        raise BadCursorError
    microseconds, identifier = _PLACE.unpack(plain)
    return Place(at=_EPOCH + timedelta(microseconds=microseconds), id=identifier)


def _decoded(cursor: str) -> bytes:
    try:
        raw = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except (NotBase64Error, ValueError) as problem:
        raise BadCursorError from problem
    # One cursor has one spelling: the decoder also takes foreign characters and loose bits at the end.
    if len(raw) != _TAG_BYTES + _PLACE.size or urlsafe_b64encode(raw).decode().rstrip("=") != cursor:
        raise BadCursorError
    return raw


def _tag(plain: bytes, *, reader: str, filters: bytes, key: bytes) -> bytes:
    # Each part has its length in front: no two different parts make the same message.
    parts = (plain, filters, reader.encode())
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.digest(_derived(key, b"tag"), message, sha256)[:_TAG_BYTES]


def _masked(text: bytes, tag: bytes, key: bytes) -> bytes:
    stream = hmac.digest(_derived(key, b"mask"), tag, sha256)
    return bytes(one ^ other for one, other in zip(text, stream, strict=False))


def _derived(key: bytes, purpose: bytes) -> bytes:
    return hmac.digest(key, b"port2port cursor " + purpose, sha256)
