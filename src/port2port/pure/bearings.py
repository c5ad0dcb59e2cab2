"""Where bearings from several places cross, and how sure that is.

Bearings are degrees true, clockwise from north, from the observer to what is seen. All happens on a plane around the
observers (equirectangular, x east, y north, metres), which is right to a few metres in ten kilometres.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import atan2, cos, degrees, erfc, exp, hypot, inf, isfinite, log, pi, radians, sin, sqrt, tan

EARTH_M = 6_371_008.8
# How well an observer's own place is known: a step beside the post, a phone's position.
POSITION_SE_M = 10.0
SAME_PLACE_M = 20.0
# By eye nobody sees a drone from farther away; what crosses there, crosses by chance.
FARTHEST_M = 20_000.0
# Lines that cross at less are taken for parallel, however well they were measured.
LEAST_CROSSING_DEG = 5.0
# Normal quantile for 95 % both ways, and the 95 % quantile of chi-square with two degrees of freedom.
Z95 = 1.959964
CHI95 = -2 * log(0.05)
ROUNDS = 60
SETTLED_M = 0.01


class Why(StrEnum):
    """Why bearings give no position."""

    TOO_FEW = "too-few"
    SAME_PLACE = "same-place"
    PARALLEL = "parallel"
    BEHIND = "behind"
    FAR = "far"
    APART = "apart"


class NoFixError(Exception):
    """The bearings give no position; `observers` are the places in the list that stand against it."""

    def __init__(self, why: Why, observers: tuple[int, ...] = ()) -> None:
        super().__init__(why)
        self.why = why
        self.observers = observers


@dataclass(frozen=True, slots=True)
class Bearing:
    """One line of sight: where from, which way, and the standard error of the direction."""

    lat: float
    lon: float
    bearing_deg: float
    se_deg: float


@dataclass(frozen=True, slots=True)
class Plane:
    """The plane around a point."""

    lat: float
    lon: float

    def xy(self, lat: float, lon: float) -> tuple[float, float]:
        """Metres east and north of the point."""
        east = (lon - self.lon + 180) % 360 - 180
        return radians(east) * EARTH_M * cos(radians(self.lat)), radians(lat - self.lat) * EARTH_M

    def latlon(self, x: float, y: float) -> tuple[float, float]:
        """The place so many metres east and north, in degrees."""
        lon = self.lon + degrees(x / (EARTH_M * cos(radians(self.lat))))
        return self.lat + degrees(y / EARTH_M), (lon + 180) % 360 - 180


@dataclass(frozen=True, slots=True)
class Ellipse:
    """Where the true position lies in 95 of 100 such cases: half axes in metres, the long one's direction 0–180°."""

    major_m: float
    minor_m: float
    direction_deg: float


@dataclass(frozen=True, slots=True)
class Fix:
    """Where the lines cross.

    x, y       metres east and north on the plane
    variance   of x, of y, and their covariance, in square metres
    ranges_m   from each observer, in their order
    chance     of bearings that fit this badly or worse if they are of one thing; None for two, which always fit
    """

    lat: float
    lon: float
    x: float
    y: float
    variance: tuple[float, float, float]
    ellipse: Ellipse
    ranges_m: tuple[float, ...]
    chance: float | None


@dataclass(frozen=True, slots=True)
class Height:
    """Metres above the observers, with the half width of its 95 % interval."""

    metres: float
    margin_m: float


def plane_of(places: Sequence[tuple[float, float]]) -> Plane:
    """The plane around the middle of some places (latitude, longitude)."""
    first = places[0][1]
    east = sum((lon - first + 180) % 360 - 180 for _lat, lon in places) / len(places)
    return Plane(sum(lat for lat, _lon in places) / len(places), first + east)


