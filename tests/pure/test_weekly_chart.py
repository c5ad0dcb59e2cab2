"""The weekly chart: nothing is drawn outside it, a gap stays a gap, and bands lie around what was expected."""

from datetime import date
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.weekly_chart import BOTTOM, HEIGHT, LEFT, NARROW, RIGHT, TOP, WIDTH, WeeklySeries, draw_weeks

MONDAY = date(2025, 1, 6)
counts = st.lists(st.none() | st.integers(0, 10**6) | st.just(nan), min_size=1, max_size=160)


def points(lines: tuple[str, ...]) -> list[tuple[float, float]]:
    pairs = [pair.split(",") for line in lines for pair in line.split()]
    return [(float(x), float(y)) for x, y in pairs]


@given(counts)
def test_every_week_that_was_counted_is_drawn_once_inside_the_chart(recorded: list[float | None]) -> None:
    drawing = draw_weeks(WeeklySeries(first=MONDAY, recorded=recorded))

    drawn = [*points(drawing.recorded), *drawing.dots]
    assert len(drawn) == sum(value is not None and value == value for value in recorded)
    assert all(LEFT <= x <= WIDTH - RIGHT and TOP <= y <= HEIGHT - BOTTOM for x, y in drawn)


@given(counts)
def test_a_phone_has_the_same_weeks_in_a_narrower_drawing(recorded: list[float | None]) -> None:
    drawing = draw_weeks(WeeklySeries(first=MONDAY, recorded=recorded))

    assert drawing.narrow is not None
    wide, narrow = ([*points(one.recorded), *one.dots] for one in (drawing, drawing.narrow))
    assert [y for _x, y in narrow] == [y for _x, y in wide]
    assert all(LEFT <= x <= NARROW - RIGHT for x, _y in narrow)
    assert drawing.narrow.right == NARROW - RIGHT
    assert drawing.narrow.narrow is None


@given(counts)
def test_steps_are_whole_few_and_reach_over_the_most(recorded: list[float | None]) -> None:
    steps = [one.value for one in draw_weeks(WeeklySeries(first=MONDAY, recorded=recorded)).steps]

    known = [value for value in recorded if value is not None and value == value]
    assert steps[0] == 0
    assert steps[-1] >= max(known, default=0)
    assert len(steps) <= 7
    assert steps == sorted(set(steps))


def test_a_missing_week_breaks_the_line_and_is_no_zero() -> None:
    drawing = draw_weeks(WeeklySeries(first=MONDAY, recorded=[4, 4, None, 4, 4]))

    assert len(drawing.recorded) == 2
    assert len({y for _x, y in points(drawing.recorded)}) == 1
    assert len(points(drawing.recorded)) == 4


def test_the_band_closes_around_the_expected_line_and_the_start_lies_before_its_week() -> None:
    drawing = draw_weeks(
        WeeklySeries(
            first=MONDAY,
            recorded=[5, 6, 7, 2],
            expected=[5, 6, None, 7],
            low=[2, 3, None, 4],
            high=[8, 9, None, 10],
            start=3,
            marks=(1, 9),
        )
    )

    (band,) = drawing.bands
    ys = [y for _x, y in points((band,))]
    assert len(ys) == 4
    assert min(ys) < min(y for _x, y in points(drawing.expected)) < max(ys)
    assert drawing.start is not None
    assert points(drawing.recorded)[2][0] < drawing.start.x < points(drawing.recorded)[3][0]
    assert drawing.start.is_late
    assert len(drawing.marks) == 1


def test_years_stand_where_they_begin() -> None:
    drawing = draw_weeks(WeeklySeries(first=date(2023, 12, 18), recorded=[1] * 60))

    assert [one.year for one in drawing.years] == [2025]
    assert [one.year for one in draw_weeks(WeeklySeries(first=MONDAY, recorded=[1] * 60)).years] == [2026]


def test_lines_of_different_lengths_are_no_chart() -> None:
    for wrong in (WeeklySeries(first=MONDAY, recorded=[]), WeeklySeries(first=MONDAY, recorded=[1], low=[1, 2])):
        with pytest.raises(ValueError, match="as many in each line"):
            draw_weeks(wrong)
