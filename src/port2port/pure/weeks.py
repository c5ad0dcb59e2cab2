"""Weeks by their Mondays."""

from datetime import date, timedelta

WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def weeks_between(first: date, last: date) -> int:
    """From one Monday to another; below 0 where the last comes first."""
    return (last - first).days // 7


def mondays(first: date, last: date) -> tuple[date, ...]:
    """From the first to the last, both included if they are Mondays."""
    start = first + timedelta(days=-first.weekday() % 7)
    return tuple(start + WEEK * n for n in range(weeks_between(start, last) + 1))
