"""That an entry stands in its log: a proof against the newest root, worked out from the leaves alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from port2port.ledger.models import Leaf, Log, Payload
from port2port.ledger.store import NotInLedger
from port2port.pure.merkle import Edge, inclusion_ranges, node_hash, split

# Hashes of whole blocks of leaves, which never change: after the first proof a process reads a few blocks at most.
BLOCK = 1024
_blocks: dict[tuple[str, int], bytes] = {}


@dataclass(frozen=True, slots=True)
class Proof:
    """What a reader of the envelope needs to find it in the log (RFC 6962, 2.1.1).

    salt     with the envelope it opens the leaf: leaf = 0x01 ‖ SHA-256(0x00 ‖ salt ‖ SHA-256(envelope))
    hashes   from the leaf to the root
    """

    origin: str
    index: int
    size: int
    leaf: bytes
    salt: bytes
    envelope: bytes
    hashes: Sequence[bytes]
    root: bytes


def prove(position: int) -> Proof:
    """The proof for an entry whose bytes the asker may have. Raises NotInLedger."""
    leaf = Leaf.objects.filter(position=position).first()
    payload = Payload.objects.filter(position=position).first()
    log = Log.objects.filter(origin=leaf.origin).first() if leaf else None
    if leaf is None or payload is None or log is None:
        raise NotInLedger
    return Proof(
        origin=log.origin,
        index=leaf.index,
        size=log.size,
        leaf=bytes(leaf.leaf),
        salt=bytes(payload.salt),
        envelope=bytes(payload.envelope),
        hashes=[_hash(log.origin, start, end) for start, end in inclusion_ranges(leaf.index, log.size)],
        root=bytes(log.root),
    )


def _hash(origin: str, start: int, end: int) -> bytes:
    if end - start > BLOCK:
        middle = start + split(end - start)
        return node_hash(_hash(origin, start, middle), _hash(origin, middle, end))
    if end - start < BLOCK:
        return _of_leaves(origin, start, end)
    found = _blocks.get((origin, start))
    if found is None:
        found = _blocks[origin, start] = _of_leaves(origin, start, end)
    return found


def _of_leaves(origin: str, start: int, end: int) -> bytes:
    edge = Edge()
    leaves = Leaf.objects.filter(origin=origin, index__gte=start, index__lt=end).order_by("index")
    for leaf in leaves.values_list("leaf", flat=True):
        edge = edge.append(bytes(leaf))
    return edge.root
