"""What changes state beside the log itself: the audit trail."""

from datetime import datetime

from django.db import transaction

from port2port.ledger.models import TrailLine


@transaction.atomic(savepoint=False)
def trail(*, actor: str, organisation: str, act: str, subject: str, outcome: str, now: datetime) -> None:
    """Write down who did what to whom and how it ended; the line is never changed.

    actor, organisation   ids as text   act   a short code such as "token.create"   subject   what it was done to
    """
    TrailLine.objects.create(
        at=now,
        actor=actor[:64],
        organisation=organisation[:64],
        act=act[:60],
        subject=subject[:200],
        outcome=outcome[:200],
    )
