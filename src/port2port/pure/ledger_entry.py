"""One entry of the ledger: how its leaf, its audience and its key are bound, and what makes it unsound."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from port2port.pure.canonical import Json, NotStrict, canonical_json, strict_object
from port2port.pure.envelope import ALGORITHM, BadEnvelope, Envelope, Kind, holds, is_sound_key, key_id, pae, read_exact
from port2port.pure.merkle import Edge

SALT = 32
HUB: Final = "hub"
LISTING_TYPE: Final = "application/vnd.port2port.keylisting.v1+json"


class Unsound(ValueError):
    """What is wrong with an entry or a key; the message starts with the part that fails."""


@dataclass(frozen=True, slots=True)
class ListedKey:
    """A public key as its row lists it; `proof` is the key's own signature over the listing."""

    keyid: str
    organisation: str
    algorithm: str
    public: bytes
    not_before: datetime
    not_after: datetime
    custody: str
    proof: bytes
    revoked_position: int | None


@dataclass(frozen=True, slots=True)
class Bytes:
    """What stands beside a leaf until an erasure takes it away."""

    content_id: str
    envelope: bytes
    salt: bytes
    opening: bytes
    kind: str
    organisation: str
    keyid: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A leaf as its row keeps it, and its bytes if they are there."""

    position: int
    origin: str
    index: int
    leaf: bytes
    root: bytes
    at: datetime
    bytes: Bytes | None


def whole_milliseconds(moment: datetime) -> datetime:
    """The moment in UTC, cut to what an envelope can say."""
    utc = moment.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


def timestamp(moment: datetime) -> str:
    """A moment as envelopes write it: RFC 3339, UTC, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def leaf_of(salt: bytes, envelope: bytes) -> bytes:
    """The 33 bytes that the log keeps for ever; without the salt they confirm no guess."""
    return b"\1" + sha256(b"\0" + salt + sha256(envelope).digest()).digest()


def audience_opening(salt: bytes, handling: Mapping[str, Json]) -> bytes:
    """What opens the audience commitment (S5): 32 bytes of salt, then the full handling in canonical form."""
    if len(salt) != SALT:
        raise ValueError("the salt of an audience has 32 bytes")
    return salt + canonical_json(handling)


def audience_of(opening: bytes) -> str:
    """The commitment that stands in the signed payload, in hex."""
    return sha256(opening).hexdigest()


def listing_bytes(
    *, organisation: str, algorithm: str, public: bytes, not_before: datetime, not_after: datetime, custody: str
) -> bytes:
    """What a key signs about itself, so that no column of its listing can be changed unseen."""
    listing: dict[str, Json] = {
        "v": 1,
        "org": organisation,
        "alg": algorithm,
        "public": public.hex(),
        "not_before": timestamp(not_before),
        "not_after": timestamp(not_after),
        "custody": custody,
    }
    return pae(LISTING_TYPE, canonical_json(listing))


def check_key(key: ListedKey) -> None:
    """Raises Unsound unless the listing is the one that the key itself signed."""
    if key.algorithm != ALGORITHM or not is_sound_key(key.public):
        raise Unsound(f"key: {key.keyid} is not a sound {ALGORITHM} key")
    if key_id(key.public) != key.keyid:
        raise Unsound(f"key: the public key listed as {key.keyid} has another key id")
    listing = listing_bytes(
        organisation=key.organisation,
        algorithm=key.algorithm,
        public=key.public,
        not_before=key.not_before,
        not_after=key.not_after,
        custody=key.custody,
    )
    if not holds(key.public, listing, key.proof):
        raise Unsound(f"key: the listing of {key.keyid} is not the one that the key signed")


def check_entry(entry: Entry, keys: Mapping[str, ListedKey], before: Edge) -> None:
    """Raises Unsound with the first thing that is wrong, in the order of rule S7: nothing is read before it is signed.

    before   the log's edge when the entry was written
    """
    if entry.index != before.size:
        raise Unsound(f"index: {before.size} should stand here, not {entry.index}")
    if entry.bytes is None:
        raise Unsound("payload: it is missing, and no erasure explains it")
    envelope = _signed_envelope(entry, entry.bytes, keys)
    if envelope.content_id != entry.bytes.content_id:
        raise Unsound("content id: it is not that of the envelope")
    if leaf_of(entry.bytes.salt, entry.bytes.envelope) != entry.leaf:
        raise Unsound("leaf: it does not commit to this envelope with this salt")
    _check_payload(envelope, entry, entry.bytes, before)
    if before.append(entry.leaf).root != entry.root:
        raise Unsound("root: the tree has another root after this leaf")


def _signed_envelope(entry: Entry, stored: Bytes, keys: Mapping[str, ListedKey]) -> Envelope:
    try:
        envelope = read_exact(stored.envelope)
        kind = Kind.of(envelope.payload_type)
    except BadEnvelope as error:
        raise Unsound(f"envelope: {error}") from None
    if kind.value != stored.kind:
        raise Unsound(f"kind: the row says {stored.kind}, the envelope {kind.value}")
    hints = {one.keyid for one in envelope.signatures}
    if hints != {stored.keyid}:
        raise Unsound("key id: the row and the envelope name different keys")
    key = _key_of(entry, stored, keys)
    if not all(holds(key.public, envelope.signed_bytes, one.sig) for one in envelope.signatures):
        raise Unsound("signature: it does not hold; the envelope was changed or never signed with this key")
    return envelope


def _key_of(entry: Entry, stored: Bytes, keys: Mapping[str, ListedKey]) -> ListedKey:
    key = keys.get(stored.keyid)
    if key is None:
        raise Unsound(f"key: {stored.keyid} is not listed")
    check_key(key)
    if key.organisation != stored.organisation:
        raise Unsound("organisation: the key belongs to another one")
    if not key.not_before <= entry.at < key.not_after:
        raise Unsound(f"key: {key.keyid} was not valid at that time")
    if key.revoked_position is not None and entry.position >= key.revoked_position:
        raise Unsound(f"key: {key.keyid} is revoked from position {key.revoked_position} on")
    return key


def _check_payload(envelope: Envelope, entry: Entry, stored: Bytes, before: Edge) -> None:
    try:
        payload = strict_object(envelope.payload)
    except NotStrict as error:
        raise Unsound(f"payload: {error}") from None
    match payload:
        case {"v": 1, "org": str(org), "key": str(key), "custody": "hub", "created": str(created), "seen": dict(seen)}:
            pass
        case _:
            raise Unsound("payload: it lacks what every payload says")
    expected: dict[str, Json] = {"origin": entry.origin, "size": before.size, "root": before.root.hex()}
    if org != stored.organisation:
        raise Unsound("organisation: the row and the payload name different ones")
    if key != stored.keyid:
        raise Unsound("key id: the row and the payload name different keys")
    if created != timestamp(entry.at) or entry.at != whole_milliseconds(entry.at):
        raise Unsound(f"time: the row says {entry.at.isoformat()}, the payload {created}")
    if seen != expected:
        raise Unsound("seen: the payload names another state of the log than the one before it")
    match payload.get("handling"):
        case {"audience": str(audience)} if audience == audience_of(stored.opening):
            return
    raise Unsound("opening: it is not what the payload's audience commits to")
