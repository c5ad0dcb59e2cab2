"""Rules without a model: by hand, and the Poisson limits reckoned anew."""

import numpy as np
import pytest
from scipy.special import pdtr
from scipy.stats import nbinom

from port2port.pure.outbreak import BadSetting, HistoryTooShort, bayes_bound, ears, rki_bound
from port2port.pure.outbreak.bounds import CROW_GARDNER


def crow_gardner(step: float = 0.001) -> list[float]:
    """Largest mean whose 95 % acceptance set, the shortest and of those the highest, still holds 0, 1, … 20."""
    largest, first, last = [0.0] * 21, 0, 0
    for mean in np.arange(step, 31, step):
        length = max(last - first - 1, 0)
        while True:
            starts = np.arange(first, int(mean) + 2)
            inside = pdtr(starts + length, mean) - np.where(starts > 0, pdtr(np.maximum(starts - 1, 0), mean), 0.0)
            if (inside >= 0.95).any():
                break
            length += 1
        first = int(starts[inside >= 0.95][-1])
        last = max(first + length, last)
        for seen in range(first, min(last, 20) + 1):
            largest[seen] = float(mean)
    return largest


def test_the_poisson_limits_are_those_of_the_rule_they_are_named_after():
    np.testing.assert_allclose(crow_gardner(), CROW_GARDNER, rtol=0, atol=0.0021)


def test_the_rki_bound_is_a_limit_for_few_and_two_standard_deviations_for_many():
    few, many = np.full(60, 3.0), np.tile([30.0, 50.0], 30)

    assert rki_bound(few, [57], years_back=1, half_window=2).upper[0] == CROW_GARDNER[3]
    seen = many[57 - 52 - 2 : 57 - 52 + 3]
    assert rki_bound(many, [57], years_back=1, half_window=2).upper[0] == seen.mean() + 2 * seen.std(ddof=1)


def test_the_bayes_bound_is_the_predictive_quantile():
    counts = np.arange(80.0) % 5
    seen = np.concatenate([counts[70 - 52 - 3 : 70 - 52 + 4], counts[67:70]])

    found = bayes_bound(counts, [70], years_back=1, half_window=3, alpha=0.05)

    assert found.upper[0] == nbinom.ppf(0.95, seen.sum() + 0.5, 10 / 11)


@pytest.mark.parametrize("method", [bayes_bound, rki_bound])
def test_missing_weeks_are_left_out_of_a_bound_and_half_must_be_there(method):
    counts = np.full((60, 2), 7.0)
    counts[3:6, 0], counts[3:7, 1] = np.nan, np.nan

    found = method(counts, [57], years_back=1, half_window=2, this_year=False)

    assert found.assessed.tolist() == [[False, False]]
    counts[3, 0] = 7
    assert np.isfinite(method(counts, [57], years_back=1, half_window=2, this_year=False).upper).tolist() == [
        [True, False]
    ]


def test_a_bound_of_this_year_alone_needs_no_year_before():
    assert rki_bound(np.full(10, 30.0), [8], years_back=0, half_window=6, this_year=True).upper[0] == 30
    with pytest.raises(BadSetting, match="years_back"):
        rki_bound(np.full(10, 30.0), [8], years_back=0)
    with pytest.raises(HistoryTooShort):
        bayes_bound(np.full(100, 1.0))


def test_c1_and_c2_are_mean_and_standard_deviation_of_the_weeks_before():
    counts = np.array([3.0, 5, 4, 6, 2, 3, 5, 9, 1, 20])

    c1, c2 = ears(counts, [9], method="C1"), ears(counts, [9], method="C2")

    assert c1.upper[0] == pytest.approx(counts[2:9].mean() + 3.090232306 * counts[2:9].std(ddof=1))
    assert c2.upper[0] == pytest.approx(counts[:7].mean() + 3.090232306 * counts[:7].std(ddof=1))
    assert c2.alarm[0]


def test_c3_with_this_week_hears_a_rise_that_it_misses_without():
    counts = np.array([4.0, 5, 4, 6, 5, 4, 5, 4, 6, 5, 4, 9])

    assert ears(counts, [11], method="C3").alarm[0]
    assert not ears(counts, [11], method="C3", present_week=False).alarm[0]


def test_a_baseline_of_equal_counts_has_no_bound_unless_a_least_deviation_is_set():
    counts = np.append(np.full(7, 2.0), 9)

    assert not ears(counts, [7], min_sigma=0).assessed[0]
    assert not ears(counts, [7], min_sigma=0).alarm[0]
    assert ears(counts, [7]).upper[0] == pytest.approx(2 + 0.5 * 3.090232306)


@pytest.mark.parametrize("method", ["C1", "C2", "C3"])
def test_a_missing_week_in_its_baseline_leaves_a_week_without_a_bound(method):
    counts = np.tile([3.0, 5.0, 4.0], 9)
    counts[12] = np.nan

    found = ears(counts, method=method)

    assert not found.assessed[found.weeks == 12][0]
    assert not found.assessed[found.weeks == 16][0]
    assert found.assessed[found.weeks == 24][0]


def test_ears_refuses_an_unknown_rule_and_too_short_a_baseline():
    with pytest.raises(BadSetting, match="C1, C2, C3"):
        ears(np.ones(20), method="C4")
    with pytest.raises(BadSetting, match="baseline"):
        ears(np.ones(20), baseline=1)
    with pytest.raises(HistoryTooShort):
        ears(np.ones(20), [6])
