"""What a person must know, what of it is covered until when, and what is due; months by the calendar, no clock.

Source: training design § 2 and § 4. A need is covered by a pass of any of its courses for the months of the need, and
never longer than the certificate that the pass earned; or by proof from elsewhere until its last day. It counts until
the end of that day. Of many people at once: `pure.due_list`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from port2port.pure.calendar_rules import State, plus_months

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


class Passed(NamedTuple):
    """The last pass of a course. months: how long the certificate runs that it earned; 0 = without end."""

    on: date
    months: int = 0


@dataclass(frozen=True, slots=True)
class Learner:
    """One person in one role.

    passed    by course the last pass                   proofs   by code the last day of proof from elsewhere
    since     when the person came into the seat
    """

    key: int
    needs: Sequence[Need]
    since: date
    passed: Mapping[str, Passed]
    proofs: Mapping[str, date]


class Due(NamedTuple):
    """One need that a person owes. due: the last day on which it is in time; until: None = never covered."""

    due: date
    key: int
    need: Need
    until: date | None
    state: State


def covered_until(need: Need, passed: Mapping[str, Passed]) -> date | None:
    """The last day on which a pass covers the need; None where there was none."""
    own = [passed[course] for course in need.courses if course in passed]
    days = [plus_months(on, min(need.renew_months, months or need.renew_months)) for on, months in own]
    return max(days, default=None)


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
