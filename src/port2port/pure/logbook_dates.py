"""Dates and times as people write them in a logbook, in Dutch, French, German and English, and the moment they mean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from port2port.pure.fold import fold
from port2port.pure.logbook_files import Cell

# Day one of the serial numbers of spreadsheets; they count a 29 February 1900 that never was.
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001
_SERIALS = (20_000, 80_000)
# A logbook of two-digit years from 80 on is of the last century.
_PIVOT = 80


class Order(StrEnum):
    """In which order day and month stand in a column."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class Reason(StrEnum):
    """Why a row of a logbook is not taken."""

    NO_DATE = "no-date"
    NOT_A_DATE = "not-a-date"
    NO_SUCH_DAY = "no-such-day"
    NO_YEAR = "no-year"
    NOT_A_TIME = "not-a-time"
    TOO_LONG = "too-long"
    NOTHING_SAID = "nothing-said"


class Note(StrEnum):
    """What was decided about a row, for its owner to see."""

    DATE_CARRIED = "date-carried"
    YEAR_ADDED = "year-added"
    ORDER_ASSUMED = "order-assumed"
    NO_TIME = "no-time"
    RANGE_BEGUN = "range-begun"
    CLOCK_GAP = "clock-gap"
    CLOCK_TWICE = "clock-twice"
    CONTINUED = "continued"


class UnreadableError(ValueError):
    """A cell that holds no date or time, and why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)


@dataclass(frozen=True, slots=True)
class Day:
    """A date, and the time of day where it stands in the same cell; what had to be decided on the way."""

    date: date
    clock: time | datetime | None = None
    notes: tuple[Note, ...] = ()


_MONTHS = (
    (1, "jan janv jaen"), (2, "feb fev"), (3, "mar maa mrt marz"), (4, "apr avr"), (5, "mei mai may"), (6, "jun juin"),
    (7, "jul juil"), (8, "aug aou"), (9, "sep"), (10, "okt oct"), (11, "nov"), (12, "dec dez"),
)  # fmt: skip
_MONTH_STEMS = {stem: number for number, stems in _MONTHS for stem in stems.split()}
_YEAR_FIRST = re.compile(r"(\d{4})[-./ ]{1,2}(\d{1,2})[-./ ]{1,2}(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})(?:[-./ ]{1,3}|\.\s)(\d{1,2})(?:[-./ ]{1,3}(\d{4}|\d{2})(?![\d:hu]))?(?!\d)")
_DAY_FIRST_NAMED = re.compile(
    r"(\d{1,2})(?:\.|e|er|de|ste|th|st|nd|rd)?[-./ ]{0,3}([a-z]{3,10})\.?[-./ ,]{0,3}(\d{4}|\d{2}(?![\d:hu]))?"
)
_MONTH_FIRST_NAMED = re.compile(r"([a-z]{3,10})\.? (\d{1,2})(?:th|st|nd|rd)?,? (\d{4})")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_WEEKDAY = re.compile(
    r"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|ma|di|wo|do|vr|za|zo|lun|mar|mer|jeu|ven|sam|dim|mo|mi|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|"
    r"maa|din|woe|don|vri|zat|zon)\.?,? +(?=\d|[a-z]{3,10}\.? \d)"
)


def evidence(cells: Iterable[Cell]) -> tuple[Order, bool]:
    """In which order the column's dates stand, and whether any of them proves it; day first where none does."""
    firsts = seconds = 0
    for cell in cells:
        if isinstance(cell, str) and (found := _NUMBERS.match(_bare(cell))) is not None:
            firsts += int(found[1]) > 12 >= int(found[2])
            seconds += int(found[2]) > 12 >= int(found[1])
    return (Order.MONTH_FIRST if seconds > firsts else Order.DAY_FIRST), firsts != seconds


def is_ambiguous(cell: str) -> bool:
    """Whether day and month could change places."""
    found = _NUMBERS.match(_bare(cell))
    return found is not None and found[1] != found[2] and int(found[1]) <= 12 and int(found[2]) <= 12


def _bare(text: str) -> str:
    """In small letters without accents and without the day of the week."""
    folded = " ".join(fold(text).split())
    return _WEEKDAY.sub("", folded, count=1) if _WEEKDAY.match(folded) else folded


