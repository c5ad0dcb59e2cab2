"""Whether a certificate holds, from the token and a bundle alone: no network, no clock, no library that has either.

A bundle is what the issuer publishes: the document of its DID and its status lists. A token is believed only under a
key of that very document, whatever its own header says. Source: Open Badges 3.0, section 8.2 and 9; Bitstring Status
List v1.0, section 3.2.
"""

import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import islice

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from port2port.pure import status_list
from port2port.pure.canonical import Json, NotStrict, strict_object

LIST_HOLDS = timedelta(days=7)
# Two clocks differ by that much before we call one of them wrong.
SKEW = timedelta(minutes=5)
PURPOSE = "revocation"
FORMAT = "port2port-certificate-bundle-1"
MOST_TOKEN = 32 * 1024
MOST_LIST = 1024 * 1024
MOST_BUNDLE = 32 * 1024 * 1024
MOST_FILE = 2 * 1024 * 1024
# Whoever checks needs no account, so what a file can cost is bounded: streams, what they unpack to, starts of a token.
_MOST_STREAM = 256 * 1024
_MOST_UNPACKED = 4 * 1024 * 1024
_MOST_STREAMS = 200
_MOST_STARTS = 100
_CLASSES = frozenset({"OpenBadgeCredential", "AchievementCredential"})
# A signature of Ed25519 is 64 bytes, 86 letters: where it ends is known even where other text follows it at once.
# Possessive: a start that leads nowhere is read once.
_BEGINS = b"eyJ"
_TOKEN = re.compile(rb"eyJ[\w-]{20,4000}+\.[\w-]{20,30000}+\.[\w-]{86}", re.ASCII)
_OPENS = re.compile(rb"stream\r?\n")
_CLOSES = b"endstream"


class Verdict(StrEnum):
    """What can be said of a certificate."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    CANNOT_TELL = "cannot tell"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why it is refused, or why nothing can be said."""

    NONE = ""
    NOTHING = "this is no certificate"
    ALTERED = "it was altered, or the signature is not the issuer's"
    OTHER_ISSUER = "another issuer is named"
    UNKNOWN_KEY = "the issuer does not publish the key that signed it"
    MALFORMED = "it does not say what a certificate says"
    NOT_YET = "it begins later than now"
    NO_LIST = "the list of revoked certificates is missing"
    LIST_TOO_OLD = "the list of revoked certificates is too old"
    LIST_FOREIGN = "the list of revoked certificates is not the issuer's"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What the issuer publishes.

    keys      public keys of its DID
    lists     address of each status list, and its token
    made_at   when it was put together
    """

    did: str
    keys: frozenset[bytes]
    lists: Mapping[str, str]
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict and what was certified; nothing of it before the signature held.

    as_of   when the list was signed that says so; None where no list was asked
    """

    verdict: Verdict
    reason: Reason = Reason.NONE
    name: str = ""
    language: str = ""
    codes: tuple[str, ...] = field(default=())
    issued_at: datetime | None = None
    valid_until: datetime | None = None
    as_of: datetime | None = None
    credential: str = ""


class BadBundle(ValueError):
    """A bundle that we do not read; the message completes "the bundle is refused: …"."""


class _Refused(Exception):
    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason)


