"""References between recorded objects, and those of them that lead nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from port2port.ledger import store
from port2port.pure.canonical import Json
from port2port.pure.stix_objects import EXTENSION, TLP_BY_MARKING, TLP_EXTENSION

# Fixed by their specifications: they are referred to and never sent.
KNOWN_TO_ALL = frozenset(TLP_BY_MARKING) | {EXTENSION, TLP_EXTENSION}
BATCH = 500


@dataclass(frozen=True, slots=True)
class Link:
    """One reference: in which entry it stands, which object makes it, under which name, to what."""

    position: int
    source: str
    name: str
    target: str


def dangling(*, until: datetime) -> Iterator[Link]:
    """References to what no entry of this ledger holds, in the ledger's order.

    An entry may name what is recorded later, so everything recorded is gathered first; ids only are kept in memory.
    """
    known = set(KNOWN_TO_ALL)
    for stored in _entries(until):
        known.add(stored.content_id)
        known.update(str(one["id"]) for one in _objects(stored) if "id" in one)
    for stored in _entries(until):
        for link in _links(stored):
            if link.target not in known:
                yield link


def _entries(until: datetime) -> Iterator[store.Stored]:
    position = 0
    while entries := store.after(position, until=until, limit=BATCH):
        position = entries[-1].position
        for entry in entries:
            # Erased entries keep their place and have nothing left to point with.
            if entry.content_id:
                yield store.read(entry.position)


def _objects(stored: store.Stored) -> list[dict[str, Json]]:
    objects = stored.payload.get("objects")
    return [one for one in objects if isinstance(one, dict)] if isinstance(objects, list) else []


def _links(stored: store.Stored) -> Iterator[Link]:
    before = stored.payload.get("prev")
    if isinstance(before, str):
        yield Link(stored.position, stored.content_id, "prev", before)
    for one in _objects(stored):
        yield from _named(stored.position, str(one.get("id", "")), one)


def _named(position: int, source: str, value: Json) -> Iterator[Link]:
    """Every `…_ref` and `…_refs` of an object, however deep."""
    if isinstance(value, list):
        for part in value:
            yield from _named(position, source, part)
    if not isinstance(value, dict):
        return
    for name, part in value.items():
        targets = [part] if name.endswith("_ref") else part if name.endswith("_refs") else []
        named = [target for target in targets if isinstance(target, str)] if isinstance(targets, list) else []
        for target in named:
            if _is_id(target):
                yield Link(position, source, name, target)
        if not named:
            yield from _named(position, source, part)


def _is_id(text: str) -> bool:
    # Inside observed data a reference may name its neighbour by a number.
    try:
        UUID(text.partition("--")[2])
    except ValueError:
        return False
    return True
