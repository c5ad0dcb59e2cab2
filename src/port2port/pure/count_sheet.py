"""A sheet of weekly counts, CSV or XLSX, as rows of counts and of effort; or for each row at fault why it is not taken.

Dry and whole: nothing is written, nothing is guessed. An empty number is a week that nobody counted, never nought.
The format is docs/reference/count-sheet.md.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from port2port.pure.count_cells import CellError, Why, amount_in, number_in, week_in
from port2port.pure.count_words import ALL, DERIVED, EFFORTS, HEADINGS, KILOGRAMS, OUTCOMES, SEIZURES, Field, key_of
from port2port.pure.logbook_bounds import LogbookRefusedError
from port2port.pure.logbook_files import Cell, Grid, grids
from port2port.pure.logbook_tables import Row, Sheet, sheet_of, text_of
from port2port.pure.port_names import PortWords, ports_meant
from port2port.pure.weeks import mondays
from port2port.pure.worked_out import Places, worked_out

# Ten years of forty series.
MOST_ROWS = 20_000
MOST_REMARKS = 1_000
MOST_MASS, MOST_AMOUNT = 1_000_000, 100_000_000
_SHOWN = 120


class SheetFault(StrEnum):
    """Why a whole file is not taken; faults of the bytes themselves are those of a logbook."""

    NO_COLUMNS = "no-columns"
    NO_WEEKS = "no-weeks"
    MISSING = "missing"
    TWICE = "twice"
    SEVERAL = "several"
    NO_SUCH_SHEET = "no-such-sheet"
    TOO_MANY_ROWS = "too-many-rows"
    NO_ROWS = "no-rows"


class SheetRefusedError(ValueError):
    """A file of counts that is not taken, and why. names: the sheets, headings or fields that it is about."""

    def __init__(self, fault: SheetFault, names: Sequence[str] = ()) -> None:
        self.fault, self.names = fault, tuple(names)
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class Known:
    """What the reader's side knows, each by `key_of` of its words.

    ports        whom a word may mean, as `port_words` gives it     categories   code by word: codes and labels
    newest       Monday of the last week that is over
    """

    ports: PortWords
    categories: Mapping[str, str]
    newest: date


@dataclass(frozen=True, slots=True)
class OneSeries:
    """What is known where all rows are of one series: they say a week and a number, and no other column is read."""

    newest: date


@dataclass(frozen=True, slots=True)
class CountRow:
    """A week's count. row: in the file; number None is missing; category "" is all together."""

    row: int
    port: str
    outcome: str
    category: str
    week: date
    number: int | None
    kilograms: Decimal | None = None


@dataclass(frozen=True, slots=True)
class EffortRow:
    """A week's effort of one kind. row: in the file."""

    row: int
    port: str
    kind: str
    week: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Remark:
    """Why a row is not taken: its number in the file, the heading, what stands there.

    other   the row it repeats     names   what it could mean, where that is several things
    """

    row: int
    heading: str
    why: Why
    shown: str
    other: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountSheet:
    """A sheet as it was read.

    remarks   of rows that are not taken, the first thousand; `rejected` is how many rows these are
    unread    headings of columns that mean nothing here     left_out   rows that are titles or totals
    """

    name: str
    counts: tuple[CountRow, ...]
    efforts: tuple[EffortRow, ...]
    remarks: tuple[Remark, ...]
    rejected: int
    unread: tuple[str, ...]
    left_out: tuple[int, ...]
    gaps: Mapping[tuple[str, str, str], tuple[date, ...]] = field(default_factory=dict)


