"""Counts by week from the text of a CSV file: one column a series, or one row a count.

Wide: a first column `week`, then one column for each series. Long: columns `week` and `n` (or `count`), and any of
`port`, `category`, `outcome` and `series` that name the series of each row. A week is its Monday (2024-01-01,
2024-W01) or a running number. An empty count is a missing week. A week that is not there at all is a fault: it could be
a zero.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO

import numpy as np

from port2port.pure.outbreak.counts import LARGEST, Floats
from port2port.pure.outbreak.refusals import Refused

NUMBER_COLUMNS = ("n", "count")
NAME_COLUMNS = ("series", "port", "category", "outcome")
# Columns that say nothing about the count.
LEFT_OUT = ("handling",)
LONGEST_SHOWN = 200
# More than a thousand years, and more than any community counts.
MOST_BYTES, MOST_WEEKS, MOST_CELLS = 50_000_000, 60_000, 20_000_000


class FileRefused(Refused):
    """A file of which no counts can be made; the code says why.

    line     of the file, from 1; None where no line is to blame
    column   its heading; empty where no column is to blame
    """

    def __init__(self, code: str, reason: str, *, line: int | None = None, column: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class CountFile:
    """Counts by week and series.

    names          of the series
    weeks          as the file writes them, one a row
    first_monday   of row 0; None where weeks are numbers
    counts         [weeks, series]; NaN = missing
    """

    names: tuple[str, ...]
    weeks: tuple[str, ...]
    first_monday: date | None
    counts: Floats

    def row(self, week: str) -> int:
        """The row of a week, by its label. Raises FileRefused."""
        try:
            return self.weeks.index(week)
        except ValueError:
            raise FileRefused("unknown_week", f"There is no week {week}; the file has {self.span}.") from None

    def series(self, name: str) -> int:
        """The column of a series, by its name. Raises FileRefused."""
        try:
            return self.names.index(name)
        except ValueError:
            raise FileRefused("unknown_series", f"There is no series {name}; the file has {self.named}.") from None

    @property
    def span(self) -> str:
        """First and last week."""
        return f"{self.weeks[0]} to {self.weeks[-1]}"

    @property
    def named(self) -> str:
        """The first series, by name."""
        return ", ".join(self.names[:8]) + (", …" if len(self.names) > 8 else "")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the file: its number, its week as it is written, its week as rows since the first, and its cells."""

    number: int
    label: str
    at: date | int
    week: int
    cells: Sequence[str]


def shown(text: str) -> str:
    """A cell as a terminal may print it: nothing that it would obey, and no more than a line."""
    return text if text.isprintable() and len(text) <= LONGEST_SHOWN else ascii(text[:LONGEST_SHOWN])[1:-1]


def read_counts(content: bytes | str) -> CountFile:
    """The counts of a file. Raises FileRefused with the line and column of the first fault."""
    if len(content) > MOST_BYTES:
        raise FileRefused("too_large", "This is larger than the counts of any network are.")
    heading, lines = _lines(_text(content))
    named = [place for place, name in enumerate(heading) if name in NAME_COLUMNS]
    number = next((place for place, name in enumerate(heading) if name in NUMBER_COLUMNS), None)
    if number is not None and named:
        return _long(heading, lines, named, number)
    return _wide(heading, lines)


def _text(content: bytes | str) -> str:
    """Raises FileRefused where the bytes are no text."""
    if isinstance(content, str):
        return content
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise FileRefused("not_text", "This is no text in UTF-8.") from None


