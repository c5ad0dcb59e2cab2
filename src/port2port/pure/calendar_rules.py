"""Dates of what recurs or runs out: months by the calendar, drills, exercises, reviews, certificates, derogations.

A due date counts to its end, so on that day nothing is overdue. No day moves for a weekend or a holiday.
Source: ISPS Code B/18.5 and B/18.6; Reg. (EC) 725/2004; vectors of the training design.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise

SOON_DAYS = 30
WEEK_DAYS = 7
EXERCISE_MONTHS = 18
LAST_YEAR = 9999


class Reckoning(StrEnum):
    """How a rule finds its next date."""

    MONTHS = "months"
    EXERCISE = "exercise"
    END_DATE = "end_date"
    OWN = "own"


class State(StrEnum):
    """How a clock stands; in the order in which a list shows them."""

    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    SOON = "soon"
    DEROGATED = "derogated"
    FINE = "fine"


class Stage(StrEnum):
    """How near its end a clock is, where that is worth telling."""

    SOON = "soon"
    WEEK = "week"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Done:
    """One time that a duty was fulfilled. `until` is the end date that a certificate names."""

    on: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """When a duty is due and how it stands.

    due        the day that holds now; None = cannot be told, nothing was entered
    original   the day without the derogation
    """

    state: State
    due: date | None = None
    original: date | None = None
    last: date | None = None

    def days_left(self, today: date) -> int | None:
        """Days until the due day; below zero when it is over."""
        return None if self.due is None else (self.due - today).days


@dataclass(frozen=True, slots=True)
class Moved:
    """A derogation: the day that it moves, and the day to which."""

    original: date
    until: date


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a clock needs to know of its rule."""

    reckoning: Reckoning
    months: int = 0


def plus_months(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month (30 November + 3 = 28 or 29 February)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > LAST_YEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def exercise_due(last: date) -> date:
    """The earlier of 18 months later and 31 December of the next calendar year."""
    return min(plus_months(last, EXERCISE_MONTHS), date(min(last.year + 1, LAST_YEAR), 12, 31))


def first_due(rule: Reckoned, start: date) -> date | None:
    """When a duty is due that began on `start` and was never fulfilled: our choice, for the authority to confirm."""
    if rule.reckoning == Reckoning.EXERCISE:
        return date(start.year, 12, 31) if (start.month, start.day) <= (6, 30) else exercise_due(start)
    if rule.reckoning == Reckoning.END_DATE:
        return start
    return plus_months(start, rule.months) if rule.months else None


def next_due(rule: Reckoned, done: Done) -> date | None:
    """When a duty is due again that was fulfilled; None where the facility set no period."""
    if rule.reckoning == Reckoning.EXERCISE:
        return exercise_due(done.on)
    if rule.reckoning == Reckoning.END_DATE:
        return done.until
    return plus_months(done.on, rule.months) if rule.months else None


def clock(
    rule: Reckoned,
    done: Iterable[Done],
    *,
    today: date,
    start: date | None = None,
    changed: date | None = None,
    derogated: Moved | None = None,
) -> Clock:
    """How a duty stands today, whatever the order in which it was entered.

    start      when the duty began, for one that was never fulfilled
    changed    the day of a major change, on which a review is due at once
    derogated  the derogation that runs; it moves the day it was given for, no other, and never makes it fine
    """
    newest = max(done, key=lambda one: (one.on, one.until or date.min), default=None)
    due = _plain_due(rule, newest, start)
    last = newest.on if newest else None
    if changed is not None and (last is None or changed > last):
        due = changed if due is None else min(due, changed)
    if due is None:
        return Clock(State.UNKNOWN, last=last)
    if derogated is not None and derogated.original == due < derogated.until:
        state = State.DEROGATED if today <= derogated.until else State.OVERDUE
        return Clock(state, due=derogated.until, original=due, last=last)
    return Clock(state_on(due, today), due=due, original=due, last=last)


def _plain_due(rule: Reckoned, newest: Done | None, start: date | None) -> date | None:
    if newest is not None:
        return next_due(rule, newest)
    return None if start is None else first_due(rule, start)


def state_on(due: date, today: date) -> State:
    """Overdue from the day after; soon in the last thirty days, the due day included."""
    if today > due:
        return State.OVERDUE
    return State.SOON if (due - today).days <= SOON_DAYS else State.FINE


def stage_on(stands: Clock, today: date) -> Stage | None:
    """The stage of a clock, by the day that holds now; None while its end is far or cannot be told."""
    left = stands.days_left(today)
    if left is None or left > SOON_DAYS:
        return None
    if left < 0:
        return Stage.OVERDUE
    return Stage.WEEK if left <= WEEK_DAYS else Stage.SOON


def longest_derogation(rule: Reckoned, due: date) -> date:
    """The last day to which a derogation may move the date: one more period."""
    return plus_months(due, rule.months)


@dataclass(frozen=True, slots=True)
class Gap:
    """Two exercises too far apart: when the later one was due and how many days it came late; None = still missing."""

    after: date
    due: date
    late_days: int | None


def gaps(days: Iterable[date], *, judged: date) -> list[Gap]:
    """Where more than 18 months lie between an exercise and the next one, the open end included."""
    held = sorted(set(days))
    found = []
    for one, following in pairwise(held):
        due = plus_months(one, EXERCISE_MONTHS)
        if following > due:
            found.append(Gap(one, due, (following - due).days))
    if held and judged > plus_months(held[-1], EXERCISE_MONTHS):
        found.append(Gap(held[-1], plus_months(held[-1], EXERCISE_MONTHS), None))
    return found


def missed_years(days: Iterable[date], *, start: date, judged: date) -> list[int]:
    """Full calendar years since the start, over on the day of judgement, without an exercise."""
    held = {day.year for day in days}
    first = start.year if (start.month, start.day) == (1, 1) else start.year + 1
    return [year for year in range(first, judged.year) if year not in held]


def reminders(due: date, steps: Sequence[int] = (60, 30, 7)) -> list[date]:
    """The days on which to remind, earliest first."""
    return sorted(due - timedelta(days=step) for step in steps)


def hours_after(moment: datetime, hours: int) -> datetime:
    """Elapsed hours, whatever the clocks on the wall do meanwhile."""
    return moment.astimezone(UTC) + timedelta(hours=hours)


def months_after(moment: datetime, months: int, zone: tzinfo) -> datetime:
    """The same time of day by the wall clock of the zone, so many months later, clipped to the month's end."""
    local = moment.astimezone(zone)
    day = plus_months(local.date(), months)
    return datetime.combine(day, local.time(), tzinfo=zone).astimezone(UTC)
