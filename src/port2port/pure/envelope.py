"""Signed envelopes (DSSE) with Ed25519: what is signed, how it is written, and whether it holds.

Source: DSSE protocol 1.0.2 (secure-systems-lab); numbers such as S1 and K2 are the rules of docs/reference/ledger.md.
"""

import binascii
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Self

from nacl.bindings import crypto_core_ed25519_is_valid_point
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from port2port.pure.canonical import Json, NotStrict, strict_object

ALGORITHM = "ed25519"
# A body of 10 MiB in base64, and what stands around it.
MAX_BYTES = 15 * 1024 * 1024
MAX_SIGNATURES = 4
_TYPE = re.compile(r"application/vnd\.port2port\.([a-z-]+)\.v1\+json")


class Kind(StrEnum):
    """What an envelope says (S3); a signature for one kind never verifies as another."""

    OBJECTS = "objects"
    DELIVERY = "delivery"
    RECEIPT = "receipt"
    PROMISE = "promise"
    KEYLIST = "keylist"
    CIRCLE = "circle"
    EPOCH = "epoch"
    MATCH_REQUEST = "match-request"
    MATCH_REPLY = "match-reply"
    CONTACT = "contact"
    ERASURE = "erasure"
    ACCESS = "access"
    POLICY = "policy"
    COMMITMENT = "commitment"

    @property
    def payload_type(self) -> str:
        """The media type that the signature covers."""
        return f"application/vnd.port2port.{self.value}.v1+json"

    @classmethod
    def of(cls, payload_type: str) -> Self:
        """The kind of a media type. Raises BadEnvelope."""
        match = _TYPE.fullmatch(payload_type)
        if match is None or match[1] not in cls:
            raise BadEnvelope("its payload type is not one of ours")
        return cls(match[1])


class BadEnvelope(ValueError):
    """An envelope that we do not take; the message completes "the envelope is refused: …"."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature; `keyid` is a hint and proves nothing."""

    keyid: str
    sig: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """Payload bytes, their type, and who signed both."""

    payload: bytes
    payload_type: str
    signatures: tuple[Signature, ...]

    @property
    def signed_bytes(self) -> bytes:
        """What every signature covers."""
        return pae(self.payload_type, self.payload)

    @property
    def content_id(self) -> str:
        """The envelope's name everywhere (S2), in hex; the same whoever signs it."""
        return sha256(self.signed_bytes).hexdigest()

    def to_bytes(self) -> bytes:
        """The one serialisation that our doors take (S1)."""
        return json.dumps(
            {
                "payload": b64encode(self.payload).decode(),
                "payloadType": self.payload_type,
                "signatures": [{"keyid": one.keyid, "sig": b64encode(one.sig).decode()} for one in self.signatures],
            },
            separators=(",", ":"),
            ensure_ascii=False,
        ).encode()


def pae(payload_type: str, payload: bytes) -> bytes:
    """DSSE's pre-authentication encoding; lengths in bytes."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def read_dsse(data: bytes) -> Envelope:
    """An envelope as the DSSE protocol allows it: either base64 alphabet, key ids left out, unknown keys ignored.

    Raises BadEnvelope.
    """
    try:
        fields = strict_object(data, limit=MAX_BYTES)
    except NotStrict as error:
        raise BadEnvelope(error.reason) from None
    match fields:
        case {"payload": str(payload), "payloadType": str(payload_type), "signatures": list(signatures)} if signatures:
            return Envelope(_base64(payload), payload_type, tuple(_signature(one) for one in signatures))
    raise BadEnvelope("it needs payload, payloadType and signatures")


def _signature(fields: Json) -> Signature:
    match fields:
        case {"sig": str(sig), "keyid": str(keyid)}:
            return Signature(keyid, _base64(sig))
        case {"sig": str(sig), **rest} if rest.get("keyid") is None:
            return Signature("", _base64(sig))
    raise BadEnvelope("a signature needs sig, and a keyid that is text")


def _base64(text: str) -> bytes:
    try:
        return b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        raise BadEnvelope("not base64") from None


def read_exact(data: bytes) -> Envelope:
    """An envelope that equals, byte for byte, our own serialisation of it (S1).

    Raises BadEnvelope.
    """
    envelope = read_dsse(data)
    if len(envelope.signatures) > MAX_SIGNATURES:
        raise BadEnvelope(f"more than {MAX_SIGNATURES} signatures")
    if envelope.to_bytes() != data:
        raise BadEnvelope("its bytes are not the one serialisation that we take")
    return envelope


def key_id(public: bytes, *, algorithm: str = ALGORITHM) -> str:
    """The name of a public key (K2)."""
    return sha256(algorithm.encode() + b"\0" + public).digest()[:8].hex()


@lru_cache(maxsize=4096)
def is_sound_key(public: bytes) -> bool:
    """Whether a public key is a point of the right group: 32 bytes, canonical, not of small order (K3)."""
    return len(public) == 32 and bool(crypto_core_ed25519_is_valid_point(public))


def sign(payload_type: str, payload: bytes, *keys: SigningKey) -> Envelope:
    """The payload in an envelope with one signature of each key."""
    message = pae(payload_type, payload)
    return Envelope(
        payload,
        payload_type,
        tuple(Signature(key_id(key.verify_key.encode()), key.sign(message).signature) for key in keys),
    )


def holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature over the message was made with this key."""
    if len(signature) != 64 or not is_sound_key(public):
        return False
    try:
        VerifyKey(public).verify(message, signature)
    except BadSignatureError:
        return False
    return True


def signers(envelope: Envelope, keys: Mapping[str, bytes]) -> frozenset[str]:
    """The names, out of `keys`, whose public key really signed; each counts once. Key ids are not trusted."""
    message = envelope.signed_bytes
    return frozenset(
        name for name, public in keys.items() if any(holds(public, message, one.sig) for one in envelope.signatures)
    )
