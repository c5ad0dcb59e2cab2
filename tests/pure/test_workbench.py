"""Ranges become games; what a port may read of others: coarse sums of three houses, never the difference of one."""

import json

import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from port2port.pure.games import cooperation_value, displacement_matrix, uncoordinated
from port2port.pure.workbench import given, others, plans
from port2port.pure.workbench.given import Given, Level, PortGiven, Range, RouteGiven, Scenario

DIGESTS = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.integers(1, 4), st.sampled_from(["x", "y"])), min_size=1
)


def routes(port: int, *, number: int = 3) -> tuple[RouteGiven, ...]:
    size = 1 + 0.3 * port
    figures = {
        "reward": Range(60e3 * size, 80e3 * size, 100e3 * size),
        "penalty": Range(20e3, 30e3, 40e3),
        "access_cost": Range(5e3, 10e3, 20e3),
        "harm": Range(50e3 * size, 100e3 * size, 150e3 * size),
        "detect_prob": Range(0.5, 0.7, 0.9),
    }
    return tuple(RouteGiven(f"{port}-{n}", f"route {n}", figures, 0.0, 0.2) for n in range(number))


def game(*, ports: int = 5, aim: str = "mean") -> Given:
    return Given(
        tuple(PortGiven(str(n), f"Port {n}", n, n, 1.0, False, routes(n)) for n in range(ports)),
        (
            Scenario("likely", 20e3, 40e3, 80),
            Scenario("dire", 20e3, 40e3, 80, Level.WORST),
            Scenario("mild", 20e3, 40e3, 80, Level.BEST),
        ),
        2.0,
        aim,
    )


def test_each_end_of_the_ranges_is_worst_or_best_for_the_ports_throughout() -> None:
    one = game(ports=1)

    worst, best = (given.game_of(one.ports, one.scenarios[n]) for n in (1, 2))

    assert worst.harm[0] > best.harm[0]
    assert worst.reward[0] > best.reward[0]
    assert worst.penalty[0] < best.penalty[0]
    assert worst.access_cost[0] < best.access_cost[0]
    assert worst.detect_prob[0] < best.detect_prob[0]


def test_what_is_kept_as_json_is_read_as_it_was() -> None:
    one = game()
    answer = plans.answered(one)

    assert given.from_json(json.loads(json.dumps(given.as_json(one)))) == one
    assert plans.from_json(json.loads(json.dumps(plans.as_json(answer)))) == answer


@pytest.mark.parametrize("aim", ["mean", "worst_case", "worst_regret", "weakest_link"])
def test_the_answer_keeps_within_units_and_is_no_worse_than_each_for_itself_in_what_it_makes_least(
    aim: str,
) -> None:
    one = game(aim=aim)
    variants = given.variants_of(one)

    answer = plans.answered(one)

    used = plans.units_at(variants, answer.coverage("joint"))
    assert np.maximum(used - one.own_units, 0).sum() <= one.mobile + 1e-9
    harm = {way: plans.effects(variants, answer.coverage(way)).harm.sum(axis=1) for way in ("alone", "joint")}
    if aim in {"mean", "worst_case"}:
        joint, alone = (one.mean() if aim == "mean" else one.max() for one in (harm["joint"], harm["alone"]))
        assert joint <= alone + 1e-6


def test_worth_and_matrix_are_those_of_the_games() -> None:
    one = game()
    variants = given.variants_of(one)
    answer = plans.answered(one)

    worth = cooperation_value(variants[0].game, own_units=one.own_units, mobile_units=2, scenarios=variants)
    moved = plans.moved(one, variants, answer.coverage("joint"), port=1, units=2)
    alone = uncoordinated(variants[0].game, own_units=one.own_units, mobile_units=2)

    assert (answer.worth.low, answer.worth.high) == (worth.low, worth.high)
    assert displacement_matrix(variants[0].game, alone).shape == (5, 5)
    assert (moved[:, 1] < 0).all()
    assert (np.delete(moved, 1, axis=1) > 0).all()


def test_two_units_more_move_about_as_many_attempts_as_the_model_itself_says() -> None:
    one = game()
    variants = given.variants_of(one)
    coverage = plans.answered(one).coverage("alone")
    little = 1e-4
    more = coverage.copy()
    more[3:6] += little / 3

    read = plans.moved(one, variants, coverage, port=1, units=little)
    found = plans.effects(variants, more).attempts - plans.effects(variants, coverage).attempts

    assert read == pytest.approx(found, rel=1e-3)


@for_all(st.floats(-3, 3))
def test_shares_are_told_in_steps_of_five(share: float) -> None:
    told = others.in_steps(share)

    assert told % 5 == 0
    assert abs(told - 100 * share) <= 2.5 + 1e-9


@for_all(st.floats(1e-3, 1e12))
def test_sums_are_told_with_a_digit_and_a_half(number: float) -> None:
    told = others.roughly(number)

    assert abs(told - number) <= 0.25 * number / 1 + 1e-9
    assert len({others.roughly(number * (1 + step / 1e6)) for step in range(3)}) <= 2


@for_all(DIGESTS, DIGESTS, st.integers(1, 4))
def test_two_answers_that_may_be_compared_never_differ_by_one_or_two_houses(
    before: others.Digests, after: others.Digests, house: int
) -> None:
    changed = others.changed_houses(before, after, house)

    assert others.may_compare(after, [before], house) == (changed == 0 or changed >= 3)
    assert others.changed_houses(after, before, house) == changed


def test_the_others_together_are_all_but_the_own() -> None:
    one = game()
    variants = given.variants_of(one)
    answer = plans.answered(one)

    told = others.others_together(one, answer, variants, organisation=2)

    harm = np.delete(plans.effects(variants, answer.coverage("joint")).harm, 2, axis=1).sum(axis=1)
    assert told.harm["joint"] == others.Span(others.roughly(harm.min()), others.roughly(harm.max()))
    assert others.other_houses(one, 2) == 4


def test_a_small_rise_is_none_that_is_told() -> None:
    one = game()
    variants = given.variants_of(one)
    base = plans.effects(variants, plans.answered(one).coverage("alone"))
    little = plans.Effects(base.attempts * 1.04, base.harm, base.given_up, base.weight)
    much = plans.Effects(base.attempts * 1.06, base.harm, base.given_up, base.weight)

    assert others.rising(base, little) == [False] * 5
    assert others.rising(base, much) == [True] * 5
