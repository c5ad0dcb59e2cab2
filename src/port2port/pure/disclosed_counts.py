"""Counts of several ports as a table that may be shown to those who do not count there: bands, and no small cell.

A table holds one outcome of one category: a row for each series (a port as one organisation counts it), a column for
each period (a month of one quarter), and counts of whole periods. What leaves here (plan on foresight, D1 and D2):

C1  A count is shown as a band. One below 5 is shown as "below 5", nought included.
C2  Where a row or a column would then have one hidden cell and another that is not, the smallest other is hidden too,
    without a band of its own, until no line has a single one.
C3  A total is the band that holds the total whatever each of its small cells is, from 0 to 4. So it is worked out of
    the cells that are not small and of how many are small, and of nothing else.
C4  A period is shown once, for all series at once, and stands. A later table may neither hold it again nor share a week
    with it: a series that comes, goes, or is corrected never makes a second version to hold against the first.

By C1 to C3 what leaves is the same for every value from 0 to 4 of every small cell. So nobody can tell one of these
values from another: not a reader, not a contributor that knows its own counts, not all contributors but one together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SMALL = 5
# The lowest count of each band; the last has no top.
STEPS = (0, SMALL, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)


class Withheld(StrEnum):
    """Why a cell shows no band."""

    BESIDE = "beside"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, order=True)
class Band:
    """From `low` to `high`, both in it; without a high there is no top."""

    low: int
    high: int | None

    @property
    def is_small(self) -> bool:
        """Below 5."""
        return self.low == 0 and self.high == SMALL - 1


@dataclass(frozen=True, slots=True, order=True)
class Weeks:
    """A period: from the Monday of its first week to the Monday of its last, both in it."""

    first: date
    last: date

    def shares(self, other: "Weeks") -> bool:
        """Whether some week lies in both."""
        return self.first <= other.last and other.first <= self.last


type Cell = Band | Withheld


@dataclass(frozen=True, slots=True)
class Table:
    """Exact counts. counts: a line for each row, a count for each period; None: some week of it was not counted."""

    rows: tuple[str, ...]
    periods: tuple[Weeks, ...]
    counts: tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What may be shown of a table. A total is None where a count of its line is missing, or where it has none.

    row_totals, period_totals   of a row over the periods, and of a period over the rows that counted it
    """

    rows: tuple[str, ...]
    periods: tuple[Weeks, ...]
    cells: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Band | None, ...]
    period_totals: tuple[Band | None, ...]


class PeriodShownError(ValueError):
    """A period that was shown before, or shares a week with one that was."""

    def __init__(self, period: Weeks) -> None:
        self.period = period
        super().__init__(f"{period.first} to {period.last}")


def band_of(count: int) -> Band:
    """The band that a count lies in. Raises ValueError for a negative one."""
    return span_of(count, count)


def span_of(least: int, most: int) -> Band:
    """From the bottom of the band of the least to the top of the band of the most. Raises ValueError."""
    if not 0 <= least <= most:
        raise ValueError("a count is not negative")
    low = max(step for step in STEPS if step <= least)
    above = next((step for step in STEPS if step > most), None)
    return Band(low, None if above is None else above - 1)


def disclosed(table: Table, *, shown_before: Iterable[Weeks] = ()) -> Disclosed:
    """What may be shown of the table.

    shown_before   the periods of every earlier table of the same outcome and category
    Raises PeriodShownError (C4); ValueError for a table that is none.
    """
    _check(table)
    _check_periods(table.periods, list(shown_before))
    counts = table.counts
    cells = [[Withheld.MISSING if count is None else band_of(count) for count in line] for line in counts]
    for row, column in _beside(counts):
        cells[row][column] = Withheld.BESIDE
    by_period = [[line[place] for line in counts] for place in range(len(table.periods))]
    return Disclosed(
        table.rows,
        table.periods,
        tuple(map(tuple, cells)),
        tuple(None if None in line else _total(line) for line in counts),
        tuple(_total(line) for line in by_period),
    )


def _check(table: Table) -> None:
    if len(set(table.rows)) != len(table.rows) or len(table.counts) != len(table.rows):
        raise ValueError("a row stands once, with one line of counts")
    if any(len(line) != len(table.periods) for line in table.counts):
        raise ValueError("a line has a count for each period")
    if any(count is not None and count < 0 for line in table.counts for count in line):
        raise ValueError("a count is not negative")


def _check_periods(periods: Sequence[Weeks], before: Sequence[Weeks]) -> None:
    for place, period in enumerate(periods):
        if period.last < period.first:
            raise ValueError("a period ends after it begins")
        if any(period.shares(other) for other in (*before, *periods[:place])):
            raise PeriodShownError(period)


def _total(line: Sequence[int | None]) -> Band | None:
    """C3: the same band whatever the small ones of the line are."""
    told = [count for count in line if count is not None]
    if not told:
        return None
    sure = sum(count for count in told if count >= SMALL)
    small = sum(count < SMALL for count in told)
    return span_of(sure, sure + small * (SMALL - 1))


def _beside(counts: Sequence[Sequence[int | None]]) -> set[tuple[int, int]]:
    """C2: the cells hidden beside small ones. Which they are depends on none of the small counts."""
    width = len(counts[0]) if counts else 0
    lines = [[(row, column) for column in range(width)] for row in range(len(counts))]
    lines += [[(row, column) for row in range(len(counts))] for column in range(width)]
    small = {
        (row, column)
        for row, line in enumerate(counts)
        for column, one in enumerate(line)
        if one is not None and one < SMALL
    }
    beside: set[tuple[int, int]] = set()
    while True:
        added = {found for line in lines if (found := _second(line, counts, small | beside)) is not None}
        if not added:
            return beside
        # One at a time: the cell that helps a row may help its column too.
        beside.add(min(added, key=lambda place: (counts[place[0]][place[1]] or 0, place)))


def _second(
    line: Sequence[tuple[int, int]], counts: Sequence[Sequence[int | None]], hidden: set[tuple[int, int]]
) -> tuple[int, int] | None:
    """The smallest that is shown of a line with a single hidden cell; None where it has none, or more."""
    if sum(place in hidden for place in line) != 1:
        return None
    sizes = {(one, place) for place in line if place not in hidden and (one := counts[place[0]][place[1]]) is not None}
    return min(sizes)[1] if sizes else None
