"""Figures put together by place and period, and which of them conflict."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from port2port.figures.models import Figure
from port2port.figures.wording import drawn_of
from port2port.pure.published import Period, Span, agree, last_place, scale_of


@dataclass(frozen=True, slots=True)
class Same:
    """Figures of the same series, place and period, the newest publication last."""

    period: Period | None
    figures: tuple[Figure, ...]

    @property
    def conflicts(self) -> bool:
        """Whether two publications differ by more than rounding; two figures of one are the ends of its range."""
        pairs = ((a, b) for a, b in combinations(self.figures, 2) if _published(a) != _published(b))
        return any(not agree([(drawn_of(one), _step(one)) for one in pair]) for pair in pairs)

    @property
    def is_range(self) -> bool:
        """Whether they differ by more than rounding at all, be it within one publication."""
        return not agree([(drawn_of(one), _step(one)) for one in self.figures])

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The smallest and the largest, as drawn."""
        values = [drawn_of(one) for one in self.figures]
        return min(values), max(values)


def _published(figure: Figure) -> tuple[str, str]:
    return figure.source, figure.published_on


def _step(figure: Figure) -> Decimal:
    return last_place(figure.value, scale_of(figure.unit, figure.series.unit) or Decimal(1))


def by_period(figures: Sequence[Figure]) -> list[Same]:
    """In order of time; those without a period come first."""
    found: dict[Period | None, list[Figure]] = {}
    for one in figures:
        found.setdefault(one.period, []).append(one)
    order = sorted(found, key=_in_time)
    return [Same(period, tuple(sorted(found[period], key=lambda one: (one.published_on, one.pk)))) for period in order]


def _in_time(period: Period | None) -> tuple[date, date]:
    return (period.to_on, period.from_on) if period else (date.min, date.min)


def newness(period: Period | None) -> tuple[int, bool, date, date]:
    """By which the newest is chosen: of the last year the whole of it where that was published, else what ends last."""
    if period is None:
        return 0, False, date.min, date.min
    return period.to_on.year, period.span == Span.YEAR, period.to_on, period.from_on


def by_place(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """Places with most figures first."""
    found: dict[str, list[Figure]] = {}
    for one in figures:
        found.setdefault(one.place, []).append(one)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))
