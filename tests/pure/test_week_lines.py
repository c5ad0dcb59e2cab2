"""Lines by week: what lies where, and that a gap is no zero."""

import pytest

from port2port.pure.week_lines import draw_lines


def test_a_missing_week_is_a_gap_and_a_week_alone_a_dot():
    drawing = draw_lines([[1, 2, None, 4, None, 3, 3]], weeks=7)

    line = drawing.lines[0]
    assert line.path.count("M") == 2
    assert len(line.dots) == 1
    assert line.dots[0][1] == drawing.rows[0][0] - (drawing.rows[0][0] - drawing.rows[-1][0]) * 4 / drawing.rows[-1][1]


def test_zero_lies_on_the_ground_and_the_largest_value_within_the_drawing():
    drawing = draw_lines([[0, 7.3]], weeks=2)

    assert drawing.rows[0] == (drawing.bottom, 0)
    assert drawing.rows[-1][1] >= 7.3
    assert len(drawing.rows) <= 6
    first, last = drawing.lines[0].path[1:].split("L")
    assert float(first.split()[1]) == drawing.bottom
    assert float(last.split()[0]) == drawing.right


@pytest.mark.parametrize("series", [[], [[]], [[None, None]], [[0, 0]]])
def test_nothing_to_draw_is_an_empty_chart(series):
    drawing = draw_lines(series, weeks=52)

    assert [line.path for line in drawing.lines if line.path] in ([], ["M42 166L48.9 166"])
    assert drawing.rows[-1][1] > 0
    assert [week for _x, week in drawing.columns] == [1, 14, 27, 40]
