"""A security logbook as its owner keeps it, read into entries: dry, whole, and the same every time.

`read` gives the tables of a file, `guess` says which column seems to hold what, `apply` makes entries of the rows by a
mapping, or says for each row why it makes none. Nothing is written anywhere.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, tzinfo
from hashlib import sha256

from port2port.pure.logbook_bounds import MAX_CELL, LogbookFault, LogbookRefusedError
from port2port.pure.logbook_dates import (
    Day,
    Note,
    Order,
    Reason,
    UnreadableError,
    clock_of,
    day_of,
    evidence,
    is_ambiguous,
    moment_of,
)
from port2port.pure.logbook_files import Cell, grids
from port2port.pure.logbook_headings import Field, Guess, guesses
from port2port.pure.logbook_mapping import Mapping, guessed, heading_key, mapping_from_json
from port2port.pure.logbook_tables import Row, Sheet, sheet_of, text_of
from port2port.pure.logbook_values import Suggestion, suggestions
from port2port.pure.not_a_sheet import is_text_called_workbook

__all__ = [
    "Applied",
    "Entry",
    "Field",
    "Guess",
    "LogbookFault",
    "LogbookRefusedError",
    "Mapping",
    "Note",
    "Order",
    "Reason",
    "Row",
    "RowError",
    "Sheet",
    "Suggestion",
    "apply",
    "categories",
    "guess",
    "guessed",
    "mapping_from_json",
    "read",
    "suggestions",
]

_LIST = re.compile(r"\s*(?:[;,/\n+&]|\s(?:en|et|und|and)\s)\s*")


_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log, as its row says it.

    number      of the row in the file           occurred_at   UTC; with `has_time` false the day alone is known
    what        the row's own category           codes         what the mapping makes of it, none where it says nothing
    digest      of the content, wherever the row stands: by it a row that was imported before is known again
    """

    number: int
    occurred_at: datetime
    has_time: bool
    place: str = ""
    what: str = ""
    codes: tuple[str, ...] = ()
    text: str = ""
    action_taken: str = ""
    told: tuple[str, ...] = ()
    on_duty: tuple[str, ...] = ()
    reference: str = ""
    outcome: str = ""
    digest: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row makes no entry: its number in the file, the heading of the cell at fault, and what stands there."""

    number: int
    heading: str
    reason: Reason
    text: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What a sheet becomes.

    order      in which day and month were read, and whether the column proves it
    unmapped   categories that the mapping says nothing of, with how often each stands
    """

    entries: tuple[Entry, ...]
    errors: tuple[RowError, ...]
    order: Order
    is_order_proven: bool
    unmapped: tuple[tuple[str, int], ...] = field(default=())


def read(raw: bytes, name: str) -> tuple[Sheet, ...]:
    """The tables of a file, one a sheet; sheets without one are left out.

    Raises LogbookRefusedError: the file cannot be read, or no sheet has a table.
    """
    sheets = []
    for grid in grids(raw, name):
        try:
            sheets.append(sheet_of(grid))
        except LogbookRefusedError:
            continue
    if not sheets:
        fault = LogbookFault.TEXT if is_text_called_workbook(raw, name) else LogbookFault.NO_TABLE
        raise LogbookRefusedError(fault)
    return tuple(sheets)


def guess(sheet: Sheet) -> tuple[Guess, ...]:
    """Which column seems to hold what."""
    return guesses(sheet.headings)


def categories(sheet: Sheet, mapping: Mapping) -> Counter[str]:
    """The values of the column that says what happened, with how often each stands."""
    column = mapping.column_of(Field.WHAT, sheet.headings)
    texts = (text_of(row.cells[column]) for row in sheet.rows) if column is not None else ()
    return Counter(text for text in texts if text)


def apply(sheet: Sheet, mapping: Mapping, *, zone: tzinfo) -> Applied:
    """Entries of the rows, or why they are none; with an error in any row the whole file is better left.

    zone   whose clock the logbook was kept by
    """
    reading = _Reading(sheet, mapping, zone)
    entries: list[Entry] = []
    contents: list[str] = []
    errors: list[RowError] = []
    is_open = False
    for row in sheet.rows:
        is_more = reading.is_continuation(row)
        try:
            if is_more and is_open:
                entries[-1] = reading.continued(entries[-1], row)
                contents[-1] += reading.content(row)
                continue
            entries.append(reading.entry(row))
            contents.append(reading.content(row))
            is_open = True
        except _CellError as problem:
            errors.append(RowError(row.number, problem.heading, problem.reason, problem.text))
            is_open = False
    unmapped = [(what, times) for what, times in categories(sheet, mapping).items() if not mapping.codes_of(what)]
    known = tuple(_with_digests(entries, contents))
    return Applied(known, tuple(errors), reading.order, reading.is_proven, tuple(unmapped))


def _with_digests(entries: Sequence[Entry], contents: Sequence[str]) -> Iterator[Entry]:
    """Two rows that say the same are two entries: the second of them is told apart by its count."""
    seen: Counter[str] = Counter()
    for entry, content in zip(entries, contents, strict=True):
        said = f"{entry.occurred_at.isoformat()}{content}"
        seen[said] += 1
        yield replace(entry, digest=sha256(f"{said}{seen[said]}".encode("utf-8", "surrogatepass")).hexdigest())


