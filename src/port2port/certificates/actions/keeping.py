"""The issuer's keys and lists: signed anew every day, rotated, closed when nothing of theirs runs any more."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.certificates import issuer
from port2port.certificates.access import revokes_any
from port2port.certificates.models import IssuerKey
from port2port.certificates.refusals import NoSuchKey
from port2port.ledger.actions import trail
from port2port.ledger.keys import KeyStoreLocked
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.pure.badge import resigned_daily
from port2port.pure.status_list import BITS

HALF = BITS // 2


def sign_lists(*, now: datetime) -> int:
    """Sign every list that is a day old or lacks a revocation; close keys whose last certificate has run out, and make
    the next one where half of the list is taken. How many lists were signed.

    Safe to repeat. Raises KeyStoreLocked, after all others were signed, where a key cannot be opened.
    """
    _close(now=now)
    _make_room(now=now)
    late = set(IssuerKey.objects.unsigned_news().values_list("pk", flat=True))
    due = [
        pk
        for pk, signed_at in IssuerKey.objects.signing().values_list("pk", "signed_at")
        if signed_at is None or pk in late or resigned_daily(signed_at, now=now)
    ]
    locked = []
    for pk in due:
        try:
            _sign(pk, now=now)
        except KeyStoreLocked as problem:
            locked.append(problem)
    if locked:
        raise locked[0]
    return len(due)


@transaction.atomic
def _make_room(*, now: datetime) -> None:
    newest = IssuerKey.objects.order_by("-number").first()
    if newest is None or newest.certificates.count() < HALF:
        return
    try:
        key = issuer.new_key(number=newest.number + 1, now=now)
    except KeyStoreLocked:
        # Said by the list that cannot be signed either; half of the places are left until then.
        return
    trail(
        actor="server",
        organisation="",
        act="rotate_certificate_key",
        subject=f"certificate key {key.keyid}",
        outcome="done",
        now=now,
    )


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
def rotate(*, member: Member | None, is_stolen: bool = False, stolen: Collection[str] = (), now: datetime) -> IssuerKey:
    """Make the next key; what is issued from now on is signed with it, what was issued stays valid.

    member      of the secretariat; None on the server itself
    is_stolen   keys so far are published no more: nothing that they signed is believed, and `issue_anew` signs it again
    stolen      the ids of those keys, also of retired and closed ones; none given = every key that still has a file
    Raises NotAllowed, NoSuchKey, KeyStoreLocked.
    """
    if member is not None and not revokes_any(member):
        raise NotAllowed
    newest = IssuerKey.objects.select_for_update().order_by("-number").first()
    key = issuer.new_key(number=newest.number + 1 if newest else 1, now=now)
    if is_stolen:
        _distrust(stolen, fresh=key, now=now)
    act, subject = "rotate_certificate_key", f"certificate key {key.keyid}"
    if member is None:
        trail(actor="server", organisation="", act=act, subject=subject, outcome="done", now=now)
    else:
        record_act(member=member, act=act, subject=subject, now=now)
    return key


def _distrust(named: Collection[str], *, fresh: IssuerKey, now: datetime) -> None:
    rows = IssuerKey.objects.published().exclude(pk=fresh.pk).select_for_update()
    gone = [key for key in rows if (key.keyid in named if named else issuer.has_file(key))]
    if len(gone) < len(set(named)):
        raise NoSuchKey
    for key in gone:
        key.distrusted_at, key.closed_at = now, key.closed_at or now
        key.save(update_fields=["distrusted_at", "closed_at"])
        transaction.on_commit(lambda key=key: issuer.throw_away(key))  # type: ignore[misc]
