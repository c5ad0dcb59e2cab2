"""A form sent twice acts once."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.members.member import Member
from port2port.reports.models import Sending

LONGEST_KEY = 80


class SentOtherwise(Refusal):
    status = 409
    words = _("This form was already sent with other content. Open the page anew and start from there.")


def once(*, member: Member, key: str, act: str, content: str, now: datetime, do: Callable[[], UUID]) -> UUID:
    """What `do` made, the first time as well as every other time the same form comes in. Raises SentOtherwise.

    Without a key the act is simply done. Runs in the caller's transaction: act and memory of it stand or fall together.
    """
    if not key:
        return do()
    key, digest = key[:LONGEST_KEY], sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    before = _before(member, key)
    if before is None:
        result = do()
        try:
            with transaction.atomic():
                Sending.objects.create(
                    actor=member.actor, idempotency_key=key, act=act, digest=digest, result=result, at=now
                )
        except IntegrityError as error:
            # Two at the same moment: this one's work is rolled back, the other's stands.
            raise SentOtherwise from error
        return result
    if before.act != act or before.digest != digest:
        raise SentOtherwise
    return before.result


def _before(member: Member, key: str) -> Sending | None:
    return Sending.objects.filter(actor=member.actor, idempotency_key=key).first()
