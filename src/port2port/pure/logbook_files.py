"""A logbook's bytes as sheets of cells: XLSX, XLS, ODS and CSV, refused with a reason where they would do harm.

Formulas are never worked out: a cell holds the value that the program which wrote the file kept for it.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from itertools import islice
from struct import error as StructError  # noqa: N812

import xlrd
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from port2port.pure.logbook_bounds import (
    MAX_BYTES,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    LogbookFault,
    LogbookRefusedError,
    check_open_document,
    check_open_xml,
)
from port2port.pure.not_a_sheet import is_text_called_workbook, older_kind, other_kind
from port2port.pure.packages import PackageFault, office_type

type Cell = str | int | float | bool | date | datetime | time | timedelta | None
type Span = tuple[tuple[int, int], tuple[int, int]]

MAX_SHEETS = 50


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as it stands in the file.

    rows     from the first row on, shorter ones where nothing follows     spans   merged cells, both corners, from 0
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    spans: Sequence[Span] = field(default=())


def grids(raw: bytes, name: str, *, is_new: bool = False) -> tuple[Grid, ...]:
    """The visible sheets with something in them; what the file is counts, not what it is called.

    name     of the file; a CSV file's only sheet is called so
    is_new   XLSX and CSV alone: of XLS and ODS nobody knows here which cells a formula worked out
    Raises LogbookRefusedError.
    """
    if not raw.strip():
        raise LogbookRefusedError(LogbookFault.EMPTY)
    if len(raw) > MAX_BYTES:
        raise LogbookRefusedError(LogbookFault.TOO_LARGE)
    if raw.startswith(b"PK\x03\x04"):
        found = _package(raw, is_new=is_new)
    elif raw.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        found = _compound(raw, is_new=is_new)
    elif fault := other_kind(raw):
        raise LogbookRefusedError(fault)
    else:
        found = [Grid(name, _text_rows(raw, name))]
    kept = tuple(grid for grid in found if any(any(cell not in {None, ""} for cell in row) for row in grid.rows))
    if not kept:
        raise LogbookRefusedError(LogbookFault.EMPTY)
    return kept


_FAULTS = {
    PackageFault.BOMB: LogbookFault.BOMB,
    PackageFault.ENCRYPTED: LogbookFault.ENCRYPTED,
    PackageFault.MACROS: LogbookFault.MACROS,
    PackageFault.ACTIVE: LogbookFault.MACROS,
    PackageFault.UNKNOWN: LogbookFault.ARCHIVE,
    PackageFault.BINARY: LogbookFault.BINARY_WORKBOOK,
}


def _package(raw: bytes, *, is_new: bool) -> list[Grid]:
    kind = office_type(raw)
    if isinstance(kind, PackageFault):
        raise LogbookRefusedError(_FAULTS.get(kind, LogbookFault.BROKEN))
    if kind[1] not in {"xlsx", "ods"}:
        raise LogbookRefusedError(LogbookFault.DOCUMENT)
    if kind[1] == "xlsx":
        check_open_xml(raw)
    else:
        check_open_document(raw)
        if is_new:
            raise LogbookRefusedError(LogbookFault.OPEN_WORKBOOK)
    try:
        return list(_calamine(raw))
    except PasswordError as problem:
        raise LogbookRefusedError(LogbookFault.ENCRYPTED) from problem
    except (CalamineError, ValueError, OverflowError) as problem:
        raise LogbookRefusedError(LogbookFault.BROKEN) from problem


def _calamine(raw: bytes) -> Iterator[Grid]:
    with CalamineWorkbook.from_filelike(BytesIO(raw)) as book:
        visible = (sheet for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible)
        for place, sheet in enumerate(islice(visible, MAX_SHEETS)):
            content = book.get_sheet_by_name(sheet.name)
            if content.start is not None:
                yield Grid(sheet.name or f"{place + 1}", list(content.iter_rows()), content.merged_cell_ranges or ())


def _compound(raw: bytes, *, is_new: bool) -> list[Grid]:
    """The container of XLS, in which Office also keeps whatever it encrypts."""
    if fault := older_kind(raw) or (LogbookFault.OLD_WORKBOOK if is_new else None):
        raise LogbookRefusedError(fault)
    try:
        # Its cells share their words, so that a small file cannot grow: what calamine reads of XLS it copies.
        with xlrd.open_workbook(
            file_contents=raw, on_demand=True, ragged_rows=True, formatting_info=True, logfile=StringIO()
        ) as book:
            return [_old_grid(book, number) for number in range(min(book.nsheets, MAX_SHEETS))]
    except LogbookRefusedError:
        raise
    except XLRDError as problem:
        encrypted = "encrypt" in str(problem).lower() or "password" in str(problem).lower()
        raise LogbookRefusedError(LogbookFault.ENCRYPTED if encrypted else LogbookFault.BROKEN) from problem
    except _XLS_BROKEN as problem:
        raise LogbookRefusedError(LogbookFault.BROKEN) from problem


# Whatever its reader raises on bytes that are not what they seem.
_XLS_BROKEN = (
    CompDocError,
    StructError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)


def _old_grid(book: xlrd.Book, number: int) -> Grid:
    sheet = book.sheet_by_index(number)
    if sheet.visibility:
        return Grid(sheet.name, ())
    if sheet.nrows > MAX_ROWS:
        raise LogbookRefusedError(LogbookFault.TOO_MANY_ROWS)
    if sheet.ncols > MAX_COLUMNS:
        raise LogbookRefusedError(LogbookFault.TOO_MANY_COLUMNS)
    rows = [[_old_cell(cell, book.datemode) for cell in sheet.row(row)] for row in range(sheet.nrows)]
    # They are given with the first row and column behind the range.
    spans = [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells]
    book.unload_sheet(number)
    return Grid(sheet.name, rows, spans)


def _old_cell(cell: xlrd.sheet.Cell, datemode: int) -> Cell:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _old_moment(float(cell.value), datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype in {xlrd.XL_CELL_ERROR, xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
        return None
    return float(cell.value) if isinstance(cell.value, (int, float)) else str(cell.value)


def _old_moment(value: float, datemode: int) -> Cell:
    try:
        moment = xlrd.xldate_as_datetime(value, 1 if datemode else 0)
    except (ValueError, OverflowError):
        return value
    if value < 1:
        return moment.time()
    return moment.date() if moment.time() == time() else moment


_MARKUP = re.compile(rb"^\s*<(!doctype|html|table|\?xml|head|body|meta)", re.IGNORECASE)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def _text_rows(raw: bytes, name: str) -> list[list[Cell]]:
    try:
        return _csv_rows(raw)
    except LogbookRefusedError as problem:
        if problem.fault == LogbookFault.ENCODING and is_text_called_workbook(raw, name):
            raise LogbookRefusedError(LogbookFault.UNKNOWN) from problem
        raise


def _csv_rows(raw: bytes) -> list[list[Cell]]:
    text = decoded(raw)
    separator, text = _separator(text)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=separator):
            if len(rows) >= MAX_ROWS:
                raise LogbookRefusedError(LogbookFault.TOO_MANY_ROWS)
            if len(row) > MAX_COLUMNS:
                raise LogbookRefusedError(LogbookFault.TOO_MANY_COLUMNS)
            rows.append([value[: MAX_CELL + 1].strip() or None for value in row])
    except csv.Error as problem:
        raise LogbookRefusedError(LogbookFault.BROKEN) from problem
    return rows


def decoded(raw: bytes) -> str:
    """The text of a CSV file: UTF-8 or UTF-16 with or without its mark, or the Windows alphabet of western Europe.

    Raises LogbookRefusedError.
    """
    if _MARKUP.match(raw[:1000]):
        raise LogbookRefusedError(LogbookFault.WEB_PAGE)
    for encoding in _encodings(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NOT_TEXT.search(text):
            return text.removeprefix("\ufeff")
    raise LogbookRefusedError(LogbookFault.ENCODING if b"\0" not in raw else LogbookFault.UNKNOWN)


def _encodings(raw: bytes) -> list[str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if b"\0" in raw[:200]:
        return ["utf-16-le" if raw[1:200:2].count(0) > raw[0:200:2].count(0) else "utf-16-be"]
    return ["utf-8-sig", "cp1252"]


def _separator(text: str) -> tuple[str, str]:
    """What parts the cells, and the text without the line in which Excel may say so."""
    first, _, rest = text.partition("\n")
    if (said := re.fullmatch(r"sep=([;,\t|])\s*", first)) is not None:
        return said[1], rest
    sample = text[:20_000]
    return max(";\t,|", key=lambda sign: _evenness(sample, sign)), text


def _evenness(sample: str, separator: str) -> tuple[int, int]:
    """How many of the first rows have as many cells as most have, and more than one."""
    try:
        widths = [len(row) for row in islice(csv.reader(StringIO(sample, newline=""), delimiter=separator), 50) if row]
    except csv.Error:
        return 0, 0
    wide = [width for width in widths if width > 1]
    return (max(map(wide.count, wide)), max(wide)) if wide else (0, 0)
