"""A concern that nobody answers: its desk and who routes are reminded, and in the end the clock closes it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from port2port.concerns.actions.handling import shut
from port2port.concerns.actions.telling import tell_desk, tell_late
from port2port.concerns.models import Concern, Step
from port2port.concerns.silence import lapse_of, owed_by
from port2port.pure.concern_days import reminds_again

# No concern that came in later than this can have come to its day.
SURELY_IN_TIME, SURELY_KEPT = timedelta(days=88), timedelta(days=180)


def remind_of_late(*, now: datetime) -> int:
    """Tell desks, and who routes, of answers that are late; of how many concerns. Safe to repeat."""
    old = Concern.objects.open().filter(feedback_at=None, received_at__lt=now - SURELY_IN_TIME)
    return sum(_remind(pk, now) for pk in old.exclude(state="not-for-us").values_list("pk", flat=True))


def close_silent(*, now: datetime) -> int:
    """Close those about which nothing was said or done for so long; how many. Safe to repeat."""
    old = Concern.objects.open().filter(received_at__lt=now - SURELY_KEPT)
    return sum(_close(pk, now) for pk in old.values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, now: datetime) -> bool:
    row, today = _locked(pk), timezone.localdate(now)
    owed = owed_by(row) if row is not None else None
    if row is None or owed is None or owed >= today:
        return False
    if not reminds_again(timezone.localdate(row.reminded_at) if row.reminded_at else None, today):
        return False
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    for one in row.holdings.filter(until_at=None).select_related("desk"):
        tell_desk(row, one.desk, now=now)
        tell_late(one.desk, now=now)
    return True


@transaction.atomic
def _close(pk: int, now: datetime) -> bool:
    row = _locked(pk)
    day = lapse_of(row) if row is not None else None
    if row is None or day is None or timezone.localdate(now) < day:
        return False
    shut(row, now)
    Step.objects.create(concern=row, kind=Step.Kind.LAPSED, at=now)
    return True


def _locked(pk: int) -> Concern | None:
    return Concern.objects.open().select_for_update().filter(pk=pk).first()
