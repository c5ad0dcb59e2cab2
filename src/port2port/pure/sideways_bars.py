"""Where the bars of a chart lie that runs from left to right: one row a figure, figures of one period together.

Lengths are in units of the drawing, which is as wide as a card on a phone: its words stay readable there. Bars begin
at zero, and a period without a figure has a row of its own, empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, LEFT, RIGHT = 312, 96, 92
BAR, ROW, GAP, TOP = 14, 20, 6, 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: where its words stand, and how long it is; None where nothing was published."""

    y: int
    words_y: int
    width: int | None
    words_x: int


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one period."""

    y: int
    words_y: int
    height: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All periods from top to bottom."""

    height: int
    groups: tuple[Group, ...]


def draw_bars(periods: Sequence[Sequence[Decimal]]) -> Drawing:
    """The drawing of these figures, none below zero; an empty period keeps its row."""
    most = max((value for period in periods for value in period), default=Decimal(0))
    room = WIDTH - LEFT - RIGHT
    groups: list[Group] = []
    y = TOP
    for period in periods:
        bars = [_bar(value, most, room, y + ROW * number) for number, value in enumerate(period)]
        bars = bars or [_bar(None, most, room, y)]
        groups.append(Group(y, y + BAR - 3, ROW * len(bars) - (ROW - BAR), tuple(bars)))
        y += ROW * len(bars) + GAP
    return Drawing(y, tuple(groups))


def _bar(value: Decimal | None, most: Decimal, room: int, y: int) -> Bar:
    if value is None:
        return Bar(y, y + BAR - 3, None, LEFT + 4)
    # What was counted is seen, however small; zero alone has no bar.
    width = max(round(room * value / most), 1) if most and value else 0
    return Bar(y, y + BAR - 3, width, LEFT + width + 4)
