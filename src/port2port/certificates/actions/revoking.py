"""A certificate is revoked, for a reason that stays inside; nothing takes that back, a new one is issued instead."""

from datetime import datetime

from port2port.base.refusal import NotAllowed
from port2port.certificates import issuer
from port2port.certificates.access import revokes, revokes_any
from port2port.certificates.models import Certificate, IssuerKey
from port2port.certificates.reading import row_of
from port2port.certificates.refusals import NoSuchCertificate, RevokedBefore
from port2port.members.actions.rights import on_rights
from port2port.members.member import Member
from port2port.pure.texts import Room
from port2port.reports.rules import cleaned

REASON = Room(characters=500, byte_count=2_000, lines=True, required=True)


@on_rights
def revoke(*, member: Member, certificate: Certificate, reason: str, now: datetime) -> Certificate:
    """End it for good: its bit is set, and the list that says so is signed and published at once.

    Raises NotAllowed, RevokedBefore, BadField, KeyStoreLocked.
    """
    rows = Certificate.objects.editable_by(member).select_for_update(of=("self",))
    row = rows.filter(pk=certificate.pk).first()
    if row is None:
        raise NotAllowed
    if row.revoked_at is not None:
        raise RevokedBefore
    row.reason = cleaned("reason", reason, REASON)
    row.revoked_at, row.revoked_by_id = now, member.seat_id
    row.save(update_fields=["reason", "revoked_at", "revoked_by"])
    key = IssuerKey.objects.select_for_update().get(pk=row.issuer_key_id)
    if key.closed_at is None:
        issuer.sign_list(key, now=now)
    return row


def revoke_shown(*, member: Member, shown: str, reason: str, now: datetime) -> Certificate:
    """As `revoke`, for who was shown the certificate and sees no list: its text or its check address.

    Raises NotAllowed, NoSuchCertificate, RevokedBefore, BadField, KeyStoreLocked.
    """
    if not (revokes(member) or revokes_any(member)):
        raise NotAllowed
    row = row_of(shown.encode(), Certificate.objects.editable_by(member))
    if row is None:
        raise NoSuchCertificate
    return revoke(member=member, certificate=row, reason=reason, now=now)