def b64url(data: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def find_token(data: bytes) -> str:
    """The certificate in what somebody pasted or sent: the token alone, text around it, or our PDF; empty if none."""
    if len(data) > MOST_FILE:
        return ""
    left = _MOST_STARTS
    for piece in _streams(data) if data.startswith(b"%PDF") else [data]:
        for text in (piece, b"".join(piece.split())):
            starts = list(islice(_starts(text), left))
            found = next((match for at in starts if (match := _TOKEN.match(text, at))), None)
            if found:
                return found[0].decode()
        left -= len(starts)
    return ""


def _starts(text: bytes) -> Iterator[int]:
    at = text.find(_BEGINS)
    while at >= 0:
        yield at
        at = text.find(_BEGINS, at + 1)


def _streams(data: bytes) -> Iterator[bytes]:
    """What the streams of a PDF hold, unpacked; as many and as much of them as a certificate of ours can have."""
    at, left = 0, _MOST_UNPACKED
    for _number in range(_MOST_STREAMS):
        opens = _OPENS.search(data, at)
        closes = data.find(_CLOSES, opens.end()) if opens else -1
        if opens is None or closes < 0 or left <= 0:
            return
        held = data[opens.end() : closes]
        try:
            piece = zlib.decompressobj().decompress(held, min(_MOST_STREAM, left))
        except zlib.error:
            piece = held[:_MOST_STREAM]
        left -= len(piece)
        at = closes + len(_CLOSES)
        yield piece


def read_bundle(data: bytes) -> Bundle:
    """A bundle from its JSON. Raises BadBundle."""
    try:
        found = strict_object(data, limit=MOST_BUNDLE)
    except NotStrict as problem:
        raise BadBundle(problem.reason) from None
    match found:
        case {"format": format_, "did": str(did), "document": dict(document), "lists": dict(lists), "made": str(made)}:
            if format_ != FORMAT:
                raise BadBundle(f"its format is not {FORMAT}")
        case _:
            raise BadBundle("format, did, document, lists or made is missing")
    moment = _moment(made)
    if moment is None:
        raise BadBundle("it does not say when it was made")
    texts = {url: token for url, token in lists.items() if isinstance(token, str)}
    return Bundle(did=did, keys=keys_of(document, did=did), lists=texts, made_at=moment)


def keys_of(document: Mapping[str, Json], *, did: str) -> frozenset[bytes]:
    """The Ed25519 keys of a DID document that it gives for assertions. Raises BadBundle."""
    methods, asserted = document.get("verificationMethod"), document.get("assertionMethod")
    if document.get("id") != did or not isinstance(methods, list) or not isinstance(asserted, list):
        raise BadBundle("the document is not that of the DID")
    found = []
    for method in methods:
        match method:
            case {"id": name, "publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": str(x)}} if name in asserted:
                public = _decoded(x)
                if public is not None and len(public) == 32:
                    found.append(public)
            case _:
                continue
    return frozenset(found)


def code_words(code: str) -> tuple[str, str]:
    """A code as one reads it, and the framework that it is of: (`ISPS B/18.2.1`, `ISPS Code`)."""
    lower = code.lower()
    if lower[:1] in {"a", "b"} and lower[1:].replace("-", "").isdigit():
        return f"ISPS {lower[0].upper()}/{lower[1:].replace('-', '.')}", "ISPS Code"
    return code, "Port2Port"


def verify(token: str, bundle: Bundle, *, at: datetime) -> Answer:
    """What can be said of the certificate at that moment, from the bundle alone."""
    try:
        key, claims = _proven(token, bundle, most=MOST_TOKEN)
        said = _said(claims)
    except _Refused as refused:
        return Answer(Verdict.REFUSED, refused.reason)
    verdict, reason, as_of = _judged(said, claims, bundle, key=key, at=at)
    return replace(said, verdict=verdict, reason=reason, as_of=as_of)


def _judged(
    said: Answer, claims: Mapping[str, Json], bundle: Bundle, *, key: bytes, at: datetime
) -> tuple[Verdict, Reason, datetime | None]:
    if said.issued_at is not None and said.issued_at > at + SKEW:
        return Verdict.REFUSED, Reason.NOT_YET, None
    is_over = said.valid_until is not None and said.valid_until <= at
    try:
        as_of, is_revoked = _status(claims, bundle, key=key, at=at)
    except _Refused as refused:
        if refused.reason in {Reason.LIST_FOREIGN, Reason.MALFORMED}:
            return Verdict.REFUSED, refused.reason, None
        # An end that is over needs no list.
        return (Verdict.EXPIRED, Reason.NONE, None) if is_over else (Verdict.CANNOT_TELL, refused.reason, None)
    if is_revoked:
        return Verdict.REVOKED, Reason.NONE, as_of
    return Verdict.EXPIRED if is_over else Verdict.VALID, Reason.NONE, as_of


def _proven(token: str, bundle: Bundle, *, most: int) -> tuple[bytes, dict[str, Json]]:
    """The key that signed, one of the bundle, and the claims that it signed. Raises _Refused."""
    parts = token.split(".")
    if len(token) > most or len(parts) != 3:
        raise _Refused(Reason.NOTHING)
    header, body, signature = (_decoded(part) for part in parts)
    if header is None:
        raise _Refused(Reason.NOTHING)
    key = _named_key(header)
    # First what was altered: whoever changes a bit of ours may have made nonsense of what it says.
    if key in bundle.keys and not _is_signed(key, parts, signature):
        raise _Refused(Reason.ALTERED)
    if body is None or signature is None:
        raise _Refused(Reason.NOTHING)
    claims = _object(body)
    if claims.get("iss") != bundle.did or _issuer(claims) != bundle.did:
        raise _Refused(Reason.OTHER_ISSUER)
    if key not in bundle.keys:
        raise _Refused(Reason.UNKNOWN_KEY)
    return key, claims


