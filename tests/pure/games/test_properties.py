"""What must hold of any game: made at random, with floors, bare ports, idle units, blunt and sharp attackers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from port2port.pure.games import (
    Game,
    Variant,
    allocate,
    cooperation_value,
    displacement_matrix,
    pro_rata,
    reappearing_share,
    uncoordinated,
)
from port2port.pure.games.game import Units
from port2port.pure.games.plan import within
from tests.pure.games.games import NAMES, made, reference

seeds = st.integers(0, 10**9)
few = settings(max_examples=40, deadline=None)


def drawn(seed):
    """A game of up to nine ports and eight routes each, its own units and its mobile ones, all feasible."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 9, rng.integers(1, 10))
    port = rng.permutation(np.repeat(np.arange(sizes.size), sizes))
    number = port.size
    floor = rng.uniform(0, 0.3, number) * rng.integers(0, 2)
    game = Game(
        port,
        rng.uniform(0, 14, number),
        rng.uniform(1, 5, number),
        rng.uniform(-2, 6, number),
        rng.uniform(0.1, 1, number),
        rng.lognormal(1.5, rng.choice([0.1, 0.6, 1.5]), number),
        10 ** rng.uniform(-1.5, 0.7),
        rng.uniform(-5, 20),
        100.0,
        floor,
    )
    own = rng.uniform(0, 1, sizes.size) * sizes * rng.choice([0.2, 0.6, 1.0]) * rng.integers(0, 2, sizes.size)
    needed = np.maximum(np.bincount(port, floor) - own, 0).sum()
    mobile = needed + rng.uniform(0, 1) * rng.choice([0, 0.3, 1.0]) * (number - own.sum() - needed)
    return game, own, mobile


def in_other_money(game, factor):
    names = ("reward", "penalty", "access_cost", "harm")
    return replace(
        game,
        rationality=game.rationality / factor,
        outside_utility=game.outside_utility * factor,
        **{name: getattr(game, name) * factor for name in names},
    )


def assert_within(game, plan, own, mobile):
    assert (plan.coverage >= game.floors - 1e-12).all()
    assert (plan.coverage <= 1).all()
    assert np.maximum(plan.units - own, 0).sum() <= mobile + 1e-9
    np.testing.assert_allclose(plan.units, np.bincount(game.port_of_target, plan.coverage), atol=1e-12)


@few
@given(seeds)
def test_the_bound_meets_the_plan_and_the_plan_keeps_to_the_budgets(seed):
    game, own, mobile = drawn(seed)

    plan = allocate(game, own_units=own, mobile_units=mobile)

    assert_within(game, plan, own, mobile)
    assert plan.lower_bound <= plan.harm_per_week
    assert plan.gap < 1e-9


@pytest.mark.parametrize("seed", [2568, 3183, 4386, 4967, 9843, 10419, 10459, 18097])
def test_units_that_are_of_no_use_have_no_price(seed):
    """Where cover only pushes attempts to worse targets no price holds anything back, however small ω."""
    game, own, mobile = drawn(seed)

    assert allocate(game, own_units=own, mobile_units=mobile).gap < 1e-9


@few
@given(seeds)
def test_too_much_cover_is_drawn_into_the_budgets_and_no_lower_than_the_floors(seed):
    game, own, mobile = drawn(seed)
    rng = np.random.default_rng(seed)
    wish = game.floors + (1 - game.floors) * rng.uniform(0, 1, game.harm.size)

    kept = within(game, wish, Units(own, mobile))

    used = np.bincount(game.port_of_target, kept)
    assert (kept >= game.floors - 1e-12).all()
    assert (kept <= wish + 1e-12).all()
    assert np.maximum(used - own, 0).sum() <= mobile + 1e-9


@few
@given(seeds)
def test_no_other_plan_within_the_budgets_does_less_harm_than_the_bound(seed):
    game, own, mobile = drawn(seed)
    best = allocate(game, own_units=own, mobile_units=mobile)

    alone = uncoordinated(game, own_units=own, mobile_units=mobile)
    spread = pro_rata(game, own_units=own, mobile_units=mobile)
    weakest = allocate(game, own_units=own, mobile_units=mobile, objective="weakest_link")

    for plan in (alone, spread, weakest):
        assert_within(game, plan, own, mobile)
        assert plan.harm_per_week >= best.lower_bound * (1 - 1e-12)
        assert plan.best_utility >= weakest.best_utility - 1e-9


@few
@given(seeds)
def test_the_order_of_routes_and_of_ports_means_nothing(seed):
    game, own, mobile = drawn(seed)
    rng = np.random.default_rng(seed)
    routes, ports = rng.permutation(game.harm.size), rng.permutation(own.size)
    plan = allocate(game, own_units=own, mobile_units=mobile)

    names = ("reward", "penalty", "access_cost", "detect_prob", "harm")
    turned = replace(
        game,
        port_of_target=np.argsort(ports)[game.port_of_target[routes]],
        floor=game.floors[routes],
        **{name: getattr(game, name)[routes] for name in names},
    )
    other = allocate(turned, own_units=own[ports], mobile_units=mobile)

    assert other.harm_per_week == pytest.approx(plan.harm_per_week, rel=1e-9)
    np.testing.assert_allclose(other.harm, plan.harm[ports], rtol=1e-5, atol=1e-7 * plan.harm_per_week)


@few
@given(seeds, st.sampled_from([0.01, 10.0, 1e6]))
def test_another_unit_of_money_changes_the_harm_by_just_that(seed, factor):
    game, own, mobile = drawn(seed)
    plan = allocate(game, own_units=own, mobile_units=mobile)

    other = allocate(in_other_money(game, factor), own_units=own, mobile_units=mobile)

    # Coverage is not compared: where units hardly matter, several plans are equally good.
    assert other.harm_per_week == pytest.approx(plan.harm_per_week * factor, rel=1e-10)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("factor", [0.01, 10.0, 1e6])
