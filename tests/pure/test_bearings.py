"""Where bearings cross: by hand, refused with a reason, and right about its own uncertainty."""

from itertools import combinations
from math import atan2, cos, degrees, hypot, pi, radians, sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.bearings import (
    CHI95,
    Bearing,
    Fix,
    NoFixError,
    Plane,
    Why,
    chi_square_tail,
    crossing,
    ellipse_of,
    height_of,
    plane_of,
)

QUAY = Plane(51.25, 4.35)


def seen(x: float, y: float, bearing: float, se: float = 5.0) -> Bearing:
    """From a place so many metres east and north of the quay."""
    lat, lon = QUAY.latlon(x, y)
    return Bearing(lat, lon, bearing % 360, se)


def refused(*bearings: Bearing) -> NoFixError:
    with pytest.raises(NoFixError) as caught:
        crossing(bearings)
    return caught.value


def where(fix: Fix) -> tuple[float, float]:
    return QUAY.xy(fix.lat, fix.lon)


def test_two_perpendicular_bearings_cross_where_they_should():
    # From 500 m west and 500 m east, to north-east and north-west: 500 m north of the middle, 707.1 m from both.
    fix = crossing([seen(-500, 0, 45), seen(500, 0, 315)], position_se_m=0)

    assert where(fix) == pytest.approx((0, 500), abs=0.2)
    # Lines at right angles with 5° each: a circle of 707.1 m × 5° = 61.7 m, times 2.4477 for 95 %.
    assert fix.variance == pytest.approx((61.71**2, 61.71**2, 0), rel=1e-3, abs=1)
    assert (fix.ellipse.major_m, fix.ellipse.minor_m) == pytest.approx((151.0, 151.0), abs=0.3)
    assert fix.ranges_m == pytest.approx((707.1, 707.1), abs=0.3)
    assert fix.chance is None


def test_a_place_that_is_not_quite_known_widens_the_ellipse():
    fix = crossing([seen(-500, 0, 45), seen(500, 0, 315)], position_se_m=30)

    # 61.7 m and 30 m add up as squares.
    assert fix.ellipse.major_m == pytest.approx(sqrt(CHI95) * hypot(61.71, 30), rel=1e-3)


def test_a_third_bearing_narrows_it_across_its_own_line():
    two = [seen(-500, 0, 45), seen(500, 0, 315)]

    fix = crossing([*two, seen(0, 0, 0)], position_se_m=0)

    # It looks north from 500 m: it knows east-west to 43.6 m and nothing of north-south.
    assert where(fix) == pytest.approx((0, 500), abs=0.2)
    east, north, _both = fix.variance
    assert 1 / east == pytest.approx(1 / 61.71**2 + 1 / 43.63**2, rel=1e-3)
    assert north == pytest.approx(61.71**2, rel=1e-3)
    assert fix.ellipse.direction_deg % 180 == pytest.approx(0, abs=0.1)
    assert fix.chance == pytest.approx(1, abs=1e-3)


def test_the_better_bearing_weighs_more():
    rough = [seen(-500, 0, 45, 10), seen(500, 0, 315, 10)]

    by_camera = crossing([*rough, seen(0, 0, 4, 1)])
    by_eye = crossing([*rough, seen(0, 0, 4, 10)])

    assert where(by_camera)[0] > where(by_eye)[0] > 0


@pytest.mark.parametrize(
    ("bearings", "why"),
    [
        ([], Why.TOO_FEW),
        ([seen(0, 0, 10)], Why.TOO_FEW),
        ([seen(0, 0, 10), seen(5, 5, 100)], Why.SAME_PLACE),
        ([seen(-500, 0, 0), seen(500, 0, 0)], Why.PARALLEL),
        ([seen(-500, 0, 5), seen(500, 0, 355)], Why.PARALLEL),
        ([seen(-500, 0, 90), seen(500, 0, 270)], Why.PARALLEL),
        ([seen(-500, 0, 225), seen(500, 0, 135)], Why.BEHIND),
        ([seen(-1500, 0, 0, 1), seen(1500, 0, 354, 1)], Why.FAR),
    ],
)
def test_what_gives_no_position_is_refused_with_its_reason(bearings: list[Bearing], why: Why):
    assert refused(*bearings).why == why


def test_who_looks_the_other_way_is_named():
    assert refused(seen(-500, 0, 45), seen(500, 0, 315), seen(0, -300, 180)).observers == (2,)