def _is_signed(key: bytes, parts: list[str], signature: bytes | None) -> bool:
    if signature is None:
        return False
    try:
        VerifyKey(key).verify(f"{parts[0]}.{parts[1]}".encode(), signature)
    except (BadSignatureError, ValueError):
        return False
    return True


def _named_key(header: bytes) -> bytes:
    match _object(header):
        case {"alg": "EdDSA", "jwk": {"kty": "OKP", "crv": "Ed25519", "x": str(x)}}:
            key = _decoded(x)
            if key is not None and len(key) == 32:
                return key
    raise _Refused(Reason.NOTHING)


def _object(data: bytes) -> dict[str, Json]:
    try:
        return strict_object(data, limit=MOST_LIST)
    except NotStrict:
        raise _Refused(Reason.NOTHING) from None


def _issuer(claims: Mapping[str, Json]) -> Json:
    issuer = claims.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer


def _said(claims: Mapping[str, Json]) -> Answer:
    """What the certificate says. Raises _Refused unless it says all that it must."""
    match claims:
        case {
            "type": list(kinds),
            "id": str(name),
            "jti": str(same),
            "sub": str(subject),
            "validFrom": str(begins),
            "credentialSubject": {"id": str(holder), "achievement": {"name": str(title), **achievement}},
        } if name == same and subject == holder and "VerifiableCredential" in kinds:
            if not any(isinstance(kind, str) and kind in _CLASSES for kind in kinds):
                raise _Refused(Reason.MALFORMED)
        case _:
            raise _Refused(Reason.MALFORMED)
    ends, language = claims.get("validUntil"), achievement.get("inLanguage")
    return Answer(
        verdict=Verdict.CANNOT_TELL,
        name=title,
        language=language if isinstance(language, str) else "",
        codes=tuple(_codes(achievement.get("alignment"))),
        issued_at=_needed(begins),
        valid_until=None if ends is None else _needed(ends),
        credential=name,
    )


def _needed(text: Json) -> datetime:
    found = _moment(text) if isinstance(text, str) else None
    if found is None:
        raise _Refused(Reason.MALFORMED)
    return found


def _codes(alignments: object) -> Iterator[str]:
    for one in alignments if isinstance(alignments, list) else []:
        match one:
            case {"targetCode": str(code)}:
                yield code
            case _:
                continue


def _status(claims: Mapping[str, Json], bundle: Bundle, *, key: bytes, at: datetime) -> tuple[datetime, bool]:
    """When the list was signed, and whether it says that the certificate is revoked. Raises _Refused."""
    match claims.get("credentialStatus"):
        case {
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose,
            "statusListIndex": str(number),
            "statusListCredential": str(url),
        } if purpose == PURPOSE and number.isascii() and number.isdigit() and len(number) <= 7:
            index = int(number)
        case _:
            raise _Refused(Reason.MALFORMED)
    if url not in bundle.lists:
        raise _Refused(Reason.NO_LIST)
    try:
        signer, said = _proven(bundle.lists[url], bundle, most=MOST_LIST)
    except _Refused:
        raise _Refused(Reason.LIST_FOREIGN) from None
    # A list is signed by the key whose certificates it speaks of, and is the one that they name.
    if signer != key or said.get("id") != url:
        raise _Refused(Reason.LIST_FOREIGN)
    signed_at = _in_time(said, at=at)
    return signed_at, _bit(said, index)


def _in_time(said: Mapping[str, Json], *, at: datetime) -> datetime:
    begins, ends = said.get("validFrom"), said.get("validUntil")
    signed_at = _moment(begins) if isinstance(begins, str) else None
    until = _moment(ends) if isinstance(ends, str) else None
    if signed_at is None or until is None:
        # Without an end an old copy would revive what was revoked.
        raise _Refused(Reason.LIST_TOO_OLD)
    if at > min(until, signed_at + LIST_HOLDS) or signed_at > at + SKEW:
        raise _Refused(Reason.LIST_TOO_OLD)
    return signed_at


def _bit(said: Mapping[str, Json], index: int) -> bool:
    match said:
        case {"type": list(kinds), "credentialSubject": {"statusPurpose": purpose, "encodedList": str(encoded)}} if (
            purpose == PURPOSE and "BitstringStatusListCredential" in kinds
        ):
            try:
                return status_list.is_set(status_list.decode(encoded), index)
            except status_list.BadList:
                raise _Refused(Reason.LIST_FOREIGN) from None
    raise _Refused(Reason.LIST_FOREIGN)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo is not None else None


def _decoded(text: str) -> bytes | None:
    """The bytes, if this is the one way to write them: a changed letter is never passed over."""
    try:
        found = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Base64Error, ValueError):
        return None
    return found if text and b64url(found) == text else None
