"""Counts as rows of a file, under the names by which a file of counts is read."""

from collections.abc import Iterator, Sequence
from datetime import date

from port2port.base.caveats import MASS_IS_NO_CRIME
from port2port.counts.models import Comparison, ComparisonWeek, CountSeries, WeekCount
from port2port.counts.numbers import Numbers
from port2port.counts.series_page import every_week
from port2port.members.member import Member
from port2port.pure.sheets import Column
from port2port.pure.weeks import WEEK

NAMES = ("week", "port", "outcome", "category", "number", "kilograms", "caveat")
WIDTHS = {"outcome": 28, "category": 20, "caveat": 60}


def columns() -> list[Column]:
    """The names of the file, the same in every language."""
    return [Column(name, WIDTHS.get(name, 14)) for name in NAMES]


def outside_columns() -> list[Column]:
    """The names of a file of a comparison."""
    return [Column("week", 14), Column("number", 14)]


def outside_cells(comparison: Comparison, *, member: Member, newest: date) -> Iterator[Sequence[str]]:
    """One week a row, oldest first: a year to the newest, and all weeks that stand before; empty is missing."""
    rows = ComparisonWeek.objects.editable_by(member).standing().filter(comparison=comparison)
    standing = dict(rows.values_list("week", "number"))
    week = min([newest - WEEK * 51, *standing])
    while week <= newest:
        number = standing.get(week)
        yield [week.isoformat(), "" if number is None else str(number)]
        week += WEEK


def cells(series: CountSeries, numbers: Numbers, standing: dict[date, WeekCount]) -> Iterator[Sequence[str]]:
    """One week a row, oldest first; an empty number is missing."""
    for week, number in every_week(numbers):
        row = standing.get(week)
        mass = row.kilograms if row else None
        yield [
            week.isoformat(),
            series.port.locode or series.port.slug,
            series.outcome,
            series.category,
            "" if number is None else f"{number:g}" if number % 1 else str(int(number)),
            "" if mass is None else f"{mass.normalize():f}",
            "" if mass is None else str(MASS_IS_NO_CRIME),
        ]
