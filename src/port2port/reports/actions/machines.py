"""What machines send again: the same key with the same content acts once, and the first answer comes back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.members.member import Member
from port2port.reports.actions.files import files_with_rows
from port2port.reports.models import Sending
from port2port.reports.sending import SentOtherwise, once

KEPT = timedelta(days=30)


class KeyUsed(Refusal):
    status = 409
    words = _("This Idempotency-Key was sent before with other content. Send something new with a new key.")


@files_with_rows()
def act_once(*, member: Member, key: str, act: str, content: str, now: datetime, do: Callable[[], UUID]) -> UUID:
    """The key of what `do` made, now or when the same key came first; without a key it is simply done.

    Raises KeyUsed, and what `do` raises.
    """
    try:
        return once(member=member, key=key, act=act, content=content, now=now, do=do)
    except SentOtherwise as other:
        raise KeyUsed from other


@transaction.atomic
def forget_sendings(*, now: datetime) -> int:
    """Forget the keys that were sent more than thirty days ago; how many those were."""
    gone, _tables = Sending.objects.filter(at__lt=now - KEPT).delete()
    return gone
