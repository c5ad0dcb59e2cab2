"""What rises at the own port is said first, also against today; of the others sums alone, and nothing if kept back."""

import re
from typing import Any

import pytest
from django.test import Client

from port2port.allocation import actions
from port2port.allocation.answers import by_route, told_to
from port2port.allocation.compared import direction, what_if_of
from port2port.allocation.material import given_of
from port2port.allocation.models import GameDraft, PortInputs, Route, Solution, WhatIf
from port2port.members.models import Person
from port2port.pure.workbench.given import variants_of
from port2port.pure.workbench.others import Span
from port2port.pure.workbench.plans import effects
from tests.allocation.conftest import Table, fields
from tests.personas import NOW


def solved(table: Table, *, guarded: str = "north") -> Solution:
    """An answer where one port covers its routes almost wholly today, so that the joint plan takes units away."""
    game = table.played()
    routes = Route.objects.filter(inputs__game=game)
    routes.update(covered_now=0.05)
    routes.filter(inputs__port__slug=guarded).update(covered_now=0.95)
    return actions.solve(member=table.officers["north"], game=game, now=NOW)


def page(client: Client, game: GameDraft, what: str = "result/") -> str:
    return client.get(f"{game.get_absolute_url()}{what}").content.decode()


def test_more_than_today_is_what_the_arithmetic_says(table: Table) -> None:
    solution = solved(table)
    given, variants = given_of(solution.game), variants_of(given_of(solution.game))
    found = {
        way: effects(variants, told_to(table.officers["north"], solution).answer.coverage(way))
        for way in ("now", "alone", "joint")
    }

    for who, member in table.officers.items():
        number = next(n for n, port in enumerate(given.ports) if port.key == who)
        effect = told_to(member, solution).ports[0].effect
        assert effect is not None
        for way, rises in (("now", effect.today), ("alone", effect.apart)):
            for name in ("attempts", "harm"):
                before, after = (getattr(found[one], name)[:, number] for one in (way, "joint"))
                assert getattr(rises, name) is bool((after > 1.05 * before).any())
    north = told_to(table.officers["north"], solution).ports[0]
    assert north.rises
    assert north.effect is not None
    assert north.effect.today.harm
    assert not told_to(table.officers["inland"], solution).ports[0].effect.today.any  # type: ignore[union-attr]


def test_the_title_and_the_first_words_say_it(table: Table, as_author: Client) -> None:
    game = solved(table).game

    told = page(as_author, game)

    assert "Model: more harm at North than today" in told
    assert "More attempts and more harm here than today." in told
    assert told.index("here than today.") < told.index("Units used here (model)")
    inland = Client()
    inland.force_login(Person.objects.get(username="inland-officer"))
    assert "No more attempts and no more harm here than today." in page(inland, game)
    rows = page(as_author, game, "result.csv").splitlines()
    assert rows[1].replace(";", ",").rstrip().split(",")[-4:-2] == ["yes", "yes"]


def test_a_plan_says_own_harm_too(table: Table, as_author: Client) -> None:
    solution = solved(table)
    plan = actions.draft_plan(member=table.officers["north"], solution=solution, from_on=NOW.date(), weeks=4, now=NOW)

    told = as_author.get(plan.get_absolute_url()).content.decode()

    assert "More attempts and more harm here than today." in told
    assert "Read the answer" in told


def test_a_plan_says_as_much_as_the_answer_before_anything_else(table: Table, as_author: Client) -> None:
    solution = solved(table)
    plan = actions.draft_plan(member=table.officers["north"], solution=solution, from_on=NOW.date(), weeks=4, now=NOW)
    for who, member in table.officers.items():
        client = Client()
        client.force_login(Person.objects.get(pk=member.person_id))

        told = client.get(plan.get_absolute_url()).content.decode()

        said = re.findall(r"<p>(?:<strong>)?(?:No m|M)ore [^<]*", page(client, solution.game))
        assert len(said) == 2, who
        assert re.findall(r"<p>(?:<strong>)?(?:No m|M)ore [^<]*", told) == said
        assert "Read the answer" in told
        assert (
            told.index("Agree for our organisation") < told.index(said[0]) < told.index("This reading left a receipt")
        )


def test_a_plan_of_an_answer_that_keeps_rises_back_says_so_beside_agree(table: Table, as_author: Client) -> None:
    game, east = solved(table).game, table.officers["east"]
    inputs = PortInputs.objects.get(game=game, port=table.ports["east"])
    actions.save_route(member=east, inputs=inputs, said=fields("new", size=9.0), now=NOW)
    second = actions.solve(member=east, game=game, now=NOW)
    assert told_to(table.officers["north"], second).ports[0].effect is None
    plan = actions.draft_plan(member=east, solution=second, from_on=NOW.date(), weeks=4, now=NOW)

    told = as_author.get(plan.get_absolute_url()).content.decode()

    assert "Agree for our organisation" in told
    assert "Whether attempts and harm rise here is kept back from our organisation." in told
    assert "Once three have, a new answer says it again" in told
    assert f'<a href="{game.get_absolute_url()}result/">Read the answer</a>' in told
    assert "here than" not in told
    assert "attempts a week" not in told


