"""Twelve months after a concern was closed its content goes; category, port and dates stay."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from port2port.concerns.models import Concern, DeskNews, Filing, State
from port2port.pure.concern_days import erase_on

# No concern that was closed later than this is twelve months old.
SURELY_KEPT = timedelta(days=364)


def erase_closed(*, now: datetime) -> int:
    """Erase what has come to its day; how many concerns. Safe to repeat."""
    today = timezone.localdate(now)
    old = Concern.objects.closed_before(now - SURELY_KEPT)
    due = [one.pk for one in old if one.closed_at and erase_on(timezone.localdate(one.closed_at)) <= today]
    for pk in due:
        _erase(pk, now)
    return len(due)


@transaction.atomic
def _erase(pk: int, now: datetime) -> None:
    row = Concern.objects.select_for_update().filter(pk=pk, state=State.CLOSED).first()
    if row is None:
        return
    for rows in (row.messages, row.notes, row.wraps, row.hand_overs, row.steps):
        rows.all().delete()
    for table in (Filing, DeskNews):
        table._default_manager.filter(concern=row).delete()
    row.receipt_hash = row.reporter_key = None
    row.state, row.erased_at = State.ERASED, now
    row.save()
