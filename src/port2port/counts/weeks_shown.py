"""Weeks as a page shows them: the newest open, the earlier ones folded by quarter; paper shows all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import ngettext

OPEN_WEEKS = 13


@dataclass(frozen=True, slots=True)
class Quarter[T]:
    """Weeks of one quarter, newest first. name: as that of the bands, and how many weeks."""

    name: str
    weeks: list[T]


def folded[T](weeks: Sequence[T], *, week_of: Callable[[T], date]) -> tuple[list[T], list[Quarter[T]]]:
    """Of weeks that are sorted, newest first: a quarter's worth that stands open, and the quarters before."""
    earlier = weeks[OPEN_WEEKS:]
    quarters = groupby(earlier, key=lambda one: quarter_of(week_of(one)))
    return list(weeks[:OPEN_WEEKS]), [_quarter(name, list(its)) for name, its in quarters]


def quarter_of(week: date) -> str:
    """The quarter that the Thursday of the week lies in, as in "2025 Q4"."""
    thursday = week + timedelta(days=3)
    return f"{thursday.year} Q{(thursday.month + 2) // 3}"


def _quarter[T](name: str, weeks: list[T]) -> Quarter[T]:
    return Quarter(f"{name}: {ngettext('%(n)s week', '%(n)s weeks', len(weeks)) % {'n': len(weeks)}}", weeks)