def test_a_plan_of_an_earlier_answer_leads_to_the_newer_one(table: Table, as_author: Client) -> None:
    solution, north = solved(table), table.officers["north"]
    plan = actions.draft_plan(member=north, solution=solution, from_on=NOW.date(), weeks=4, now=NOW)
    actions.lend(member=north, game=solution.game, units=3, kind="", now=NOW)
    actions.solve(member=north, game=solution.game, now=NOW)

    told = as_author.get(plan.get_absolute_url()).content.decode()

    assert "Read the newer answer" in told
    assert "Read the answer" not in told


def test_where_the_others_are_kept_back_nothing_is_said_of_a_rise(table: Table, as_author: Client) -> None:
    game, north = solved(table).game, table.officers["north"]
    inputs = PortInputs.objects.get(game=game, port=table.ports["east"])
    actions.save_route(member=table.officers["east"], inputs=inputs, said=fields("new", size=9.0), now=NOW)

    second = actions.solve(member=north, game=game, now=NOW)

    assert told_to(north, second).others is None
    assert not told_to(north, second).ports[0].rises
    assert "here than" not in page(as_author, game)
    assert "against today" not in page(as_author, game)
    rows = page(as_author, game, "result.csv").splitlines()
    assert re.search(r"[,;]{4}$", rows[1].rstrip())


def test_of_the_others_against_today_only_steps_of_five_are_told(table: Table) -> None:
    others = told_to(table.officers["north"], solved(table)).others

    assert others is not None
    assert all(number % 5 == 0 for number in (*others.today, *others.moved))
    assert others.today[0] < 0


def test_nobody_reads_that_another_port_has_more_than_today(table: Table, as_author: Client) -> None:
    table_ = table
    game = table_.played()
    for who in ("south", "east"):
        member, port = table_.officers[who], table_.ports[who]
        actions.save_port(member=member, game=game, port=port, own_units=1, shows_rise=who == "east", now=NOW)
    Route.objects.filter(inputs__game=game).update(covered_now=0.05)
    Route.objects.filter(inputs__game=game, inputs__port__slug__in=["south", "east"]).update(covered_now=0.95)
    solution = actions.solve(member=table_.officers["north"], game=game, now=NOW)

    for who in ("south", "east"):
        assert told_to(table_.officers[who], solution).ports[0].rises
    told = page(as_author, game)
    assert "at South than" not in told
    assert "at East than" not in told
    assert "<li>South" not in told
    # East agreed to one bit: against each for itself.
    assert told_to(table_.officers["north"], solution).flagged == [("East", False)]


def asked(table: Table, solution: Solution, **more: Any) -> WhatIf:
    said = {"units": {"north": 2}, "floors": {}} | more
    return actions.ask_what_if(member=table.officers["north"], solution=solution, **said, now=NOW)


def test_a_what_if_tells_each_route_before_and_after(table: Table) -> None:
    solution = solved(table)

    shown = what_if_of(asked(table, solution)).ports[0]

    effect = told_to(table.officers["north"], solution).ports[0].effect
    assert effect is not None
    assert len(shown.routes) == 3
    assert shown.whole.attempts.words == "lower"
    assert shown.whole.coverage.words == "higher"
    for one in shown.routes:
        assert one.coverage.before.endswith("%")
        assert one.attempts.before
        assert one.harm.before
    row = WhatIf.objects.get()
    before = row.told["ports"][0]["before"]
    joint = effect.attempts["joint"]
    assert before["attempts"] == [joint.low, joint.high]


def test_in_one_scenario_before_is_of_that_scenario_alone(table: Table) -> None:
    row = asked(table, solved(table), units={}, scenario=1)

    for told in (row.told["ports"][0], row.told["ports"][0]["before"]):
        assert told["harm"][0] == told["harm"][1]


def test_routes_tell_no_more_than_their_port(table: Table) -> None:
    """Each follows from what is told of the port and from own figures: no figure of another port comes in."""
    solution = solved(table)
    row = asked(table, solution)
    given = given_of(solution.game)
    port = given.ports[given.of(table.officers["north"].organisation_id or 0)[0]]

    for told in (row.told["ports"][0], row.told["ports"][0]["before"]):
        shares = [one["coverage"] for one in told["routes"]]
        made = by_route(port, given.scenarios, shares, Span(*told["harm"]), Span(*told["attempts"]))
        assert [(one["harm"], one["attempts"]) for one in told["routes"]] == made


def test_an_earlier_what_if_is_shown_as_it_was_told(table: Table) -> None:
    kept = {"name": "North", "own_units": 1, "units": 2.0, "harm": [1.0, 2.0], "attempts": [1.0, 1.0]}
    routes = [{"name": "Gate", "floor": 0.0, "coverage": 0.5}]
    row = asked(table, solved(table))
    row.told = {"ports": [kept | {"routes": routes}]}

    shown = what_if_of(row).ports[0]

    assert (shown.whole.harm.before, shown.whole.harm.words) == ("", "")
    assert shown.routes[0].attempts.after == "–"


@pytest.mark.parametrize(
    ("after", "words"),
    [((1, 2), "as before"), ((1, 3), "higher"), ((0, 2), "lower"), ((0, 3), "both ways"), ((2, 3), "higher")],
)
def test_a_figure_goes_where_what_is_told_goes(after: tuple[float, float], words: str) -> None:
    assert direction(Span(1, 2), Span(*after)) == words


def test_two_units_more_move_no_more_attempts_than_there_are(table: Table) -> None:
    solution = table.solved()

    for who in table.officers:
        effect = told_to(table.officers[who], solution).ports[0].effect

        assert effect is not None
        assert -effect.attempts["joint"].high <= effect.moved.low <= effect.moved.high <= 0
