"""The best group of ports is the best of all groups."""

from itertools import combinations
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from port2port.pure.outbreak import BadSetting, ShapeMismatch, subset_scan


def score(count: float, mean: float) -> float:
    return count * log(count / mean) + mean - count if count > mean else 0.0


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 9999))
def test_the_scan_finds_what_trying_every_group_finds(seed):
    rng = np.random.default_rng(seed)
    base = rng.uniform(0.5, 6, (9, 6))
    counts = rng.poisson(base * rng.choice([1.0, 1.6], 6)).astype(float)
    counts[rng.random(counts.shape) < 0.1] = np.nan

    found = subset_scan(counts, base, windows=(3, 5))

    there = np.isfinite(counts)
    for week in range(9):
        best = 0.0
        for length in (3, 5):
            if week + 1 < length:
                continue
            part = slice(week + 1 - length, week + 1)
            seen = np.where(there, counts, 0)[part].sum(axis=0)
            mean = np.where(there, base, 0)[part].sum(axis=0)
            for size in range(1, 7):
                for group in combinations(range(6), size):
                    best = max(best, score(seen[list(group)].sum(), mean[list(group)].sum()))
        assert found.score[week] == pytest.approx(best, abs=1e-9)


def test_the_ports_and_weeks_that_rise_are_those_it_names():
    counts = np.full((30, 5), 3.0)
    counts[22:, [1, 3]] = 12

    found = subset_scan(counts, np.full((30, 5), 3.0))

    assert found.ports[-1] == (1, 3)
    assert found.window[-1] == 8
    assert (found.score[0], found.window[0], found.ports[0]) == (0, 0, ())


def test_the_order_of_the_ports_does_not_matter():
    rng = np.random.default_rng(3)
    counts, base = rng.poisson(4, (30, 6)).astype(float), np.full((30, 6), 3.3)
    order = rng.permutation(6)

    once, other = subset_scan(counts, base), subset_scan(counts[:, order], base)

    np.testing.assert_allclose(once.score, other.score, atol=1e-9)


def test_what_does_not_fit_together_is_refused():
    with pytest.raises(ShapeMismatch):
        subset_scan(np.ones(5), np.ones(5))
    with pytest.raises(ShapeMismatch):
        subset_scan(np.ones((5, 2)), np.ones((5, 3)))
    with pytest.raises(BadSetting, match="windows"):
        subset_scan(np.ones((5, 2)), np.ones((5, 2)), windows=(0,))
