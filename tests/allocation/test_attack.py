"""Whoever is not named finds nothing: not by an address, a count, a search, a feed, or by having been somebody."""

from datetime import timedelta

import pytest
from django.test import Client

from port2port.allocation import actions
from port2port.allocation.models import (
    GameDraft,
    Named,
    Plan,
    PlanRead,
    PoolUnits,
    PortInputs,
    Roster,
    Route,
    Scenario,
    Solution,
    WhatIf,
)
from port2port.base.clock import now as present
from port2port.base.refusal import NotAllowed
from port2port.members.models import Seat
from port2port.members.readers import member_of_seat
from tests.allocation.conftest import MONDAY, fields
from tests.personas import BEFORE, NOW

CANARY = "SECRET"
STRANGERS = (
    "colleague",
    "trainer",
    "guard",
    "operator",
    "client",
    "guest",
    "secretariat",
    "peer_guard",
    "nobody",
)
TABLES = (Solution, Plan, PortInputs, Route, Scenario, PoolUnits, WhatIf)


@pytest.fixture
def plan(table, entropy):
    made = table.planned()
    actions.draw_roster(member=table.officers["north"], plan=made, week=MONDAY, now=NOW, entropy=entropy)
    actions.ask_what_if(member=table.officers["north"], solution=made.solution, units={"north": 2}, floors={}, now=NOW)
    return made


def pages_of(plan: Plan) -> list[str]:
    game, base = f"/allocation/{plan.game.key}/", f"/allocation/plans/{plan.key}/"
    route = Route.objects.filter(inputs__port__slug="north").first()
    week = f"{base}rosters/{MONDAY}/"
    port = f"{game}ports/north/"
    return [
        game,
        f"{game}result/",
        f"{game}result.csv",
        f"{game}lend/",
        f"{game}scenarios/new/",
        port,
        f"{port}routes/new/",
        f"{port}routes/{route.key}/",
        base,
        week,
        f"{week}roster.csv",
    ]


@pytest.mark.parametrize("who", STRANGERS)
def test_who_is_not_named_sees_no_row(plan, community, who):
    member = community.member(who)

    for table in (*TABLES, GameDraft, Named, PlanRead, Roster):
        assert not table.objects.visible_to(member).exists(), table
        assert not table.objects.editable_by(member).exists(), table


@pytest.mark.parametrize("who", ["colleague", "client", "guest", "secretariat", "auditor"])
def test_who_is_not_named_finds_missing_pages(plan, community, who):
    client = Client()
    client.force_login(community.person(who))

    found = {address: client.get(address).status_code for address in pages_of(plan)}

    assert set(found.values()) == {404}
    assert not PlanRead.objects.exists()


def test_a_coordinator_who_is_not_named_sees_people_and_title_alone(plan, community, coordinator):
    client = Client()
    client.force_login(community.person("coordinator"))

    page = client.get(f"/allocation/{plan.game.key}/")
    others = {address: client.get(address).status_code for address in pages_of(plan)[1:]}

    assert page.status_code == 200
    assert CANARY not in page.content.decode()
    assert "dog teams" not in page.content.decode()
    assert set(others.values()) == {404}
    for table in TABLES:
        assert not table.objects.visible_to(coordinator).exists()


@pytest.mark.parametrize("who", ["south", "east", "west"])
def test_inputs_of_another_port_are_seen_by_nobody_else(plan, table, who):
    member = table.officers[who]

    assert set(PortInputs.objects.visible_to(member).values_list("port__slug", flat=True)) == {who}
    assert all(f"-{who}-" in name for name in Route.objects.visible_to(member).values_list("name", flat=True))
    assert not WhatIf.objects.visible_to(member).exists()


def test_no_page_of_a_named_person_holds_a_word_of_another_port(plan, community, table):
    client = Client()
    client.force_login(community.person("peer"))
    game, base = f"/allocation/{plan.game.key}/", f"/allocation/plans/{plan.key}/"
    pages = [game, f"{game}result/", f"{game}result.csv", base, f"{base}rosters/{MONDAY}/"]
    pages.append(f"{base}rosters/{MONDAY}/roster.csv")

    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        for other in ("north", "east", "west", "inland"):
            assert f"{CANARY}-{other}" not in text, address
            assert str(Route.objects.filter(inputs__port__slug=other).first().key) not in text