def read_counts(raw: bytes, name: str, *, known: Known | OneSeries, sheet: str = "") -> CountSheet:
    """What the file says.

    name    of the file; of a CSV file its only sheet's     sheet   which one, where several hold counts
    known   of one series: its rows have no port, outcome or category
    Raises LogbookRefusedError for bytes that are no CSV and no XLSX, SheetRefusedError.
    """
    found = _sheets(raw, name)
    if not found:
        raise SheetRefusedError(SheetFault.NO_WEEKS if isinstance(known, OneSeries) else SheetFault.NO_COLUMNS)
    chosen = _chosen(found, sheet)
    if len(chosen.sheet.rows) > MOST_ROWS:
        raise SheetRefusedError(SheetFault.TOO_MANY_ROWS)
    return _Reading(chosen, known).read()


def counts_columns(heading: str) -> bool:
    """Whether a cell reads as a heading of such a sheet."""
    return key_of(heading) in HEADINGS


@dataclass(frozen=True, slots=True)
class _Found:
    """A table with the places in it that were worked out or are merged over rows; rows from 1, columns from 0."""

    sheet: Sheet
    worked_out: Places
    merged: Places


def _sheets(raw: bytes, name: str) -> list[_Found]:
    """The tables of a file that hold counts or effort."""
    tables = grids(raw, name, is_new=True)
    places = worked_out(raw) if raw.startswith(b"PK\x03\x04") else {}
    return [_Found(one, places.get(grid.name, frozenset()), _merged(grid)) for grid in tables for one in _table(grid)]


def _table(grid: Grid) -> Iterator[Sheet]:
    try:
        sheet = sheet_of(grid, knows=counts_columns)
    except LogbookRefusedError:
        return
    if len({HEADINGS[key] for key in map(key_of, sheet.headings) if key in HEADINGS}) > 1:
        yield sheet


def _merged(grid: Grid) -> Places:
    """Cells below the first of those merged over several rows: their value stands once, and means one row."""
    return frozenset(
        (row + 1, column)
        for (top, left), (bottom, right) in grid.spans
        for row in range(top + 1, bottom + 1)
        for column in range(left, right + 1)
    )


def _chosen(found: list[_Found], name: str) -> _Found:
    names = [one.sheet.name for one in found]
    if name:
        if name not in names:
            raise SheetRefusedError(SheetFault.NO_SUCH_SHEET, names)
        return found[names.index(name)]
    if len(found) > 1:
        raise SheetRefusedError(SheetFault.SEVERAL, names)
    return found[0]


