"""What is no game is refused, with the reason and the place."""

from dataclasses import replace

import numpy as np
import pytest

from port2port.pure.games import (
    AboveCapacity,
    GameRefused,
    Infeasible,
    NoRoute,
    NotFinite,
    NotPositive,
    NotSolved,
    OutOfRange,
    Reason,
    Variant,
    WrongShape,
    allocate,
    cooperation_value,
    least_harm,
)
from port2port.pure.games.plan import Objective
from tests.pure.games.games import made


def changed(field, place, value):
    game, _, _ = made(3, 2)
    figures = np.array(getattr(game, field))
    figures[place] = value
    return lambda: replace(game, **{field: figures})


@pytest.mark.parametrize("field", ["outside_utility", "attempts_per_week"])
def test_a_number_that_no_sum_can_hold_is_refused(field):
    game, _, _ = made(3, 2)

    with pytest.raises(OutOfRange) as refusal:
        replace(game, **{field: 1e308})

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("field", "value", "fault", "reason"),
    [
        ("harm", 0.0, NotPositive, Reason.NOT_POSITIVE),
        ("harm", np.nan, NotFinite, Reason.NOT_FINITE),
        ("reward", np.inf, NotFinite, Reason.NOT_FINITE),
        ("access_cost", np.nan, NotFinite, Reason.NOT_FINITE),
        ("detect_prob", 0.0, NotPositive, Reason.NOT_POSITIVE),
        ("detect_prob", 1.01, OutOfRange, Reason.OUT_OF_RANGE),
        ("penalty", -20.0, NotPositive, Reason.NOT_POSITIVE),
        ("floor", -0.1, OutOfRange, Reason.OUT_OF_RANGE),
        ("floor", 1.1, OutOfRange, Reason.OUT_OF_RANGE),
        ("harm", 1e308, OutOfRange, Reason.OUT_OF_RANGE),
        ("harm", 1e-308, OutOfRange, Reason.OUT_OF_RANGE),
        ("reward", 1e101, OutOfRange, Reason.OUT_OF_RANGE),
        ("access_cost", -1e101, OutOfRange, Reason.OUT_OF_RANGE),
    ],
)
def test_a_figure_that_cannot_be_is_refused_with_its_port_and_route(field, value, fault, reason):
    build = changed(field, 3, value)

    with pytest.raises(fault) as refusal:
        build()

    assert (refusal.value.reason, refusal.value.field) == (reason, field)
    assert (refusal.value.port, refusal.value.target) == (1, 3)
    assert str(refusal.value).startswith("port 1, route 3: ")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"rationality": 0.0}, NotPositive),
        ({"rationality": np.nan}, NotFinite),
        ({"outside_utility": np.inf}, NotFinite),
        ({"attempts_per_week": -1.0}, NotPositive),
        ({"reward": np.ones(5)}, WrongShape),
        ({"floor": np.zeros(5)}, WrongShape),
        ({"port_of_target": np.array([0, 0, 1, 1, 2])}, WrongShape),
        ({"port_of_target": np.array([0, 0, 0, 0, 2, 2])}, NoRoute),
        ({"port_of_target": np.array([0, 0, -1, 1, 2, 2])}, OutOfRange),
        ({"port_of_target": np.array([0.0, 0, 1, 1, 2, 2])}, OutOfRange),
        ({"port_of_target": np.zeros(0, dtype=int)}, WrongShape),
    ],
)
def test_a_game_that_does_not_hang_together_is_refused(changes, fault):
    game, _, _ = made(3, 2)

    with pytest.raises(fault):
        replace(game, **changes)


