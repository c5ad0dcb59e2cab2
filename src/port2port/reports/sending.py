"""A form sent twice acts once."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.members.member import Member
from port2port.reports.models import Sending

LONGEST_KEY = 80


class SentOtherwise(Refusal):
    status = 409
    words = _("This form was already sent with other content. Open the page anew and start from there.")


# Stands in a row only until the act that it waits for is done; nobody else ever reads it.
_NOT_YET = UUID(int=0)


def fresh_key() -> str:
    """The name of a form that is opened now: what is sent twice comes in under the same one."""
    return str(uuid4())


def once(*, member: Member, key: str, act: str, content: str, now: datetime, do: Callable[[], UUID]) -> UUID:
    """What `do` made, the first time as well as every other time the same form comes in. Raises SentOtherwise.

    Without a key the act is simply done. Act and memory of it stand or fall together; who sends the same at the same
    moment waits for the first and gets its result.
    """
    if not key:
        return do()
    digest = sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    with transaction.atomic():
        # The row is the claim and comes before the act: a second one like it has to wait at its unique key for our
        # commit.
        sending, is_first = Sending.objects.get_or_create(
            actor=member.actor,
            idempotency_key=key[:LONGEST_KEY],
            defaults={"act": act, "digest": digest, "result": _NOT_YET, "at": now},
        )
        if is_first:
            sending.result = do()
            sending.save(update_fields=["result"])
        elif (sending.act, sending.digest) != (act, digest):
            raise SentOtherwise
        return sending.result
