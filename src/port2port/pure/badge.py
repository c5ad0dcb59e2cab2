"""Certificates as Open Badges 3.0: what is said of an achievement, signed as a JWT with Ed25519.

Source: 1EdTech, Open Badges Specification 3.0 (data model, and section 8.2 for the JWT proof); W3C, Verifiable
Credentials Data Model 2.0. The token names no person: its subject is a random number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3.credential import Achievement as BadgeAchievement
from openbadgeslib.ob3.credential import Alignment as BadgeAlignment
from openbadgeslib.ob3.credential import Issuer as BadgeIssuer
from openbadgeslib.ob3.credential import OpenBadgeCredential
from openbadgeslib.ob3.did import build_did_document
from openbadgeslib.ob3.signer import OB3Signer
from openbadgeslib.ob3.status_list import status_entry

from port2port.pure import status_list
from port2port.pure.badge_check import LIST_HOLDS, PURPOSE, b64url, code_words

FALLBACK = "en"
ALGORITHM = "EdDSA"
_CONTEXT = "https://www.w3.org/ns/credentials/v2"


@dataclass(frozen=True, slots=True)
class Achievement:
    """What somebody achieved: a course passed, an exercise run.

    id            short name, lower case letters, digits and `-`, the same through all versions
    version       whole number, from 1
    names         per language; `en` at the least
    criteria      per language: what had to be done for it
    alignments    codes of what it covers: items of the ISPS Code as `b18-2-1`, controls, methods
    valid_months  0 = it never runs out
    """

    id: str
    version: int
    names: Mapping[str, str]
    criteria: Mapping[str, str]
    alignments: tuple[str, ...] = field(default=())
    valid_months: int = 0

    def name(self, language: str) -> str:
        """In that language, else in English."""
        return self.names.get(language) or self.names[FALLBACK]

    def criterion(self, language: str) -> str:
        """In that language, else in English."""
        return self.criteria.get(language) or self.criteria[FALLBACK]


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs: the node by its DID.

    page   public address under which the names of achievements and codes stand
    """

    did: str
    name: str
    page: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What one certificate says. `list_url` and `index` are its place in the status list."""

    achievement: Achievement
    language: str
    credential: UUID
    subject: UUID
    valid_from: datetime
    valid_until: datetime | None
    list_url: str
    index: int


def payload_of(said: Wording, *, issuer: Issuer) -> dict[str, Any]:
    """The claims of the token."""
    achievement, language = said.achievement, said.language
    credential = OpenBadgeCredential(
        issuer=BadgeIssuer(id=issuer.did, name=issuer.name, url=issuer.page),
        recipient_id=said.subject.urn,
        achievement=BadgeAchievement(
            id=f"{issuer.page}#{achievement.id}-{achievement.version}",
            name=achievement.name(language),
            description=achievement.criterion(language),
            criteria_narrative=achievement.criterion(language),
            achievement_type="Certificate",
            alignments=[_alignment(code, issuer) for code in achievement.alignments],
        ),
        id=said.credential.urn,
        issuance_date=said.valid_from,
        expiration_date=said.valid_until,
        credential_status=[status_entry(said.list_url, PURPOSE, said.index)],
    )
    claims: dict[str, Any] = credential.to_jwt_payload()
    claims["credentialSubject"]["achievement"] |= {"inLanguage": language, "version": str(achievement.version)}
    return claims


def _alignment(code: str, issuer: Issuer) -> BadgeAlignment:
    name, framework = code_words(code)
    return BadgeAlignment(
        target_name=name, target_url=f"{issuer.page}#{code}", target_framework=framework, target_code=code
    )


def list_payload(indices: Iterable[int], *, url: str, did: str, now: datetime) -> dict[str, Any]:
    """The claims of the status list: it holds for a week, so that an old copy cannot revive what was revoked."""
    return {
        "@context": [_CONTEXT],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did,
        "validFrom": _iso(now),
        "validUntil": _iso(now + LIST_HOLDS),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": PURPOSE,
            "encodedList": status_list.encode(indices),
        },
        "iss": did,
        "jti": url,
        "nbf": int(now.timestamp()),
        "exp": int((now + LIST_HOLDS).timestamp()),
    }


def sign(claims: Mapping[str, Any], *, seed: bytes) -> str:
    """The token: header, claims, signature. seed   32 bytes of an Ed25519 key"""
    return OB3Signer(Ed25519PrivateKey.from_private_bytes(seed), ALGORITHM).sign_payload(dict(claims))


def did_document(did: str, keys: Iterable[tuple[str, bytes]]) -> dict[str, Any]:
    """The document of the DID.

    keys   key id and public key of each, the newest first: a library without our check takes the first
    """
    return build_did_document(did, [(name, _jwk(public)) for name, public in keys])


def _jwk(public: bytes) -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "x": b64url(public)}


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def resigned_daily(signed_at: datetime, *, now: datetime) -> bool:
    """Whether a list that was signed then is signed anew now."""
    return now - signed_at >= timedelta(days=1)
