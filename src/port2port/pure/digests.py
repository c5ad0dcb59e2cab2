"""The hour at which gathered news leaves."""

from datetime import datetime, time, timedelta, tzinfo

HOUR = time(7, 0)
FRIDAY = 4


def next_digest(after: datetime, *, zone: tzinfo, weekly: bool = False) -> datetime:
    """The first 07:00 of the place's clock after the moment; the first on a Friday where weekly."""
    local = after.astimezone(zone)
    day = local.date()
    while True:
        candidate = datetime.combine(day, HOUR, tzinfo=zone)
        if candidate > after and (not weekly or day.weekday() == FRIDAY):
            return candidate
        day += timedelta(days=1)
