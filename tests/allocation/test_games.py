"""What is entered and answered: by whom, within which bounds, and what each is told."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from port2port.allocation import actions
from port2port.allocation.actions import ScenarioFields, solving
from port2port.allocation.answers import told_to
from port2port.allocation.bounds import MOST_WHAT_IFS
from port2port.allocation.material import faults_of, given_of, may_read_others
from port2port.allocation.models import Asked, GameDraft, PortInputs, Route, Solution, WhatIf
from port2port.allocation.refusals import (
    ChangeSomething,
    InSteps,
    LastNamed,
    Meanwhile,
    NothingChanged,
    Spent,
    TooFewHouses,
)
from port2port.base.refusal import NotAllowed
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.pure.games import allocate, uncoordinated
from port2port.pure.workbench.given import Given, Range, variants_of
from port2port.pure.workbench.plans import Step
from port2port.reports.rules import BadField
from tests.allocation.conftest import Table, fields
from tests.personas import NOW


def test_who_opens_a_game_is_named_in_it_and_nobody_else(table: Table, coordinator: Member) -> None:
    game = table.opened()

    assert [one.seat_id for one in game.named.all()] == [table.officers["north"].seat_id]


def test_the_answer_is_that_of_the_arithmetic(table: Table) -> None:
    solution = table.solved()
    given = given_of(solution.game)
    variants = variants_of(given)

    joint = allocate(variants[0].game, own_units=given.own_units, mobile_units=2, objective="mean", scenarios=variants)
    apart = uncoordinated(variants[0].game, own_units=given.own_units, mobile_units=2)

    assert solution.answer["joint"] == pytest.approx(joint.coverage.tolist())
    assert solution.answer["alone"] == pytest.approx(apart.coverage.tolist())
    assert list(solution.answer["now"]) == [0.2] * 15


def test_each_is_told_its_own_ports_and_sums_of_the_others(table: Table) -> None:
    solution = table.solved()

    told = told_to(table.officers["south"], solution)

    assert [port.name for port in told.ports] == ["South"]
    assert told.others is not None
    for number in (*told.others.change, *told.others.given_up, *told.others.worth):
        assert number % 5 == 0
    assert told.flagged == []


def test_of_a_port_that_agreed_it_is_told_by_name_whether_attempts_rise(table: Table) -> None:
    game = table.played()
    east = PortInputs.objects.get(game=game, port=table.ports["east"])
    actions.save_port(member=table.officers["east"], game=game, port=east.port, own_units=1, shows_rise=True, now=NOW)
    solution = actions.solve(member=table.officers["north"], game=game, now=NOW)

    told = told_to(table.officers["north"], solution)

    assert [name for name, _rises in told.flagged] == ["East"]
    assert told_to(table.officers["east"], solution).flagged == []


def test_three_organisations_are_too_few_for_an_answer(table: Table) -> None:
    with pytest.raises(TooFewHouses, match="At least four organisations"):
        table.solved(ports=("north", "south", "east"))

    assert not Solution.objects.exists()


def test_daughters_of_one_house_are_one_organisation_of_the_four(table: Table) -> None:
    head = Organisation.objects.get(slug="south")
    Organisation.objects.filter(slug__in=["east", "west"]).update(parent=head)

    with pytest.raises(TooFewHouses):
        table.solved()


def test_when_one_other_changes_its_figures_the_sums_are_kept_back(table: Table) -> None:
    first = table.solved()
    game, north = first.game, table.officers["north"]
    inputs = PortInputs.objects.get(game=game, port=table.ports["east"])
    actions.save_route(member=table.officers["east"], inputs=inputs, said=fields("new"), now=NOW)

    second = actions.solve(member=north, game=game, now=NOW)

    assert may_read_others(first, member=north)
    assert not may_read_others(second, member=north)
    assert not may_read_others(second, member=table.officers["south"])
    # Whose figures changed learns nothing new about anybody by its own change.
    assert may_read_others(second, member=table.officers["east"])


def test_when_three_others_changed_the_sums_are_told_again(table: Table) -> None:
    first = table.solved()
    for who in ("east", "west", "inland"):
        inputs = PortInputs.objects.get(game=first.game, port=table.ports[who])
        actions.save_route(member=table.officers[who], inputs=inputs, said=fields("new"), now=NOW)

    second = actions.solve(member=table.officers["north"], game=first.game, now=NOW)

    assert may_read_others(second, member=table.officers["north"])


def test_a_second_game_with_one_port_less_tells_no_sum(table: Table) -> None:
    table.solved()

    second = table.solved(ports=("north", "south", "east", "west"))

    assert told_to(table.officers["north"], second).others is None


def test_a_what_if_moves_the_own_part_and_the_same_is_counted_once(table: Table) -> None:
    solution, north = table.solved(), table.officers["north"]

    asked = [
        actions.ask_what_if(member=north, solution=solution, units={"north": 2}, floors={}, now=NOW)
        for _again in range(2)
    ]

    assert asked[0].pk == asked[1].pk
    assert [port["name"] for port in asked[0].told["ports"]] == ["North"]
    before = told_to(north, solution).ports[0].effect
    assert before is not None
    assert asked[0].told["ports"][0]["attempts"][1] < before.attempts["joint"].high
    assert all(number % 5 == 0 for number in asked[0].told["others_change"])


def test_a_what_if_may_look_at_one_scenario_alone(table: Table) -> None:
    solution, north = table.solved(), table.officers["north"]

    row = actions.ask_what_if(member=north, solution=solution, units={}, floors={}, scenario=1, now=NOW)

    low, high = row.told["ports"][0]["harm"]
    assert low == high
    assert row.asked == {"units": {}, "floors": {}, "scenario": 1}
    with pytest.raises(NotAllowed):
        actions.ask_what_if(member=north, solution=solution, units={}, floors={}, scenario=9, now=NOW)


def test_what_ifs_are_bounded_for_all_seats_and_answers_of_a_game_together(table: Table) -> None:
    solution, north = table.solved(), table.officers["north"]
    routes = [route.key for port in solution.game.ports.filter(port__slug="north") for route in port.routes.all()]
    for number in range(MOST_WHAT_IFS):
        floors = {str(routes[number % 3]): 0.1 * (1 + number // 3)}
        actions.ask_what_if(member=north, solution=solution, units={}, floors=floors, now=NOW)

    with pytest.raises(Spent):
        actions.ask_what_if(member=north, solution=solution, units={"north": 3}, floors={}, now=NOW)
    assert WhatIf.objects.count() == MOST_WHAT_IFS


@pytest.mark.parametrize(
    ("units", "refusal"), [({}, ChangeSomething), ({"north": 1.5}, InSteps), ({"south": 2}, NotAllowed)]
)
def test_a_what_if_of_another_port_or_between_the_steps_is_refused(
    table: Table, units: dict[str, float], refusal: type[Exception]
) -> None:
    solution = table.solved()

    with pytest.raises(refusal):
        actions.ask_what_if(member=table.officers["north"], solution=solution, units=units, floors={}, now=NOW)


def test_floors_above_the_own_units_are_refused_with_the_route(table: Table) -> None:
    game = table.opened()
    inputs = table.entered(game, "north", routes=1)
    north = table.officers["north"]

    actions.save_route(member=north, inputs=inputs, said=fields("Back gate", floor=1.0), now=NOW)
    with pytest.raises(BadField, match="“Back gate”") as refused:
        actions.save_route(member=north, inputs=inputs, said=fields("Third", floor=0.5), now=NOW)

    assert refused.value.name == "floor"


def test_fewer_units_than_the_floors_ask_for_are_refused(table: Table) -> None:
    game = table.opened()
    inputs = table.entered(game, "north", routes=0)
    north = table.officers["north"]
    actions.save_route(member=north, inputs=inputs, said=fields("Back gate", floor=0.8), now=NOW)

    with pytest.raises(BadField, match="Back gate") as refused:
        actions.save_port(member=north, game=game, port=table.ports["north"], own_units=0.5, now=NOW)

    assert refused.value.name == "own_units"


@pytest.mark.parametrize(
    ("name", "ends", "field"),
    [
        ("harm", (0, 1, 2), "harm_low"),
        ("reward", (3, 2, 4), "reward_low"),
        ("penalty", (-1, 2, 4), "penalty_low"),
        ("detect_prob", (0, 0.5, 0.6), "detect_prob_low"),
        ("detect_prob", (0.2, 0.5, 1.6), "detect_prob_low"),
        ("harm", (1_000, float("nan"), 2_000), "harm_low"),
        ("harm", (1_000, 2_000, float("inf")), "harm_low"),
        ("harm", (999, 2_000, 3_000), "harm_low"),
        ("reward", (99, 2_000, 3_000), "reward_low"),
        ("detect_prob", (0.009, 0.5, 0.6), "detect_prob_low"),
    ],
)
def test_a_range_that_is_none_is_refused_at_its_field(
    table: Table, name: str, ends: tuple[float, float, float], field: str
) -> None:
    game = table.opened()
    inputs, said = table.entered(game, "north", routes=0), fields()
    said = replace(said, figures={**said.figures, name: Range(*ends)})

    with pytest.raises(BadField) as refused:
        actions.save_route(member=table.officers["north"], inputs=inputs, said=said, now=NOW)

    assert refused.value.name == field
    assert not Route.objects.exists()


def test_more_units_than_routes_are_left_out_and_said_to_the_own_people(table: Table) -> None:
    game = table.played()
    north = table.officers["north"]
    actions.save_port(member=north, game=game, port=table.ports["north"], own_units=40, now=NOW)
    inputs = PortInputs.objects.get(game=game, port=table.ports["north"])

    actions.solve(member=north, game=game, now=NOW)

    assert "more own units than routes" in faults_of(game, inputs, member=north)[0]


@pytest.mark.parametrize("tipping", [1e-9, 4_999, 1_000_001, float("nan")])
def test_a_scenario_too_sharp_or_too_blunt_for_anybody_is_refused_before_it_is_reckoned(
    table: Table, tipping: float
) -> None:
    game = table.opened()

    with pytest.raises(BadField, match="between 5,000 and 1,000,000"):
        actions.save_scenario(
            member=table.officers["north"],
            game=game,
            said=ScenarioFields("Sharp", "a test", "en", tipping, 40_000, 80),
            now=NOW,
        )


def test_an_answer_needs_four_organisations_and_a_change_since_the_last(table: Table) -> None:
    game = table.opened()
    table.entered(game, "north")
    with pytest.raises(TooFewHouses):
        actions.solve(member=table.officers["north"], game=game, now=NOW)

    solution = table.solved()
    with pytest.raises(NothingChanged):
        actions.solve(member=table.officers["north"], game=solution.game, now=NOW)


def test_who_left_the_circle_is_left_out_of_the_next_answer(table: Table) -> None:
    game = table.played()
    table.circle.memberships.filter(organisation__slug="east").update(left_at=NOW)

    solution = actions.solve(member=table.officers["north"], game=game, now=NOW)

    assert "east" not in solution.digests


def test_the_opener_does_not_leave_a_game_without_anybody_of_its_house(table: Table) -> None:
    game = table.opened()

    with pytest.raises(LastNamed):
        actions.unname(member=table.officers["north"], named=game.named.get(), now=NOW)


def test_answers_and_what_ifs_stand(table: Table) -> None:
    solution = table.solved()
    actions.ask_what_if(member=table.officers["north"], solution=solution, units={"north": 2}, floors={}, now=NOW)

    for rows, change in ((Solution.objects, {"answer": {}}), (WhatIf.objects, {"told": {}})):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.all().delete()


def entering_meanwhile(table: Table, game: GameDraft, monkeypatch: pytest.MonkeyPatch, *, times: int) -> None:
    """While the first answers are reckoned, east enters another route each time."""
    inputs = PortInputs.objects.get(game=game, port=table.ports["east"])
    reckoned, names = solving._reckoned, list[str]()

    def reckon(given: Given, own: int, step: Step) -> solving._Reckoned:
        if len(names) < times:
            names.append(f"late {len(names)}")
            actions.save_route(member=table.officers["east"], inputs=inputs, said=fields(names[-1]), now=NOW)
        return reckoned(given, own, step)

    monkeypatch.setattr(solving, "_reckoned", reckon)


def test_what_is_entered_while_it_is_reckoned_is_in_the_answer(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    game = table.played()
    entering_meanwhile(table, game, monkeypatch, times=1)

    solution = actions.solve(member=table.officers["north"], game=game, now=NOW)

    assert "late 0" in str(solution.given)
    assert Asked.objects.filter(game=game).count() == 1


def test_an_answer_that_is_overtaken_again_and_again_is_not_kept(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    game = table.played()
    entering_meanwhile(table, game, monkeypatch, times=9)

    with pytest.raises(Meanwhile):
        actions.solve(member=table.officers["north"], game=game, now=NOW)

    assert not Solution.objects.filter(game=game).exists()
    assert not Asked.objects.filter(game=game).exists()
