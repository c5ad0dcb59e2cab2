"""A sheet of a port's routes, CSV or XLSX, as rows; or for each cell at fault why it is not taken.

Dry: nothing is written, nothing is guessed. The format is docs/reference/joint-allocation-room.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from port2port.pure.count_cells import CellError, Why, amount_in
from port2port.pure.count_words import key_of
from port2port.pure.logbook_bounds import LogbookRefusedError
from port2port.pure.logbook_files import Cell, Grid, grids
from port2port.pure.logbook_tables import Row, Sheet, sheet_of, text_of
from port2port.pure.workbench.given import FIGURES

MOST_ROWS = 200
ENDS = ("low", "likely", "high")
SHOWN = 60
# Above what any figure may be: who says so is the action, in its own words.
_MOST = 10**15


def heading_of(figure: str, end: str) -> str:
    """The heading of one end of a figure."""
    return f"detect_percent_{end}" if figure == "detect_prob" else f"{figure}_{end}"


NUMBERS = tuple(heading_of(figure, end) for figure in FIGURES for end in ENDS)
SHARES = ("floor_percent", "covered_now_percent")
HEADINGS = ("port", "route", *NUMBERS, *SHARES, "source")
_BY_KEY = {key_of(one): one for one in HEADINGS}


class RouteFault(StrEnum):
    """Why a whole file is not taken; faults of the bytes themselves are those of a logbook."""

    NO_COLUMNS = "no-columns"
    MISSING = "missing"
    TWICE = "twice"
    NO_ROWS = "no-rows"
    TOO_MANY_ROWS = "too-many-rows"


class RouteWhy(StrEnum):
    """Why a cell is not taken."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not-a-number"
    NEGATIVE = "negative"
    THOUSANDS = "thousands"
    NOT_PERCENT = "not-percent"
    DOUBLED = "doubled"


class RouteSheetError(ValueError):
    """A file of routes that is not taken, and why. names: the headings that it is about"""

    def __init__(self, fault: RouteFault, names: Sequence[str] = ()) -> None:
        self.fault, self.names = fault, tuple(names)
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A route. row   in the file     figures   by the names of FIGURES: low, likely, high, in EUR

    floor, covered_now, chances   0 to 1      port   as it stands in the file
    """

    row: int
    port: str
    name: str
    figures: dict[str, tuple[float, float, float]]
    floor: float
    covered_now: float
    source: str


@dataclass(frozen=True, slots=True)
class RouteRemark:
    """Why a row is not taken: its number in the file, the heading, what stands there; other: the row it repeats"""

    row: int
    heading: str
    why: RouteWhy
    shown: str
    other: int = 0


def read_routes(raw: bytes, name: str) -> tuple[list[RouteRow], list[RouteRemark]]:
    """The rows that can be taken, and what is wrong with the others. name   of the file

    Raises LogbookRefusedError for bytes that are no CSV and no XLSX, RouteSheetError.
    """
    sheet = _sheet(grids(raw, name))
    columns = _columns(sheet.headings)
    if not sheet.rows:
        raise RouteSheetError(RouteFault.NO_ROWS)
    if len(sheet.rows) > MOST_ROWS:
        raise RouteSheetError(RouteFault.TOO_MANY_ROWS)
    read = [_read(row, columns) for row in sheet.rows]
    rows = [row for row, _remarks in read if row is not None]
    remarks = [one for _row, remarks in read for one in remarks]
    doubled = list(_doubled(rows))
    again = {one.row for one in doubled}
    return [row for row in rows if row.row not in again], sorted([*remarks, *doubled], key=lambda one: one.row)


def _sheet(found: Sequence[Grid]) -> Sheet:
    for grid in found:
        try:
            sheet = sheet_of(grid, knows=lambda heading: key_of(heading) in _BY_KEY)
        except LogbookRefusedError:
            continue
        if any(key_of(one) in _BY_KEY for one in sheet.headings):
            return sheet
    raise RouteSheetError(RouteFault.NO_COLUMNS)


def _columns(headings: Sequence[str]) -> dict[str, int]:
    told = [(_BY_KEY[key], place) for place, text in enumerate(headings) if (key := key_of(text)) in _BY_KEY]
    names = [name for name, _place in told]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise RouteSheetError(RouteFault.TWICE, twice)
    if missing := [name for name in HEADINGS if name not in names]:
        raise RouteSheetError(RouteFault.MISSING, missing)
    return dict(told)


def _read(row: Row, columns: dict[str, int]) -> tuple[RouteRow | None, list[RouteRemark]]:
    cells = {name: row.cells[place] for name, place in columns.items()}
    remarks: list[RouteRemark] = []
    numbers: dict[str, float] = {}
    for name in HEADINGS:
        try:
            if name in NUMBERS or name in SHARES:
                numbers[name] = _number(cells[name], is_percent="percent" in name)
            else:
                _filled(cells[name])
        except _CellFault as fault:
            remarks.append(RouteRemark(row.number, name, fault.why, _text(cells[name])[:SHOWN]))
    if remarks:
        return None, remarks
    figures = {figure: _ends(numbers, figure) for figure in FIGURES}
    floor, covered = (numbers[name] for name in SHARES)
    texts = (_text(cells[name]) for name in ("port", "route", "source"))
    port, route, source = texts
    return RouteRow(row.number, port, route, figures, floor, covered, source), []


def _ends(numbers: dict[str, float], figure: str) -> tuple[float, float, float]:
    low, likely, high = (numbers[heading_of(figure, end)] for end in ENDS)
    return low, likely, high


class _CellFault(ValueError):
    def __init__(self, why: RouteWhy) -> None:
        self.why = why
        super().__init__(why.value)


_WHYS = {Why.NEGATIVE: RouteWhy.NEGATIVE, Why.THOUSANDS: RouteWhy.THOUSANDS}


def _number(cell: Cell, *, is_percent: bool) -> float:
    text = _text(cell)
    try:
        said = amount_in(text.removesuffix("%").strip() if is_percent and text else cell, places=6, most=_MOST)
    except CellError as problem:
        raise _CellFault(_WHYS.get(problem.why, RouteWhy.NOT_A_NUMBER)) from problem
    if said is None:
        raise _CellFault(RouteWhy.EMPTY)
    if not is_percent:
        return float(said)
    # A cell that office programs show as 20 % holds .2; taken as it stands it would mean a hundredth of it.
    if 0 < said < 1 and not text.endswith("%"):
        raise _CellFault(RouteWhy.NOT_PERCENT)
    return float(said) / 100


def _filled(cell: Cell) -> None:
    if not _text(cell):
        raise _CellFault(RouteWhy.EMPTY)


def _text(cell: Cell) -> str:
    return " ".join(text_of(cell).split())


def _doubled(rows: Sequence[RouteRow]) -> Iterator[RouteRemark]:
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        earlier = first.setdefault((key_of(row.port), row.name.casefold()), row.row)
        if earlier != row.row:
            yield RouteRemark(row.row, "route", RouteWhy.DOUBLED, row.name[:SHOWN], earlier)
