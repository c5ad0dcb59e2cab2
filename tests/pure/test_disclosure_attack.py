"""What one operator can read off the benchmark, by the attack that bench/disclosure_attack.py carries out at length."""

import pytest
from bench.disclosure_attack import attacked, bands, insider, means


@pytest.mark.parametrize("part", range(4))
def test_one_operator_recovers_no_level_and_from_averages_it_would(part: int) -> None:
    seeds = range(part * 5, part * 5 + 5)
    recovered, tried = attacked(seeds, bands)
    assert (recovered, tried > 10) == (0, True)
    assert attacked(seeds, means)[0] > 0


@pytest.mark.parametrize(("number", "limit"), [(9, 0.20), (30, 0.02)])
def test_all_but_one_together_seldom_pin_the_last(number: int, limit: float) -> None:
    ours, by_mean = insider(number, times=1500)
    assert 0 < ours <= limit < by_mean