def test_another_unit_of_money_moves_no_unit(name, factor):
    given_, _ = reference(name)
    units = {"own_units": given_.own_units, "mobile_units": given_.mobile_units}

    other = allocate(in_other_money(given_.game, factor), **units)

    np.testing.assert_allclose(other.coverage, allocate(given_.game, **units).coverage, atol=1e-9)


@few
@given(seeds)
def test_more_units_never_raise_the_least_harm(seed):
    game, own, mobile = drawn(seed)
    room = game.harm.size - own.sum() - mobile
    port = int(np.argmax(np.bincount(game.port_of_target) - own))
    more_own = own.copy()
    more_own[port] += min(0.5 * room, np.bincount(game.port_of_target)[port] - own[port])

    least = allocate(game, own_units=own, mobile_units=mobile).harm_per_week

    assert allocate(game, own_units=own, mobile_units=mobile + 0.5 * room).lower_bound <= least
    assert allocate(game, own_units=more_own, mobile_units=mobile).lower_bound <= least


@few
@given(seeds)
def test_one_attacker_type_is_the_game_itself(seed):
    game, own, mobile = drawn(seed)
    best = allocate(game, own_units=own, mobile_units=mobile)

    plan = allocate(game, own_units=own, mobile_units=mobile, objective="types", types=[Variant(3.0, game)])

    assert plan.value == pytest.approx(best.harm_per_week, rel=1e-9)
    assert_within(game, plan, own, mobile)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_the_matrix_is_the_change_that_a_little_more_coverage_makes(seed):
    game, own, _ = drawn(seed)
    game = replace(game, floor=0.0)
    plan = allocate(game, own_units=np.minimum(own, 0.9 * np.bincount(game.port_of_target)), mobile_units=0.0)
    inside = 0.5 + 0.4 * (plan.coverage - 0.5)

    matrix = displacement_matrix(game, replace(plan, coverage=inside))

    step = 1e-5
    for port, routes in enumerate(np.bincount(game.port_of_target)):
        moved = np.where(game.port_of_target == port, step / routes, 0.0)
        up, down = (attempts(game, inside + sign * moved) for sign in (1, -1))
        np.testing.assert_allclose((up - down) / (2 * step), matrix[:, port], rtol=1e-5, atol=1e-5)


def attempts(game, coverage):
    weight = np.exp(game.rationality * (game.reward - game.access_cost - game.stake * coverage))
    share = weight / (weight.sum() + np.exp(game.rationality * game.outside_utility))
    return game.attempts_per_week * np.bincount(game.port_of_target, share)


@few
@given(seeds)
def test_no_port_gains_by_moving_alone(seed):
    game, own, mobile = drawn(seed)
    game = replace(game, floor=0.0)
    plan = uncoordinated(game, own_units=own, mobile_units=mobile)
    rng = np.random.default_rng(seed)
    port = int(rng.integers(own.size))
    routes = np.flatnonzero(game.port_of_target == port)

    for _ in range(20):
        # Any other use of the same units: coverage drawn towards a random one, within the port's budget.
        target = rng.uniform(0, 1, routes.size)
        target *= min(1.0, plan.units[port] / target.sum())
        moved = plan.coverage.copy()
        moved[routes] += rng.uniform(0, 1) * (target - moved[routes])
        change = harm_at(game, moved, port) - plan.harm[port]
        assert change >= -1e-9 * plan.harm[port]
    assert plan.converged


def harm_at(game, coverage, port):
    weight = np.exp(game.rationality * (game.reward - game.access_cost - game.stake * coverage))
    share = weight / (weight.sum() + np.exp(game.rationality * game.outside_utility))
    lost = game.attempts_per_week * share * game.harm * (1 - game.detect_prob * coverage)
    return lost[game.port_of_target == port].sum()


@pytest.mark.parametrize("rationality", [0.001, 0.02, 5.0, 100.0, 2000.0])
def test_blunt_and_sharp_attackers_are_solved_alike(rationality):
    game, own, mobile = made(12, 6, rationality=rationality)

    plan = allocate(game, own_units=own, mobile_units=mobile)

    assert plan.gap < 1e-9
    assert_within(game, plan, own, mobile)


def test_two_thousand_ports_are_solved_as_closely_as_two():
    game, own, mobile = made(2_000, 6)

    plan = allocate(game, own_units=own, mobile_units=mobile)

    assert plan.gap < 1e-11
    assert plan.mobile.sum() == pytest.approx(mobile, rel=1e-9)


@pytest.mark.parametrize("objective", ["expected", "types", "mean", "worst_case", "worst_regret"])
def test_where_all_give_up_no_harm_is_left_and_nothing_is_saved(objective):
    game, own, mobile = made(3, 2)
    game = replace(game, outside_utility=1e5)
    pictures = [Variant(1.0, game), Variant(2.0, replace(game, rationality=0.9))]
    units = {"own_units": own, "mobile_units": mobile}

    plan = allocate(game, **units, objective=objective, types=pictures, scenarios=pictures)
    worth = cooperation_value(game, **units, scenarios=pictures)

    assert (plan.harm_per_week, plan.gap, plan.spread) == (0.0, 0.0, 0.0)
    assert (worth.low, worth.high, worth.worst_change) == (0.0, 0.0, 0.0)


def test_where_no_other_route_and_no_giving_up_is_left_no_share_reappears_that_could_be_named():
    game, own, _ = made(1, 3)
    game = replace(game, outside_utility=-1e5)

    plan = allocate(game, own_units=own, mobile_units=0.0)

    assert np.isnan(reappearing_share(game, plan)).all()
