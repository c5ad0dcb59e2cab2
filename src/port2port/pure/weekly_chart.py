"""Where the lines of a weekly chart lie: what was recorded, the band to be expected, and what happened when.

Weeks run from left to right, one step each, and counts begin at zero. Lengths are in units of the drawing. A week that
was not counted is a gap in the line, never a zero.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import floor, isnan, log10
from typing import TypeGuard

from port2port.pure.weeks import WEEK

WIDTH, HEIGHT = 640, 232
# On a phone the wide drawing would be so small that nobody reads its letters.
NARROW = 360
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 20, 26
MOST_STEPS = 4
NICE = (1, 2, 5, 10)
# A dot is seen where a line of one week is not.
DOT = 1.5

type Values = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Step:
    """A line across, with its number of incidents."""

    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Year:
    """Where a year begins."""

    x: float
    year: int


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened at the beginning of a week; is_late: its words stand to the left of it."""

    x: float
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklySeries:
    """What is drawn; all of one length, None where there is no value.

    first      the Monday of the first week              recorded   incidents
    expected   the middle of the band, `low` to `high`; empty where there is none
    start      the week in which the measure began       marks      weeks in which recording changed
    """

    first: date
    recorded: Values
    expected: Values = ()
    low: Values = ()
    high: Values = ()
    start: int | None = None
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WeeklyDrawing:
    """Lines and bands as lists of points, each broken where something is missing.

    dots     weeks that stand alone, as (x, y)
    narrow   the same for a phone; a narrow one has none of its own
    """

    recorded: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    expected: tuple[str, ...]
    bands: tuple[str, ...]
    steps: tuple[Step, ...]
    years: tuple[Year, ...]
    start: Moment | None
    marks: tuple[Moment, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    top: int = TOP
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM
    narrow: "WeeklyDrawing | None" = None


@dataclass(frozen=True, slots=True)
class _Scale:
    weeks: int
    top: float
    width: int

    def x(self, week: float) -> float:
        return round(LEFT + (self.width - LEFT - RIGHT) * week / max(self.weeks - 1, 1), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top, 1)


def draw_weeks(series: WeeklySeries) -> WeeklyDrawing:
    """The drawing. Raises ValueError where there is no week, or a line has another number of them."""
    lines = (series.recorded, series.expected, series.low, series.high)
    weeks = len(series.recorded)
    if not weeks or any(line and len(line) != weeks for line in lines):
        raise ValueError("a chart has weeks, as many in each line")
    return replace(_drawn(series, width=WIDTH), narrow=_drawn(series, width=NARROW))


def _drawn(series: WeeklySeries, *, width: int) -> WeeklyDrawing:
    lines = (series.recorded, series.expected, series.low, series.high)
    weeks = len(series.recorded)
    steps = list(_steps(max((value for line in lines for value in line if _is_known(value)), default=0)))
    scale = _Scale(weeks, steps[-1], width)
    runs = list(_runs(series.recorded))
    return WeeklyDrawing(
        recorded=tuple(_points(scale, run) for run in runs if len(run) > 1),
        dots=tuple((scale.x(week), scale.y(value)) for run in runs if len(run) == 1 for week, value in run),
        expected=tuple(_points(scale, run) for run in _runs(series.expected) if len(run) > 1),
        bands=tuple(_bands(scale, series.low, series.high)),
        steps=tuple(Step(scale.y(value), value) for value in steps),
        years=tuple(_years(scale, series.first)),
        start=None if series.start is None else _moment(scale, series.start),
        marks=tuple(_moment(scale, week) for week in series.marks if 0 <= week < weeks),
        width=width,
        right=width - RIGHT,
    )


def _is_known(value: float | None) -> TypeGuard[float]:
    return value is not None and not isnan(value)


def _steps(most: float | None) -> Iterator[int]:
    """From zero to the first round number that is not below the most; whole incidents."""
    wanted = max(float(most or 0), 1.0) / MOST_STEPS
    power = 10 ** floor(log10(wanted))
    step = max(1, round(next(nice * power for nice in NICE if nice * power >= wanted)))
    value = 0
    while value < (most or 1):
        yield value
        value += step
    yield value


def _runs(line: Values) -> Iterator[list[tuple[int, float]]]:
    """Weeks that follow each other, each with its value."""
    run: list[tuple[int, float]] = []
    for week, value in enumerate(line):
        if value is None or isnan(value):
            if run:
                yield run
            run = []
        else:
            run.append((week, value))
    if run:
        yield run


def _points(scale: _Scale, run: Sequence[tuple[int, float]]) -> str:
    return " ".join(f"{scale.x(week)},{scale.y(value)}" for week, value in run)


def _bands(scale: _Scale, low: Values, high: Values) -> Iterator[str]:
    for under, over in zip(_runs(low), _runs(high), strict=True):
        if len(under) > 1:
            yield f"{_points(scale, under)} {_points(scale, over[::-1])}"


def _years(scale: _Scale, first: date) -> Iterator[Year]:
    for week in range(scale.weeks):
        monday = first + week * WEEK
        # The week that holds 4 January is the first of its year (source: ISO 8601).
        if monday.isocalendar().week == 1 and (week == 0 or week > 2):
            yield Year(scale.x(week), monday.isocalendar().year)


def _moment(scale: _Scale, week: int) -> Moment:
    return Moment(scale.x(week - 0.5), week > scale.weeks * 0.6)
