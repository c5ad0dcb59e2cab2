"""What a person must know, what of it is covered until when, and what is due; months by the calendar, no clock.

Source: training design § 2 and § 4. A need is covered by the last pass of any of its courses plus its months, or by
proof from elsewhere until its last day; it counts until the end of that day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from port2port.pure.calendar_rules import SOON_DAYS, State, plus_months

EXPIRES_SOON = timedelta(days=60)
# Our choice: who is new in a role has three months for its first courses.
FIRST_MONTHS = 3


class Cover(StrEnum):
    """How one thing that somebody must know stands; the worst first."""

    MISSING = "missing"
    EXPIRED = "expired"
    EXPIRING = "expiring"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class Need:
    """Things of one kind that a role must know. courses: any of them covers all of the codes."""

    codes: tuple[str, ...]
    courses: tuple[str, ...]
    renew_months: int


@dataclass(frozen=True, slots=True)
class Learner:
    """One person in one role.

    passed    by course the day of the last pass        proofs   by code the last day of proof from elsewhere
    since     when the person came into the seat
    """

    key: int
    needs: Sequence[Need]
    since: date
    passed: Mapping[str, date]
    proofs: Mapping[str, date]


class Due(NamedTuple):
    """One need that a person owes. due: the last day on which it is in time; until: None = never covered."""

    due: date
    key: int
    need: Need
    until: date | None
    state: State


def covered_until(need: Need, passed: Mapping[str, date]) -> date | None:
    """The last day on which a pass covers the need; None where there was none."""
    days = [passed[course] for course in need.courses if course in passed]
    return plus_months(max(days), need.renew_months) if days else None


def cover_on(until: date | None, today: date) -> Cover:
    """How a thing stands that is covered until that day."""
    if until is None:
        return Cover.MISSING
    if until < today:
        return Cover.EXPIRED
    return Cover.EXPIRING if until - today <= EXPIRES_SOON else Cover.COVERED


def covers_of(learner: Learner, today: date) -> dict[str, tuple[Cover, date | None]]:
    """By code how it stands and until when; the later of pass and proof counts."""
    found: dict[str, tuple[Cover, date | None]] = {}
    for need in learner.needs:
        by_pass = covered_until(need, learner.passed)
        for code in need.codes:
            until = _later(by_pass, learner.proofs.get(code))
            found[code] = (cover_on(until, today), until)
    return found


def _later(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one or other
    return max(one, other)


def due_list(learners: Iterable[Learner], today: date) -> list[Due]:
    """What everybody owes that is overdue or due in thirty days, the longest overdue first."""
    found: list[Due] = []
    # The states of `state_on`, asked of a day and not of a function: this runs once a person and need.
    last_soon = today + timedelta(days=SOON_DAYS)
    months: dict[tuple[date, int], date] = {}
    for learner in learners:
        passed, proofs = learner.passed, learner.proofs
        for need in learner.needs:
            last = None
            for course in need.courses:
                on = passed.get(course)
                if on is not None and (last is None or on > last):
                    last = on
            until = None if last is None else _months_later(months, last, need.renew_months)
            if proofs:
                until = _with_proofs(need, until, proofs)
            due = until if until is not None else _months_later(months, learner.since, FIRST_MONTHS)
            if due <= last_soon:
                found.append(Due(due, learner.key, need, until, State.OVERDUE if due < today else State.SOON))
    found.sort(key=itemgetter(0))
    return found


def _months_later(known: dict[tuple[date, int], date], day: date, months: int) -> date:
    """By the calendar, reckoned once a day and number of months: many people pass on the same day."""
    key = (day, months)
    found = known.get(key)
    if found is None:
        found = known[key] = plus_months(day, months)
    return found


def _with_proofs(need: Need, by_pass: date | None, proofs: Mapping[str, date]) -> date | None:
    """Until when all codes of the need are covered: the earliest of them."""
    days = [_later(by_pass, proofs.get(code)) for code in need.codes]
    known = [day for day in days if day is not None]
    return min(known) if len(known) == len(days) and known else None
