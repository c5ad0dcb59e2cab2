"""The ledger's door for the rest of the house: append one publication, read it back, follow what was appended.

append(...)                         one signed envelope, its leaf and the new root, in the caller's transaction
read(position), find(content_id)    the exact bytes and what they say; who may have them is the caller's question
sizes(positions)                    how large they are, for an audit that may not read them
after(position, until=…, limit=…)   what was committed since, in order, for a subscriber with its own cursor
head(), heads()                     how far the logs have grown
"""

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from port2port.base.prepared import Insert, Update, cursor
from port2port.base.refusal import Refusal
from port2port.ledger import keys
from port2port.ledger.models import Leaf, Log, Payload, TrailLine, Turn
from port2port.pure.canonical import MAX_BYTES, Json, NotStrict, plain_json, strict_object
from port2port.pure.envelope import Kind, read_exact, sign
from port2port.pure.ledger_entry import (
    HUB,
    SALT,
    audience_of,
    audience_opening,
    leaf_of,
    timestamp,
    whole_milliseconds,
)
from port2port.pure.merkle import EMPTY_ROOT, Edge

Entropy = Callable[[int], bytes]
# Older than this beyond `until` means a clock that ran ahead, not a publication that may still be undone.
CLOCK_FAULT = timedelta(minutes=5)
_origin: ContextVar[str | None] = ContextVar("origin", default=None)
_INSERT_LEAF, _INSERT_PAYLOAD, _INSERT_TURN = Insert(Leaf), Insert(Payload), Insert(Turn, or_leave_be=True)
_GROW = Update(Log, "size", "root", "peaks")


class DoesNotFit(Refusal):
    """What is to be published cannot be written as strict JSON of a size that everyone takes."""

    status = 413
    words = _("This cannot be published: it is too large, or holds characters that cannot be exchanged.")


class NotInLedger(LookupError):
    """No entry there, or its bytes were erased."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a publication stands. `content_id`, `kind` and `organisation` are empty after an erasure."""

    position: int
    origin: str
    index: int
    content_id: str
    root: bytes
    at: datetime
    kind: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A publication's exact bytes and what they say.

    envelope   to be served as it is
    payload    what it says, parsed
    opening    opens the audience; for the node that routes, never for a reader
    """

    position: int
    origin: str
    index: int
    content_id: str
    envelope: bytes
    payload: dict[str, Json]
    opening: bytes
    kind: str
    organisation: str
    keyid: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """How far a log has grown."""

    origin: str
    size: int
    root: bytes


@contextmanager
def writing_to(origin: str) -> Iterator[None]:
    """Appends inside go to this log instead of the node's own: the demo's history has one of its own."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


# No savepoint: a failed append must take the caller's whole publication with it.
@transaction.atomic(savepoint=False)
def append(
    *,
    organisation: str,
    actor: str,
    handling: Mapping[str, object],
    objects: Sequence[Mapping[str, object]],
    prev: str | None,
    now: datetime,
    kind: Kind = Kind.OBJECTS,
    entropy: Entropy = os.urandom,
) -> Entry:
    """Sign what is published, and make it the next leaf; all or nothing with the caller's transaction.

    organisation   the originator's key as text; its custodial key signs
    handling       the full handling; only `tlp` and `pap` stand open in the envelope, the rest behind a commitment
    prev           content id of the version before
    Raises DoesNotFit, keys.KeyStoreLocked.
    """
    at = whole_milliseconds(now)
    origin = _origin.get() or settings.LEDGER_ORIGIN
    before, signer = _take_turn(origin, organisation, at)
    try:
        opening = audience_opening(entropy(SALT), cast("Mapping[str, Json]", handling))
        said: dict[str, Json] = {
            "v": 1,
            "org": organisation,
            "key": signer.keyid,
            "actor": actor,
            "created": timestamp(at),
            "seen": {"origin": origin, "size": before.size, "root": before.root.hex()},
            "handling": _open_handling(handling) | {"audience": audience_of(opening)},
            "prev": prev,
            "custody": HUB,
            "objects": cast("list[Json]", list(objects)),
        }
        payload = plain_json(said)
    except NotStrict as error:
        raise DoesNotFit from error
    envelope = sign(kind.payload_type, payload, signer.key)
    row = Payload(opening=opening, salt=entropy(SALT), kind=kind.value, organisation=organisation, keyid=signer.keyid)
    row.content_id, row.envelope = envelope.content_id, envelope.to_bytes()
    return _next_leaf(row, origin=origin, before=before, at=at)


def _next_leaf(row: Payload, *, origin: str, before: Edge, at: datetime) -> Entry:
    leaf = leaf_of(bytes(row.salt), bytes(row.envelope))
    edge = before.append(leaf)
    made = Leaf(origin=origin, index=before.size, leaf=leaf, root=edge.root, at=at)
    _INSERT_LEAF(made)
    row.position = made.position
    _INSERT_PAYLOAD(row)
    _GROW(Log(origin=origin, size=edge.size, root=edge.root, peaks=edge.to_bytes()))
    return Entry(made.position, origin, made.index, row.content_id, edge.root, at, row.kind, row.organisation)


def _open_handling(handling: Mapping[str, object]) -> dict[str, Json]:
    return {name: cast("Json", handling[name]) for name in ("tlp", "pap")}


