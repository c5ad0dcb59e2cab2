"""Where the points of a radar chart lie."""

from port2port.pure import radar


def test_spokes_run_clockwise_from_the_top() -> None:
    found = [radar.point(place, 4, 10, centre=100) for place in range(4)]
    assert [(one.x, one.y) for one in found] == [(100.0, 90.0), (110.0, 100.0), (100.0, 110.0), (90.0, 100.0)]


def test_a_missing_level_breaks_the_line_and_is_not_drawn_at_nought() -> None:
    whole = radar.outline([5, 5, 5], highest=5, radius=10, centre=0)
    assert [len(run) for run in whole] == [3]
    broken = radar.outline([5, None, 5, 5], highest=5, radius=10, centre=0)
    # The two at the end go on with the first.
    assert [len(run) for run in broken] == [3]
    assert radar.path(broken[0]) == "0.0,10.0 -10.0,0.0 0.0,-10.0"
    assert radar.outline([None, None], highest=5, radius=10, centre=0) == []
