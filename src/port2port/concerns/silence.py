"""How long nothing was said or done about a concern, and when the clock therefore closes it."""

from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from port2port.concerns.models import Concern
from port2port.pure.concern_days import feedback_by, lapses_on


def last_act_at(concern: Concern) -> datetime:
    """When either side last said or did something; a note of the desk counts."""
    kept = (concern.messages, concern.notes, concern.steps)
    moments: list[datetime | None] = [rows.aggregate(last=Max("at"))["last"] for rows in kept]
    return max(concern.received_at, *(one for one in moments if one is not None))


def owed_by(concern: Concern) -> date | None:
    """The day of the feedback, while the desk still owes it."""
    days = concern.days
    return feedback_by(days.received_on, days.acknowledged_on) if concern.due is not None else None


def lapse_of(concern: Concern) -> date | None:
    """From which day on the clock closes it if nothing more is said or done; None once it is closed."""
    if not concern.is_open:
        return None
    return lapses_on(timezone.localdate(last_act_at(concern)), owed_by(concern))
