"""A game is closed and opened again by the house that opened it; what was agreed runs to its end, and stays read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from django.db import transaction
from django.test import Client

from port2port.allocation import actions, drawing, paper, plan_page
from port2port.allocation.access import Games
from port2port.allocation.actions import answering
from port2port.allocation.models import (
    Agreement,
    Asked,
    GameDraft,
    Plan,
    PlanRead,
    PortInputs,
    Route,
    Scenario,
    Solution,
)
from port2port.allocation.refusals import Closed
from port2port.base.refusal import NotAllowed
from port2port.members.actions.running_jobs import run_job
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.members.models.jobs import Job
from port2port.pure.workbench import plans
from port2port.reports.printing import makes_pdf
from tests.allocation.conftest import fields
from tests.personas import NOW

MONDAY = NOW.date()
WORDS: dict[str, Any] = {
    "name": "More",
    "reason": "to see",
    "language": "en",
    "tipping": 20_000.0,
    "outside": 0.0,
    "attempts": 9.0,
}


def closed(table: Any, game: GameDraft) -> GameDraft:
    return actions.close_game(member=table.officers["north"], game=game, now=NOW)


def tries(table: Any, solution: Solution) -> dict[str, Callable[[], object]]:
    game, north = solution.game, table.officers["north"]
    at: dict[str, Any] = {"now": NOW}
    inputs = PortInputs.objects.get(game=game, port__slug="north")
    route = Route.objects.filter(inputs=inputs)[0]
    key = next(port["key"] for port in solution.given["ports"] if port["key"] == "north")
    plan = solution.plans.get()
    return {
        "port": lambda: actions.save_port(member=north, game=game, port=inputs.port, own_units=2, **at),
        "lend": lambda: actions.lend(member=north, game=game, units=1, **at),
        "remove": lambda: actions.remove_route(member=north, route=route, **at),
        "scenario": lambda: actions.save_scenario(member=north, game=game, said=actions.ScenarioFields(**WORDS), **at),
        "solve": lambda: actions.solve(member=north, game=game, **at),
        "what-if": lambda: actions.ask_what_if(member=north, solution=solution, units={key: 2}, floors={}, **at),
        "draft": lambda: actions.draft_plan(
            member=north, solution=solution, from_on=MONDAY + timedelta(weeks=1), weeks=1, **at
        ),
        "agree": lambda: actions.agree_plan(member=north, plan=plan, **at),
    }


def more_tries(table: Any, plan: Plan) -> dict[str, Callable[[], object]]:
    north, at = table.officers["north"], {"now": NOW}
    inputs = PortInputs.objects.get(game=plan.game, port__slug="north")
    scenario = Scenario.objects.filter(game=plan.game)[0]
    return {
        "route": lambda: actions.save_route(member=north, inputs=inputs, said=fields("late"), **at),
        "no-scenario": lambda: actions.remove_scenario(member=north, scenario=scenario, **at),
        "take-back": lambda: actions.take_back_draft(member=north, plan=plan, **at),
    }


def test_in_a_closed_game_nobody_enters_asks_drafts_or_agrees(table: Any) -> None:
    solution = table.planned(agreed=False).solution
    # Read before it was closed: what counts is what stands now.
    every = tries(table, solution)
    closed(table, solution.game)

    for one in every.values():
        with pytest.raises(Closed):
            one()

    assert (Solution.objects.count(), Agreement.objects.count()) == (1, 0)


def test_a_closing_that_comes_while_the_game_is_waited_for_comes_first(
    table: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = table.planned(agreed=False)
    every = tries(table, plan.solution) | more_tries(table, plan)
    # Nothing changed since the answer, and that is said before anything else.
    del every["solve"]
    held = Games.select_for_update

    def closed_first(rows: Games, **more: Any) -> Games:
        rows.update(closed_at=NOW)
        return held(rows, **more)

    monkeypatch.setattr(Games, "select_for_update", closed_first)

    let_in = []
    for name, one in every.items():
        GameDraft.objects.update(closed_at=None)
        with transaction.atomic():
            try:
                one()
                let_in.append(name)
            except Closed:
                pass
            transaction.set_rollback(True)
    assert not let_in


def test_opened_again_it_goes_on(table: Any) -> None:
    solution = table.planned(agreed=False).solution
    closed(table, solution.game)
    game = actions.reopen_game(member=table.officers["north"], game=solution.game, now=NOW)

    assert game.closed_at is None
    for one in tries(table, solution).values():
        one()


def test_who_is_of_another_house_or_not_named_neither_closes_nor_opens(table: Any, coordinator: Member) -> None:
    game = table.played()

    for member in (table.officers["south"], coordinator):
        with pytest.raises(NotAllowed):
            actions.close_game(member=member, game=game, now=NOW)
    closed(table, game)
    for member in (table.officers["south"], coordinator):
        with pytest.raises(NotAllowed):
            actions.reopen_game(member=member, game=game, now=NOW)

    assert GameDraft.objects.get(pk=game.pk).closed_at == NOW


def test_a_sister_of_the_house_that_opened_it_closes_it(table: Any) -> None:
    game = table.played()
    Organisation.objects.filter(slug="south").update(parent=Organisation.objects.get(slug="north"))

    assert actions.close_game(member=table.officers["south"], game=game, now=NOW).closed_at == NOW


def test_an_agreed_plan_of_a_closed_game_is_drawn_and_read(table: Any, entropy: Callable[[int], bytes]) -> None:
    plan, south = table.planned(), table.officers["south"]
    closed(table, plan.game)

    roster = actions.draw_roster(member=south, plan=plan, week=MONDAY, now=NOW, entropy=entropy)

    assert [one.port for one in drawing.own_rosters(south, roster)] == ["South"]
    assert [port.name for port in plan_page.page_of(plan, member=south, today=MONDAY).told.ports] == ["South"]


def test_the_pages_of_a_closed_game_offer_nothing_to_enter(as_author: Client, table: Any) -> None:
    game = table.played()
    address = game.get_absolute_url()
    table.opened(title="Another")

    said = as_author.post(f"{address}close/", follow=True).content.decode()

    assert "Nothing is entered, asked or drafted any more" in said
    for words in ("Add a route", "What we lend", "Add a scenario", "Reckon"):
        assert words not in said
    listed = as_author.get("/allocation/").content.decode()
    assert listed.index("Another") < listed.index("Closed ones") < listed.index("Spring")
    refused = as_author.post(f"{address}lend/", {"units": "1"})
    assert refused.status_code == 409
    assert "Add a route" in as_author.post(f"{address}reopen/", follow=True).content.decode()


def test_a_roster_on_paper_holds_the_own_port_the_label_and_for_whom(
    as_author: Client, table: Any, entropy: Callable[[int], bytes]
) -> None:
    if not makes_pdf():
        pytest.skip("no Pango here")
    plan = table.planned()
    actions.draw_roster(member=table.officers["north"], plan=plan, week=MONDAY, now=NOW, entropy=entropy)

    answer = as_author.get(f"{plan.get_absolute_url()}rosters/{MONDAY}/roster.pdf")

    document = pypdfium2.PdfDocument(answer.content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert "SECRET-north-0" in text
    assert "SECRET-south" not in text
    assert text.count("TLP:AMBER+STRICT") > 5
    assert text.count("Port of North") > 5
    assert PlanRead.objects.get().what == "roster_csv"


def test_without_what_makes_a_pdf_the_page_prints(
    as_author: Client, table: Any, entropy: Callable[[int], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = table.planned()
    actions.draw_roster(member=table.officers["north"], plan=plan, week=MONDAY, now=NOW, entropy=entropy)
    monkeypatch.setattr(paper, "pdf_of_sheets", lambda *_args, **_more: None)

    answer = as_author.get(f"{plan.get_absolute_url()}rosters/{MONDAY}/roster.pdf", follow=True)

    assert "Print the page from your browser" in answer.content.decode()


def test_a_closed_game_starts_no_job_and_its_answer_offers_no_question(as_author: Client, table: Any) -> None:
    solution, north = table.solved(), table.officers["north"]
    address = f"{solution.game.get_absolute_url()}result/"
    forms = ("Reckon this", "Draft a plan", 'hx-post="')
    before = as_author.get(address).content.decode()
    assert all(words in before for words in forms)

    closed(table, solution.game)

    with pytest.raises(Closed):
        actions.start_answer(member=north, game=solution.game, language="en", now=NOW)
    assert not Job.objects.exists()
    page = as_author.get(address)
    assert page.status_code == 200
    assert "Closed on" in page.content.decode()
    assert not any(words in page.content.decode() for words in forms)
    port = solution.given["ports"][0]["key"]
    sent = as_author.post(address, {"answer": solution.number, f"units-{port}": "2"})
    assert 400 <= sent.status_code < 500
    assert not any(words in sent.content.decode() for words in forms)


def test_a_job_that_runs_when_a_game_is_closed_ends_without_an_answer(
    table: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(answering.AT_ONCE, "mean", 1)
    game, north, answered = table.played(), table.officers["north"], plans.answered
    job = actions.start_answer(member=north, game=game, language="en", now=NOW)
    assert job is not None

    def meanwhile(given: Any, *, step: Any) -> Any:
        closed(table, game)
        return answered(given, step=step)

    monkeypatch.setattr(plans, "answered", meanwhile)
    run_job(key=job.key, clock=lambda: NOW)

    ended = Job.objects.get(pk=job.pk)
    assert (ended.state, ended.words) == (Job.State.FAILED, str(Closed.words))
    assert not Solution.objects.exists()
    assert Asked.objects.get().solution is None
