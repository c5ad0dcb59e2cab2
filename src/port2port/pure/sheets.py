"""Lists as CSV and as an office sheet: text cells only, no formula, no link, and the label on every page."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from port2port.pure.texts import safe_cell

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Counted in UTF-16 units by office programs; `_cell` stays below whatever the characters.
CELL_CHARACTERS = 32_767
# A sheet is built in memory, so its size has a limit.
XLSX_ROWS = 20_000


class TooManyRowsError(ValueError):
    """More rows than a sheet takes; the CSV file has no such limit."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how wide it stands in a sheet, in characters."""

    heading: str
    width: int = 18


type Row = Sequence[str]


def csv_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """The CSV file in pieces, one a row, so that a door can stream it: UTF-8 with byte order mark, CRLF."""
    yield b"\xef\xbb\xbf"
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    for row in _all_rows(columns, rows):
        writer.writerow([safe_cell(value) for value in row])
        yield buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()


def csv_file(columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    """The whole CSV file."""
    return b"".join(csv_lines(columns, rows))


def xlsx_file(columns: Sequence[Column], rows: Iterable[Row], *, title: str, label: str, made_at: datetime) -> bytes:
    """The sheet as bytes, with the label in its name and at the head and foot of each printed page.

    Raises TooManyRowsError.
    label   who may read it: the strictest TLP label of any row, or the words of a private list
    made_at   stands in the file's properties, so that bytes repeat
    """
    out = BytesIO()
    # constant_memory would spill rows into temporary files; in_memory keeps the export off the disk.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, options) as book:
        book.set_properties(
            {"title": _in_xml(title)[:200], "subject": _in_xml(label)[:200], "created": made_at.replace(tzinfo=None)}
        )
        sheet = book.add_worksheet(sheet_name(label, title))
        _lay_out(sheet, columns, title=title, label=label)
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "num_format": "@"})
        cell = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for number, row in enumerate(_all_rows(columns, rows)):
            if number > XLSX_ROWS:
                raise TooManyRowsError
            for place, value in enumerate(row):
                sheet.write_string(number, place, _cell(value), cell if number else heading)
    return out.getvalue()


def sheet_name(label: str, title: str) -> str:
    """The name of the tab: label first, without the characters that office programs refuse, at most 31."""
    words = re.sub(r"[\[\]:*?/\\']", " ", _narrow(f"{label} {title}"))
    return " ".join(words.split())[:31].rstrip()


def _lay_out(sheet: Worksheet, columns: Sequence[Column], *, title: str, label: str) -> None:
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    # An ampersand starts a command in a header; 255 characters are all that it holds.
    sheet.set_header(f"&L&B{_in_header(label)}&R{_in_header(title)}")
    sheet.set_footer(f"&L&B{_in_header(label)}&R&P / &N")


def _in_header(words: str) -> str:
    return _narrow(words)[:100].replace("&", "&&")


def _all_rows(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[Row]:
    yield [column.heading for column in columns]
    for row in rows:
        if len(row) != len(columns):
            raise ValueError("A row has as many cells as there are columns.")
        yield row


def _cell(value: str) -> str:
    # Control characters have no place in XML; a lone surrogate would spoil the whole file.
    return _in_xml(safe_cell(value)[: CELL_CHARACTERS // 2])


def _in_xml(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text.encode("utf-8", "replace").decode())


def _narrow(text: str) -> str:
    """Without characters that count double where office programs count to 31 and 255."""
    return re.sub(r"[\x00-\x1f\U00010000-\U0010ffff]", " ", _in_xml(text))
