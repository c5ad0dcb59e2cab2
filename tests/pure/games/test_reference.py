"""Every answer of the reference, within its tolerance."""

import numpy as np
import pytest

from port2port.pure.games import (
    Proof,
    allocate,
    displacement_matrix,
    pro_rata,
    reappearing_share,
    uncoordinated,
)
from tests.pure.games.games import NAMES, reference


def units(given):
    return {"own_units": given.own_units, "mobile_units": given.mobile_units}


@pytest.mark.parametrize("name", NAMES)
def test_least_harm_with_its_bound_is_the_one_of_forty_digits(name):
    given, answer = reference(name)
    known = answer["least_harm"]

    plan = allocate(given.game, **units(given))

    assert plan.harm_per_week == pytest.approx(float(known["harm_per_week"]), rel=1e-9)
    assert plan.lower_bound == pytest.approx(float(known["lower_bound"]), rel=1e-9)
    assert plan.lower_bound <= plan.harm_per_week
    assert plan.gap < 1e-11
    assert plan.proof is Proof.GLOBAL
    for found, key in (
        (plan.coverage, "coverage"),
        (plan.units, "units_by_port"),
        (plan.mobile, "mobile_by_port"),
        (plan.attempts, "attempts_by_port"),
        (plan.harm, "harm_by_port"),
    ):
        np.testing.assert_allclose(found, known[key], atol=1e-6)
    assert plan.give_up_share == pytest.approx(known["give_up_share"], abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_the_best_general_solver_of_twelve_starts_is_never_better(name):
    given, answer = reference(name)

    plan = allocate(given.game, **units(given))

    assert plan.harm_per_week <= answer["least_harm"]["slsqp_best_of_12"] * (1 + 1e-7)


@pytest.mark.parametrize("name", NAMES)
def test_the_weakest_link_is_the_one_of_the_linear_program(name):
    given, answer = reference(name)
    known = answer["weakest_link"]

    plan = allocate(given.game, **units(given), objective="weakest_link")

    assert plan.value == pytest.approx(known["best_attacker_utility"], abs=1e-8)
    assert plan.best_utility == pytest.approx(known["lp_optimum"], abs=1e-8)
    np.testing.assert_allclose(plan.coverage, known["least_coverage"], atol=1e-8)
    assert plan.units.sum() == pytest.approx(known["units_used"], abs=1e-8)
    assert (plan.best_utility <= given.game.outside_utility) is known["fully_deterred"]


@pytest.mark.parametrize("name", NAMES)
def test_units_by_attempts_are_those_of_the_reference(name):
    given, answer = reference(name)
    known = answer["pro_rata"]

    plan = pro_rata(given.game, **units(given))

    assert plan.harm_per_week == pytest.approx(known["harm_per_week"], rel=1e-9)
    np.testing.assert_allclose(plan.units, known["units_by_port"], rtol=1e-9)
    np.testing.assert_allclose(plan.harm, known["harm_by_port"], rtol=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_each_port_for_itself_ends_where_the_reference_ends(name):
    given, answer = reference(name)
    known = answer["uncoordinated"]

    plan = uncoordinated(given.game, **units(given))

    assert plan.converged is known["converged"]
    assert plan.proof is Proof.NO_PORT_GAINS
    assert plan.harm_per_week == pytest.approx(known["harm_per_week"], rel=1e-7)
    np.testing.assert_allclose(plan.coverage, known["coverage"], atol=1e-7)
    np.testing.assert_allclose(plan.harm, known["harm_by_port"], rtol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_with_all_units_pooled_harm_is_that_of_the_reference(name):
    given, answer = reference(name)
    known = answer["all_units_pooled"]

    plan = allocate(given.game, own_units=np.zeros(given.own_units.size), mobile_units=known["units"])

    assert plan.harm_per_week == pytest.approx(float(known["harm_per_week"]), rel=1e-9)
    assert plan.lower_bound == pytest.approx(float(known["lower_bound"]), rel=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_unit_more_moves_is_what_the_reference_says(name):
    given, answer = reference(name)
    plan = allocate(given.game, **units(given))

    matrix = displacement_matrix(given.game, plan)

    np.testing.assert_allclose(matrix, answer["displacement_matrix_at_least_harm"], atol=1e-8)
    np.testing.assert_allclose(reappearing_share(given.game, plan), answer["reappearing_share_by_port"], atol=1e-9)


def test_against_several_types_no_known_plan_is_better():
    given, answer = reference("five-ports-types-scenarios")
    known = answer["attacker_types"]

    plan = allocate(given.game, **units(given), objective="types", types=given.types, rng=np.random.default_rng(1))

    assert plan.value <= known["best_known_harm_per_week"] * (1 + 1e-6)
    assert plan.lower_bound < plan.value
    assert plan.spread < 1e-6
    assert plan.proof is Proof.BEST_FOUND


@pytest.mark.parametrize("objective", ["mean", "worst_case", "worst_regret"])
def test_over_scenarios_no_known_plan_is_better(objective):
    given, answer = reference("five-ports-types-scenarios")
    known = answer["scenarios"]

    plan = allocate(given.game, **units(given), objective=objective, scenarios=given.scenarios)

    assert plan.value <= known[objective]["best_known"] * (1 + 1e-4)
    assert plan.lower_bound <= plan.value
    if objective != "worst_regret":
        assert max(plan.by_variant) >= max(known["optimum_by_scenario"])
    else:
        np.testing.assert_allclose(plan.by_variant, known["worst_regret"]["regret_by_scenario"], rtol=1e-3)


def test_one_port_with_one_route_is_as_reckoned_by_hand():
    given, _ = reference("one-port-one-route")

    plan = allocate(given.game, **units(given))

    # U = 10 − 2 − 15·.8·.5 = 2, q = e^{.5(2−3)}/(1 + e^{.5(2−3)}) = .377541, harm = 100·q·10·(1 − .4).
    attempts = 100 * np.exp(-0.5) / (1 + np.exp(-0.5))
    assert plan.attempts[0] == pytest.approx(attempts, rel=1e-14)
    assert plan.harm_per_week == pytest.approx(attempts * 10 * 0.6, rel=1e-14)


def test_a_port_with_little_to_lose_keeps_its_units_idle_and_draws_most_attempts():
    given, _ = reference("five-ports-one-of-low-harm")

    plan = allocate(given.game, **units(given))

    assert plan.units[4] < given.own_units[4] - 1
    assert plan.attempts[4] > 0.8 * plan.attempts.sum()
