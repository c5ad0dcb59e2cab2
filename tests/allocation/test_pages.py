"""Pages of joint allocation: what a person does on them, what they say, and what a refused form keeps."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from port2port.allocation import actions
from port2port.allocation.models import GameDraft, Plan, PlanRead, PortInputs, Route, Scenario, WhatIf
from port2port.base.clock import now
from port2port.members.actions.people import choose_language
from port2port.members.models import Person
from port2port.pure.weeks import monday_of
from tests.allocation.conftest import MONDAY, Table
from tests.personas import NOW, Community

FIGURES = {
    "reward": ("60000", "80000", "100000"),
    "penalty": ("20000", "30000", "40000"),
    "access_cost": ("5000", "10000", "20000"),
    "harm": ("50000", "100000", "150000"),
    "detect_prob": ("50", "70", "90"),
}
ENDS = ("low", "likely", "high")


def route_said(**more: str) -> dict[str, str]:
    said = {"name": "Gate 3", "floor": "10", "covered_now": "20"}
    for name, given in FIGURES.items():
        said |= {f"{name}_{end}": value for end, value in zip(ENDS, given, strict=True)}
        said[f"{name}_source"] = "our own estimate"
    return said | more


def test_a_game_is_opened_and_filled_by_forms(as_author: Client, table: Table) -> None:
    said = {"title": "Spring", "language": "en", "circle": str(table.circle.key), "aim": "mean", "key": "k"}
    for _again in range(2):
        assert as_author.post("/allocation/new/", said).status_code == 302
    game = GameDraft.objects.get()
    address = game.get_absolute_url()

    as_author.post(f"{address}ports/north/", {"own_units": "1", "shows_rise": ""})
    as_author.post(f"{address}ports/north/routes/new/", route_said())
    as_author.post(f"{address}lend/", {"units": "1.5", "kind": "dogs"})
    scenario = {"name": "Likely", "language": "en", "level": "likely", "reason": "the middle"}
    as_author.post(f"{address}scenarios/new/", scenario | {"tipping": "20000", "outside": "40000", "attempts": "80"})

    page = as_author.get(address).content.decode()
    for words in ("Gate 3", "dogs", "1.5", "the middle", "20,000"):
        assert words in page
    route = Route.objects.get()
    assert route.figures["detect_prob"] == {"low": 0.5, "likely": 0.7, "high": 0.9, "source": "our own estimate"}
    assert (route.floor, route.covered_now) == (0.1, 0.2)


def test_a_new_game_says_what_an_answer_takes_and_asks_for_none(as_author: Client, table: Table) -> None:
    game = table.opened()
    new = as_author.get(game.get_absolute_url()).content.decode()
    full = as_author.get(table.played(title="Summer").get_absolute_url()).content.decode()

    assert "At least four organisations" in new
    assert f"{game.get_absolute_url()}solve/" not in new
    assert "/solve/" in full


def test_closed_games_push_no_open_one_off_the_list(
    as_author: Client, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("port2port.allocation.page.MOST", 1)
    table.opened(title="Still open")
    actions.close_game(member=table.officers["north"], game=table.opened(title="Newer, closed"), now=NOW)

    listed = as_author.get("/allocation/").content.decode()

    assert "Still open" in listed
    assert "Newer, closed" not in listed


def test_a_range_out_of_order_is_said_at_its_field_and_kept(as_author: Client, table: Table) -> None:
    game = table.opened()
    table.entered(game, "north", routes=0)

    answer = as_author.post(f"{game.get_absolute_url()}ports/north/routes/new/", route_said(harm_low="999999"))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The three figures run from low to likely to high." in page
    assert 'value="999999"' in page
    assert 'value="Gate 3"' in page
    assert not Route.objects.exists()


@pytest.mark.parametrize(
    ("language", "typed"), [("nl", "250.000"), ("fr", "250.000"), ("de", "250.000"), ("en", "250,000")]
)
@pytest.mark.parametrize("name", ["reward_high", "access_cost_high"])
def test_an_amount_that_could_be_read_in_two_ways_is_refused_with_both(
    as_author: Client, community: Community, table: Table, language: str, typed: str, name: str
) -> None:
    game = table.opened()
    table.entered(game, "north", routes=0)
    choose_language(person=community.person("author"), language=language)
    address = f"{game.get_absolute_url()}ports/north/routes/new/"

    answer = as_author.post(address, route_said(**{name: typed}))

    assert answer.status_code == 422
    page = answer.content.decode()
    error = re.search(rf'id="id_{name}_error"[^>]*>(.*?)</', page, re.DOTALL)
    assert error is not None
    assert typed in error[1]
    assert "250000" in error[1]
    assert re.search(r"\b250\b(?![.,]\d)", error[1].replace(typed, ""))
    assert f'value="{typed}"' in page
    assert not Route.objects.exists()


def test_thousands_that_can_be_read_in_one_way_are_read(as_author: Client, table: Table) -> None:
    game = table.opened()
    table.entered(game, "north", routes=0)

    said = route_said(harm_high="1.250.000", reward_high="250 000", penalty_high="40000,5")
    as_author.post(f"{game.get_absolute_url()}ports/north/routes/new/", said)

    figures = Route.objects.get().figures
    assert [figures[name]["high"] for name in ("harm", "reward", "penalty")] == [1_250_000, 250_000, 40_000.5]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_an_amount_that_was_not_changed_is_left_alone(
    as_author: Client, community: Community, table: Table, language: str
) -> None:
    game = table.opened()
    route = table.entered(game, "north", routes=1).routes.get()
    Route.objects.update(covered_now=0.12125)
    choose_language(person=community.person("author"), language=language)
    address = f"{game.get_absolute_url()}ports/north/routes/{route.key}/"
    shown = re.search(r'name="covered_now" value="([^"]*)"', as_author.get(address).content.decode())
    assert shown is not None

    answer = as_author.post(address, route_said(name="Gate 4", covered_now=shown[1]))

    assert answer.status_code == 302
    route.refresh_from_db()
    assert (route.name, route.covered_now) == ("Gate 4", 0.12125)
    again = "12.250" if language == "en" else "12,250"
    assert as_author.post(address, route_said(covered_now=again)).status_code == 422


def test_a_route_is_changed_and_removed(as_author: Client, table: Table) -> None:
    game = table.opened()
    inputs = table.entered(game, "north", routes=1)
    route = inputs.routes.get()
    address = f"{game.get_absolute_url()}ports/north/routes/{route.key}/"

    assert 'value="70"' in as_author.get(address).content.decode()
    as_author.post(address, route_said(name="Gate 4"))
    route.refresh_from_db()
    assert route.name == "Gate 4"
    as_author.post(f"{address}remove/")

    assert as_author.get(address).status_code == 404
    assert not Route.objects.standing().exists()


def test_the_answer_says_model_and_own_routes_and_sums_of_the_others(as_author: Client, table: Table) -> None:
    game = table.played()

    answer = as_author.post(f"{game.get_absolute_url()}solve/", follow=True)

    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("What lending saves", "SECRET-north-0", "Each for itself", "The other ports together", "What if"):
        assert words in page
    assert re.search(r"(More|No more) [a-z ]+here than if each port acted for itself", page)


def test_a_what_if_answers_on_the_page_and_counts(as_author: Client, table: Table) -> None:
    solution = table.solved()
    address = f"{solution.game.get_absolute_url()}result/"
    given = next(port for port in solution.given["ports"] if port["key"] == "north")
    said = {f"floor-{route['key']}": "0" for route in given["routes"]}

    asked = as_author.post(address, said | {"units-north": "2", "answer": "1"})
    unchanged = as_author.post(address, said | {"units-north": "1", "answer": "1"})

    assert "What the model says to that" in asked.content.decode()
    assert "19 what-ifs left" in asked.content.decode()
    # On a phone the label of the column stands before each figure.
    assert '<td class="number" data-label="Coverage"><span class="allocation-change">units: ' in asked.content.decode()
    assert unchanged.status_code == 422
    assert "Move a slider first" in unchanged.content.decode()
    assert WhatIf.objects.count() == 1


def test_a_plan_is_drafted_agreed_drawn_and_read_with_receipts(
    as_author: Client, community: Community, table: Table
) -> None:
    solution = table.solved()
    game = solution.game
    monday = monday_of(timezone.localdate())
    sent = as_author.post(
        f"{game.get_absolute_url()}plan/", {"from_on": monday.isoformat(), "weeks": "4", "answer": "1"}
    )
    address = sent.headers["Location"]
    as_author.post(f"{address}agree/")
    peer = Client()
    peer.force_login(community.person("peer"))
    peer.post(f"{address}agree/")

    drawn = as_author.post(f"{address}draw/", {"week": monday.isoformat()}, follow=True)

    assert "Roster of the week" in drawn.content.decode()
    assert "SECRET-north-0" in drawn.content.decode()
    file = as_author.get(f"{address}rosters/{monday}/roster.csv")
    assert file.content.decode().count("TLP:AMBER+STRICT") == 3
    page = as_author.get(address).content.decode()
    assert "Port of South" in page
    as_author.get(f"{game.get_absolute_url()}result/")
    assert sorted(PlanRead.objects.values_list("what", flat=True)) == ["answer", "plan", "roster", "roster_csv"]


def test_a_plan_for_a_tuesday_is_refused_on_the_page(as_author: Client, table: Table) -> None:
    game = table.solved().game

    answer = as_author.post(f"{game.get_absolute_url()}plan/", {"from_on": "2036-01-01", "weeks": "4", "answer": "1"})

    assert answer.status_code == 422
    assert "begins on a Monday" in answer.content.decode()
    assert 'value="2036-01-01"' in answer.content.decode()


@pytest.mark.parametrize("weeks", ["99", "0", "-1"])
def test_a_tuesday_and_too_many_weeks_are_said_at_once_in_the_rooms_own_words(
    as_author: Client, table: Table, weeks: str
) -> None:
    game = table.solved().game

    answer = as_author.post(f"{game.get_absolute_url()}plan/", {"from_on": "2036-01-01", "weeks": weeks, "answer": "1"})

    assert answer.status_code == 422
    for words in ("A plan begins on a Monday, of this week", "A plan lasts 1 to 13 weeks."):
        assert words in answer.content.decode()
    assert "Ensure this value" not in answer.content.decode()
    assert not Plan.objects.exists()


def test_own_units_that_no_route_can_use_are_told_where_the_number_stands(as_author: Client, table: Table) -> None:
    game, north = table.played(), table.officers["north"]
    inputs = PortInputs.objects.get(game=game, port=table.ports["north"])
    actions.save_port(member=north, game=game, port=inputs.port, own_units=5, now=NOW)
    actions.solve(member=north, game=game, now=NOW)
    address = f"{game.get_absolute_url()}result/"
    assert "<dd>3 of 5: 3 routes can use no more</dd>" in as_author.get(address).content.decode()

    for route in Route.objects.filter(inputs=inputs)[:2]:
        actions.remove_route(member=north, route=route, now=NOW)
    actions.solve(member=north, game=game, now=NOW)
    assert "<dd>1 of 5: one route can use no more</dd>" in as_author.get(address).content.decode()

    # What is entered afterwards, the answer does not rest on.
    actions.save_port(member=north, game=game, port=inputs.port, own_units=4, now=NOW + timedelta(minutes=1))
    assert "can use no more" not in as_author.get(address).content.decode()


def test_what_is_used_beyond_own_units_is_said_to_come_from_what_all_lend(table: Table) -> None:
    game = table.solved().game
    said, own = "of them from the mobile units that all lend together", "(what you lend goes in there too)"

    def read(who: str) -> str:
        client = Client()
        client.force_login(Person.objects.get(pk=table.officers[who].person_id or 0))
        return client.get(f"{game.get_absolute_url()}result/").content.decode()

    used = [who for who in table.officers if who != "north" and said in read(who)]

    assert used
    assert not any(own in read(who) for who in used)
    actions.lend(member=table.officers[used[0]], game=game, units=1, kind="", now=NOW)
    assert own in read(used[0])


@pytest.mark.parametrize("seen", ["1", "", "nonsense"])
def test_no_plan_is_drafted_from_an_answer_that_its_reader_did_not_see(
    as_author: Client, table: Table, seen: str
) -> None:
    game = table.solved().game
    actions.lend(member=table.officers["north"], game=game, units=3, now=now())
    actions.solve(member=table.officers["north"], game=game, now=now())
    monday = monday_of(timezone.localdate()).isoformat()
    said = {"from_on": monday, "weeks": "7", "answer": seen}

    answer = as_author.post(f"{game.get_absolute_url()}plan/", said)

    assert answer.status_code == (422 if seen == "nonsense" else 409)
    page = answer.content.decode()
    assert not Plan.objects.exists()
    assert "Answer 2," in page
    for kept in (f'value="{monday}"', 'name="weeks" value="7"'):
        assert kept in page
    if seen != "nonsense":
        assert "A newer answer was reckoned since you opened this page." in page
        assert f'href="{game.get_absolute_url()}result/"' in page
    # The page that refused shows the newer one: sent again from there, it is what is planned.
    assert as_author.post(f"{game.get_absolute_url()}plan/", said | {"answer": shown_number(page)}).status_code == 302
    assert Plan.objects.get().solution.number == 2


def shown_number(page: str) -> str:
    found = re.findall(r'name="answer" value="([0-9]+)"', page)
    assert len(set(found)) == 1
    return str(found[0])


def test_a_what_if_about_an_answer_that_was_overtaken_counts_not(as_author: Client, table: Table) -> None:
    game = table.solved().game
    actions.lend(member=table.officers["north"], game=game, units=3, now=now())
    newer = actions.solve(member=table.officers["north"], game=game, now=now())
    given = next(port for port in newer.given["ports"] if port["key"] == "north")
    said = {f"floor-{route['key']}": "0" for route in given["routes"]} | {"units-north": "2", "answer": "1"}

    answer = as_author.post(f"{game.get_absolute_url()}result/", said)

    assert answer.status_code == 409
    assert "A newer answer was reckoned since you opened this page." in answer.content.decode()
    assert not WhatIf.objects.exists()


def test_a_roster_that_was_not_drawn_is_missing(as_author: Client, table: Table) -> None:
    plan = table.planned()

    for week in (MONDAY.isoformat(), "2026-99-99", "never"):
        assert as_author.get(f"{plan.get_absolute_url()}rosters/{week}/").status_code == 404


def test_the_file_of_the_own_part_holds_own_routes_alone(as_author: Client, table: Table) -> None:
    game = table.solved().game

    rows = as_author.get(f"{game.get_absolute_url()}result.csv").content.decode("utf-8-sig").splitlines()

    assert len(rows) == 4
    assert all("TLP:AMBER+STRICT" in row and "SECRET-north" in row for row in rows[1:])


def test_the_list_says_what_will_appear(as_author: Client) -> None:
    page = as_author.get("/allocation/").content.decode()

    assert "Nothing here that you are named in." in page


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_pages_speak_the_readers_language(as_author: Client, community: Community, table: Table, language: str) -> None:
    game = table.solved().game
    choose_language(person=community.person("author"), language=language)

    page = as_author.get(f"{game.get_absolute_url()}result/").content.decode()

    assert {"nl": "Elk voor zich", "fr": "Chacun pour soi", "de": "Jeder für sich"}[language] in page
    assert Scenario.objects.count() == 3


def test_an_empty_route_names_the_figure_of_each_error(as_author: Client, table: Table) -> None:
    game = table.played()
    page = as_author.post(f"/allocation/{game.key}/ports/{table.ports['north'].slug}/routes/new/", {}).content.decode()
    summary = page.partition("data-summary")[2].partition("</ul>")[0]
    named = re.findall(r">([^<>]+)</a>", summary)

    assert len(named) >= 20
    assert len(set(named)) == len(named)
