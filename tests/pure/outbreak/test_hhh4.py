"""The model of spread: the numbers of R's surveillance, its derivatives, and data of which the truth is known."""

import numpy as np
import pytest
from scipy.optimize import approx_fprime

from port2port.pure.outbreak import (
    BadSetting,
    DidNotConverge,
    HistoryTooShort,
    NothingCounted,
    ShapeMismatch,
    Terms,
    hhh4,
    seasonal_mean,
)
from port2port.pure.outbreak.additive import Part, _Problem
from tests.pure.outbreak.reference_files import columns, document, series, table

R_NAMES = {"sin(2 * pi * t/52)": "sin1", "cos(2 * pi * t/52)": "cos1"}


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_fits_to_measles_are_those_of_the_reference(number):
    reference = document("hhh4_measles_fits")["fits"][number]
    near = (table("measles_neighbourhood_order") == 1).astype(float)
    has_neighbours = "no_neighbours" not in reference["label"]

    found = hhh4(
        table("measles_counts"),
        weights=near,
        offset=table("measles_population_share")[0],
        ne=Terms() if has_neighbours else None,
        end=Terms(trend=True, harmonics=1),
        family="poisson" if "poisson" in reference["label"] else "negbin1",
    )

    assert found.log_likelihood == pytest.approx(reference["log_likelihood"], abs=1e-3)
    assert found.aic == pytest.approx(reference["aic"], abs=2e-3)
    for name, value in reference["coefficients"].items():
        part, _dot, term = name.partition(".")
        ours = (
            found.overdispersion[0] if name == "overdisp" else found.coefficients[f"{part}.{R_NAMES.get(term, term)}"]
        )
        assert ours == pytest.approx(value, abs=2e-3), name
    for name, value in reference["standard_errors"].items():
        part, _dot, term = name.partition(".")
        ours = f"{part}.{R_NAMES.get(term, term)}" if "overdisp" not in name else "-log(overdispersion)"
        assert found.standard_errors[ours] == pytest.approx(value, rel=1e-3), name


@pytest.mark.parametrize("sizes", [0, 1, 3])
def test_the_derivatives_are_those_of_the_likelihood(sizes):
    rng = np.random.default_rng(4)
    counts = rng.poisson(4, (30, 3)).astype(float)
    there = rng.random(counts.shape) < 0.9
    terms = Terms(trend=True, harmonics=1)
    parts = [Part(np.ones((30, 1)), counts + 1, -1.0), Part(terms.columns(30), np.ones((30, 3)), 0.5)]
    problem = _Problem(counts, there, parts, sizes)
    point = rng.normal(0, 0.05, 5 + sizes)

    gradient, curvature = problem.gradient(point), problem.curvature(point)

    np.testing.assert_allclose(gradient, approx_fprime(point, problem.value, 1e-7), rtol=1e-4, atol=1e-3)
    by_step = [approx_fprime(point, lambda x, i=i: problem.gradient(x)[i], 1e-7) for i in range(point.size)]
    np.testing.assert_allclose(curvature, np.array(by_step), rtol=1e-4, atol=2e-2)


def test_the_truth_of_drawn_counts_lies_within_three_standard_errors():
    rng = np.random.default_rng(8)
    counts = np.full((400, 4), 3.0)
    near = np.ones((4, 4)) - np.eye(4)
    for week in range(1, 400):
        counts[week] = rng.poisson(0.4 * counts[week - 1] + 0.05 * (counts[week - 1] @ near) + 2)

    found = hhh4(counts, weights=near, ne=Terms(), family="poisson")

    for name, truth in {"ar.1": np.log(0.4), "ne.1": np.log(0.05), "end.1": np.log(2)}.items():
        assert abs(found.coefficients[name] - truth) < 3 * found.standard_errors[name]


def test_a_dispersion_for_each_unit_fits_no_worse_than_one_for_all():
    rng = np.random.default_rng(9)
    counts = rng.negative_binomial([1, 4, 20], [0.2, 0.5, 0.8], (150, 3)).astype(float)

    one, each = hhh4(counts, family="negbin1"), hhh4(counts, family="negbinM")

    assert each.log_likelihood > one.log_likelihood
    assert each.overdispersion.shape == (3,)
    assert each.overdispersion[0] > each.overdispersion[2]


def test_a_missing_week_leaves_out_the_terms_it_plays_a_part_in():
    rng = np.random.default_rng(10)
    counts = rng.poisson(5, (120, 2)).astype(float)
    missing = counts.copy()
    missing[60] = np.nan

    whole, holed = hhh4(counts, family="poisson"), hhh4(missing, family="poisson")

    assert holed.log_likelihood > whole.log_likelihood
    assert holed.coefficients["end.1"] == pytest.approx(whole.coefficients["end.1"], abs=0.2)
    assert holed.coefficients["end.1"] != whole.coefficients["end.1"]


def test_a_model_that_cannot_be_made_is_refused_with_the_reason():
    counts = np.random.default_rng(11).poisson(3, (40, 2)).astype(float)
    empty = counts.copy()
    empty[:, 1] = 0

    with pytest.raises(BadSetting, match="weights"):
        hhh4(counts, ne=Terms())
    with pytest.raises(ShapeMismatch, match="2 units"):
        hhh4(counts, ne=Terms(), weights=np.zeros((3, 3)))
    with pytest.raises(BadSetting, match="diagonal"):
        hhh4(counts, ne=Terms(), weights=np.ones((2, 2)))
    with pytest.raises(ShapeMismatch, match="offset"):
        hhh4(counts, offset=np.ones(3))
    with pytest.raises(BadSetting, match="offset"):
        hhh4(counts, offset=np.array([1, 0]))
    with pytest.raises(NothingCounted):
        hhh4(np.zeros((40, 2)))
    with pytest.raises(NothingCounted) as caught:
        hhh4(empty, family="negbinM")
    assert caught.value.series == 1
    with pytest.raises(HistoryTooShort):
        hhh4(counts[:2])


def test_counts_that_no_model_fits_are_refused_and_no_numbers_made_up():
    counts = np.zeros((51, 2))
    counts[-1] = 1e11

    with pytest.raises(DidNotConverge, match="too few counts"):
        hhh4(counts, end=Terms(trend=True, harmonics=2))


def test_the_seasonal_means_of_the_reference():
    first, second = columns("salmonella_agona_cusum_k1.04_h2.26"), columns("salmonella_agona_glrnb_c5")
    dispersion = document("settings")["glrnb_dispersion_salmonella_agona"]

    poisson = seasonal_mean(series("agona"), until=208)
    wide = seasonal_mean(series("agona"), until=208, trend=True, family="negbin")

    np.testing.assert_allclose(poisson.mean[208:], first["mean"], rtol=0, atol=1e-5)
    np.testing.assert_allclose(wide.mean[208:], second["mu0"], rtol=0, atol=1e-5)
    assert wide.dispersion == pytest.approx(dispersion, abs=1e-5)


def test_a_seasonal_mean_needs_counts_and_weeks():
    with pytest.raises(NothingCounted):
        seasonal_mean(np.zeros(100), until=90)
    with pytest.raises(BadSetting, match="until"):
        seasonal_mean(np.ones(100), until=101)
    with pytest.raises(BadSetting, match="until"):
        seasonal_mean(np.append(np.full(90, np.nan), np.ones(10)), until=92)
