"""Synthetic difference in differences against the published panel, a peer and what must always hold."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from port2port.pure.displacement.faults import Fault, ShapeMismatch, StudyRefused
from port2port.pure.displacement.simplex import exactly
from port2port.pure.displacement.synthetic import Method, Solver, among_placebos, synthetic
from tests.pure.displacement.cases import answers, prop99

PACKS, STATES, YEARS = prop99()
CASES = answers("prop99_estimates.json")
NAMES = [case["treated"] for case in CASES]


def panel_of(case: dict) -> tuple[np.ndarray, list[str], int, int]:
    kept = [state for state in STATES if state not in case["dropped"]]
    panel = PACKS[:, [STATES.index(state) for state in kept]]
    return panel, kept, kept.index(case["treated"]), YEARS.index(case["first_treated_year"])


@pytest.mark.parametrize("solver", list(Solver))
@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_each_state_has_the_effect_of_the_reference(case: dict, method: Method, solver: Solver):
    panel, _kept, treated, first = panel_of(case)

    found = synthetic(panel, treated=treated, first_after=first, method=method, solver=solver)

    # The published stops are reached step by step; the optimum only to where its problem is flat.
    close = 1e-9 if solver is Solver.PUBLISHED else 1e-5
    assert found.effect == pytest.approx(case[solver.value][method.value], abs=close)


@pytest.mark.parametrize("solver", list(Solver))
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_weights_are_those_of_the_reference_and_sum_to_one(case: dict, solver: Solver):
    panel, kept, treated, first = panel_of(case)

    found = synthetic(panel, treated=treated, first_after=first, solver=solver)

    donors = [state for state in kept if state != case["treated"]]
    units = dict(zip(donors, found.unit_weights, strict=True))
    for state, weight in case[solver.value]["largest_unit_weights"].items():
        assert units[state] == pytest.approx(weight, abs=2e-6)
    years = {str(year): weight for year, weight in zip(YEARS[:first], found.time_weights, strict=True) if weight > 1e-6}
    assert years == pytest.approx(case[solver.value]["time_weights"], abs=2e-6)
    for weights in (found.unit_weights, found.time_weights):
        assert weights.min() >= 0
        assert weights.sum() == pytest.approx(1)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_peer_finds_the_same_effect(case: dict):
    import diff_diff
    import pandas as pd

    panel, kept, treated, first = panel_of(case)
    table = pd.DataFrame(
        [
            {"unit": state, "time": year, "packs": panel[row, column], "treated": int(state == kept[treated])}
            for row, year in enumerate(YEARS)
            for column, state in enumerate(kept)
        ]
    )

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = diff_diff.SyntheticDiD(n_bootstrap=2, seed=1).fit(
            table, outcome="packs", treatment="treated", unit="unit", time="time", post_periods=YEARS[first:]
        )

    assert synthetic(panel, treated=treated, first_after=first).effect == pytest.approx(peer.att, abs=1e-10)


def test_among_placebo_states_california_stands_out_as_far_as_38_can_tell():
    ranked = among_placebos(PACKS, treated=STATES.index("California"), first_after=19, method=Method.DID)

    assert ranked.floor == pytest.approx(1 / 39)
    assert len(ranked.placebos) == 38
    assert ranked.p == (1 + (np.abs(ranked.placebos) >= 27.349111083).sum()) / 39


def random_panel(seed: int, *, weeks: int = 30, units: int = 8) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(weeks, units)).cumsum(axis=0) + 10 * rng.normal(size=units)


@given(seed=st.integers(0, 300), factor=st.floats(0.1, 50), method=st.sampled_from(list(Method)))
@settings(deadline=None, max_examples=20)
def test_another_unit_of_measurement_changes_the_effect_by_its_factor_alone(seed, factor, method):
    panel = random_panel(seed)

    one = synthetic(panel, treated=0, first_after=20, method=method, solver=Solver.EXACT)
    other = synthetic(factor * panel, treated=0, first_after=20, method=method, solver=Solver.EXACT)

    assert other.effect == pytest.approx(factor * one.effect, rel=1e-4, abs=1e-4 * factor)


@given(seed=st.integers(0, 300), order=st.permutations(range(1, 8)))
@settings(deadline=None, max_examples=20)
def test_in_which_order_the_donors_stand_makes_no_difference(seed: int, order: list[int]):
    panel = random_panel(seed)

    one = synthetic(panel, treated=0, first_after=20, solver=Solver.EXACT)
    other = synthetic(panel[:, [0, *order]], treated=0, first_after=20, solver=Solver.EXACT)

    assert other.effect == pytest.approx(one.effect, abs=1e-6)
    assert other.unit_weights == pytest.approx(one.unit_weights[[place - 1 for place in order]], abs=1e-6)


@given(seed=st.integers(0, 300), effect=st.floats(-20, 20), method=st.sampled_from(list(Method)))
@settings(deadline=None, max_examples=20)
def test_what_is_added_after_is_found_whole(seed: int, effect: float, method: Method):
    panel = random_panel(seed)
    moved = panel.copy()
    moved[20:, 0] += effect

    before, after = (synthetic(one, treated=0, first_after=20, method=method).effect for one in (panel, moved))

    assert after - before == pytest.approx(effect, abs=1e-9)


@given(seed=st.integers(0, 300), penalty=st.sampled_from([0.0, 0.1, 5.0]))
@settings(deadline=None, max_examples=20)
def test_no_other_solver_finds_better_weights(seed: int, penalty: float):
    rng = np.random.default_rng(seed)
    columns, goal = rng.normal(size=(12, 6)), rng.normal(size=12)

    def loss(weights: np.ndarray) -> float:
        return float(((columns @ weights - goal) ** 2).sum() + penalty * (weights**2).sum())

    found = exactly(columns, goal, penalty=penalty)

    peer = minimize(
        loss,
        np.full(6, 1 / 6),
        bounds=[(0, 1)] * 6,
        constraints={"type": "eq", "fun": lambda weights: weights.sum() - 1},
        method="SLSQP",
        options={"ftol": 1e-14},
    )
    assert loss(found) <= peer.fun + 1e-9
    assert found.sum() == pytest.approx(1)
    assert found.min() >= 0


def test_the_published_stops_never_do_better_than_the_optimum():
    panel = PACKS[:, :12]

    published, exact = (synthetic(panel, treated=0, first_after=19, solver=solver) for solver in Solver)

    def loss(weights: np.ndarray) -> float:
        donors, own = panel[:19, 1:] - panel[:19, 1:].mean(0), panel[:19, 0] - panel[:19, 0].mean()
        noise = np.diff(panel[:19, 1:], axis=0).std(ddof=1)
        return float(((donors @ weights - own) ** 2).sum() + 19 * 12**0.5 * noise**2 * (weights**2).sum())

    assert loss(exact.unit_weights) <= loss(published.unit_weights) + 1e-9


def test_a_panel_that_cannot_be_used_is_refused():
    panel = random_panel(1)
    broken = panel.copy()
    broken[3, 2] = np.nan

    with pytest.raises(ShapeMismatch):
        synthetic(panel, treated=8, first_after=20)
    with pytest.raises(StudyRefused) as refused:
        synthetic(broken, treated=0, first_after=20)
    assert (refused.value.fault, refused.value.row, refused.value.column) == (Fault.NOT_A_NUMBER, 3, 2)
    for first in (1, 30):
        with pytest.raises(StudyRefused) as refused:
            synthetic(panel, treated=0, first_after=first)
        assert refused.value.fault is Fault.START_OUTSIDE
    with pytest.raises(StudyRefused) as refused:
        synthetic(panel[:, :2], treated=0, first_after=20)
    assert refused.value.fault is Fault.TOO_FEW_UNITS