@pytest.mark.parametrize(
    ("own", "mobile", "fault", "port"),
    [
        ([0.5, 2.5, 0.5], 0.0, AboveCapacity, 1),
        ([2.0, 2.0, 2.0], 0.5, AboveCapacity, None),
        ([0.5, 0.5], 0.0, WrongShape, None),
        ([0.5, np.nan, 0.5], 0.0, NotFinite, 1),
        ([0.5, 0.5, -0.1], 0.0, OutOfRange, 2),
        ([0.5, 0.5, 0.5], -1.0, OutOfRange, None),
        ([0.5, 0.5, 0.5], np.nan, NotFinite, None),
    ],
)
def test_units_that_cannot_be_are_refused_with_the_port(own, mobile, fault, port):
    game, _, _ = made(3, 2)

    with pytest.raises(fault) as refusal:
        allocate(game, own_units=np.array(own), mobile_units=mobile)

    assert refusal.value.port == port


def test_floors_above_the_budgets_are_refused_with_the_port_that_lacks_most():
    game, _, _ = made(3, 2)
    game = replace(game, floor=np.array([0.1, 0.1, 0.9, 0.9, 0.2, 0.2]))

    with pytest.raises(Infeasible) as refusal:
        allocate(game, own_units=np.array([0.2, 0.5, 0.3]), mobile_units=1.0)

    assert (refusal.value.port, refusal.value.reason) == (1, Reason.INFEASIBLE)
    assert allocate(game, own_units=np.array([0.2, 0.5, 0.3]), mobile_units=1.5).gap < 1e-9


def test_units_that_cover_everything_leave_nothing_to_decide():
    game, _, _ = made(3, 2)

    plan = allocate(game, own_units=np.full(3, 2.0), mobile_units=0.0, objective=Objective.EXPECTED)

    assert plan.gap < 1e-9
    assert (plan.units <= 2).all()


@pytest.mark.parametrize("objective", ["types", "mean", "worst_case", "worst_regret"])
def test_an_objective_over_several_pictures_needs_some(objective):
    game, own, mobile = made(3, 2)

    with pytest.raises(WrongShape):
        allocate(game, own_units=own, mobile_units=mobile, objective=objective)


@pytest.mark.parametrize("word", ["best", "pro_rata", ""])
def test_an_unknown_objective_is_refused(word):
    game, own, mobile = made(3, 2)

    with pytest.raises(OutOfRange, match="choose one of expected"):
        allocate(game, own_units=own, mobile_units=mobile, objective=word)


def test_scenarios_of_another_game_or_without_weight_are_refused():
    game, own, mobile = made(3, 2)
    other, _, _ = made(2, 3)

    for variant in (Variant(1.0, other), Variant(0.0, game), Variant(np.nan, game)):
        with pytest.raises(GameRefused):
            cooperation_value(game, own_units=own, mobile_units=mobile, scenarios=[variant])


def test_a_plan_whose_bound_lies_too_far_below_is_not_given(monkeypatch):
    game, own, mobile = made(3, 2)
    plan = allocate(game, own_units=own, mobile_units=mobile)
    monkeypatch.setattr(least_harm, "LARGEST_GAP", plan.gap / 2)

    with pytest.raises(NotSolved, match="no plan is given"):
        allocate(game, own_units=own, mobile_units=mobile)


def test_an_attacker_too_sharp_to_reckon_with_is_sent_to_the_weakest_link():
    game, own, mobile = made(3, 2)

    with pytest.raises(OutOfRange, match="weakest_link"):
        replace(game, rationality=1e12)
    assert allocate(replace(game, rationality=1e7), own_units=own, mobile_units=mobile).gap < 1e-6


def test_an_attacker_too_blunt_to_reckon_with_is_refused_in_words_before_any_sum():
    game, own, mobile = made(3, 2)
    bluntest = 1e-6 / float(game.stake.max())

    with pytest.raises(OutOfRange, match="too blunt to reckon with") as refusal:
        replace(game, rationality=bluntest / 2)
    assert refusal.value.field == "rationality"
    assert allocate(replace(game, rationality=bluntest * 1.01), own_units=own, mobile_units=mobile).gap < 1e-6


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("ports", [1, 3, 6, 40])
def test_whoever_is_just_sharp_enough_is_solved(seed, ports):
    game, own, mobile = made(ports, 5, seed=seed)

    plan = allocate(replace(game, rationality=1.01e-6 / float(game.stake.max())), own_units=own, mobile_units=mobile)

    assert plan.gap < 1e-6
