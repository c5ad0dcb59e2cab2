"""The numbers of R's surveillance, file by file, within the tolerances that docs/reference/detectors.md explains."""

import numpy as np
import pytest

from port2port.pure.outbreak import (
    bayes_bound,
    cusum,
    directed_alternative,
    ears,
    farrington,
    farrington_flexible,
    glr,
    nb_cusum,
    rki_bound,
    subset_scan,
)
from tests.pure.outbreak.reference_files import columns, document, rows, series

AGONA, HADAR = "salmonella_agona", "salmonella_hadar"


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        (f"{AGONA}_farrington_b3_w3_a01", {}),
        (f"{AGONA}_farrington_b3_w3_a05_noreweight", {"alpha": 0.05, "reweight": False}),
        (f"{HADAR}_farrington_b3_w3_a01", {}),
    ],
)
def test_farrington_gives_the_alarms_of_the_reference_and_its_bounds(name, settings):
    expected = columns(name)

    found = farrington(series(name.split("_")[1]), rows(name), **settings)

    # The reference writes 0 for the bound of a week with too few cases.
    np.testing.assert_allclose(np.where(found.assessed, found.upper, 0), expected["upper"], rtol=0, atol=0.001)
    np.testing.assert_array_equal(found.alarm, expected["alarm"] == 1)
    np.testing.assert_array_equal(found.trend, expected["trend_used"] == 1)


@pytest.mark.parametrize("name", [f"{AGONA}_flexible_nb_b3_w3_a01", f"{HADAR}_flexible_nb_b3_w3_a01"])
def test_the_flexible_method_gives_the_alarms_bounds_and_models_of_the_reference(name):
    expected = columns(name)

    found = farrington_flexible(series(name.split("_")[1]), rows(name))

    np.testing.assert_array_equal(np.where(found.assessed, found.upper, np.nan), expected["upper"])
    np.testing.assert_array_equal(found.alarm, expected["alarm"] == 1)
    np.testing.assert_array_equal(found.trend, expected["trend_used"] == 1)
    np.testing.assert_allclose(
        np.where(found.assessed, found.expected, np.nan), expected["expected"], rtol=0, atol=1e-3
    )
    np.testing.assert_allclose(found.dispersion, expected["dispersion"], rtol=0, atol=1e-3)
    np.testing.assert_allclose(found.p_value, expected["p_value"], rtol=0, atol=1e-3)


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        (f"{AGONA}_ears_c1", {"method": "C1", "min_sigma": 0}),
        (f"{AGONA}_ears_c2", {"method": "C2", "min_sigma": 0}),
        (f"{AGONA}_ears_c3", {"method": "C3", "min_sigma": 0, "present_week": False}),
        (f"{HADAR}_ears_c1_n9", {"method": "C1", "baseline": 9, "min_sigma": 1, "alpha": 0.005}),
    ],
)
def test_ears_gives_the_bounds_of_the_reference(name, settings):
    expected = columns(name)

    found = ears(series(name.split("_")[1]), rows(name), **settings)

    np.testing.assert_allclose(found.upper, expected["upper"], rtol=0, atol=1e-9)
    np.testing.assert_array_equal(found.alarm, expected["alarm"] == 1)


@pytest.mark.parametrize(
    ("name", "method", "settings"),
    [
        (f"{AGONA}_bayes_b2_w4_a01", bayes_bound, {}),
        (f"{HADAR}_bayes_b1_w6_a05", bayes_bound, {"years_back": 1, "half_window": 6, "alpha": 0.05}),
        (f"{AGONA}_rki_b2_w4", rki_bound, {}),
    ],
)
def test_bounds_without_a_model_equal_the_reference(name, method, settings):
    expected = columns(name)

    found = method(series(name.split("_")[1]), rows(name), **settings)

    np.testing.assert_array_equal(found.upper, expected["upper"])
    np.testing.assert_array_equal(found.alarm, expected["alarm"] == 1)


def test_the_standard_cusum_equals_the_reference_and_its_bound_rounded_up():
    expected = columns(f"{AGONA}_cusum_k1.04_h2.26")

    found = cusum(expected["count"], expected["mean"], k=1.04, h=2.26)

    np.testing.assert_allclose(found.statistic, expected["cusum"], rtol=0, atol=1e-9)
    np.testing.assert_array_equal(np.ceil(found.upper), expected["upper"])
    np.testing.assert_array_equal(found.alarm, expected["alarm"] == 1)


def test_the_cusum_after_anscombe_equals_the_reference():
    expected = columns(f"{HADAR}_cusum_anscombe")

    found = cusum(expected["count"], expected["mean"], k=0.9, h=3, transform="anscombe")

    np.testing.assert_allclose(found.statistic, expected["cusum"], rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.upper, expected["upper"], rtol=0, atol=1e-9)
    np.testing.assert_array_equal(found.alarm, expected["alarm"] == 1)


def test_the_generalised_likelihood_ratio_equals_the_reference():
    expected = columns(f"{AGONA}_glrnb_c5")
    dispersion = document("settings")["glrnb_dispersion_salmonella_agona"]

    found = glr(expected["count"], expected["mu0"], dispersion=dispersion, threshold=5)

    np.testing.assert_allclose(found.statistic, expected["glr"], rtol=0, atol=1e-8)
    np.testing.assert_array_equal(found.alarm, expected["alarm"] == 1)


@pytest.mark.parametrize("case", ["diffuse", "concentrated"])
def test_both_cusums_of_displacement_and_the_scan_equal_the_worked_cases(case):
    given = document("cusum_and_scan")[case]
    counts, expected, answer = np.array(given["counts"]), np.array(given["expected"]), given["answer"]
    others, base = counts[:, 1:], expected[:, 1:]
    alternative = directed_alternative(
        base,
        expected[:, 0],
        np.array(given["substitution"]),
        share=given["displaced_share_assumed"],
        cut=given["reduction_assumed"],
    )

    directed = nb_cusum(others, base, alternative, size=given["size_k"])
    by_port = nb_cusum(others, base, base * given["ratio_assumed_max_port"], size=given["size_k"], per_port=True)
    scan = subset_scan(others, base, windows=tuple(given["scan_windows_weeks"]))

    np.testing.assert_allclose(directed, answer["directed_cusum"], rtol=0, atol=1e-9)
    np.testing.assert_allclose(by_port.max(axis=1), answer["max_port_cusum"], rtol=0, atol=1e-9)
    np.testing.assert_array_equal(by_port.argmax(axis=1) + 1, answer["max_port"])
    np.testing.assert_allclose(scan.score, answer["scan"], rtol=0, atol=1e-9)
    np.testing.assert_array_equal(scan.window, answer["scan_window"])
    assert [[port + 1 for port in ports] for ports in scan.ports] == answer["scan_ports"]
