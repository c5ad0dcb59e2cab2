"""Weeks by their Mondays."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.weeks import monday_of, mondays, weeks_between

WEEK = timedelta(days=7)
DAYS = st.dates(min_value=date(2000, 1, 3), max_value=date(2100, 1, 1))


@given(DAYS)
def test_a_day_lies_in_the_week_of_its_monday(day: date) -> None:
    monday = monday_of(day)

    assert monday.isoweekday() == 1
    assert monday <= day < monday + WEEK


@given(DAYS, st.integers(min_value=-200, max_value=200))
def test_weeks_are_counted_to_and_fro(day: date, n: int) -> None:
    assert weeks_between(monday_of(day), monday_of(day) + n * WEEK) == n


@given(DAYS, DAYS)
def test_mondays_lie_between_and_none_is_missing(first: date, last: date) -> None:
    found = mondays(first, last)

    assert all(first <= one <= last and one.isoweekday() == 1 for one in found)
    assert all(later - one == WEEK for one, later in pairwise(found))
    if found:
        assert found[0] - first < WEEK
        assert last - found[-1] < WEEK
    else:
        assert last - first < WEEK