def crossing(seen: Sequence[Bearing], *, position_se_m: float = POSITION_SE_M) -> Fix:
    """The position that fits the bearings best, each weighed by its own error.

    Least squares of the angles (Gauss-Newton from the point nearest to all lines), which is the likeliest position when
    errors are normal; the covariance is that of the fit. Raises NoFixError. Source: Stansfield (1947), Gavish & Weiss
    (1992) for the estimator; the chi-square ellipse is textbook.
    """
    _enough(seen)
    plane = plane_of([(one.lat, one.lon) for one in seen])
    places = [plane.xy(one.lat, one.lon) for one in seen]
    _spread(places)
    _cross(seen)
    x, y = _nearest(seen, places)
    if len(seen) == 2:
        _ahead(seen, places, x, y)
    try:
        x, y = _settled(seen, places, x, y, position_se_m)
    except NoFixError:
        # Who looks the other way keeps the fit from settling; say so, rather than that it did not settle.
        _ahead(seen, places, x, y)
        raise
    _ahead(seen, places, x, y)
    ranges = tuple(hypot(x - px, y - py) for px, py in places)
    if max(ranges) > FARTHEST_M:
        raise NoFixError(Why.FAR)
    variance = _variance(seen, places, x, y, position_se_m)
    lat, lon = plane.latlon(x, y)
    chance = _chance(seen, places, x, y, position_se_m)
    return Fix(lat, lon, x, y, variance, ellipse_of(variance), ranges, chance)


def ellipse_of(variance: tuple[float, float, float]) -> Ellipse:
    """The 95 % ellipse of a covariance (of x, of y, of both)."""
    xx, yy, xy = variance
    middle, half = (xx + yy) / 2, hypot((xx - yy) / 2, xy)
    # The long axis from the x axis, counter-clockwise; a bearing runs the other way from north.
    direction = (90 - degrees(atan2(2 * xy, xx - yy) / 2)) % 180
    return Ellipse(sqrt(CHI95 * (middle + half)), sqrt(CHI95 * max(middle - half, 0.0)), direction)


def height_of(sights: Sequence[tuple[float, float]], fix: Fix, *, elevation_se_deg: float) -> Height | None:
    """How high it flew above the observers, from (range in metres, elevation in degrees); None without any.

    The error of the range is that of the fix along the line of sight, at most the ellipse's half length.
    """
    range_se, angle_se = sqrt(max(fix.variance[0], fix.variance[1])), radians(elevation_se_deg)
    weights, total = 0.0, 0.0
    for range_m, elevation in sights:
        angle = radians(min(elevation, 85.0))
        variance = (range_m * angle_se / cos(angle) ** 2) ** 2 + (range_se * tan(angle)) ** 2
        weights += 1 / variance
        total += range_m * tan(angle) / variance
    return Height(total / weights, Z95 / sqrt(weights)) if weights else None


def _enough(seen: Sequence[Bearing]) -> None:
    if len(seen) < 2:
        raise NoFixError(Why.TOO_FEW)
    for one in seen:
        if not all(map(isfinite, (one.lat, one.lon, one.bearing_deg, one.se_deg))) or one.se_deg <= 0:
            raise ValueError(one)


def _spread(places: Sequence[tuple[float, float]]) -> None:
    if max(hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(places, 2)) < SAME_PLACE_M:
        raise NoFixError(Why.SAME_PLACE)


def _cross(seen: Sequence[Bearing]) -> None:
    """At least two lines must cross at an angle that their errors cannot have made."""
    for a, b in combinations(seen, 2):
        angle = abs(a.bearing_deg - b.bearing_deg) % 180
        angle = min(angle, 180 - angle)
        if angle >= max(LEAST_CROSSING_DEG, Z95 * hypot(a.se_deg, b.se_deg)):
            return
    raise NoFixError(Why.PARALLEL)


def _way(one: Bearing) -> tuple[float, float]:
    angle = radians(one.bearing_deg)
    return sin(angle), cos(angle)


