"""What many people owe, reckoned side by side in columns of numbers. A day is an ordinal.

It says what `pure.training_due` says of one person. Source: training design § 2 and § 4.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import overload

import numpy as np
from numpy.typing import NDArray

from port2port.pure.calendar_rules import SOON_DAYS, State
from port2port.pure.training_due import FIRST_MONTHS, Due, Need

type Numbers = NDArray[np.int64]

EPOCH = date(1970, 1, 1).toordinal()
# No day at all. Below every ordinal, so that of two days the later one is the one that there is.
NONE = 0
LAST = date.max.toordinal()
_MONTH = np.timedelta64(1, "M")


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """Seats in their roles, and what their people have; people without a seat are passed over.

    keys, people, roles, since   (seats,): ids of the seat and of its person, place of its role, day when it was given
    needs                        by place of the role
    passed                       by course (people, 3): id of the person, day, months of its certificate, 0 = no end
    proofs                       by code (people, 2): id of the person, last day
    """

    keys: Numbers
    people: Numbers
    roles: Numbers
    since: Numbers
    needs: Sequence[Sequence[Need]]
    passed: Mapping[str, Numbers]
    proofs: Mapping[str, Numbers]


@dataclass(frozen=True, slots=True, eq=False)
class DueList(Sequence[Due]):
    """What is owed, the longest overdue first. A line is put together when somebody asks for it.

    days, keys, wants, until   (lines,): day on which it is due, id of the seat, place of the need, until when it was
                               covered or NONE
    """

    days: Numbers
    keys: Numbers
    wants: Numbers
    until: Numbers
    needs: Sequence[Need]
    today: date

    def __len__(self) -> int:
        return len(self.days)

    @overload
    def __getitem__(self, place: int) -> Due: ...
    @overload
    def __getitem__(self, place: slice) -> "DueList": ...
    def __getitem__(self, place: int | slice) -> "Due | DueList":
        if isinstance(place, slice):
            return replace(
                self,
                days=self.days[place],
                keys=self.keys[place],
                wants=self.wants[place],
                until=self.until[place],
            )
        one = range(len(self))[place]
        return next(iter(self[one : one + 1]))

    def __iter__(self) -> Iterator[Due]:
        states = [State.OVERDUE if late else State.SOON for late in (self.days < self.today.toordinal()).tolist()]
        needs = [self.needs[want] for want in self.wants.tolist()]
        columns = (_dates(self.days), self.keys.tolist(), needs, _dates(self.until), states)
        return map(Due._make, zip(*columns, strict=True))

    def who(self, *, only_soon: bool = False) -> set[int]:
        """Ids of the seats that owe something; or something that is not overdue yet."""
        keys = self.keys[self.days >= self.today.toordinal()] if only_soon else self.keys
        return set(np.unique(keys).tolist())

    def first_days(self) -> dict[int, date]:
        """By id of the seat the first day on which something is due."""
        keys, first = np.unique(self.keys, return_index=True)
        return dict(zip(keys.tolist(), map(date.fromordinal, self.days[first].tolist()), strict=True))


def due_list(crowd: Crowd, today: date) -> DueList:
    """What everybody owes that is overdue or due in thirty days, the longest overdue first.

    Of what is due on one day: in the order of the seats, then of the needs.
    """
    persons, rows = np.unique(crowd.people, return_inverse=True)
    first = _months_later(crowd.since, FIRST_MONTHS)
    last_soon = (today + timedelta(days=SOON_DAYS)).toordinal()
    needs: list[Need] = []
    owed = [np.zeros((4, 0), dtype=np.int64)]
    for role, wanted in enumerate(crowd.needs):
        seats = np.flatnonzero(crowd.roles == role)
        for need in wanted if len(seats) else ():
            until = _covered_until(need, crowd, persons)[rows[seats]]
            days = np.where(until == NONE, first[seats], until)
            late = np.flatnonzero(days <= last_soon)
            owed.append(np.stack((days[late], seats[late], np.full(len(late), len(needs)), until[late])))
            needs.append(need)
    days, seats, wants, until = _sorted(np.concatenate(owed, axis=1), seats=len(crowd.keys), needs=len(needs))
    return DueList(days, crowd.keys[seats], wants, until, needs=needs, today=today)


def _sorted(lines: Numbers, *, seats: int, needs: int) -> Numbers:
    """(4, lines): by day, then seat, then need, which one number says together."""
    days, places, wants, _until = lines
    return lines[:, np.argsort((days * max(seats, 1) + places) * max(needs, 1) + wants)]


def _covered_until(need: Need, crowd: Crowd, persons: Numbers) -> Numbers:
    """(persons,): until when passes and proof cover all codes of the need; NONE where they do not.

    persons   rising ids
    """
    found = np.full(len(persons), NONE, dtype=np.int64)
    for course in need.courses:
        if course in crowd.passed:
            person, on, months = crowd.passed[course].T
            months = np.where(months == 0, need.renew_months, np.minimum(months, need.renew_months))
            _keep_later(found, persons, person, _months_later(on, months))
    if any(code not in crowd.proofs for code in need.codes):
        return found
    earliest = np.full(len(persons), LAST, dtype=np.int64)
    for code in need.codes:
        proven = np.full(len(persons), NONE, dtype=np.int64)
        _keep_later(proven, persons, *crowd.proofs[code].T)
        np.minimum(earliest, proven, out=earliest)
    return np.maximum(found, earliest)


def _keep_later(found: Numbers, persons: Numbers, person: Numbers, days: Numbers) -> None:
    """Of each person the later of its days, into `found`."""
    rows = np.minimum(np.searchsorted(persons, person), len(persons) - 1)
    known = persons[rows] == person
    np.maximum.at(found, rows[known], days[known])


def _dates(days: Numbers) -> list[date | None]:
    """As dates, each day put together once; None where there is no day."""
    found = days.tolist()
    known = {day: None if day == NONE else date.fromordinal(day) for day in set(found)}
    return [known[day] for day in found]


def _months_later(days: Numbers, months: Numbers | int) -> Numbers:
    """As `plus_months`, for many days at once."""
    day = (days - EPOCH).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    then = month + np.asarray(months).astype("timedelta64[M]")
    first, after = (one.astype("datetime64[D]").astype(np.int64) + EPOCH for one in (then, then + _MONTH))
    into: Numbers = (day - month.astype("datetime64[D]")).astype(np.int64)
    last: Numbers = after - first - 1
    found: Numbers = np.minimum(first + np.minimum(into, last), LAST)
    return found
