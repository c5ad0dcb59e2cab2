"""A roster uses whole units and gives each route just the chance of its coverage."""

from dataclasses import replace

import numpy as np
import pytest

from port2port.pure.games import OutOfRange, allocate, roster
from tests.pure.games.games import made, reference


def test_over_many_draws_each_route_is_covered_as_often_as_planned():
    game, own, mobile = made(3, 5, tight=0.4)
    plan = allocate(game, own_units=own, mobile_units=mobile)
    rng = np.random.default_rng(5)
    times = np.zeros(game.harm.size)

    draws = 4_000
    for _ in range(draws):
        for routes in roster(game, plan, draw=rng.random):
            times[list(routes)] += 1

    # Four standard errors of a share.
    allowed = 4 * np.sqrt(np.maximum(plan.coverage * (1 - plan.coverage), 1e-12) / draws)
    assert (np.abs(times / draws - plan.coverage) <= allowed + 1e-9).all()


def test_each_port_uses_the_whole_number_of_units_below_or_above_its_plan():
    game, own, mobile = made(4, 6)
    plan = allocate(game, own_units=own, mobile_units=mobile)
    rng = np.random.default_rng(6)

    for _ in range(300):
        for port, routes in enumerate(roster(game, plan, draw=rng.random)):
            assert np.floor(plan.units[port] - 1e-9) <= len(routes) <= np.ceil(plan.units[port] + 1e-9)
            assert all(game.port_of_target[route] == port for route in routes)


def test_coverage_that_adds_up_to_a_whole_number_is_that_many_units_each_week():
    given, _ = reference("five-ports-types-scenarios")
    plan = allocate(given.game, own_units=np.full(5, 1.0), mobile_units=0.0)
    plan = replace(plan, coverage=np.full(20, 0.25 + 1e-13))
    rng = np.random.default_rng(7)

    sizes = {len(routes) for _ in range(500) for routes in roster(given.game, plan, draw=rng.random)}

    assert sizes == {1}


def test_routes_that_stand_in_any_order_are_named_as_the_game_names_them():
    game, own, mobile = made(2, 3)
    game = replace(game, port_of_target=np.array([1, 0, 1, 0, 1, 0]))
    plan = allocate(game, own_units=own, mobile_units=mobile)
    full = replace(plan, coverage=np.array([1.0, 0.0, 1.0, 0.0, 1.0, 1.0]))

    drawn = roster(game, full, draw=np.random.default_rng(8).random)

    assert drawn == [frozenset({5}), frozenset({0, 2, 4})]


@pytest.mark.parametrize("number", [1.0, -0.1, float("nan")])
def test_a_draw_outside_its_range_is_refused(number):
    game, own, mobile = made(2, 3)
    plan = allocate(game, own_units=own, mobile_units=mobile)

    with pytest.raises(OutOfRange):
        roster(game, plan, draw=lambda: number)
