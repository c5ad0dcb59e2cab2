"""Who issues: this node, by a DID of its own address; its keys, made and opened where the ledger keeps its own."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from nacl.signing import SigningKey

from port2port.certificates.models import IssuerKey
from port2port.ledger import keys
from port2port.pure import badge
from port2port.pure.badge_check import FORMAT, Bundle
from port2port.pure.envelope import key_id

# As the organisations' keys: at most 13 months, then the next one takes over.
LIFETIME = timedelta(days=395)
_NAME = "certificates-{keyid}"


def did() -> str:
    """The node's DID: its host, and its port where it has one of its own."""
    return "did:web:" + quote(urlsplit(settings.SITE_URL).netloc.rpartition("@")[2], safe="")


def issuer() -> badge.Issuer:
    """The node as a certificate names it."""
    return badge.Issuer(did=did(), name=settings.COMMUNITY_NAME, page=check_page())


def check_page() -> str:
    """Where anybody checks a certificate."""
    return f"{settings.SITE_URL}{reverse('certificates:check')}"


def list_address(key: IssuerKey) -> str:
    """Where the list of revoked certificates of this key is published."""
    return f"{settings.SITE_URL}{reverse('certificates:status_list', args=[key.keyid])}"


def seed_of(key: IssuerKey) -> bytes:
    """The secret half. Raises KeyStoreLocked."""
    seed = keys.unlocked(_name(key.keyid))
    if SigningKey(seed).verify_key.encode() != bytes(key.public):
        raise keys.WrongMasterKey
    return seed


def has_file(key: IssuerKey) -> bool:
    """Whether the secret half is there."""
    return keys.has_file(_name(key.keyid))


def throw_away(key: IssuerKey) -> None:
    """Remove the secret half for good."""
    keys.throw_away(_name(key.keyid))


def _name(keyid: str) -> str:
    return _NAME.format(keyid=keyid)


@transaction.atomic
def current_key(*, now: datetime) -> IssuerKey:
    """The key that signs what is issued now; made when there is none, or when the last one is 395 days old.

    Raises KeyStoreLocked.
    """
    newest = IssuerKey.objects.order_by("-number").first()
    if newest is None:
        return new_key(number=1, now=now)
    if newest.distrusted_at is None and now - newest.made_at < LIFETIME:
        return newest
    return new_key(number=newest.number + 1, now=now)


@transaction.atomic
def new_key(*, number: int, now: datetime) -> IssuerKey:
    """The next key with its first list; older keys sign their lists alone from now on. Raises KeyStoreLocked."""
    fresh = SigningKey.generate()
    public = fresh.verify_key.encode()
    # The file first: a row without a file could never sign, a file without a row harms no one.
    keys.lock_away(_name(key_id(public)), fresh.encode())
    try:
        with transaction.atomic():
            row = IssuerKey.objects.create(number=number, keyid=key_id(public), public=public, made_at=now)
    except IntegrityError:
        # Another process made it first.
        keys.throw_away(_name(key_id(public)))
        return IssuerKey.objects.get(number=number)
    IssuerKey.objects.filter(number__lt=number, retired_at=None).update(retired_at=now)
    sign_list(row, now=now)
    return row


def sign_list(key: IssuerKey, *, now: datetime) -> None:
    """Sign the key's list anew, with every certificate that is revoked. Raises KeyStoreLocked."""
    revoked = key.certificates.filter(revoked_at__isnull=False).order_by("status_index")
    claims = badge.list_payload(
        revoked.values_list("status_index", flat=True), url=list_address(key), did=did(), now=now
    )
    key.status_list, key.signed_at = badge.sign(claims, seed=seed_of(key)), now
    key.save(update_fields=["status_list", "signed_at"])


def document() -> dict[str, Any]:
    """The document of the DID: every key that is believed, the newest first."""
    found = [(row.keyid, bytes(row.public)) for row in IssuerKey.objects.published().defer("status_list")]
    return badge.did_document(did(), found) if found else {}


def bundle(*, now: datetime) -> Bundle:
    """What the node publishes at this moment, to check a certificate here."""
    rows = list(IssuerKey.objects.published())
    return Bundle(
        did=did(),
        keys=frozenset(bytes(row.public) for row in rows),
        lists={list_address(row): row.status_list for row in rows if row.status_list},
        made_at=now,
    )


def bundle_file(*, now: datetime) -> dict[str, Any]:
    """The same as it is handed out, to check certificates where there is no network."""
    found = bundle(now=now)
    made = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"format": FORMAT, "did": found.did, "made": made, "document": document(), "lists": dict(found.lists)}
