"""Running statistics: as their definitions step by step, and indifferent to what is missing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import nbinom, poisson

from port2port.pure.outbreak import BadSetting, ShapeMismatch, cusum, glr, nb_cusum

counts_of = st.lists(st.integers(0, 15), min_size=2, max_size=12).map(lambda values: np.array(values, dtype=float))


@settings(max_examples=50, deadline=None)
@given(counts=counts_of)
def test_the_cusum_is_its_recursion_and_its_bound_is_where_the_alarm_begins(counts):
    mean = np.full(counts.size, 4.0)

    found = cusum(counts, mean, k=0.5, h=2)

    running = 0.0
    for week, count in enumerate(counts):
        running = max(0.0, running + (count - 4) / 2 - 0.5)
        assert found.statistic[week] == pytest.approx(running, abs=1e-9)
        if abs(running - 2) > 1e-9:
            assert found.alarm[week] == (running >= 2)
            assert found.upper[week] == 0 or (count > found.upper[week]) == found.alarm[week]


@settings(max_examples=6, deadline=None)
@given(counts=counts_of, dispersion=st.sampled_from([0.0, 0.3]))
def test_the_likelihood_ratio_is_the_best_of_all_changes_since_the_last_alarm(counts, dispersion):
    mean = np.linspace(2, 5, counts.size)

    found = glr(counts, mean, dispersion=dispersion, threshold=4)

    def log_likelihood(part, means):
        law = poisson(means) if dispersion == 0 else nbinom(1 / dispersion, 1 / (1 + dispersion * means))
        return law.logpmf(part).sum()

    start = 0
    for week in range(counts.size):
        best = 0.0
        for since in range(start, week + 1):
            part, base = counts[since : week + 1], mean[since : week + 1]
            fit = minimize_scalar(
                lambda kappa, part=part, base=base: -log_likelihood(part, base * np.exp(kappa)),
                bounds=(0, 5),
                method="bounded",
                options={"xatol": 1e-9},
            )
            best = max(best, -fit.fun - log_likelihood(part, base))
        assert found.statistic[week] == pytest.approx(best, abs=1e-6)
        if found.alarm[week]:
            start = week + 1


def test_a_change_is_looked_for_no_further_back_than_asked():
    counts = np.concatenate([np.full(10, 9.0), np.full(10, 3.0)])

    everything, lately = (glr(counts, np.full(20, 3.0), dispersion=0.1, threshold=99, longest=n) for n in (20, 5))

    assert everything.statistic[-1] > 1
    assert lately.statistic[-1] == 0


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 999))
def test_the_negative_binomial_cusum_adds_log_likelihood_ratios_and_never_falls_below_zero(seed):
    rng = np.random.default_rng(seed)
    base = rng.uniform(1, 6, (15, 4))
    counts = rng.poisson(base).astype(float)
    law, other = nbinom(6, 6 / (6 + base)), nbinom(6, 6 / (6 + 1.5 * base))
    steps = other.logpmf(counts) - law.logpmf(counts)

    together = nb_cusum(counts, base, 1.5 * base, size=6)
    each = nb_cusum(counts, base, 1.5 * base, size=6, per_port=True)

    running, ports = 0.0, np.zeros(4)
    for week in range(15):
        running, ports = max(0.0, running + steps[week].sum()), np.maximum(0, ports + steps[week])
        assert together[week] == pytest.approx(running, abs=1e-9)
        np.testing.assert_allclose(each[week], ports, atol=1e-9)


def test_a_missing_week_leaves_every_running_statistic_as_it_was():
    counts, mean = np.array([5.0, 9, np.nan, 8]), np.full(4, 4.0)
    without, short = counts[[0, 1, 3]], mean[:3]

    np.testing.assert_allclose(cusum(counts, mean).statistic[[0, 1, 3]], cusum(without, short).statistic)
    assert not cusum(counts, mean, h=0.1).alarm[2]
    ratio, shorter = glr(counts, mean, dispersion=0.2, threshold=99), glr(without, short, dispersion=0.2, threshold=99)
    np.testing.assert_allclose(ratio.statistic[[0, 1, 3]], shorter.statistic)
    assert ratio.statistic[2] == ratio.statistic[1]
    running = nb_cusum(counts, mean, 2 * mean, size=6)
    assert running[2] == running[1]


def test_what_does_not_fit_together_is_refused():
    with pytest.raises(ShapeMismatch):
        cusum(np.ones(5), np.ones(4))
    with pytest.raises(BadSetting, match="above zero") as caught:
        cusum(np.ones(5), np.array([1, 1, 0, 1, 1]))
    assert caught.value.row == 2
    with pytest.raises(ShapeMismatch, match="one series"):
        glr(np.ones((5, 2)), np.ones((5, 2)), dispersion=0.1)
    with pytest.raises(BadSetting, match="size"):
        nb_cusum(np.ones((5, 2)), np.ones((5, 2)), np.ones((5, 2)), size=0)
    with pytest.raises(BadSetting, match="standard, anscombe"):
        cusum(np.ones(5), np.ones(5), transform="rossi")
