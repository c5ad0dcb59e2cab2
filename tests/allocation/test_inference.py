"""Nobody works out another port's figures: not from the own part, from many questions, from sums or from refusals."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from port2port.allocation import actions
from port2port.allocation.actions import RouteFields, ScenarioFields
from port2port.allocation.actions.entering import LEAST_CHANCE, LEAST_EUR, LEAST_TIPPING, MOST_EUR, MOST_TIPPING
from port2port.allocation.answers import told_to
from port2port.allocation.bounds import MOST_WHAT_IFS, what_ifs_left
from port2port.allocation.material import faults_of, given_of, may_read_others
from port2port.allocation.models import Asked, GameDraft, PortInputs, Route, Scenario, Solution
from port2port.allocation.refusals import AnswersSpent, CannotSolve, KeptBack, Spent, TooFewHouses
from port2port.members.models import Circle, CircleMembership, Organisation
from port2port.pure.games.game import BLUNTEST, SHARPEST
from port2port.pure.workbench.given import Range
from port2port.pure.workbench.others import roughly
from port2port.reports.rules import BadField
from tests.allocation.conftest import SOURCES, fields
from tests.personas import NOW


def route(name: str, reward: float, *, harm: float = 100_000, floor: float = 0.0) -> RouteFields:
    figures = {"reward": reward, "penalty": 1_000, "access_cost": 1_000, "harm": harm, "detect_prob": 0.5}
    ranges = {key: Range(value, value, value) for key, value in figures.items()}
    return RouteFields(name=name, figures=ranges, sources=SOURCES, floor=floor, covered_now=0.2)


def enter(table, game, who, *routes, units=1):
    if who != "north":
        table.named(game, who)
    inputs = actions.save_port(member=table.officers[who], game=game, port=table.ports[who], own_units=units, now=NOW)
    for one in routes:
        actions.save_route(member=table.officers[who], inputs=inputs, said=one, now=NOW)
    return inputs


def scenario(table, game, *, tipping=20_000.0, who="north") -> Scenario:
    said = ScenarioFields("x", "why", "en", tipping, 0.0, 1e6)
    return actions.save_scenario(member=table.officers[who], game=game, said=said, now=NOW)


def test_two_ports_get_no_answer_from_which_each_would_know_the_other(table):
    game = table.opened()
    for who in ("north", "south"):
        enter(table, game, who, route("one", 50_000))
    scenario(table, game)

    with pytest.raises(TooFewHouses, match="At least four organisations"):
        actions.solve(member=table.officers["north"], game=game, now=NOW)
    assert not Solution.objects.exists()


def test_own_figures_are_told_roughly_and_own_coverage_in_steps(table):
    solution = table.solved()

    port = told_to(table.officers["north"], solution).ports[0]

    for spans in (port.effect.harm, port.effect.attempts):
        for found in spans.values():
            assert found.low == roughly(found.low)
            assert found.high == roughly(found.high)
    for one in port.routes:
        for share in (one.alone, one.joint):
            assert share * 20 == pytest.approx(round(share * 20))
    exact = solution.answer["joint"]
    assert any(abs(share * 20 - round(share * 20)) > 0.01 for share in exact)


def test_when_only_east_changed_the_own_part_tells_nothing_but_steps_of_coverage(table):
    first = table.solved()
    inputs = PortInputs.objects.get(game=first.game, port=table.ports["east"])
    actions.save_route(member=table.officers["east"], inputs=inputs, said=fields("new", size=9.0), now=NOW)
    north = table.officers["north"]

    second = actions.solve(member=north, game=first.game, now=NOW)
    port = told_to(north, second).ports[0]

    assert told_to(north, second).others is None
    assert port.effect is None
    assert all(one.alone is None for one in port.routes)
    with pytest.raises(KeptBack):
        actions.ask_what_if(member=north, solution=second, units={"north": 2}, floors={}, now=NOW)


def test_the_page_and_the_file_keep_back_what_changes_with_the_others(table, community):
    game = table.solved().game
    inputs = PortInputs.objects.get(game=game, port=table.ports["east"])
    actions.save_route(member=table.officers["east"], inputs=inputs, said=fields("new", size=9.0), now=NOW)
    actions.solve(member=table.officers["north"], game=game, now=NOW)
    client = Client()
    client.force_login(community.person("author"))

    page = client.get(f"{game.get_absolute_url()}result/").content.decode()
    rows = client.get(f"{game.get_absolute_url()}result.csv").content.decode("utf-8-sig").splitlines()

    assert "are kept back as well" in page
    for words in ("Two units more here: attempts", '<svg class="allocation-bars"', "Proven within", "best plan found"):
        assert words not in page
    assert all(row.rstrip().endswith(",,,") or row.rstrip().endswith(";;;") for row in rows[1:])


def test_answers_with_other_own_figures_are_what_ifs_and_come_to_an_end(table):
    game, north = table.played(), table.officers["north"]
    for step in range(1 + MOST_WHAT_IFS):
        actions.save_port(member=north, game=game, port=table.ports["north"], own_units=1 + step / 100, now=NOW)
        actions.solve(member=north, game=game, now=NOW)
    actions.save_port(member=north, game=game, port=table.ports["north"], own_units=2, now=NOW)

    with pytest.raises(Spent):
        actions.solve(member=north, game=game, now=NOW)
    with pytest.raises(Spent):
        actions.ask_what_if(member=north, solution=Solution.objects.first(), units={"north": 2}, floors={}, now=NOW)
    later = NOW + timedelta(days=31)
    assert what_ifs_left(north, game, now=later) == MOST_WHAT_IFS


def test_other_scenarios_and_other_loans_count_as_well(table):
    game, north = table.played(), table.officers["north"]
    actions.solve(member=north, game=game, now=NOW)
    assert what_ifs_left(north, game, now=NOW) == MOST_WHAT_IFS

    actions.lend(member=north, game=game, units=3, now=NOW)
    actions.solve(member=north, game=game, now=NOW)
    scenario(table, game, tipping=30_000)
    actions.solve(member=north, game=game, now=NOW)

    assert what_ifs_left(north, game, now=NOW) == MOST_WHAT_IFS - 2


def test_a_new_game_in_the_circle_and_a_sister_organisation_count_on(table):
    first, north = table.solved().game, table.officers["north"]
    second = table.solved().game
    assert what_ifs_left(north, second, now=NOW) == MOST_WHAT_IFS - 1

    Organisation.objects.filter(slug="south").update(parent=Organisation.objects.get(slug="north"))

    assert what_ifs_left(table.officers["south"], first, now=NOW) == MOST_WHAT_IFS - 1
    assert what_ifs_left(table.officers["east"], first, now=NOW) == MOST_WHAT_IFS


def test_two_games_by_turns_are_no_way_around_the_bound(table):
    games, north = [table.played(), table.played(ports=("north", "south", "east", "west"))], table.officers["north"]
    for game in games:
        actions.solve(member=north, game=game, now=NOW)
    spent = MOST_WHAT_IFS - what_ifs_left(north, games[0], now=NOW)

    for step in range(4):
        actions.lend(member=north, game=games[step % 2], units=3 + step, now=NOW)
        actions.solve(member=north, game=games[step % 2], now=NOW)

    assert what_ifs_left(north, games[0], now=NOW) == MOST_WHAT_IFS - spent - 4


def test_when_three_others_changed_an_answer_is_no_what_if(table):
    game, north = table.solved().game, table.officers["north"]
    for who in ("east", "west", "inland"):
        inputs = PortInputs.objects.get(game=game, port=table.ports[who])
        actions.save_route(member=table.officers[who], inputs=inputs, said=fields("new"), now=NOW)

    actions.solve(member=north, game=game, now=NOW)

    assert what_ifs_left(north, game, now=NOW) == MOST_WHAT_IFS


def test_a_refused_answer_is_on_record_and_counts(table):
    game, north = table.played(), table.officers["north"]
    broken = Route.objects.filter(inputs__port__slug="east").first()
    # Written past every check, as a fault of ours would.
    figures = {**broken.figures, "harm": {**broken.figures["harm"], "low": 0, "likely": 0}}
    Route.objects.filter(pk=broken.pk).update(figures=figures)

    for _again in range(2):
        with pytest.raises(CannotSolve):
            actions.solve(member=north, game=game, now=NOW)

    assert Asked.objects.filter(solution=None, organisation_id=north.organisation_id).count() == 2
    assert what_ifs_left(north, game, now=NOW) == MOST_WHAT_IFS - 2
    assert not Asked.objects.visible_to(table.officers["south"]).exists()


def test_one_sentence_for_whatever_is_not_the_own_ports_fault(table):
    game, north = table.played(), table.officers["north"]
    said = set()
    for wrong in ({"tipping": 1e-9}, {"outside": 1e300}):
        kept = Scenario.objects.filter(game=game).order_by("pk").last()
        Scenario.objects.filter(pk=kept.pk).update(**wrong)
        with pytest.raises(CannotSolve) as refused:
            actions.solve(member=north, game=game, now=NOW)
        said.add(str(refused.value))
        Scenario.objects.filter(pk=kept.pk).update(tipping=kept.tipping, outside=kept.outside)
    broken = Route.objects.filter(inputs__port__slug="east").first()
    figures = {**broken.figures, "harm": {**broken.figures["harm"], "low": 0, "likely": 0}}
    Route.objects.filter(pk=broken.pk).update(figures=figures)
    with pytest.raises(CannotSolve) as refused:
        actions.solve(member=north, game=game, now=NOW)
    said.add(str(refused.value))

    assert len(said) == 1


def test_within_the_bounds_no_scenario_is_too_sharp_or_too_blunt_for_any_figures():
    sharpest = 2 * MOST_EUR / LEAST_TIPPING
    bluntest = LEAST_EUR["reward"] * LEAST_CHANCE / MOST_TIPPING

    assert sharpest < SHARPEST
    assert bluntest >= BLUNTEST


@pytest.mark.parametrize(("of_east", "is_read"), [(3e6, False), (110_000, True)])
def test_a_sum_that_is_nearly_one_house_is_kept_back(table, of_east, is_read):
    game, north = table.opened(), table.officers["north"]
    enter(table, game, "north", route("mine", 100))
    for who, harm in (("south", 100_000), ("east", of_east), ("west", 100_000)):
        enter(table, game, who, route("one", 50_000, harm=harm), route("two", 45_000, harm=harm))
    scenario(table, game)

    solution = actions.solve(member=north, game=game, now=NOW)

    assert (told_to(north, solution).others is not None) is is_read


def test_the_best_route_alone_is_never_seen(table):
    game, north = table.opened(), table.officers["north"]
    enter(table, game, "north", route("mine", 100))
    for who, reward in (("south", 50_000), ("east", 173_210), ("west", 51_000)):
        enter(table, game, who, route("one", reward), route("two", reward / 2))
    scenario(table, game, tipping=LEAST_TIPPING)

    solution = actions.solve(member=north, game=game, now=NOW)

    assert not may_read_others(solution, member=north)


def test_sister_organisations_have_one_history(table, community):
    Organisation.objects.filter(slug="south").update(parent=community.organisations["north"])
    read = []
    for opener, size in (("north", 1), ("south", 30)):
        game = table.opened(by=opener)
        for who in (opener, "east", "west", "inland"):
            if who != opener:
                table.named(game, who)
            table.entered(game, who, size=size if who == "east" else 1)
        scenario(table, game, who=opener)
        solution = actions.solve(member=table.officers[opener], game=game, now=NOW)
        read.append(may_read_others(solution, member=table.officers[opener]))

    assert read == [True, False]


def test_floors_are_counted_route_by_route_and_names_are_not_given_twice(table):
    game, south = table.opened(), table.officers["south"]
    inputs = enter(table, game, "south", route("Gate", 50_000, floor=1.0))

    with pytest.raises(BadField, match="has a route with this name"):
        actions.save_route(member=south, inputs=inputs, said=route("gate", 50_000), now=NOW)
    with pytest.raises(BadField, match="A port meets its floors"):
        actions.save_route(member=south, inputs=inputs, said=route("Quay", 50_000, floor=0.5), now=NOW)
    # Two of one name, as earlier rows may hold: both floors count.
    actions.save_route(member=south, inputs=inputs, said=route("Quay", 50_000), now=NOW)
    Route.objects.filter(inputs=inputs).update(name="Gate")
    with pytest.raises(BadField, match="A port meets its floors"):
        actions.save_port(member=south, game=game, port=table.ports["south"], own_units=0.5, now=NOW)


def test_a_port_that_changed_hands_keeps_its_former_managers_figures_hidden(table):
    game, north, south = table.played(), table.officers["north"], table.officers["south"]
    type(table.ports["south"]).objects.filter(slug="south").update(manager_id=north.organisation_id)
    Route.objects.filter(inputs__port__slug="south").update(floor=0.5)

    for units in (0, 1):
        with pytest.raises(BadField) as refused:
            actions.save_port(member=north, game=game, port=table.ports["south"], own_units=units, now=NOW)
        assert "SECRET" not in str(refused.value)

    assert PortInputs.objects.get(game=game, port__slug="south").organisation_id == south.organisation_id
    assert not Route.objects.visible_to(north).filter(name__contains="south").exists()


@pytest.mark.parametrize(("shows", "seen"), [(True, True), (False, False)])
def test_a_circle_that_keeps_its_past_to_itself_keeps_its_games(table, shows, seen):
    Circle.objects.filter(pk=table.circle.pk).update(shows_history=shows)
    game, south = table.played(), table.officers["south"]
    stays = CircleMembership.objects.filter(circle=table.circle, organisation_id=south.organisation_id)
    stays.update(joined_at=NOW + timedelta(days=9))

    assert GameDraft.objects.visible_to(south).filter(pk=game.pk).exists() is seen
    assert PortInputs.objects.visible_to(south).exists() is seen


def test_scenarios_of_who_left_are_left_out(table):
    game, south = table.played(), table.officers["south"]
    scenario(table, game, who="south")
    assert len(given_of(game).scenarios) == 4

    table.circle.memberships.filter(organisation_id=south.organisation_id).update(left_at=NOW)

    assert len(given_of(game).scenarios) == 3


def test_the_least_harm_beside_a_large_one_is_answered(table):
    game, north = table.opened(), table.officers["north"]
    for who in ("north", "east", "west"):
        enter(table, game, who, route("one", 60_000), route("two", 44_000))
    south = enter(table, game, "south", route("x", 40_000, harm=LEAST_EUR["harm"]))
    scenario(table, game)

    assert actions.solve(member=north, game=game, now=NOW).number == 1
    assert faults_of(game, south, member=table.officers["south"]) == []


def test_a_yes_to_be_named_that_is_taken_back_names_nobody_in_earlier_answers(table):
    game, north, east = table.played(), table.officers["north"], table.officers["east"]
    said = {"member": east, "game": game, "port": table.ports["east"], "own_units": 1, "now": NOW}
    actions.save_port(**said, shows_rise=True)
    solution = actions.solve(member=north, game=game, now=NOW)
    assert [name for name, _rises in told_to(north, solution).flagged] == ["East"]

    actions.save_port(**said, shows_rise=False)

    assert told_to(north, solution).flagged == []


def test_a_seat_of_one_port_reads_and_changes_that_port_alone(table, community):
    solution, north = table.solved(), table.officers["north"]
    elsewhere = replace(north, port_id=table.ports["south"].pk)
    at_a_quay = replace(north, facility_id=community.facilities["north"].pk)

    for member in (elsewhere, at_a_quay):
        assert not Route.objects.visible_to(member).exists()
        assert told_to(member, solution).ports == []
        with pytest.raises(Exception, match="does not allow"):
            actions.remove_route(member=member, route=Route.objects.filter(inputs__port__slug="north").first(), now=NOW)
    assert Route.objects.visible_to(replace(north, port_id=table.ports["north"].pk)).count() == 3


def test_after_thirty_answers_it_says_to_open_a_new_one(table):
    game, north = table.played(), table.officers["north"]
    Solution.objects.create(
        game=game,
        number=30,
        organisation_id=north.organisation_id,
        given={},
        answer={},
        digests={},
        solved_by_id=north.seat_id,
        solved_at=NOW,
    )

    with pytest.raises(AnswersSpent):
        actions.solve(member=north, game=game, now=NOW)
