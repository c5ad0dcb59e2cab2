"""Where the lines of a chart over weeks lie: one row of values a week, gaps where there is none.

Lengths are in units of the drawing; the scale begins at zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

WIDTH, HEIGHT = 400, 190
LEFT, RIGHT, TOP, BOTTOM = 42, 8, 12, 24
NICE = (1, 2, 2.5, 5, 10)
MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One series. path: the d of an SVG path; dots: weeks without a neighbour, which a path cannot show."""

    path: str
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The lines with their scales. rows: (y, value); columns: (x, week)."""

    lines: tuple[Line, ...]
    rows: tuple[tuple[float, float], ...]
    columns: tuple[tuple[float, int], ...]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def left(self) -> int:
        """Where the weeks begin."""
        return LEFT

    @property
    def right(self) -> int:
        """Where they end."""
        return WIDTH - RIGHT

    @property
    def bottom(self) -> int:
        """Where zero lies."""
        return HEIGHT - BOTTOM


def draw_lines(series: Sequence[Sequence[float | None]], *, weeks: int, first: int = 1) -> Drawing:
    """Series of values ≥ 0 from week `first` on, in a chart that has room for so many weeks."""
    most = max((value for one in series for value in one if value is not None), default=0.0)
    step = _step(most)
    top = max(step, -(-most // step) * step)
    lines = tuple(_line(one, weeks, top) for one in series)
    rows = tuple((_y(number * step, top), number * step) for number in range(round(top / step) + 1))
    every = 13 if weeks > 26 else 4
    marks = range(0, weeks, every)
    return Drawing(lines, rows, tuple((_x(mark, weeks), first + mark) for mark in marks))


def _step(most: float) -> float:
    """The distance of two lines of the grid: 1, 2, 2.5 or 5 times a power of ten."""
    if most <= 0:
        return 1.0
    power = 10.0 ** floor(log10(most / MOST_TICKS))
    return next(nice * power for nice in NICE if nice * power * MOST_TICKS >= most)


def _x(number: int, weeks: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * number / max(weeks - 1, 1), 1)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)


def _line(values: Sequence[float | None], weeks: int, top: float) -> Line:
    points = [None if value is None else (_x(number, weeks), _y(value, top)) for number, value in enumerate(values)]
    parts: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            parts.append([])
        else:
            parts[-1].append(point)
    path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in part) for part in parts if len(part) > 1)
    return Line(path, tuple(part[0] for part in parts if len(part) == 1))