def test_inputs_of_another_port_cannot_be_written(plan, table):
    north = PortInputs.objects.get(game=plan.game, port=table.ports["north"])
    south = table.officers["south"]
    route = north.routes.first()

    with pytest.raises(NotAllowed):
        actions.save_route(member=south, inputs=north, said=fields("mine"), now=NOW)
    with pytest.raises(NotAllowed):
        actions.save_route(member=south, inputs=north, said=fields("mine"), route=route, now=NOW)
    with pytest.raises(NotAllowed):
        actions.remove_route(member=south, route=route, now=NOW)
    with pytest.raises(Exception, match="your organisation manages"):
        actions.save_port(member=south, game=plan.game, port=table.ports["north"], own_units=9, now=NOW)


def test_one_organisation_does_not_name_people_of_another(plan, table):
    seat = Seat.objects.get(pk=table.officers["east"].seat_id)

    with pytest.raises(Exception, match="your own organisation"):
        actions.name_person(member=table.officers["north"], game=plan.game, seat=seat, now=NOW)
    row = plan.game.named.get(seat_id=table.officers["east"].seat_id)
    with pytest.raises(NotAllowed):
        actions.unname(member=table.officers["north"], named=row, now=NOW)


def test_a_guard_is_not_named(table, community, guard):
    game = table.opened()

    with pytest.raises(Exception, match="Choose an officer"):
        actions.name_person(member=table.officers["north"], game=game, seat=Seat.objects.get(pk=guard.seat_id), now=NOW)


def test_whose_naming_ended_sees_nothing_at_once(plan, table):
    south = table.officers["south"]
    row = plan.game.named.get(seat_id=south.seat_id)

    actions.unname(member=south, named=row, now=NOW)

    for model in (*TABLES, GameDraft, PlanRead, Roster):
        assert not model.objects.visible_to(south).exists()


def test_whose_organisation_left_the_circle_sees_nothing_at_once(plan, table):
    south = table.officers["south"]
    table.circle.memberships.filter(organisation_id=south.organisation_id).update(left_at=NOW)

    for model in (*TABLES, GameDraft, PlanRead, Roster, Named):
        assert not model.objects.visible_to(south).exists()
    with pytest.raises(NotAllowed):
        actions.read_plan(member=south, plan=plan, what="plan", now=NOW)


def test_an_ex_member_with_a_seat_elsewhere_sees_nothing(plan, table, community):
    seat = Seat.objects.get(pk=table.officers["south"].seat_id)
    Seat.objects.filter(pk=seat.pk).update(ended_at=NOW)
    new = Seat.objects.create(
        person=seat.person, organisation=community.organisations["east"], function="officer", given_at=BEFORE
    )

    assert not Plan.objects.visible_to(member_of_seat(new)).exists()
    assert not Plan.objects.visible_to(member_of_seat(Seat.objects.get(pk=seat.pk))).exists()


@pytest.mark.parametrize("who", ["author", "peer", "secretariat", "auditor"])
def test_nothing_of_it_is_in_search_feeds_notifications_or_the_now_page(plan, community, who):
    client = Client()
    client.force_login(community.person(who))

    for address in ("/search/?q=SECRET", "/search/?q=Spring", "/notifications/", "/", "/subscriptions/"):
        text = client.get(address, follow=True).content.decode()
        assert f"{CANARY}-" not in text
        assert "/allocation/plans/" not in text
        assert str(plan.game.key) not in text


def test_the_trail_names_keys_and_no_content(plan, auditor, community):
    client = Client()
    client.force_login(community.person("auditor"))

    page = client.get("/audit/").content.decode()
    file = client.get("/allocation/reads/").content.decode()

    assert "Drew a roster" in page
    for text in (page, file):
        assert CANARY not in text
        assert "Spring" not in text
        assert "dog teams" not in text


def test_a_refusal_of_the_game_tells_nothing_of_whose_figures(table):
    game = table.played()
    east = PortInputs.objects.get(game=game, port=table.ports["east"])
    route = east.routes.first()
    # Written past every check, as a fault of ours would.
    figures = {**route.figures, "harm": {**route.figures["harm"], "low": 0, "likely": 0}}
    Route.objects.filter(pk=route.pk).update(figures=figures)

    with pytest.raises(Exception, match="another port") as refused:
        actions.solve(member=table.officers["north"], game=game, now=NOW)
    with pytest.raises(Exception, match="East, route “SECRET-east-0”"):
        actions.solve(member=table.officers["east"], game=game, now=NOW)

    assert "ast" not in str(refused.value).replace("at least", "")


def test_a_seed_is_not_shown_before_its_week_is_over(plan, community):
    client = Client()
    client.force_login(community.person("auditor"))
    roster = Roster.objects.get()
    assert roster.last_on == MONDAY + timedelta(days=6)
    assert present().date() > roster.last_on

    page = client.get("/allocation/reads/").content.decode()

    assert roster.commitment in page
    assert "the same" in page
