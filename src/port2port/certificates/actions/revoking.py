"""A certificate is revoked, for a reason that stays inside; nothing takes that back, a new one is issued instead."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.certificates import issuer
from port2port.certificates.access import revokes, revokes_any
from port2port.certificates.models import Certificate, IssuerKey
from port2port.certificates.reading import row_of
from port2port.certificates.refusals import NoSuchCertificate, RevokedBefore
from port2port.ledger.keys import KeyStoreLocked
from port2port.members.actions.rights import on_rights
from port2port.members.member import Member
from port2port.pure.texts import Room
from port2port.reports.rules import cleaned

REASON = Room(characters=500, byte_count=2_000, lines=True, required=True)


@on_rights
def revoke(*, member: Member, certificate: Certificate, reason: str, now: datetime) -> Certificate:
    """End it for good, and with it what its holder earned before for the same in that organisation and still holds:
    their bits are set, and the lists that say so are signed and published at once. Where the key store is locked the
    revocation stands and `sign_lists` publishes it; `is_published` tells which of the two.

    Raises NotAllowed, RevokedBefore, BadField.
    """
    rows = Certificate.objects.editable_by(member).select_for_update(of=("self",))
    row = rows.filter(pk=certificate.pk).first()
    if row is None:
        raise NotAllowed
    if row.revoked_at is not None:
        raise RevokedBefore
    text = cleaned("reason", reason, REASON)
    same = Certificate.objects.filter(
        person_id=row.person_id, organisation_id=row.organisation_id, achievement=row.achievement, revoked_at=None
    )
    also = list(same.still_running(on=timezone.localdate(now)).exclude(pk=row.pk).order_by("pk"))
    for one in (row, *also):
        one.reason, one.revoked_at, one.revoked_by_id = text, now, member.seat_id
        one.save(update_fields=["reason", "revoked_at", "revoked_by"])
    keys = IssuerKey.objects.filter(pk__in={one.issuer_key_id for one in (row, *also)}, closed_at=None)
    for key in keys.order_by("pk").select_for_update():
        _publish(key, now=now)
    return row


def _publish(key: IssuerKey, *, now: datetime) -> None:
    try:
        with transaction.atomic():
            issuer.sign_list(key, now=now)
    except KeyStoreLocked:
        return


def is_published(row: Certificate) -> bool:
    """Whether the list says that it is revoked, or needs to say nothing as its key is closed."""
    key = IssuerKey.objects.get(pk=row.issuer_key_id)
    return key.closed_at is not None or bool(key.signed_at and row.revoked_at and key.signed_at >= row.revoked_at)


def revoke_shown(*, member: Member, shown: str, reason: str, now: datetime) -> Certificate:
    """As `revoke`, for who was shown the certificate and sees no list: its text or its check address.

    Raises NotAllowed, NoSuchCertificate, RevokedBefore, BadField.
    """
    if not (revokes(member) or revokes_any(member)):
        raise NotAllowed
    row = row_of(shown.encode(), Certificate.objects.editable_by(member))
    if row is None:
        raise NoSuchCertificate
    return revoke(member=member, certificate=row, reason=reason, now=now)