# By hand: the same query through the ORM costs more time than all signing and hashing together. The row of `turn` is
# what everyone waits for, the log's own row what is changed. The key's row is locked too, and last: PostgreSQL looks
# again at a row that it had to wait for, and at no other, so a key revoked meanwhile is seen (K6).
_TURN = "SELECT l.size, l.peaks FROM ledger_turn t JOIN ledger_log l ON l.turn_id = t.id WHERE l.origin = %s"
_TURN_AND_KEY = (
    "SELECT l.size, l.peaks FROM ledger_turn t JOIN ledger_log l ON l.turn_id = t.id "
    "JOIN ledger_keylisting k ON k.keyid = %s AND k.organisation = %s AND k.revoked_position IS NULL "
    "WHERE l.origin = %s"
)


def _take_turn(origin: str, organisation: str, at: datetime) -> tuple[Edge, keys.Signer]:
    """The log's edge, held until commit, and a key that the database still lists. One query when all is as usual."""
    signer = keys.opened(organisation=organisation, at=at)
    edge = _held(_TURN_AND_KEY, "t, l FOR SHARE OF k", signer.keyid, signer.organisation, origin) if signer else None
    if signer is None or edge is None:
        _INSERT_TURN(Turn(pk=1))
        Turn.objects.select_for_update().get(pk=1)
        Log.objects.get_or_create(origin=origin, defaults={"root": EMPTY_ROOT, "peaks": b""})
        edge = _held(_TURN, "t, l", origin)
        assert edge is not None  # noqa: S101 - made two lines above, under the lock
        signer = keys.ensure_key(organisation=organisation, now=at)
    return edge, signer


def _held(statement: str, rows: str, *values: str) -> Edge | None:
    # SQLite has no FOR UPDATE, and began with IMMEDIATE.
    lock = f" FOR UPDATE OF {rows}" if connection.features.has_select_for_update else ""
    with cursor() as asking:
        asking.execute(statement + lock, values)
        row = asking.fetchone()
    return Edge.from_bytes(row[0], bytes(row[1])) if row else None


def read(position: int) -> Stored:
    """The publication at a position. Raises NotInLedger."""
    return _stored(Payload.objects.filter(position=position).first())


def read_all(positions: Collection[int]) -> dict[int, Stored]:
    """The publications at these positions, in two statements however many; what is gone is left out."""
    payloads, leaves = Payload.objects.in_bulk(list(positions)), Leaf.objects.in_bulk(list(positions))
    return {at: _opened(row, leaves[at]) for at, row in payloads.items() if at in leaves}


def find(content_id: str) -> Stored:
    """The publication with a content id. Raises NotInLedger."""
    return _stored(Payload.objects.filter(content_id=content_id).first())


def sizes(positions: Collection[int]) -> dict[int, int]:
    """How many bytes the envelopes at these positions have; an erased one has none."""
    rows = Payload.objects.filter(position__in=positions).annotate(size=Length("envelope"))
    return dict(rows.values_list("position", "size"))


def _stored(row: Payload | None) -> Stored:
    leaf = Leaf.objects.filter(position=row.position).first() if row else None
    if row is None or leaf is None:
        raise NotInLedger
    return _opened(row, leaf)


def _opened(row: Payload, leaf: Leaf) -> Stored:
    exact = bytes(row.envelope)
    return Stored(
        position=row.position,
        origin=leaf.origin,
        index=leaf.index,
        content_id=row.content_id,
        envelope=exact,
        payload=strict_object(read_exact(exact).payload, limit=MAX_BYTES),
        opening=bytes(row.opening),
        kind=row.kind,
        organisation=row.organisation,
        keyid=row.keyid,
        at=leaf.at,
    )


def after(position: int, *, until: datetime, limit: int = 500) -> list[Entry]:
    """What was committed after a position, in order, and stops at the first that is younger than `until`.

    The reader's cursor is the last position it got: nothing is skipped, and nothing comes later with a lower one.
    """
    leaves: list[Leaf] = []
    for leaf in Leaf.objects.after(position)[:limit]:
        if until < leaf.at <= until + CLOCK_FAULT:
            break
        leaves.append(leaf)
    payloads = Payload.objects.only("position", "content_id", "kind", "organisation").in_bulk(
        [leaf.position for leaf in leaves]
    )
    return [_entry(leaf, payloads.get(leaf.position)) for leaf in leaves]


def _entry(leaf: Leaf, payload: Payload | None) -> Entry:
    return Entry(
        position=leaf.position,
        origin=leaf.origin,
        index=leaf.index,
        content_id=payload.content_id if payload else "",
        root=bytes(leaf.root),
        at=leaf.at,
        kind=payload.kind if payload else "",
        organisation=payload.organisation if payload else "",
    )


def head(origin: str | None = None) -> Head:
    """How far a log has grown; the node's own, if none is named."""
    name = origin or settings.LEDGER_ORIGIN
    return next((one for one in heads() if one.origin == name), Head(name, 0, EMPTY_ROOT))


def heads() -> list[Head]:
    """Every log of this node."""
    return [Head(log.origin, log.size, bytes(log.root)) for log in Log.objects.order_by("origin")]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the audit trail."""

    at: datetime
    actor: str
    organisation: str
    act: str
    subject: str
    outcome: str


def trail_of(
    organisation: str, *, since: datetime | None = None, until: datetime | None = None, limit: int = 1000
) -> list[Line]:
    """An organisation's audit trail, newest first."""
    lines = TrailLine.objects.visible_to(organisation).between(since, until).order_by("-id")[:limit]
    return [Line(one.at, one.actor, one.organisation, one.act, one.subject, one.outcome) for one in lines]