def test_by_eye_lines_must_cross_more_steeply_than_by_camera():
    """At 25° two bearings by eye (10° each) may as well be parallel; two cameras (2°) may not."""
    assert refused(seen(-500, 0, 12.5, 10), seen(500, 0, 347.5, 10)).why == Why.PARALLEL
    assert where(crossing([seen(-500, 0, 12.5, 2), seen(500, 0, 347.5, 2)]))[1] == pytest.approx(2255, rel=0.01)


def test_bearings_of_two_drones_fit_badly():
    fix = crossing([seen(-500, 0, 45, 2), seen(500, 0, 315, 2), seen(0, -500, 20, 2)])

    assert fix.chance is not None
    assert fix.chance < 0.01


@pytest.mark.parametrize(("square", "free"), [(3.8415, 1), (5.9915, 2), (7.8147, 3), (9.4877, 4), (12.5916, 6)])
def test_the_tail_of_chi_square_is_that_of_the_tables(square: float, free: int):
    assert chi_square_tail(square, free) == pytest.approx(0.05, abs=1e-5)


def test_an_ellipse_lies_along_its_long_axis():
    # Spread along north-east to south-west.
    ellipse = ellipse_of((100.0, 100.0, 60.0))

    assert ellipse.direction_deg == pytest.approx(45)
    assert ellipse.major_m**2 / ellipse.minor_m**2 == pytest.approx(160 / 40)


def test_a_height_follows_from_range_and_angle():
    fix = crossing([seen(-500, 0, 45, 1), seen(500, 0, 315, 1)], position_se_m=0)

    height = height_of([(707.1, 10.0), (707.1, 10.0)], fix, elevation_se_deg=5)

    assert height is not None
    assert height.metres == pytest.approx(124.7, abs=0.5)
    # 707.1 m × 5° / cos² 10° = 63.6 m for one, over √2 for two, times 1.96; the range adds a little.
    assert height.margin_m == pytest.approx(88.4, abs=1)
    assert height_of([], fix, elevation_se_deg=5) is None


def test_the_plane_reaches_over_the_date_line():
    plane = plane_of([(0.0, 179.99), (0.0, -179.99)])

    assert abs(plane.lon) == pytest.approx(180, abs=1e-6)
    assert plane.xy(0.0, -179.99)[0] == pytest.approx(1111.9, abs=1)


@given(st.floats(-89, 89), st.floats(-180, 180), st.floats(-5000, 5000), st.floats(-5000, 5000))
def test_there_and_back_on_the_plane(lat: float, lon: float, x: float, y: float):
    plane = Plane(lat, lon)

    assert plane.xy(*plane.latlon(x, y)) == pytest.approx((x, y), abs=0.01)


def is_inside(fix: Fix, x: float, y: float) -> bool:
    """Whether a place lies inside the 95 % ellipse."""
    at = where(fix)
    dx, dy = x - at[0], y - at[1]
    along, ellipse = radians(fix.ellipse.direction_deg), fix.ellipse
    major = dx * cos(pi / 2 - along) + dy * cos(along)
    minor = dx * cos(along) - dy * cos(pi / 2 - along)
    return (major / ellipse.major_m) ** 2 + (minor / ellipse.minor_m) ** 2 <= 1


@pytest.mark.parametrize("error", [2.0, 5.0])
@pytest.mark.parametrize("number", [2, 3, 4])
def test_about_95_of_100_ellipses_hold_the_truth(error: float, number: int):
    """Observers 500 to 1,500 m away whose lines cross well; 1,000 cases from a fixed seed."""
    random = Random(20260302 + number)
    inside = cases = 0
    while cases < 1000:
        ways = [random.uniform(0, 72) + 72 * place for place in random.sample(range(4), number)]
        if not any(40 <= abs(one - other) % 180 <= 140 for one, other in combinations(ways, 2)):
            continue
        places = [
            (far * cos(radians(way)), far * cos(radians(way - 90)))
            for way in ways
            for far in [random.uniform(500, 1500)]
        ]
        bearings = [seen(x, y, degrees(atan2(-x, -y)) + random.gauss(0, error), error) for x, y in places]
        cases += 1
        inside += is_inside(crossing(bearings, position_se_m=0), 0, 0)

    # Three standard errors of a thousand cases on either side, and a little for the bend of the true region.
    assert 0.925 <= inside / cases <= 0.975
