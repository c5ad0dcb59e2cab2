"""Rosters from a seed: the same again from the same seed, with the chances of the plan, and each port by itself."""

from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.seeded import SEED_BYTES, commitment, drawn, draws, roster_digest

COVERAGE = st.lists(st.floats(0, 1), min_size=1, max_size=8)
SEEDS = st.binary(min_size=SEED_BYTES, max_size=SEED_BYTES)


@given(SEEDS, COVERAGE)
def test_the_same_seed_gives_the_same_roster_within_the_units_of_the_plan(seed, coverage):
    first = drawn(seed, "north", coverage)

    assert first == drawn(seed, "north", coverage)
    assert np.floor(sum(coverage) - 1e-6) <= len(first) <= np.ceil(sum(coverage) + 1e-6)
    assert all(coverage[route] > 0 for route in first)


def test_each_route_is_drawn_with_the_chance_of_the_plan():
    coverage, weeks = [0.15, 0.5, 0.85, 1.0], 4_000

    counts = np.zeros(4)
    for week in range(weeks):
        counts[drawn(week.to_bytes(SEED_BYTES), "north", coverage)] += 1

    # Four standard errors of a share of one half.
    assert counts / weeks == pytest.approx(coverage, abs=4 * 0.5 / weeks**0.5)


def test_draws_are_even_and_differ_by_port():
    seed = bytes(SEED_BYTES)
    north, south = (list(islice(iter(draws(seed, port), None), 5_000)) for port in ("north", "south"))

    assert np.mean(north) == pytest.approx(0.5, abs=0.02)
    assert min(north) >= 0
    assert max(north) < 1
    assert north != south
    assert abs(np.corrcoef(north, south)[0, 1]) < 0.06


def test_a_commitment_and_a_digest_change_with_what_they_are_of():
    assert commitment(bytes(32)) != commitment(bytes(31) + b"\1")
    assert roster_digest([("a", ["1", "2"])]) == roster_digest([("a", ["2", "1"])])
    assert roster_digest([("a", ["1"])]) != roster_digest([("a", ["2"])])
    assert roster_digest([("a", ["1"])]) != roster_digest([("b", ["1"])])
