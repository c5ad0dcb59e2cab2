"""Hours in which a person wants to be left alone, on the clock of a place."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

ONE_DAY = timedelta(days=1)
WEEK = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of the clock to the next; past midnight when `until` is no later than `start`.

    days   weekdays on which they begin, Monday is 0
    """

    start: time
    until: time
    zone: tzinfo
    days: frozenset[int] = WEEK


def quiet_until(moment: datetime, hours: QuietHours) -> datetime | None:
    """When the quiet that holds at the moment ends, in UTC; None when none holds.

    An hour that the clock shows twice is quiet both times; one that it leaps over ends or begins when it would have.
    """
    today = moment.astimezone(hours.zone).date()
    for day in (today - ONE_DAY, today):
        if day.weekday() in hours.days:
            begins, ends = _bounds(day, hours)
            if begins <= moment < ends:
                return ends
    return None


def _bounds(day: date, hours: QuietHours) -> tuple[datetime, datetime]:
    last = day if hours.start < hours.until else day + ONE_DAY
    begins = datetime.combine(day, hours.start, tzinfo=hours.zone)
    ends = datetime.combine(last, hours.until, tzinfo=hours.zone)
    # The two readings differ only where the clock was turned: the later end, so that nothing leaves an hour early.
    return begins.astimezone(UTC), max(ends.replace(fold=0).astimezone(UTC), ends.replace(fold=1).astimezone(UTC))