def day_of(cell: Cell, *, order: Order, year: int | None) -> Day:
    """The date in a cell, with the time that may follow it.

    order   of day and month in the column     year   of the sheet, for dates without one
    Raises UnreadableError.
    """
    if isinstance(cell, datetime):
        return Day(cell.date(), cell if cell.tzinfo else _rounded(cell.time()) if cell.time() != time() else None)
    if isinstance(cell, date):
        return Day(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_serial(float(cell))
    if not isinstance(cell, str) or not cell.strip():
        raise UnreadableError(Reason.NO_DATE if cell in {None, ""} else Reason.NOT_A_DATE)
    return _from_words(cell, order, year)


def _from_serial(number: float) -> Day:
    if not _SERIALS[0] <= number < _SERIALS[1]:
        raise UnreadableError(Reason.NOT_A_DATE)
    moment = _EPOCH + timedelta(days=number)
    clock = _rounded((moment + timedelta(milliseconds=500)).time().replace(microsecond=0))
    return Day(moment.date(), clock if number % 1 else None)


def _from_words(cell: str, order: Order, year: int | None) -> Day:
    stamp = re.fullmatch(r"\s*(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)\s*", cell)
    if stamp is not None:
        moment = _stamp(stamp[1])
        return Day(moment.date(), moment if moment.tzinfo else moment.time().replace(microsecond=0))
    text = _bare(cell)
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text.replace(",", ".")))
    day, end, notes = _date_at(text, order, year)
    rest = re.sub(r"^(?:[ ,;t-]|\b(?:om|a|um|at|te|rond|vers|gegen|ca|omstreeks)\b\.?){1,6}", "", text[end:])
    if not rest:
        return Day(day, None, notes)
    clock, more = clock_of(rest)
    return Day(day, clock, notes + more)


