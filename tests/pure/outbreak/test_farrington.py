"""Farrington's method and its flexible form: as a model fitted by other means, alike for one series and for many."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from port2port.pure.outbreak import (
    BadCount,
    BadSetting,
    HistoryTooShort,
    ShapeMismatch,
    farrington,
    farrington_flexible,
)
from port2port.pure.outbreak.loglinear import model
from port2port.pure.outbreak.reference_weeks import around, by_season, same_week

YEARS_AND_A_HALF = 240
METHODS = [farrington, farrington_flexible]


def drawn(seed: int, *, series: int = 3, mean: float = 6.0, weeks: int = YEARS_AND_A_HALF) -> np.ndarray:
    rng = np.random.default_rng(seed)
    season = 1 + 0.4 * np.sin(2 * np.pi * np.arange(weeks) / 52)
    return rng.negative_binomial(3, 3 / (3 + mean * season[:, None] * np.linspace(0.5, 1.5, series))).astype(float)


def by_least_squares(counts, columns, weights):
    """Fitted means of a log-linear model, by iterated weighted least squares."""
    means = counts + 0.5
    for _round in range(60):
        root = np.sqrt(weights * means)
        working = np.log(means) + (counts - means) / means
        slopes = np.linalg.lstsq(columns * root[:, None], working * root, rcond=None)[0]
        means = np.exp(columns @ slopes)
    return means


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), has_trend=st.booleans())
def test_the_closed_form_fits_what_least_squares_fit(seed, has_trend):
    steps = np.array([-156, -104, -52])
    layout = by_season(steps, half_window=3, levels=5, skip_weeks=26)
    counts = np.random.default_rng(seed).poisson(5, layout.offset.size).astype(float)
    columns = np.column_stack([layout.indicator.T, layout.scaled] if has_trend else [layout.indicator.T])

    found = model(counts[:, None], layout, has_trend=has_trend, reweight=False, threshold=1)

    means = by_least_squares(counts, columns, np.ones(counts.size))
    now = np.append(np.eye(5)[4], [layout.scaled_now] if has_trend else [])
    information = np.linalg.inv(columns.T @ (columns * means[:, None]))
    slopes = np.linalg.lstsq(columns, np.log(means), rcond=None)[0]
    assert found.mean[0] == pytest.approx(np.exp(now @ slopes), rel=1e-7)
    assert found.spread[0] == pytest.approx(now @ information @ now, rel=1e-7)
    free = counts.size - columns.shape[1]
    assert found.dispersion[0] == pytest.approx(((counts - means) ** 2 / means).sum() / free, rel=1e-7)


@pytest.mark.parametrize("method", METHODS)
def test_many_series_at_once_are_judged_as_each_by_itself(method):
    counts = drawn(1, series=5)

    together = method(counts)

    for number in range(5):
        alone = method(counts[:, number])
        np.testing.assert_allclose(together.upper[:, number], alone.upper, rtol=1e-9)
        np.testing.assert_array_equal(together.alarm[:, number], alone.alarm)


@pytest.mark.parametrize("method", METHODS)
def test_ten_times_what_was_ever_counted_is_an_alarm(method):
    counts = drawn(2)
    counts[200] = counts.max() * 10

    assert method(counts, [200]).alarm.all()
    assert not method(np.full(YEARS_AND_A_HALF, 4.0), [200]).alarm.any()


@pytest.mark.parametrize("method", METHODS)
def test_a_smaller_alpha_never_lowers_a_bound(method):
    counts = drawn(3)

    wide, narrow = method(counts, alpha=0.001).upper, method(counts, alpha=0.05).upper

    assert (wide >= narrow).all()
    assert (wide > narrow).any()


@pytest.mark.parametrize("method", METHODS)
def test_a_missing_week_is_left_out_and_is_not_a_zero(method):
    counts = drawn(4, series=1, mean=20)[:, 0]
    whole = method(counts, [200])
    missing, zero = counts.copy(), counts.copy()
    missing[200 - 52], zero[200 - 52] = np.nan, 0

    assert method(missing, [200]).upper[0] == pytest.approx(whole.upper[0], rel=0.2)
    assert method(missing, [200]).upper[0] != method(zero, [200]).upper[0]
    assert method(missing, [200]).assessed[0]


@pytest.mark.parametrize("method", METHODS)
def test_a_missing_week_raises_no_alarm_and_says_that_it_was_not_assessed(method):
    counts = drawn(5)
    counts[200] = counts.max() * 10
    counts[200, 1] = np.nan

    found = method(counts, [200])

    assert found.alarm.tolist() == [[True, False, True]]
    assert found.assessed.tolist() == [[True, False, True]]


@pytest.mark.parametrize("method", METHODS)
def test_a_port_that_opened_last_year_has_no_bound_while_its_neighbours_have(method):
    counts = drawn(6)
    counts[:150, 2] = np.nan

    found = method(counts, [200])

    assert np.isfinite(found.upper[0]).tolist() == [True, True, False]
    assert found.assessed.tolist() == [[True, True, False]]


@pytest.mark.parametrize("method", METHODS)
def test_after_years_of_nothing_five_in_a_week_are_an_alarm_and_four_are_not(method):
    counts = np.zeros((YEARS_AND_A_HALF, 2))
    counts[200] = [5, 4]

    assert method(counts, [200]).alarm.tolist() == [[True, False]]


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    shape=st.sampled_from(["sparse", "half missing", "steep", "one outbreak", "nothing", "late"]),
    method=st.sampled_from(METHODS),
)
def test_whatever_the_counts_an_alarm_is_assessed_and_a_bound_is_a_number(seed, shape, method):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(np.exp(rng.uniform(-3, 9, 3)), (YEARS_AND_A_HALF, 3)).astype(float)
    if shape == "sparse":
        counts = np.where(rng.random(counts.shape) < 0.01, counts, 0)
    elif shape == "half missing":
        counts[rng.random(counts.shape) < 0.5] = np.nan
    elif shape == "steep":
        counts = np.floor(np.exp(np.linspace(0, rng.uniform(0, 25), YEARS_AND_A_HALF)))[:, None] * np.ones(3)
    elif shape == "one outbreak":
        counts[:] = 0
        counts[rng.integers(0, YEARS_AND_A_HALF, 2)] = rng.integers(1, 1000)
    elif shape == "nothing":
        counts[:] = 0
    else:
        counts[: rng.integers(0, YEARS_AND_A_HALF)] = np.nan

    found = method(counts)

    assert not (found.alarm & ~found.assessed).any()
    assert np.isfinite(found.upper[found.assessed]).all()
    assert (found.expected[found.assessed] >= 0).all()
    assert (found.dispersion[found.assessed] >= 1).all()


def test_counts_all_at_one_end_have_no_trend_and_still_a_bound():
    counts = np.zeros(YEARS_AND_A_HALF)
    counts[200 - 49] = 30
    counts[197:201] = 2

    found = farrington(counts, [200])

    assert not found.trend[0]
    assert found.upper[0] > found.expected[0] > 0


def test_the_trend_is_dropped_where_it_would_foresee_more_than_was_ever_seen():
    rising = np.round(np.exp(np.linspace(0, 5, YEARS_AND_A_HALF)))

    assert not farrington(rising, [200]).trend[0]
    assert farrington(rising[::-1].copy(), [200]).trend[0]


@pytest.mark.parametrize("method", METHODS)
def test_scaling_every_count_up_scales_the_expected_count_alike(method):
    counts = drawn(7, series=1, mean=40)[:, 0]

    once, twice = method(counts, reweight=False), method(counts * 2, reweight=False)

    same = once.trend == twice.trend
    assert same.mean() > 0.9
    np.testing.assert_allclose(twice.expected[same], 2 * once.expected[same], rtol=1e-8)


def test_earlier_years_are_matched_by_iso_week_and_week_53_borrows_week_52():
    first = date(2015, 1, 5)
    rows = {first + timedelta(weeks=row): row for row in range(400)}
    week_53, week_30 = rows[date.fromisocalendar(2020, 53, 1)], rows[date.fromisocalendar(2021, 30, 1)]

    found = same_week(np.array([week_53, week_30]), years_back=2, period=52, first_monday=first)

    assert found.tolist() == [
        [rows[date.fromisocalendar(2018, 52, 1)], rows[date.fromisocalendar(2019, 52, 1)]],
        [rows[date.fromisocalendar(2019, 30, 1)], rows[date.fromisocalendar(2020, 30, 1)]],
    ]


@pytest.mark.parametrize("method", METHODS)
def test_with_dates_a_year_of_53_weeks_is_judged_by_the_same_weeks(method):
    first = date(2018, 1, 1)
    weeks = [first + timedelta(weeks=row) for row in range(260)]
    counts = np.array([100.0 if monday.isocalendar().week == 30 else 20.0 for monday in weeks])
    asked = weeks.index(date.fromisocalendar(2022, 30, 1))

    by_date = method(counts, [asked], half_window=0, first_monday=first)
    by_rows = method(counts, [asked], half_window=0)

    assert by_date.expected[0] == pytest.approx(100)
    assert by_rows.expected[0] < 90


def test_the_first_blocks_of_a_gap_are_a_week_longer_where_it_does_not_divide():
    layout = by_season(np.array([-104, -52]), half_window=3, levels=11, skip_weeks=0)
    first_gap = layout.level[7 : 7 + 45]

    assert np.bincount(first_gap, minlength=11).tolist() == [5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 0]
    assert layout.level[:7].tolist() == [10] * 7


def test_the_windows_are_those_of_each_year():
    assert around(np.array([-104, -52]), half_window=1).offset.tolist() == [-105, -104, -103, -53, -52, -51]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("value", "says"), [(-1, "negative"), (2.5, "not a whole number"), (np.inf, "too large")])
def test_a_count_that_is_none_is_refused_with_its_row_and_series(method, value, says):
    counts = drawn(8)
    counts[17, 2] = value

    with pytest.raises(BadCount, match=says) as caught:
        method(counts)

    assert (caught.value.code, caught.value.row, caught.value.series) == ("bad_count", 17, 2)


@pytest.mark.parametrize("method", METHODS)
def test_a_week_without_its_history_is_refused_with_its_row(method):
    with pytest.raises(HistoryTooShort) as caught:
        method(drawn(9), [200, 158])

    assert (caught.value.code, caught.value.row) == ("history_too_short", 158)
    with pytest.raises(HistoryTooShort, match="159 weeks"):
        method(drawn(9, weeks=159))


@pytest.mark.parametrize(
    ("settings", "says"),
    [({"alpha": 0}, "alpha"), ({"years_back": 0}, "years_back"), ({"half_window": 26}, "half_window")],
)
@pytest.mark.parametrize("method", METHODS)
def test_settings_out_of_range_are_refused_by_name(method, settings, says):
    with pytest.raises(BadSetting, match=says):
        method(drawn(10), **settings)


def test_weeks_outside_the_counts_and_tables_of_three_dimensions_are_refused():
    with pytest.raises(BadSetting, match="rows from 0 to 239"):
        farrington(drawn(11), [240])
    with pytest.raises(ShapeMismatch):
        farrington(np.zeros((2, 2, 2)))
    with pytest.raises(BadSetting, match="not a Monday"):
        farrington(drawn(11), first_monday=date(2020, 1, 1))
