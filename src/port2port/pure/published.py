"""Published figures as values: their periods, partial dates, units, and whether two of them say the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
# What one of a unit is in the unit that it is drawn in.
_SCALES: dict[tuple[str, str], Decimal] = {("kg", "t"): Decimal("0.001"), ("t", "kg"): Decimal(1000)}


class Span(StrEnum):
    """How long a period is: whole years and halves are drawn, each on a page of their own."""

    YEAR = "year"
    HALF = "half"
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From its first day to its last, both in it."""

    from_on: date
    to_on: date

    @property
    def span(self) -> Span:
        """A whole year, a half of one, or anything else."""
        year = self.from_on.year
        if (self.from_on, self.to_on) == (date(year, 1, 1), date(year, 12, 31)):
            return Span.YEAR
        halves = {(date(year, 1, 1), date(year, 6, 30)), (date(year, 7, 1), date(year, 12, 31))}
        return Span.HALF if (self.from_on, self.to_on) in halves else Span.OTHER

    @property
    def half(self) -> int:
        """1 or 2: in which half of the year it begins."""
        return 1 if self.from_on.month <= 6 else 2

    @property
    def next(self) -> "Period":
        """The year after a year, the half after a half."""
        year = self.from_on.year
        if self.span == Span.YEAR:
            return Period(date(year + 1, 1, 1), date(year + 1, 12, 31))
        if self.half == 1:
            return Period(date(year, 7, 1), date(year, 12, 31))
        return Period(date(year + 1, 1, 1), date(year + 1, 6, 30))

    @property
    def days(self) -> int:
        """How many days lie in it."""
        return (self.to_on - self.from_on + timedelta(days=1)).days


def is_partial_date(text: str) -> bool:
    """Whether this is a year, a month of a year, or a day, as the calendar has it."""
    found = PARTIAL_DATE.fullmatch(text)
    if found is None:
        return False
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def decimal_of(text: str) -> Decimal | None:
    """The number, with a point; None for anything else, not-a-number and infinity."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def fits(value: Decimal, *, digits: int, places: int) -> bool:
    """Whether the number can be kept whole: at most so many digits before and after the point."""
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= places and value.adjusted() < digits - places


def scale_of(unit: str, drawn_in: str) -> Decimal | None:
    """What one of a unit is in another; None where they have nothing in common."""
    return Decimal(1) if unit == drawn_in else _SCALES.get((unit, drawn_in))


def last_place(value: Decimal, scale: Decimal = Decimal(1)) -> Decimal:
    """One in the last place that was given, as drawn: 0.1 for 61.8, 1 for 120."""
    exponent = value.normalize().as_tuple().exponent
    places = min(exponent, 0) if isinstance(exponent, int) else 0
    return Decimal(1).scaleb(places) * scale


def agree(values: Sequence[tuple[Decimal, Decimal]]) -> bool:
    """Whether figures differ by rounding at most. values: each figure and one in its last place, in the same unit.

    Two figures agree where they differ by less than one in the last place of the coarser one: 109.89448 and 109.9.
    """
    return all(abs(a - b) < max(step, other) or a == b for a, step in values for b, other in values)