class _Reading:
    """One sheet; what stands in one cell is read by one small function each."""

    def __init__(self, found: _Found, known: Known | OneSeries) -> None:
        self.found, self.sheet, self.known = found, found.sheet, known
        self.columns = _columns(self.sheet.headings, of_one=isinstance(known, OneSeries))
        self.remarks: list[Remark] = []

    def read(self) -> CountSheet:
        """All rows, those at fault with their remarks."""
        if not self.sheet.rows:
            raise SheetRefusedError(SheetFault.NO_ROWS)
        rows = [one for row in self.sheet.rows if (one := self._row(row)) is not None]
        rows = self._without_doubles(rows)
        counts = tuple(one for one in rows if isinstance(one, CountRow))
        return CountSheet(
            self.sheet.name,
            counts,
            tuple(one for one in rows if isinstance(one, EffortRow)),
            tuple(sorted(self.remarks, key=lambda one: one.row)[:MOST_REMARKS]),
            len({one.row for one in self.remarks}),
            tuple(self.sheet.headings[one] for one in self._unread()),
            tuple(number for number, _reason in self.sheet.left_out),
            _gaps(counts),
        )

    def _unread(self) -> Iterator[int]:
        used = set(self.columns.values())
        return (column for column, heading in enumerate(self.sheet.headings) if column not in used and heading)

    def _row(self, row: Row) -> CountRow | EffortRow | None:
        before = len(self.remarks)
        week = self._said(row, Field.WEEK, lambda cell: week_in(cell, newest=self.known.newest))
        if isinstance(self.known, OneSeries):
            made = self._of_one(row, week)
            return made if len(self.remarks) == before else None
        known = self.known
        port = self._said(row, Field.PORT, lambda cell: _port(cell, known))
        is_effort = self._cell(row, Field.EFFORT) is not None
        if is_effort and self._cell(row, Field.OUTCOME) is not None:
            self._remark(row, Field.EFFORT, Why.COUNT_AND_EFFORT)
        said = self._effort(row, port, week) if is_effort else self._count(row, port, week, known)
        return said if len(self.remarks) == before else None

    def _of_one(self, row: Row, week: date | None) -> CountRow | None:
        number = self._said(row, Field.NUMBER, number_in)
        return None if week is None else CountRow(row.number, "", "", "", week, number)

    def _count(self, row: Row, port: str | None, week: date | None, known: Known) -> CountRow | None:
        outcome = self._said(row, Field.OUTCOME, _outcome)
        category = self._said(row, Field.CATEGORY, lambda cell: _category(cell, known))
        number = self._said(row, Field.NUMBER, number_in)
        kilograms = self._said(row, Field.KILOGRAMS, lambda cell: amount_in(cell, places=3, most=MOST_MASS))
        if kilograms is not None and outcome is not None and outcome != SEIZURES:
            self._remark(row, Field.KILOGRAMS, Why.KILOGRAMS_OF_SEIZURES)
        if kilograms is not None and (number is None or (kilograms and not number)):
            self._remark(row, Field.KILOGRAMS, Why.KILOGRAMS_OF_NOTHING)
        if week is None or not port or not outcome:
            return None
        return CountRow(row.number, port, outcome, category or "", week, number, kilograms)

    def _effort(self, row: Row, port: str | None, week: date | None) -> EffortRow | None:
        kind = self._said(row, Field.EFFORT, _effort)
        amount = self._said(row, Field.AMOUNT, _present_amount)
        if self._cell(row, Field.CATEGORY) is not None:
            self._remark(row, Field.CATEGORY, Why.CATEGORY_OF_EFFORT)
        if self._cell(row, Field.NUMBER) is not None and amount is not None:
            self._remark(row, Field.NUMBER, Why.COUNT_AND_EFFORT)
        if week is None or not port or not kind or amount is None:
            return None
        return EffortRow(row.number, port, kind, week, amount)

    def _said[T](self, row: Row, one: Field, read: Callable[[Cell], T]) -> T | None:
        """What a cell says; where it says nothing that can be taken, None and a remark."""
        column = self.columns.get(one)
        place = (row.number, -1 if column is None else column)
        if one in _FIGURES and place in self.found.worked_out:
            self._remark(row, one, Why.WORKED_OUT)
        elif one in _FIGURES and place in self.found.merged:
            self._remark(row, one, Why.MERGED)
        else:
            try:
                return read(self._cell(row, one))
            except CellError as problem:
                self._remark(row, one, problem.why, names=problem.names)
        return None

    def _remark(self, row: Row, one: Field, why: Why, other: int = 0, *, names: tuple[str, ...] = ()) -> None:
        column = self.columns.get(one)
        heading = one.value if column is None else self.sheet.headings[column]
        shown = " ".join(text_of(self._cell(row, one)).split())[:_SHOWN]
        self.remarks.append(Remark(row.number, heading, why, shown, other, names))

    def _cell(self, row: Row, one: Field) -> Cell:
        cell = row.cells[self.columns[one]] if one in self.columns else None
        return None if cell == "" else cell

    def _without_doubles(self, rows: Sequence[CountRow | EffortRow]) -> list[CountRow | EffortRow]:
        """The rows less each that says a second time what an earlier one says, whether the same or not."""
        first: dict[tuple[object, ...], int] = {}
        kept: list[CountRow | EffortRow] = []
        cells = {row.number: row for row in self.sheet.rows}
        for one in rows:
            what = (one.outcome, one.category) if isinstance(one, CountRow) else (one.kind,)
            earlier = first.setdefault((type(one), one.port, one.week, *what), one.row)
            if earlier == one.row:
                kept.append(one)
            else:
                self._remark(cells[one.row], Field.WEEK, Why.DOUBLED, earlier)
        return kept