def _nearest(seen: Sequence[Bearing], places: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The point with the least squared distances to the lines."""
    aa = ab = bb = ac = bc = 0.0
    for one, (px, py) in zip(seen, places, strict=True):
        dx, dy = _way(one)
        # The normal of the line is (dy, -dx).
        offset = dy * px - dx * py
        aa, ab, bb = aa + dy * dy, ab - dx * dy, bb + dx * dx
        ac, bc = ac + dy * offset, bc - dx * offset
    whole = aa * bb - ab * ab
    return (ac * bb - bc * ab) / whole, (aa * bc - ab * ac) / whole


def _ahead(seen: Sequence[Bearing], places: Sequence[tuple[float, float]], x: float, y: float) -> None:
    behind = []
    for number, (one, (px, py)) in enumerate(zip(seen, places, strict=True)):
        dx, dy = _way(one)
        if dx * (x - px) + dy * (y - py) <= 0:
            behind.append(number)
    if behind:
        raise NoFixError(Why.BEHIND, tuple(behind))


def _rows(
    seen: Sequence[Bearing], places: Sequence[tuple[float, float]], x: float, y: float, position_se_m: float
) -> list[tuple[float, float, float, float]]:
    """For each line: how its angle turns with x and with y, what is left of the angle, and its weight."""
    rows = []
    for one, (px, py) in zip(seen, places, strict=True):
        dx, dy = x - px, y - py
        square = max(dx * dx + dy * dy, 1.0)
        left = (radians(one.bearing_deg) - atan2(dx, dy) + pi) % (2 * pi) - pi
        variance = radians(one.se_deg) ** 2 + position_se_m**2 / square
        rows.append((dy / square, -dx / square, left, 1 / variance))
    return rows


def _settled(
    seen: Sequence[Bearing], places: Sequence[tuple[float, float]], x: float, y: float, position_se_m: float
) -> tuple[float, float]:
    step = inf
    for _round in range(ROUNDS):
        aa = ab = bb = ac = bc = 0.0
        for a, b, left, weight in _rows(seen, places, x, y, position_se_m):
            aa, ab, bb = aa + weight * a * a, ab + weight * a * b, bb + weight * b * b
            ac, bc = ac + weight * a * left, bc + weight * b * left
        whole = aa * bb - ab * ab
        if whole <= 0 or not isfinite(whole):
            break
        sx, sy = (ac * bb - bc * ab) / whole, (aa * bc - ab * ac) / whole
        x, y, step = x + sx, y + sy, hypot(sx, sy)
        if step < SETTLED_M:
            return x, y
        if not isfinite(step) or hypot(x, y) > 10 * FARTHEST_M:
            break
    raise NoFixError(Why.APART)


def _variance(
    seen: Sequence[Bearing], places: Sequence[tuple[float, float]], x: float, y: float, position_se_m: float
) -> tuple[float, float, float]:
    aa = ab = bb = 0.0
    for a, b, _left, weight in _rows(seen, places, x, y, position_se_m):
        aa, ab, bb = aa + weight * a * a, ab + weight * a * b, bb + weight * b * b
    whole = aa * bb - ab * ab
    return bb / whole, aa / whole, -ab / whole


def _chance(
    seen: Sequence[Bearing], places: Sequence[tuple[float, float]], x: float, y: float, position_se_m: float
) -> float | None:
    """The upper tail of chi-square with n - 2 degrees of freedom."""
    free = len(seen) - 2
    if not free:
        return None
    square = sum(weight * left * left for _a, _b, left, weight in _rows(seen, places, x, y, position_se_m))
    return chi_square_tail(square, free)


def chi_square_tail(square: float, free: int) -> float:
    """The chance of at least this much, with so many degrees of freedom; exact, by finite sums."""
    half = square / 2
    if free % 2 == 0:
        term = total = 1.0
        for step in range(1, free // 2):
            term *= half / step
            total += term
        return exp(-half) * total
    total, term = 0.0, sqrt(half / pi) * 2
    for step in range(1, (free - 1) // 2 + 1):
        total += term
        term *= half / (step + 0.5)
    return min(1.0, erfc(sqrt(half)) + exp(-half) * total)
