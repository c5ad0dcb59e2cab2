"""The issuer's keys and lists: signed anew every day, rotated, closed when nothing of theirs runs any more."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.certificates import issuer
from port2port.certificates.access import revokes_any
from port2port.certificates.models import IssuerKey
from port2port.ledger.actions import trail
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.pure.badge import resigned_daily


def sign_lists(*, now: datetime) -> int:
    """Sign every list that is a day old, and close keys whose last certificate has run out; how many were signed.

    Safe to repeat. Raises KeyStoreLocked.
    """
    _close(now=now)
    due = [
        pk
        for pk, signed_at in IssuerKey.objects.signing().values_list("pk", "signed_at")
        if signed_at is None or resigned_daily(signed_at, now=now)
    ]
    for pk in due:
        _sign(pk, now=now)
    return len(due)


@transaction.atomic
def _sign(pk: int, *, now: datetime) -> None:
    issuer.sign_list(IssuerKey.objects.select_for_update().get(pk=pk), now=now)


@transaction.atomic
def _close(*, now: datetime) -> None:
    for key in IssuerKey.objects.finished(on=timezone.localdate(now)).select_for_update():
        key.closed_at = now
        key.save(update_fields=["closed_at"])
        transaction.on_commit(lambda gone=key: issuer.throw_away(gone))  # type: ignore[misc]


@transaction.atomic
def rotate(*, member: Member | None, is_stolen: bool = False, now: datetime) -> IssuerKey:
    """Make the next key; what is issued from now on is signed with it, what was issued stays valid.

    member      of the secretariat; None on the server itself
    is_stolen   the keys so far are published no more: nothing that they signed is believed, and it is issued anew
    Raises NotAllowed, KeyStoreLocked.
    """
    if member is not None and not revokes_any(member):
        raise NotAllowed
    newest = IssuerKey.objects.select_for_update().order_by("-number").first()
    key = issuer.new_key(number=newest.number + 1 if newest else 1, now=now)
    if is_stolen and newest is not None:
        newest.refresh_from_db()
        newest.distrusted_at = newest.closed_at = now
        newest.save(update_fields=["distrusted_at", "closed_at"])
        transaction.on_commit(lambda: issuer.throw_away(newest))
    act, subject = "rotate_certificate_key", f"certificate key {key.keyid}"
    if member is None:
        trail(actor="server", organisation="", act=act, subject=subject, outcome="done", now=now)
    else:
        record_act(member=member, act=act, subject=subject, now=now)
    return key