def _lines(text: str) -> tuple[list[str], list[_Line]]:
    first = text.removeprefix("\ufeff").partition("\n")[0]
    rows = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";" if ";" in first else ",")
    try:
        heading = [name.strip() for name in next(rows, [])]
        found = [(rows.line_num, [cell.strip() for cell in row]) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as fault:
        raise FileRefused("not_csv", f"This is no CSV: {fault}.", line=rows.line_num) from None
    _refuse_unprintable(heading, line=1)
    lowered = [name.lower() for name in heading]
    if "week" not in lowered or len(heading) < 2:
        raise FileRefused(
            "no_heading", "The first line names the columns: `week`, and one or more with counts.", line=1
        )
    if len(set(heading)) < len(heading):
        raise FileRefused("column_twice", "Two columns have the same name.", line=1)
    # Known headings in any case; names of series as they are written.
    known = {"week", *NUMBER_COLUMNS, *NAME_COLUMNS, *LEFT_OUT}
    heading = [low if low in known else name for name, low in zip(heading, lowered, strict=True)]
    if not found:
        raise FileRefused("no_rows", "There are no rows of counts.", line=1)
    return heading, list(_weeks(heading, found))


def _refuse_unprintable(names: Sequence[str], *, line: int) -> None:
    for name in names:
        if shown(name) != name:
            says = f"“{shown(name)}” is no name: it is too long, or holds what no terminal may print."
            raise FileRefused("bad_name", says, line=line)


def _weeks(heading: list[str], found: list[tuple[int, list[str]]]) -> Iterator[_Line]:
    place, first = heading.index("week"), None
    for number, cells in found:
        if len(cells) != len(heading):
            says = f"This row has {len(cells)} cells, the heading {len(heading)}."
            raise FileRefused("ragged", says, line=number)
        week = _week(cells[place], number)
        if first is not None and isinstance(week, date) != isinstance(first, date):
            raise FileRefused("bad_week", "Weeks are all Mondays or all numbers.", line=number, column="week")
        first = week if first is None else first
        yield _Line(number, cells[place], week, _since(first, week), cells)


def _since(first: date | int, week: date | int) -> int:
    if isinstance(first, date) and isinstance(week, date):
        return (week - first).days // 7
    return int(week) - int(first) if not isinstance(week, date) and not isinstance(first, date) else 0


def _week(text: str, number: int) -> date | int:
    if text.isascii() and text.isdecimal() and len(text) < 8:
        return int(text)
    try:
        monday = date.fromisoformat(text)
    except ValueError:
        says = f"“{shown(text)}” is no week: write its Monday, as 2024-01-01, or a running number."
        raise FileRefused("bad_week", says, line=number, column="week") from None
    if monday.isoweekday() != 1:
        raise FileRefused("not_a_monday", f"{text} is not a Monday.", line=number, column="week")
    return monday


def _count(text: str, number: int, column: str) -> float:
    """A count, or NaN for an empty cell."""
    if not text:
        return float("nan")
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        raise FileRefused("not_a_number", f"“{shown(text)}” is no count.", line=number, column=column)
    if value < 0:
        raise FileRefused("negative", f"{text} is below zero.", line=number, column=column)
    if value != int(value) or value > LARGEST:
        raise FileRefused("not_whole", f"{text} is not a whole number of incidents.", line=number, column=column)
    return value


def _wide(heading: list[str], lines: list[_Line]) -> CountFile:
    columns = [place for place, name in enumerate(heading) if name not in {"week", *LEFT_OUT}]
    _refuse_size(len(lines), len(columns))
    for row, line in enumerate(lines):
        if line.week != row:
            _refuse_order(line, lines[row - 1])
    counts = [[_count(line.cells[place], line.number, heading[place]) for place in columns] for line in lines]
    return _file([heading[place] for place in columns], [line.label for line in lines], np.array(counts), lines[0].at)


def _refuse_size(weeks: int, series: int) -> None:
    if weeks > MOST_WEEKS or weeks * series > MOST_CELLS:
        raise FileRefused("too_large", "So many weeks of so many series are more than any network has.")


def _refuse_order(line: _Line, before: _Line) -> None:
    if line.week <= before.week:
        raise FileRefused("week_twice", f"Week {line.label} comes twice, or too late.", line=line.number, column="week")
    says = f"Between {before.label} and {line.label} a week is missing: write it, empty if nobody counted."
    raise FileRefused("missing_week", says, line=line.number, column="week")


def _long(heading: list[str], lines: list[_Line], named: list[int], number: int) -> CountFile:
    for line in lines:
        _refuse_unprintable([line.cells[place] for place in named], line=line.number)
    names = list(dict.fromkeys(" · ".join(line.cells[place] for place in named) for line in lines))
    first, last = min(line.week for line in lines), max(line.week for line in lines)
    _refuse_size(last - first + 1, len(names))
    column = {name: place for place, name in enumerate(names)}
    counts = np.full((last - first + 1, len(names)), np.nan)
    seen = np.zeros(counts.shape, dtype=bool)
    for line in lines:
        cell = line.week - first, column[" · ".join(line.cells[place] for place in named)]
        if seen[cell]:
            says = f"Week {line.label} of {names[cell[1]]} comes twice."
            raise FileRefused("week_twice", says, line=line.number, column="week")
        seen[cell] = True
        counts[cell] = _count(line.cells[number], line.number, heading[number])
    begin = min(lines, key=lambda line: line.week).at
    labels = [_label(begin, row) for row in range(len(counts))]
    _refuse_gaps(seen, names, labels)
    return _file(names, labels, counts, begin)


def _label(first: date | int, row: int) -> str:
    return str(first + row) if isinstance(first, int) else (first + timedelta(weeks=row)).isoformat()


def _refuse_gaps(seen: np.typing.NDArray[np.bool_], names: list[str], labels: list[str]) -> None:
    """A series may begin later than others, but not stop or pause without a row."""
    begun = np.maximum.accumulate(seen, axis=0)
    gaps = np.argwhere(begun & ~seen)
    if gaps.size:
        row, series = (int(place) for place in gaps[0])
        says = f"{names[series]} has no row for week {labels[row]}: write it, empty if nobody counted."
        raise FileRefused("missing_week", says, column="week")


def _file(names: list[str], labels: list[str], counts: Floats, begin: date | int) -> CountFile:
    first = begin if isinstance(begin, date) else None
    empty = np.flatnonzero(np.nan_to_num(counts).sum(axis=0) == 0)
    if empty.size:
        name = names[int(empty[0])]
        raise FileRefused("nothing_counted", f"In {name} nothing was ever counted: leave it out.", column=name)
    return CountFile(tuple(names), tuple(labels), first, counts)
