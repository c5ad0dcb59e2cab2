"""How many concerns came in, by category and quarter: ten or more, in quarters that are over."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from port2port.concerns.models import Category, Concern
from port2port.pure.small_counts import shown_counts

MOST_QUARTERS = 8


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter and the counts that may be shown, with their words; none is too few."""

    year: int
    number: int
    counts: tuple[tuple[str, int], ...]


def figures_shown(*, now: datetime) -> list[Quarter]:
    """The newest quarters that are over, newest first; those before the first concern are left out."""
    this = _quarter(timezone.localdate(now))
    counted: dict[tuple[int, int], Counter[str]] = {}
    for category, at in Concern.objects.values_list("category", "received_at"):
        counted.setdefault(_quarter(timezone.localdate(at)), Counter())[category] += 1
    over = sorted((one for one in counted if one < this), reverse=True)[:MOST_QUARTERS]
    return [Quarter(year, number, _worded(shown_counts(counted[year, number]))) for year, number in over]


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def _worded(counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((str(Category(name).label), count) for name, count in counts.items())
