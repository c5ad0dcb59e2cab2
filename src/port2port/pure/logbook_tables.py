"""The table in a sheet: its heading row under whatever titles, and the rows that are entries.

Blank rows, totals and headings repeated for printing are left out, each with a reason; merged cells are carried down.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from port2port.pure.fold import fold
from port2port.pure.logbook_bounds import LogbookFault, LogbookRefusedError
from port2port.pure.logbook_files import Cell, Grid
from port2port.pure.logbook_headings import is_heading

# Titles, logos and addresses stand above the headings; more than this is another kind of sheet.
_MOST_TITLES = 40
_TOTAL = re.compile(r"(?:sub|eind|dag|week|maand)?(?:totaal|totalen|total|totaux|summe|gesamt|gesamtsumme)\b")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


class Left(StrEnum):
    """Why a row is no entry."""

    TITLE = "title"
    TOTAL = "total"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Row:
    """A row under the headings: its number in the file, counted from 1, and as many cells as there are columns."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table of one sheet.

    heading_row   its number in the file     year   that the name or a title tells, for dates without one
    left_out      rows that are no entries, by number; blank ones are not counted
    """

    name: str
    heading_row: int
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: tuple[tuple[int, Left], ...]
    year: int | None


def sheet_of(grid: Grid, *, knows: Callable[[str], bool] = is_heading) -> Sheet:
    """The table in the grid. Raises LogbookRefusedError where there is none.

    knows   whether a cell reads as a heading; those of a logbook unless said otherwise
    """
    place = _heading_place(grid.rows, knows)
    filled = _carried_down(grid, place)
    headings = _widened(_headings(grid.rows[place]), filled)
    rows: list[Row] = []
    left_out: list[tuple[int, Left]] = []
    for offset, cells in enumerate(filled):
        number = place + 2 + offset
        row = Row(
            number, tuple(_clean(cells[column]) if column < len(cells) else None for column in range(len(headings)))
        )
        reason = _no_entry(row, headings)
        if reason is not None:
            left_out.append((number, reason))
        elif any(cell is not None for cell in row.cells):
            rows.append(row)
    return Sheet(grid.name, place + 1, headings, tuple(rows), tuple(left_out), _year(grid, place))


def _heading_place(rows: Sequence[Sequence[Cell]], knows: Callable[[str], bool]) -> int:
    """The row with most headings that are known; else the first of at least three words with something below."""
    best, most = -1, 1
    for place, row in enumerate(rows[:_MOST_TITLES]):
        known = len({cell for cell in row if isinstance(cell, str) and knows(cell)})
        if known > most:
            best, most = place, known
    if best < 0:
        best = next((place for place, row in enumerate(rows[:_MOST_TITLES]) if _could_be_headings(row)), -1)
    if best < 0:
        raise LogbookRefusedError(LogbookFault.NO_TABLE)
    return best


def _could_be_headings(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if cell not in {None, ""}]
    return len(filled) >= 3 and all(isinstance(cell, str) and not any(map(str.isdigit, cell)) for cell in filled)


def _headings(row: Sequence[Cell]) -> tuple[str, ...]:
    texts = [" ".join(text_of(cell).split())[:200] for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _widened(headings: tuple[str, ...], rows: list[list[Cell]]) -> tuple[str, ...]:
    """With an empty heading for each further column that holds something, so that nothing there goes unseen."""
    used = (column + 1 for row in rows for column in range(len(row) - 1, len(headings) - 1, -1) if _clean(row[column]))
    return headings + ("",) * (max(used, default=0) - len(headings))


def _carried_down(grid: Grid, place: int) -> list[list[Cell]]:
    """The rows below the headings, with the value of a merged cell in each row that it spans."""
    rows = [list(row) for row in grid.rows[place + 1 :]]
    for (top, left), (bottom, _right) in grid.spans:
        first = top - place - 1
        if first < 0 or bottom == top or first >= len(rows) or left >= len(rows[first]):
            continue
        for row in rows[first + 1 : bottom - place]:
            row.extend([None] * (left + 1 - len(row)))
            row[left] = rows[first][left]
    return rows


def _clean(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return cell.strip() or None
    return cell


def _no_entry(row: Row, headings: tuple[str, ...]) -> Left | None:
    filled = [(column, cell) for column, cell in enumerate(row.cells) if cell is not None]
    if not filled:
        return None
    first_column, first = filled[0]
    if isinstance(first, str) and _TOTAL.match(fold(first)) and len(filled) <= max(2, sum(map(bool, headings)) // 2):
        return Left.TOTAL
    if all(text_of(cell) == headings[column] for column, cell in filled):
        return Left.HEADING
    if len(filled) == 1 and first_column == 0 and isinstance(first, str) and not any(map(str.isdigit, first[:2])):
        return Left.TITLE
    return None


def _year(grid: Grid, place: int) -> int | None:
    texts = [grid.name, *(text_of(cell) for row in grid.rows[:place] for cell in row if isinstance(cell, str))]
    years = {int(year) for text in texts for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def text_of(cell: Cell) -> str:
    """A cell as text, the same for the same value whatever the file's format."""
    match cell:
        case None:
            text = ""
        case bool():
            text = "1" if cell else "0"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            text = str(int(cell))
        case datetime():
            text = cell.isoformat(" ", "seconds")
        case time():
            text = cell.isoformat("minutes")
        case _:
            text = str(cell)
    return text