def _stamp(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as problem:
        raise UnreadableError(Reason.NO_SUCH_DAY) from problem


def _date_at(text: str, order: Order, year: int | None) -> tuple[date, int, tuple[Note, ...]]:
    """The date at the head of a text, where it ends, and what was added to it."""
    if (found := _YEAR_FIRST.match(text) or _COMPACT.match(text)) is not None:
        return _date(found[1], int(found[2]), int(found[3]), year), found.end(), ()
    if (found := _NUMBERS.match(text)) is not None:
        day, month = (found[1], found[2]) if order is Order.DAY_FIRST else (found[2], found[1])
        return _date(found[3], int(month), int(day), year), found.end(), _added(found[3])
    if (found := _DAY_FIRST_NAMED.match(text)) is not None:
        return _date(found[3], _month(found[2]), int(found[1]), year), found.end(), _added(found[3])
    if (found := _MONTH_FIRST_NAMED.match(text)) is not None:
        return _date(found[3], _month(found[1]), int(found[2]), year), found.end(), ()
    raise UnreadableError(Reason.NOT_A_DATE)


def _added(year: str | None) -> tuple[Note, ...]:
    return () if year else (Note.YEAR_ADDED,)


def _month(word: str) -> int:
    for length in (4, 3):
        if word[:length] in _MONTH_STEMS:
            return _MONTH_STEMS[word[:length]]
    raise UnreadableError(Reason.NOT_A_DATE)


def _date(said: str | None, month: int, day: int, year: int | None) -> date:
    if said is None and year is None:
        raise UnreadableError(Reason.NO_YEAR)
    number = int(said) if said else year or 0
    if said and len(said) == 2:
        number += 1900 if number >= _PIVOT else 2000
    try:
        return date(number, month, day)
    except ValueError as problem:
        raise UnreadableError(Reason.NO_SUCH_DAY) from problem


_HALF = r"(a\.?m\.?|p\.?m\.?)"
_CLOCK = re.compile(
    r"(?:om|a|um|at|ca\.?|rond|vers|gegen|omstreeks|\+/-|±|~)? ?"
    r"(?:(\d{1,2}) ?[:.hu] ?(\d{2})(?: ?[:.] ?(\d{2})(?:[.,]\d+)?)?|(\d{2})(\d{2})|(\d{1,2}))(?!\d) ?"
    rf"(?:{_HALF})? ?(?:uur|uhr|heures|heure|hours|hrs|hr|h|u|min)?\.?"
)
_TO = re.compile(r" ?(?:-|–|—|tot|a|bis|to|until|jusqu'a|/) ?")


def clock_of(cell: Cell) -> tuple[time | datetime, tuple[Note, ...]]:
    """The time of day in a cell; of a range its beginning. A moment of the next day stands for 24:00.

    Raises UnreadableError.
    """
    if isinstance(cell, datetime):
        return _rounded(cell.time()), ()
    if isinstance(cell, time):
        return _rounded(cell), ()
    if isinstance(cell, timedelta):
        return _from_seconds(cell.total_seconds()), ()
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_number(float(cell)), ()
    if isinstance(cell, str):
        return _from_clock_words(cell)
    raise UnreadableError(Reason.NOT_A_TIME)


def _from_number(number: float) -> time | datetime:
    if 0 <= number <= 1:
        return _from_seconds(number * 86_400)
    if _SERIALS[0] <= number < _SERIALS[1]:
        return _from_seconds(number % 1 * 86_400)
    if not 1 < number <= 2400 or number != int(number):
        raise UnreadableError(Reason.NOT_A_TIME)
    # 1430, or 14 for two o'clock in the afternoon, where the colon was left out.
    hours, minutes = divmod(int(number), 100) if number >= 100 else (int(number), 0)
    return _time(hours, minutes, 0)


def _from_seconds(seconds: float) -> time | datetime:
    whole = round(seconds)
    return _time(whole // 3600, whole // 60 % 60, whole % 60)


def _time(hours: int, minutes: int, seconds: int) -> time | datetime:
    if (hours, minutes, seconds) == (24, 0, 0):
        return NEXT_MIDNIGHT
    try:
        return time(hours, minutes, seconds)
    except ValueError as problem:
        raise UnreadableError(Reason.NOT_A_TIME) from problem


# 24:00 is the first moment of the next day.
NEXT_MIDNIGHT = _EPOCH + timedelta(days=1)


def _rounded(clock: time) -> time | datetime:
    """To the second: fractions of a day are not exact."""
    return _from_seconds(clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1_000_000)


def _from_clock_words(cell: str) -> tuple[time | datetime, tuple[Note, ...]]:
    text = " ".join(fold(cell).split())
    found = _CLOCK.match(text)
    if found is None:
        raise UnreadableError(Reason.NOT_A_TIME)
    clock = _time(_hours(found), int(found[2] or found[5] or 0), int(found[3] or 0))
    rest = text[found.end() :].strip()
    if not rest:
        return clock, ()
    until = _TO.match(rest)
    if until is None or _CLOCK.fullmatch(rest[until.end() :].strip()) is None:
        raise UnreadableError(Reason.NOT_A_TIME)
    return clock, (Note.RANGE_BEGUN,)


def _hours(found: re.Match[str]) -> int:
    hours = int(found[1] or found[4] or found[6])
    half = (found[7] or "").replace(".", "")
    if half and not 1 <= hours <= 12:
        raise UnreadableError(Reason.NOT_A_TIME)
    return hours % 12 + 12 if half == "pm" else 0 if half == "am" and hours == 12 else hours


def moment_of(day: date, clock: time | datetime | None, *, zone: tzinfo) -> tuple[datetime, tuple[Note, ...]]:
    """The moment in UTC that the place's clock means.

    One that the clock skips in spring is read as winter time; of one that it shows twice in autumn the first is meant.
    """
    if isinstance(clock, datetime) and clock.tzinfo is not None:
        return clock.astimezone(UTC), ()
    if clock is NEXT_MIDNIGHT:
        day, clock = day + timedelta(days=1), time()
    local = datetime.combine(day, clock if isinstance(clock, time) else time(), tzinfo=zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        return moment, (Note.CLOCK_GAP,)
    if local.replace(fold=1).utcoffset() != local.utcoffset():
        return moment, (Note.CLOCK_TWICE,)
    return moment, ()
