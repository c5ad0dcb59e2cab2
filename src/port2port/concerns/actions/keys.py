"""A handler's own pair of keys."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.concerns.access import is_handler
from port2port.concerns.derive import SealedPair
from port2port.concerns.models import HandlerKey
from port2port.concerns.rules import PASSPHRASE_CHARACTERS
from port2port.members.actions.rights import on_rights
from port2port.members.member import Member
from port2port.members.models import Person


class WeakPassphrase(Refusal):
    words = _("A passphrase has at least 12 characters. Four words that do not belong together are a good one.")


class SameAsPassword(Refusal):
    words = _(
        "This is the password that you sign in with. Choose another: the server sees that one whenever you sign in."
    )


def check_passphrase(passphrase: str, *, person: Person | None) -> None:
    """That it can be used at all. Raises WeakPassphrase, SameAsPassword."""
    fewest, most = PASSPHRASE_CHARACTERS
    if not fewest <= len(passphrase) <= most or len(set(passphrase)) < fewest // 2:
        raise WeakPassphrase
    if person is not None and person.check_password(passphrase):
        raise SameAsPassword


@on_rights
def make_handler_key(*, member: Member, pair: SealedPair, now: datetime) -> HandlerKey:
    """Keep the seat's pair of keys; one that was there before is gone, and with it what only it could open.

    Raises NotAllowed.
    """
    if not is_handler(member) or member.seat_id is None:
        raise NotAllowed
    HandlerKey.objects.filter(seat=member.seat_id).delete()
    return _keep(HandlerKey(seat_id=member.seat_id), pair, now)


@transaction.atomic
def change_passphrase(*, member: Member, pair: SealedPair, now: datetime) -> HandlerKey:
    """Keep the same key under another passphrase. Raises NotAllowed."""
    row = HandlerKey.objects.select_for_update().editable_by(member).first()
    if row is None or not is_handler(member) or bytes(row.public) != pair.public:
        raise NotAllowed
    return _keep(row, pair, now)


def _keep(row: HandlerKey, pair: SealedPair, now: datetime) -> HandlerKey:
    row.public, row.sealed, row.salt = pair.public, pair.sealed, pair.salt
    row.passes, row.memory_kib, row.made_at = pair.work.passes, pair.work.memory_kib, now
    row.save()
    return row