# A week or a port may be worked out, or stand once for several rows; a figure may not.
_FIGURES = frozenset({Field.NUMBER, Field.KILOGRAMS, Field.AMOUNT})
_OF_ONE = (Field.WEEK, Field.NUMBER)


def _columns(headings: Sequence[str], *, of_one: bool) -> dict[Field, int]:
    """Which column holds what. Raises SheetRefusedError: one is missing, or stands twice."""
    told = [(Field(HEADINGS[key]), column) for column, text in enumerate(headings) if (key := key_of(text)) in HEADINGS]
    if of_one:
        told = [(one, column) for one, column in told if one in _OF_ONE]
    times = Counter(one for one, _column in told)
    if twice := [headings[column] for one, column in told if times[one] > 1]:
        raise SheetRefusedError(SheetFault.TWICE, twice)
    found = dict(told)
    needed = list(_OF_ONE) if of_one else _needed(found)
    if missing := [one for one in needed if one not in found]:
        raise SheetRefusedError(SheetFault.MISSING, missing)
    return found


def _needed(found: Container[Field]) -> list[Field]:
    needed = [Field.WEEK, Field.PORT]
    counts, efforts = [Field.OUTCOME, Field.NUMBER], [Field.EFFORT, Field.AMOUNT]
    if any(one in found for one in counts) or not any(one in found for one in efforts):
        needed += counts
    if any(one in found for one in efforts):
        needed += efforts
    return needed


def _word(cell: Cell, words: Mapping[str, str], otherwise: Why) -> str:
    text = text_of(cell)
    code = words.get(key_of(text)) or words.get(key_of(text).replace(" ", ""))
    if code is None:
        raise _unknown(text, otherwise)
    return code


def _unknown(text: str, otherwise: Why) -> CellError:
    return CellError(Why.FORMULA if text.startswith(("=", "+", "@", "-")) else otherwise)


def _port(cell: Cell, known: Known) -> str:
    if cell is None:
        raise CellError(Why.NO_PORT)
    text = text_of(cell)
    meant = ports_meant(text, known.ports)
    if not meant:
        raise _unknown(text, Why.UNKNOWN_PORT)
    if len(meant) > 1:
        raise CellError(Why.WHICH_PORT, meant)
    return meant[0]


def _category(cell: Cell, known: Known) -> str:
    if cell is None or key_of(text_of(cell)) in ALL:
        return ""
    return _word(cell, known.categories, Why.UNKNOWN_CATEGORY)


def _outcome(cell: Cell) -> str:
    if cell is None:
        raise CellError(Why.NO_OUTCOME)
    code = _word(cell, OUTCOMES, Why.UNKNOWN_OUTCOME)
    if code == KILOGRAMS:
        raise CellError(Why.KILOGRAMS_NO_OUTCOME)
    if code == DERIVED:
        raise CellError(Why.DERIVED_OUTCOME)
    return code


def _effort(cell: Cell) -> str:
    return _word(cell, EFFORTS, Why.UNKNOWN_EFFORT)


def _present_amount(cell: Cell) -> Decimal:
    amount = amount_in(cell, places=2, most=MOST_AMOUNT)
    if amount is None:
        raise CellError(Why.NO_AMOUNT)
    return amount


def _gaps(counts: Sequence[CountRow]) -> dict[tuple[str, str, str], tuple[date, ...]]:
    """By port, outcome and category: weeks between the first and the last that the sheet does not say."""
    weeks: dict[tuple[str, str, str], set[date]] = {}
    for one in counts:
        weeks.setdefault((one.port, one.outcome, one.category), set()).add(one.week)
    return {key: missing for key, said in sorted(weeks.items()) if (missing := tuple(_between(said)))}


def _between(said: set[date]) -> Iterator[date]:
    return (week for week in mondays(min(said), max(said)) if week not in said)