class _CellError(Exception):
    """A row that makes no entry."""

    def __init__(self, heading: str, reason: Reason, text: str) -> None:
        self.heading, self.reason, self.text = heading, reason, text[:_SHOWN]
        super().__init__(reason.value)


class _Reading:
    """One sheet read by one mapping; it remembers the date of the row before."""

    def __init__(self, sheet: Sheet, mapping: Mapping, zone: tzinfo) -> None:
        self.sheet, self.zone = sheet, zone
        self.columns = {one: column for one in Field if (column := mapping.column_of(one, sheet.headings)) is not None}
        dates = (row.cells[self.columns[Field.DATE]] for row in sheet.rows) if Field.DATE in self.columns else ()
        found, is_proven = evidence(dates)
        self.order = mapping.order or found
        self.is_proven = is_proven or mapping.order is not None
        self.codes = dict(mapping.values)
        self.keys = [heading_key(heading) for heading in sheet.headings]
        self.last_date: date | None = None

    def entry(self, row: Row) -> Entry:
        """What the row says. Raises _CellError."""
        self._check_lengths(row)
        day, carried = self._day(row)
        clock, clock_notes = self._clock(row, day)
        occurred_at, zone_notes = moment_of(day.date, clock, zone=self.zone)
        what = self._text(row, Field.WHAT)
        text = self._text(row, Field.TEXT)
        action = self._text(row, Field.ACTION_TAKEN)
        if not (what or text or action):
            raise _CellError(self._heading(Field.TEXT), Reason.NOTHING_SAID, "")
        return Entry(
            row.number,
            occurred_at,
            clock is not None,
            place=self._text(row, Field.PLACE),
            what=what,
            codes=self.codes.get(heading_key(what), ()) if what else (),
            text=text,
            action_taken=action,
            told=_list(self._text(row, Field.TOLD)),
            on_duty=_list(self._text(row, Field.ON_DUTY)),
            reference=self._text(row, Field.REFERENCE),
            outcome=self._text(row, Field.OUTCOME),
            notes=(*carried, *day.notes, *clock_notes, *zone_notes),
        )

    def is_continuation(self, row: Row) -> bool:
        """Whether the row has nothing but more of the text above it."""
        filled = {column for column, cell in enumerate(row.cells) if cell is not None}
        more = {self.columns[one] for one in (Field.TEXT, Field.ACTION_TAKEN) if one in self.columns}
        return bool(filled) and filled <= more

    def continued(self, entry: Entry, row: Row) -> Entry:
        """The entry with what the row adds to it. Raises _CellError."""
        self._check_lengths(row)
        text = "\n".join(part for part in (entry.text, self._text(row, Field.TEXT)) if part)
        action = "\n".join(part for part in (entry.action_taken, self._text(row, Field.ACTION_TAKEN)) if part)
        notes = entry.notes if Note.CONTINUED in entry.notes else (*entry.notes, Note.CONTINUED)
        return replace(entry, text=text, action_taken=action, notes=notes)

    def content(self, row: Row) -> str:
        """All that stands in the row, by heading, whatever the order of the columns and whichever are read."""
        said = sorted((self.keys[column], text_of(cell)) for column, cell in enumerate(row.cells) if cell is not None)
        return json.dumps(said, ensure_ascii=False)

    def _day(self, row: Row) -> tuple[Day, tuple[Note, ...]]:
        cell = self._cell(row, Field.DATE)
        if cell is None and self.last_date is not None:
            return Day(self.last_date), (Note.DATE_CARRIED,)
        try:
            day = day_of(cell, order=self.order, year=self.sheet.year)
        except UnreadableError as problem:
            raise _CellError(self._heading(Field.DATE), problem.reason, text_of(cell)) from problem
        self.last_date = day.date
        assumed = isinstance(cell, str) and not self.is_proven and is_ambiguous(cell)
        return day, ((Note.ORDER_ASSUMED,) if assumed else ())

    def _clock(self, row: Row, day: Day) -> tuple[time | datetime | None, tuple[Note, ...]]:
        cell = self._cell(row, Field.TIME)
        if cell is None or (isinstance(cell, str) and not any(map(str.isdigit, cell))):
            return day.clock, (() if day.clock is not None else (Note.NO_TIME,))
        try:
            return clock_of(cell)
        except UnreadableError as problem:
            raise _CellError(self._heading(Field.TIME), problem.reason, text_of(cell)) from problem

    def _cell(self, row: Row, one: Field) -> Cell:
        return row.cells[self.columns[one]] if one in self.columns else None

    def _text(self, row: Row, one: Field) -> str:
        return text_of(self._cell(row, one))

    def _heading(self, one: Field) -> str:
        return self.sheet.headings[self.columns[one]] if one in self.columns else ""

    def _check_lengths(self, row: Row) -> None:
        for column, cell in enumerate(row.cells):
            if isinstance(cell, str) and len(cell) > MAX_CELL:
                raise _CellError(self.sheet.headings[column], Reason.TOO_LONG, cell)


def _list(text: str) -> tuple[str, ...]:
    """Several that stand in one cell, each once."""
    return tuple(dict.fromkeys(part for part in _LIST.split(text) if part))
