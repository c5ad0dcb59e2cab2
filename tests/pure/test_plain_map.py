"""A plain map: north up, one scale both ways, everything inside the frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.bearings import Ellipse
from port2port.pure.plain_map import HEIGHT, WIDTH, Observer, Place, drawing

FAR = st.floats(-4000, 4000)


def test_north_is_up_and_east_is_right():
    made = drawing([Observer(0, 0, "A", 0.0, 500), Observer(300, 0, "B", 90.0, 500)], [])

    (first, second), (north, east) = made.observers, made.rays
    assert float(second.x) > float(first.x)
    assert float(north.y2) < float(north.y1)
    assert float(east.x2) > float(east.x1)
    assert east.y1 == east.y2


def test_observers_at_one_place_share_a_dot():
    made = drawing([Observer(0, 0, "A", 10.0, 500), Observer(1, 0, "B", 50.0, 500)], [])

    assert [one.words for one in made.observers] == ["A B"]


def test_a_long_axis_to_the_north_east_leans_to_the_right():
    made = drawing([Observer(0, 0, "A")], [Place(100, 100, 1, Ellipse(200, 50, 45))])

    (oval,) = made.ovals
    # Turned clockwise from the horizontal: minus 45 degrees lifts its right end.
    assert float(oval.turn) == -45
    assert float(oval.rx) > float(oval.ry)


@given(st.lists(st.tuples(FAR, FAR, st.floats(0, 359)), min_size=1, max_size=8))
def test_everything_lies_inside_the_frame(places: list[tuple[float, float, float]]):
    made = drawing([Observer(x, y, "A", way, 700) for x, y, way in places], [])

    ends = [(float(one.x1), float(one.y1)) for one in made.rays] + [(float(one.x2), float(one.y2)) for one in made.rays]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in ends)
    assert str(made.scale.metres).rstrip("0") in {"1", "2", "5"}
    assert float(made.scale.x2) <= WIDTH / 2


@pytest.mark.parametrize("ellipse", [Ellipse(3000, 20, 10), Ellipse(3000, 20, 100)])
def test_a_long_ellipse_lies_inside_too(ellipse: Ellipse):
    made = drawing([Observer(0, 0, "A", 45.0, 500)], [Place(300, 300, 1, ellipse)])

    (oval,) = made.ovals
    assert float(oval.rx) < max(WIDTH, HEIGHT) / 2
