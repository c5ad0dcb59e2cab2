"""Exact intervals of a rate, against the law that they invert."""

from math import exp, inf, isclose

import pytest
from scipy.stats import poisson

from port2port.pure.rare_events import rate_of, rate_of_chance


@pytest.mark.parametrize("events", [1, 2, 7, 30])
def test_both_ends_leave_half_of_the_rest_on_their_side(events):
    found = rate_of(events, 4, level=0.9)

    assert isclose(poisson.sf(events - 1, 4 * found.low), 0.05, rel_tol=1e-9)
    assert isclose(poisson.cdf(events, 4 * found.high), 0.05, rel_tol=1e-9)
    assert found.low < found.estimate == events / 4 < found.high


def test_no_event_bounds_the_rate_from_above_only():
    found = rate_of(0, 2)

    assert (found.estimate, found.low) == (0, 0)
    assert isclose(exp(-2 * found.high), 0.05, rel_tol=1e-9)


def test_where_nobody_watched_nothing_is_known():
    found = rate_of(0, 0)

    assert (found.estimate, found.low, found.high) == (None, 0, inf)


@pytest.mark.parametrize("wrong", [(-1, 1, 0.9), (1, -1, 0.9), (1, 1, 0), (1, 1, 1)])
def test_what_no_rate_can_have_is_refused(wrong):
    events, years, level = wrong

    with pytest.raises(ValueError, match="zero or more"):
        rate_of(events, years, level=level)


def test_a_chance_of_39_percent_is_one_in_two_years():
    assert isclose(rate_of_chance(0.39), 0.5, rel_tol=0.02)
    assert isclose(1 - exp(-rate_of_chance(0.2)), 0.2)
