"""Who counts when a plan is agreed, whose name is said, what an auditor still reads, and that a week is drawn once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from port2port.allocation import actions, plan_page
from port2port.allocation.models import GameDraft, Plan, Roster
from port2port.allocation.refusals import DrawnAlready, WeeksTaken
from port2port.base.refusal import NotAllowed
from port2port.members.models import Circle, CircleMembership, Person, Port, Seat
from port2port.members.readers import member_of_seat
from port2port.reports.rules import BadField
from tests.allocation.conftest import MONDAY, Table, fields
from tests.personas import BEFORE, NOW, Community


def test_who_entered_a_port_after_the_answer_does_not_agree(table: Table) -> None:
    game, north, west = table.played(ports=("north", "south", "east", "inland")), table.officers["north"], "west"
    solution = actions.solve(member=north, game=game, now=NOW)
    plan = actions.draft_plan(member=north, solution=solution, from_on=MONDAY, weeks=4, now=NOW)
    table.named(game, west)
    inputs = actions.save_port(member=table.officers[west], game=game, port=table.ports[west], own_units=1, now=NOW)
    actions.save_route(member=table.officers[west], inputs=inputs, said=fields("late"), now=NOW)
    actions.agree_plan(member=north, plan=plan, now=NOW)

    with pytest.raises(NotAllowed):
        actions.agree_plan(member=table.officers[west], plan=plan, now=NOW)

    plan.refresh_from_db()
    assert plan.agreed_at is None


def left_the_circle(table: Table, plan: Plan) -> None:
    table.circle.memberships.filter(organisation__slug="south").update(left_at=NOW)


def is_named_no_more(table: Table, plan: Plan) -> None:
    plan.game.named.filter(seat_id=table.officers["south"].seat_id or 0).update(ended_at=NOW)


def lost_the_seat(table: Table, plan: Plan) -> None:
    Seat.objects.filter(pk=table.officers["south"].seat_id or 0).update(ended_at=NOW)


@pytest.mark.parametrize("happened", [left_the_circle, is_named_no_more, lost_the_seat])
def test_a_yes_of_who_is_gone_counts_no_more(table: Table, happened: Callable[[Table, Plan], None]) -> None:
    plan = table.planned(agreed=False)
    actions.agree_plan(member=table.officers["south"], plan=plan, now=NOW)
    happened(table, plan)

    after_north = actions.agree_plan(member=table.officers["north"], plan=plan, now=NOW)
    after_east = actions.agree_plan(member=table.officers["east"], plan=plan, now=NOW)

    assert after_north.agreed_at is None
    assert after_east.agreed_at == NOW


def test_weeks_of_an_agreed_plan_are_neither_drafted_nor_agreed_again(table: Table) -> None:
    plan, north, south = table.planned(agreed=False), table.officers["north"], table.officers["south"]
    said: dict[str, Any] = {"member": north, "solution": plan.solution, "now": NOW}
    last, after = MONDAY + timedelta(weeks=3), MONDAY + timedelta(weeks=4)
    waiting = actions.draft_plan(from_on=last, weeks=1, **said)
    for member in (north, south):
        actions.agree_plan(member=member, plan=plan, now=NOW)

    with pytest.raises(WeeksTaken, match="covers some of these weeks"):
        actions.agree_plan(member=north, plan=waiting, now=NOW)
    with pytest.raises(BadField, match="covers some of these weeks"):
        actions.draft_plan(from_on=MONDAY + timedelta(weeks=1), weeks=9, **said)
    assert actions.draft_plan(from_on=after, weeks=1, **said).from_on == after


def test_two_plans_agreed_for_one_week_are_drawn_once(table: Table, entropy: Callable[[int], bytes]) -> None:
    plan, north, week = table.planned(agreed=False), table.officers["north"], MONDAY + timedelta(weeks=1)
    other = actions.draft_plan(member=north, solution=plan.solution, from_on=week, weeks=4, now=NOW)
    Plan.objects.update(agreed_at=NOW)
    drawn = [
        actions.draw_roster(member=north, plan=plan, week=week, now=NOW, entropy=entropy).pk for _again in range(2)
    ]

    with pytest.raises(DrawnAlready):
        actions.draw_roster(member=north, plan=other, week=week, now=NOW, entropy=entropy)

    assert drawn[0] == drawn[1]
    assert Roster.objects.count() == 1


@pytest.mark.parametrize("is_open", [True, False])
def test_a_closed_circle_does_not_say_who_is_in_it(table: Table, community: Community, is_open: Any) -> None:
    Circle.objects.filter(pk=table.circle.pk).update(is_open=is_open)
    plan = table.planned()
    actions.read_plan(member=table.officers["west"], plan=plan, what="plan", now=NOW)
    actions.lend(member=table.officers["inland"], game=plan.game, units=1, now=NOW)
    client = Client()
    client.force_login(community.person("peer"))

    on_plan = client.get(plan.get_absolute_url()).content.decode()
    on_game = client.get(plan.game.get_absolute_url()).content.decode()
    in_list = client.get("/allocation/").content.decode()

    assert ("Port of west" in on_plan) is is_open
    assert ("Port of inland" in on_game) is is_open
    assert ("Port of North" in in_list) is is_open
    assert ("Another organisation" in on_plan) is not is_open
    owner = Client()
    owner.force_login(community.person("author"))
    assert "Port of west" in owner.get(plan.get_absolute_url()).content.decode()


def test_the_auditor_of_who_left_reads_up_to_that_day(table: Table, entropy: Callable[[int], bytes]) -> None:
    south = table.officers["south"]
    person = Person.objects.create(username="south-auditor")
    auditor = member_of_seat(
        Seat.objects.create(
            person=person, organisation_id=south.organisation_id or 0, function="auditor", given_at=BEFORE
        )
    )
    plan, later = table.planned(), NOW + timedelta(days=1)
    actions.read_plan(member=table.officers["east"], plan=plan, what="plan", now=NOW)
    stays = CircleMembership.objects.filter(circle=table.circle, organisation_id=south.organisation_id or 0)
    stays.update(left_at=NOW + timedelta(hours=1))
    actions.read_plan(member=table.officers["west"], plan=plan, what="plan", now=later)
    actions.draw_roster(member=table.officers["north"], plan=plan, week=MONDAY, now=later, entropy=entropy)

    manager = table.ports["east"].manager
    assert manager is not None
    assert [one.organisation for one in plan_page.reads_of(auditor)] == [manager.label]
    assert not Roster.objects.visible_to(auditor).exists()


def test_a_seat_of_one_of_two_ports_asks_no_what_if_of_both(table: Table) -> None:
    north = table.officers["north"]
    second = Port.objects.create(slug="second", name="Second", geography="sea", manager_id=north.organisation_id)
    game = table.played()
    inputs = actions.save_port(member=north, game=game, port=second, own_units=1, now=NOW)
    actions.save_route(member=north, inputs=inputs, said=fields("SECRET-second"), now=NOW)
    solution = actions.solve(member=north, game=game, now=NOW)
    scoped = replace(north, port_id=second.pk)

    with pytest.raises(NotAllowed):
        actions.ask_what_if(member=scoped, solution=solution, units={"second": 0}, floors={}, now=NOW)
    row = actions.ask_what_if(member=north, solution=solution, units={"second": 0}, floors={}, now=NOW)

    assert {port["name"] for port in row.told["ports"]} == {"North", "Second"}
    assert GameDraft.objects.visible_to(scoped).exists()
