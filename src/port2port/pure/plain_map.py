"""A plain map as numbers for a drawing: no tiles, north up, one scale both ways, metres in, drawing units out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import cos, floor, hypot, log10, radians, sin

from port2port.pure.bearings import Ellipse

WIDTH, HEIGHT, EDGE = 400, 320, 34
# Less than this and a map of two neighbours would be all error.
LEAST_SPAN_M = 200.0
# How far a line is drawn that crosses no other.
LONE_M = 400.0
LABEL = 13.0
DOT = 6.0


@dataclass(frozen=True, slots=True)
class Observer:
    """A place with the letters of what was seen from there; `ray_m` is how far its line reaches, None without one."""

    x: float
    y: float
    letter: str
    bearing_deg: float | None = None
    ray_m: float | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A position that was found, its number and the ellipse around it."""

    x: float
    y: float
    number: int
    ellipse: Ellipse


@dataclass(frozen=True, slots=True)
class Point:
    """Something at a place of the drawing, with words beside it; numbers ready to be set."""

    x: str
    y: str
    words: str = ""
    label_x: str = ""
    label_y: str = ""


@dataclass(frozen=True, slots=True)
class Ray:
    """A line of sight."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class Oval:
    """An ellipse: middle, half axes, and by how much the long one is turned from the horizontal, clockwise."""

    x: str
    y: str
    rx: str
    ry: str
    turn: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale bar."""

    metres: int
    x1: str
    x2: str
    y: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that the template sets."""

    scale: Scale
    observers: list[Point] = field(default_factory=list)
    rays: list[Ray] = field(default_factory=list)
    places: list[Point] = field(default_factory=list)
    ovals: list[Oval] = field(default_factory=list)
    width: int = WIDTH
    height: int = HEIGHT


def drawing(observers: Sequence[Observer], places: Sequence[Place]) -> Drawing:
    """The map of what was seen and found; at least one observer."""
    frame = _frame([*_corners(observers), *_ovals_corners(places)])
    ends = [(one, _end(one)) for one in observers if one.bearing_deg is not None]
    return Drawing(
        scale=frame.bar(),
        observers=list(_points(observers, frame)),
        rays=[Ray(*frame.at(one.x, one.y), *frame.at(*end)) for one, end in ends],
        places=[_place(one, frame) for one in places],
        ovals=[_oval(one, frame) for one in places],
    )


def ray_reaching(range_m: float | None) -> float:
    """How far to draw a line: a little past the position that it helped to find."""
    return LONE_M if range_m is None else range_m * 1.12


@dataclass(frozen=True, slots=True)
class _Frame:
    middle_x: float
    middle_y: float
    per_m: float

    def xy(self, x: float, y: float) -> tuple[float, float]:
        return WIDTH / 2 + (x - self.middle_x) * self.per_m, HEIGHT / 2 - (y - self.middle_y) * self.per_m

    def at(self, x: float, y: float) -> tuple[str, str]:
        right, down = self.xy(x, y)
        return _n(right), _n(down)

    def bar(self) -> Scale:
        metres = _round_number(WIDTH / 4 / self.per_m)
        left = 12.0
        return Scale(metres, _n(left), _n(left + metres * self.per_m), _n(HEIGHT - 12.0))


def _n(value: float) -> str:
    return f"{value:.1f}"


def _round_number(most: float) -> int:
    """The largest of 1, 2, 5, 10, 20 … that is not more."""
    power = 10.0 ** floor(log10(max(most, 1.0)))
    return int(max(one * power for one in (1, 2, 5) if one * power <= max(most, 1.0)))


def _end(one: Observer) -> tuple[float, float]:
    angle, length = radians(one.bearing_deg or 0), one.ray_m or LONE_M
    return one.x + length * sin(angle), one.y + length * cos(angle)


def _corners(observers: Sequence[Observer]) -> Iterator[tuple[float, float]]:
    for one in observers:
        yield one.x, one.y
        if one.bearing_deg is not None:
            yield _end(one)


def _ovals_corners(places: Sequence[Place]) -> Iterator[tuple[float, float]]:
    for one in places:
        angle = radians(one.ellipse.direction_deg)
        half_x = hypot(one.ellipse.major_m * sin(angle), one.ellipse.minor_m * cos(angle))
        half_y = hypot(one.ellipse.major_m * cos(angle), one.ellipse.minor_m * sin(angle))
        yield one.x - half_x, one.y - half_y
        yield one.x + half_x, one.y + half_y


def _frame(corners: Sequence[tuple[float, float]]) -> _Frame:
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    span_x, span_y = max(max(xs) - min(xs), LEAST_SPAN_M), max(max(ys) - min(ys), LEAST_SPAN_M)
    per_m = min((WIDTH - 2 * EDGE) / span_x, (HEIGHT - 2 * EDGE) / span_y)
    return _Frame((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2, per_m)


def _points(observers: Sequence[Observer], frame: _Frame) -> Iterator[Point]:
    """Each place once, with all its letters, on the side that its first line does not go to."""
    groups: list[list[Observer]] = []
    for one in observers:
        near = next((group for group in groups if _is_near(group[0], one, frame)), None)
        if near is None:
            groups.append([one])
        else:
            near.append(one)
    for group in groups:
        x, y = frame.xy(group[0].x, group[0].y)
        angle = radians(group[0].bearing_deg or 0)
        words = " ".join(one.letter for one in group)
        yield Point(_n(x), _n(y), words, _n(x - LABEL * sin(angle)), _n(y + LABEL * cos(angle)))


def _is_near(one: Observer, other: Observer, frame: _Frame) -> bool:
    return hypot(one.x - other.x, one.y - other.y) * frame.per_m < DOT


def _place(one: Place, frame: _Frame) -> Point:
    x, y = frame.xy(one.x, one.y)
    return Point(_n(x), _n(y), str(one.number), _n(x + LABEL), _n(y - LABEL * 0.6))


def _oval(one: Place, frame: _Frame) -> Oval:
    x, y = frame.xy(one.x, one.y)
    ellipse = one.ellipse
    rx, ry = ellipse.major_m * frame.per_m, ellipse.minor_m * frame.per_m
    return Oval(_n(x), _n(y), _n(rx), _n(ry), _n(ellipse.direction_deg - 90))
