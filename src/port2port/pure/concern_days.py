"""By when a company's concern is answered; days are calendar days of the node's own zone, to their end.

The limits follow Directive (EU) 2019/1937 art. 9 as a promise of service; the desk is not that law's channel.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from port2port.pure.calendar_rules import plus_months

ACKNOWLEDGE_DAYS = 7
ASSESS_DAYS = 21
FEEDBACK_MONTHS = 3
ERASE_MONTHS = 12
SILENT_MONTHS = 6
REMIND_DAYS = 30
TOLD_DAYS = 5


@dataclass(frozen=True, slots=True)
class Days:
    """What has happened to a concern, by day; None is not yet."""

    received_on: date
    acknowledged_on: date | None = None
    assessed_on: date | None = None
    feedback_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The next thing that the desk owes: acknowledge, assess or feedback."""

    what: str
    on: date


def acknowledge_by(received_on: date) -> date:
    """Seven days after receipt."""
    return received_on + timedelta(days=ACKNOWLEDGE_DAYS)


def assess_by(received_on: date) -> date:
    """Twenty-one days after receipt."""
    return received_on + timedelta(days=ASSESS_DAYS)


def feedback_by(received_on: date, acknowledged_on: date | None) -> date:
    """Three months after the acknowledgement, or after day seven where none came by then: being late wins no time."""
    limit = acknowledge_by(received_on)
    return plus_months(min(acknowledged_on or limit, limit), FEEDBACK_MONTHS)


def erase_on(closed_on: date) -> date:
    """Twelve months after closing: from the start of this day on the content is gone."""
    return plus_months(closed_on, ERASE_MONTHS)


def lapses_on(last_act_on: date, owed_by: date | None) -> date:
    """Six months after the last act of either side, and never before the day of an answer that is owed is as long ago.

    From the start of this day on the clock closes it. owed_by   None where the desk owes nothing more
    """
    return plus_months(max(last_act_on, owed_by or last_act_on), SILENT_MONTHS)


def reminds_again(reminded_on: date | None, today: date) -> bool:
    """Whether the desk hears once more that an answer is late: at once, then every thirty days."""
    return reminded_on is None or today >= reminded_on + timedelta(days=REMIND_DAYS)


def next_due(days: Days) -> Due | None:
    """What is owed next, the earliest first; None once feedback was given or the concern is closed."""
    if days.closed_on or days.feedback_on:
        return None
    if days.acknowledged_on is None:
        return Due("acknowledge", acknowledge_by(days.received_on))
    if days.assessed_on is None:
        return Due("assess", assess_by(days.received_on))
    return Due("feedback", feedback_by(days.received_on, days.acknowledged_on))


def may_forward_from(told_on: date | None, *, agreed: bool) -> date | None:
    """From when it may go to another desk: at once where the reporter agreed, else five days after it was told."""
    if agreed:
        return date.min
    return None if told_on is None else told_on + timedelta(days=TOLD_DAYS)
