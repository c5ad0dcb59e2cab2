"""Points of a radar chart: one spoke an objective, clockwise from the top."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the drawing; x to the right, y downward, both in the drawing's units."""

    x: float
    y: float


def point(place: int, of: int, distance: float, *, centre: float) -> Point:
    """The point on a spoke. place   number of the spoke, from 0     distance   from the centre"""
    angle = 2 * pi * place / of - pi / 2
    return Point(round(centre + distance * cos(angle), 1), round(centre + distance * sin(angle), 1))


def outline(levels: Sequence[int | None], *, highest: int, radius: float, centre: float) -> list[list[Point]]:
    """The lines that join what is known; where a level is missing the line is broken, never drawn through nought.

    One closed line where every level is known, its first point not repeated.
    """
    runs: list[list[Point]] = [[]]
    for place, level in enumerate(levels):
        if level is None:
            runs.append([])
        else:
            runs[-1].append(point(place, len(levels), radius * level / highest, centre=centre))
    if len(runs) > 1 and levels[0] is not None and levels[-1] is not None:
        # The last run goes on at the top.
        runs[0] = runs.pop() + runs[0]
    return [run for run in runs if run]


def path(points: Sequence[Point]) -> str:
    """As the attribute `points` of a line in SVG."""
    return " ".join(f"{one.x},{one.y}" for one in points)
