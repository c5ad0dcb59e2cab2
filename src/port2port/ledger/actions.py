"""What changes state beside the log itself: the audit trail."""

from datetime import datetime, timedelta

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


def trail_once(
    *, within: timedelta, actor: str, organisation: str, act: str, subject: str, outcome: str, now: datetime
) -> None:
    """As `trail`, unless the same line was written less than `within` ago; for what a page asks again by itself."""
    same = {"actor": actor[:64], "organisation": organisation[:64], "act": act[:60]}
    lately = TrailLine.objects.filter(at__gt=now - within, at__lte=now, **same)
    if not lately.filter(subject=subject[:200], outcome=outcome[:200]).exists():
        trail(actor=actor, organisation=organisation, act=act, subject=subject, outcome=outcome, now=now)
