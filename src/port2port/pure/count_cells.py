"""What one cell of a sheet of weekly counts says: a week, a whole number, an amount; or why it says none."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from port2port.pure.logbook_dates import Order, UnreadableError, day_of
from port2port.pure.logbook_files import Cell
from port2port.pure.logbook_tables import text_of


class Why(StrEnum):
    """Why a cell, and with it its row, is not taken."""

    NO_WEEK = "no-week"
    NOT_A_WEEK = "not-a-week"
    NO_SUCH_WEEK = "no-such-week"
    NOT_A_MONDAY = "not-a-monday"
    WEEK_NOT_OVER = "week-not-over"
    TOO_OLD = "too-old"
    NO_PORT = "no-port"
    UNKNOWN_PORT = "unknown-port"
    WHICH_PORT = "which-port"
    NO_OUTCOME = "no-outcome"
    UNKNOWN_OUTCOME = "unknown-outcome"
    DERIVED_OUTCOME = "derived-outcome"
    KILOGRAMS_NO_OUTCOME = "kilograms-no-outcome"
    UNKNOWN_CATEGORY = "unknown-category"
    NOT_A_NUMBER = "not-a-number"
    NEGATIVE = "negative"
    FRACTIONAL = "fractional"
    THOUSANDS = "thousands"
    TOO_LARGE = "too-large"
    TOO_PRECISE = "too-precise"
    FORMULA = "formula"
    WORKED_OUT = "worked-out"
    MERGED = "merged"
    KILOGRAMS_OF_SEIZURES = "kilograms-of-seizures"
    KILOGRAMS_OF_NOTHING = "kilograms-of-nothing"
    UNKNOWN_EFFORT = "unknown-effort"
    NO_AMOUNT = "no-amount"
    COUNT_AND_EFFORT = "count-and-effort"
    CATEGORY_OF_EFFORT = "category-of-effort"
    DOUBLED = "doubled"


class CellError(ValueError):
    """A cell that cannot be taken, and why. names: what it could mean, where that is several things."""

    def __init__(self, why: Why, names: Sequence[str] = ()) -> None:
        self.why, self.names = why, tuple(names)
        super().__init__(why.value)


FIRST_WEEK = date(2000, 1, 3)
MOST = 1_000_000
_ISO_WEEK = re.compile(r"(\d{4})-?\s?w(\d{1,2})", re.IGNORECASE)
_WEEK_FIRST = re.compile(r"(?:week|semaine|sem|woche|kw|wk|w)\.?\s?(\d{1,2})[\s/,-]+(\d{4})", re.IGNORECASE)
_STARTS_FORMULA = ("=", "+", "@", "＝", "＋", "＠", "|", "%")
_MINUS = ("-", "−", "–", "－")
_WHOLE = re.compile(r"[0-9]{1,15}")
_DECIMAL = re.compile(r"([0-9]{1,15})[.,]([0-9]{1,15})")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:[ \u00a0\u202f.,'’][0-9]{3})+")


def week_in(cell: Cell, *, newest: date) -> date:
    """The Monday of the week that a cell names: a date, a date in words of figures, or a week of ISO 8601.

    newest   Monday of the newest week that is over
    Raises CellError.
    """
    if cell is None:
        raise CellError(Why.NO_WEEK)
    monday = _iso_week(cell) if isinstance(cell, str) else None
    day = monday or _day(cell)
    if day.weekday():
        raise CellError(Why.NOT_A_MONDAY)
    if day > newest:
        raise CellError(Why.WEEK_NOT_OVER)
    if day < FIRST_WEEK:
        raise CellError(Why.TOO_OLD)
    return day


def _iso_week(text: str) -> date | None:
    if (found := _ISO_WEEK.fullmatch(text)) is not None:
        year, week = found[1], found[2]
    elif (found := _WEEK_FIRST.fullmatch(text)) is not None:
        year, week = found[2], found[1]
    else:
        return None
    try:
        return date.fromisocalendar(int(year), int(week), 1)
    except ValueError as problem:
        raise CellError(Why.NO_SUCH_WEEK) from problem


def _day(cell: Cell) -> date:
    if isinstance(cell, str) and cell.startswith(_STARTS_FORMULA):
        raise CellError(Why.FORMULA)
    if isinstance(cell, (bool, time, timedelta)):
        raise CellError(Why.NOT_A_WEEK)
    try:
        found = day_of(cell, order=Order.DAY_FIRST, year=None)
    except UnreadableError as problem:
        raise CellError(Why.NOT_A_WEEK) from problem
    if found.notes or not _is_midnight(found.clock):
        raise CellError(Why.NOT_A_WEEK)
    return found.date


def _is_midnight(clock: time | datetime | None) -> bool:
    shown = clock.time() if isinstance(clock, datetime) else clock
    return shown is None or shown == time()


def number_in(cell: Cell) -> int | None:
    """The whole number in a cell, at most a million; None where it is empty: nobody counted. Raises CellError."""
    amount = _amount(cell)
    if amount is None:
        return None
    if amount != int(amount):
        raise CellError(Why.FRACTIONAL)
    if amount > MOST:
        raise CellError(Why.TOO_LARGE)
    return int(amount)


def amount_in(cell: Cell, *, places: int, most: int) -> Decimal | None:
    """The amount in a cell, with so many decimals at most; None where it is empty. Raises CellError."""
    amount = _amount(cell)
    if amount is None:
        return None
    if amount > most:
        raise CellError(Why.TOO_LARGE)
    if amount != round(amount, places):
        raise CellError(Why.TOO_PRECISE)
    return amount


def _amount(cell: Cell) -> Decimal | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        return _from_text(cell.strip())
    if isinstance(cell, bool) or not isinstance(cell, (int, float)) or not abs(cell) < float("inf"):
        raise CellError(Why.NOT_A_NUMBER)
    if cell < 0:
        raise CellError(Why.NEGATIVE)
    # The shortest words for the float: what the sheet showed, not the nearest binary number.
    return Decimal(text_of(cell))


def _from_text(text: str) -> Decimal:
    if _WHOLE.fullmatch(text):
        return Decimal(text)
    if _GROUPED.fullmatch(text):
        # 1.234 is read in two ways, so in none.
        raise CellError(Why.THOUSANDS)
    if (found := _DECIMAL.fullmatch(text)) is not None:
        return Decimal(f"{found[1]}.{found[2]}")
    if text.startswith(_MINUS):
        raise CellError(Why.NEGATIVE if _is_number(text[1:].strip()) else _odd(text))
    raise CellError(Why.FORMULA if text.startswith(_STARTS_FORMULA) else Why.NOT_A_NUMBER)


def _is_number(text: str) -> bool:
    return bool(_WHOLE.fullmatch(text) or _DECIMAL.fullmatch(text) or _GROUPED.fullmatch(text))


def _odd(text: str) -> Why:
    """A dash alone says that nothing is known; with more behind it, a program could take it for a formula."""
    return Why.NOT_A_NUMBER if len(text) == 1 else Why.FORMULA
