"""What no study can be made of is refused, with the row."""

from dataclasses import replace

import numpy as np
import pytest

from port2port.pure.displacement.counts import EXTERNAL, StudyCounts
from port2port.pure.displacement.faults import Fault, NegativeCount, ShapeMismatch, StudyRefused
from tests.pure.displacement.cases import simulated


def changed(field: str, place: tuple[int, ...], value: float) -> dict:
    series = getattr(simulated(), field).copy()
    series[place] = value
    return {field: series}


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (np.nan, Fault.MISSING_WEEK),
        (np.inf, Fault.NOT_A_NUMBER),
        (-1, Fault.NEGATIVE_COUNT),
        (2.5, Fault.FRACTIONAL_COUNT),
    ],
)
@pytest.mark.parametrize(
    ("field", "place", "column"),
    [("target", (17,), 0), ("elsewhere", (17, 3), 4), ("external", (17,), EXTERNAL)],
)
def test_what_is_no_count_is_refused_at_its_row_and_port(field, place, column, value, fault):
    with pytest.raises(StudyRefused) as refused:
        replace(simulated(), **changed(field, place, value))

    assert (refused.value.fault, refused.value.row, refused.value.column) == (fault, 17, column)


def test_the_first_row_that_is_none_is_named():
    counts = simulated()
    target = counts.target.copy()
    target[[44, 20, 99]] = -3

    with pytest.raises(NegativeCount) as refused:
        replace(counts, target=target)

    assert refused.value.row == 20


def test_a_port_whose_first_weeks_are_missing_has_opened_late():
    counts = simulated()
    elsewhere = counts.elsewhere.copy()
    elsewhere[:204, 8] = np.nan

    with pytest.raises(StudyRefused) as refused:
        replace(counts, elsewhere=elsewhere)

    assert (refused.value.fault, refused.value.row, refused.value.column) == (Fault.PORT_OPENED_LATE, 204, 9)


def test_an_outside_series_that_begins_late_lacks_its_first_week():
    external = simulated().external.copy()
    external[:10] = np.nan

    with pytest.raises(StudyRefused) as refused:
        replace(simulated(), external=external)

    assert (refused.value.fault, refused.value.row) == (Fault.MISSING_WEEK, 0)


def test_a_port_said_to_have_opened_within_the_windows_is_refused_and_one_before_them_is_not():
    opened = [0] * 10
    opened[6] = 105
    counts = replace(simulated(), weeks_before=52)

    with pytest.raises(StudyRefused) as refused:
        replace(counts, opened=tuple(opened))

    assert (refused.value.fault, refused.value.row, refused.value.column) == (Fault.PORT_OPENED_LATE, 105, 6)
    opened[6] = 104
    assert replace(counts, opened=tuple(opened)).opened == tuple(opened)


@pytest.mark.parametrize(("field", "column"), [("target", 0), ("elsewhere", 1), ("external", EXTERNAL)], ids=str)
def test_series_of_nothing_but_zeros_are_refused(field: str, column: int):
    with pytest.raises(StudyRefused) as refused:
        replace(simulated(), **{field: np.zeros_like(getattr(simulated(), field))})

    assert (refused.value.fault, refused.value.column) == (Fault.ALL_ZERO, column)


@pytest.mark.parametrize("port", [0, 1, 9])
def test_a_port_of_the_network_is_no_comparison_from_outside(port: int):
    counts = simulated()

    with pytest.raises(StudyRefused) as refused:
        replace(counts, external=counts.columns[:, port])

    assert (refused.value.fault, refused.value.column) == (Fault.EXTERNAL_IS_A_PORT, port)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"start_week": 0}, Fault.START_OUTSIDE),
        ({"start_week": 208}, Fault.START_OUTSIDE),
        ({"start_week": -4}, Fault.START_OUTSIDE),
        ({"announced_week": 157}, Fault.ANNOUNCED_AFTER_START),
        ({"announced_week": 0}, Fault.ANNOUNCED_AFTER_START),
        ({"weeks_before": 157}, Fault.WINDOW_OUTSIDE),
        ({"weeks_before": 0}, Fault.WINDOW_OUTSIDE),
        ({"weeks_after": 53}, Fault.WINDOW_OUTSIDE),
        ({"recording_changes": (208,)}, Fault.RECORDING_CHANGE_OUTSIDE),
    ],
)
def test_a_measure_a_window_or_a_change_outside_the_weeks_is_refused(change: dict, fault: Fault):
    with pytest.raises(StudyRefused) as refused:
        replace(simulated(), **change)

    assert refused.value.fault is fault


@pytest.mark.parametrize(
    "change",
    [
        {"target": np.ones(207)},
        {"target": np.ones((208, 1))},
        {"elsewhere": np.ones(208)},
        {"elsewhere": np.ones((208, 0))},
        {"external": np.ones(207)},
        {"effort": np.ones((208, 9))},
        {"still": np.ones((2, 207))},
        {"opened": (0,)},
    ],
)
def test_series_that_do_not_fit_each_other_are_refused(change: dict):
    with pytest.raises(ShapeMismatch):
        replace(simulated(), **change)


def test_categories_and_effort_are_held_to_the_same():
    with pytest.raises(NegativeCount):
        replace(simulated(), still=-np.ones((1, 208)))
    with pytest.raises(NegativeCount):
        replace(simulated(), effort=-np.ones((208, 10)))
    with pytest.raises(StudyRefused) as refused:
        replace(simulated(), effort=np.full((208, 10), np.nan))
    assert refused.value.fault is Fault.NOT_A_NUMBER


@pytest.mark.parametrize(("weeks", "before"), [(60, 40), (120, 52), (170, 104), (208, 156), (400, 156)])
def test_before_is_as_many_whole_years_as_there_are_at_most_three(weeks: int, before: int):
    ones = np.ones(weeks)
    start = {60: 40, 120: 68, 170: 118, 208: 156, 400: 348}[weeks]

    counts = StudyCounts(target=ones, elsewhere=ones[:, None], external=2 * ones, start_week=start)

    assert (counts.before.weeks, counts.before.end) == (before, start)
    assert counts.after.weeks == min(52, weeks - start)
