"""Where the bars of bands lie: from the bottom of a band to its top, on a scale on which each step is as wide."""

from collections.abc import Sequence
from dataclasses import dataclass

from port2port.pure.disclosed_counts import STEPS, Band

WIDTH, LEFT, RIGHT = 360, 104, 16
BAR, ROW, TOP, FOOT = 14, 24, 8, 22
# A chart with fewer steps would blow a small difference up.
FEWEST = 4


@dataclass(frozen=True, slots=True)
class Tick:
    """A step of the scale: the lowest count of its band."""

    x: int
    value: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One row; a band without a top reaches the end and is open; width None: nothing is shown."""

    y: int
    words_y: int
    x: int
    width: int | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """All rows from top to bottom, in units of the drawing."""

    height: int
    bottom: int
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]


def draw_bands(bands: Sequence[Band | None]) -> Drawing:
    """The drawing of these bands."""
    ends = [_end(band) for band in bands if band is not None]
    steps = max([FEWEST, *ends])
    unit = (WIDTH - LEFT - RIGHT) // steps
    bars = tuple(_bar(band, TOP + ROW * number, unit, steps) for number, band in enumerate(bands))
    bottom = TOP + ROW * len(bars)
    ticks = tuple(Tick(LEFT + unit * place, STEPS[place]) for place in range(min(steps + 1, len(STEPS))))
    return Drawing(bottom + FOOT, bottom, ticks, bars)


def _end(band: Band) -> int:
    """How many steps lie below the end of the band; one without a top has a step of its own."""
    return len(STEPS) if band.high is None else STEPS.index(band.high + 1)


def _bar(band: Band | None, y: int, unit: int, steps: int) -> Bar:
    words_y = y + BAR - 3
    if band is None:
        return Bar(y, words_y, LEFT + 4, None, is_open=False)
    start = STEPS.index(band.low)
    return Bar(y, words_y, LEFT + unit * start, unit * (min(_end(band), steps) - start), band.high is None)
