"""Who counts when a plan is agreed, whose name is said, what an auditor still reads, and that a week is drawn once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from port2port.allocation import actions, plan_page
from port2port.allocation.models import GameDraft, Plan, Roster
from port2port.allocation.refusals import DrawnAlready, Replaced, WeeksTaken
from port2port.base.refusal import NotAllowed
from port2port.members.models import Circle, CircleMembership, Person, Port, Seat
from port2port.members.readers import member_of_seat
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


def agreed_by_two(table: Table, plan: Plan, *, at: datetime) -> None:
    for who in ("north", "south"):
        actions.agree_plan(member=table.officers[who], plan=plan, now=at)


def test_a_plan_agreed_since_the_draft_is_read_first(table: Table) -> None:
    plan, north = table.planned(agreed=False), table.officers["north"]
    said: dict[str, Any] = {"member": north, "solution": plan.solution, "weeks": 1}
    last, later = MONDAY + timedelta(weeks=3), NOW + timedelta(hours=1)
    waiting = actions.draft_plan(from_on=last, **said, now=NOW)
    beside = actions.draft_plan(from_on=last + timedelta(weeks=1), **said, now=NOW)
    agreed_by_two(table, plan, at=later)

    with pytest.raises(WeeksTaken, match="was agreed after this draft"):
        actions.agree_plan(member=north, plan=waiting, now=later)
    agreed_by_two(table, beside, at=later)
    beside.refresh_from_db()
    assert beside.agreed_at == later


def test_a_plan_agreed_later_stands_in_the_weeks_that_are_not_drawn(
    table: Table, as_peer: Client, entropy: Callable[[int], bytes]
) -> None:
    plan, north, second = table.planned(), table.officers["north"], MONDAY + timedelta(weeks=1)
    later = NOW + timedelta(hours=1)
    said: dict[str, Any] = {"member": north, "now": later, "entropy": entropy}
    first = actions.draw_roster(plan=plan, week=MONDAY, **said)
    other = actions.draft_plan(member=north, solution=plan.solution, from_on=second, weeks=9, now=later)
    drafted = as_peer.get(other.get_absolute_url()).content.decode()
    assert actions.draw_roster(plan=plan, week=MONDAY, **said) == first

    agreed_by_two(table, other, at=later)

    assert "takes the place of what was agreed before, in the weeks that are not drawn" in drafted
    assert drafted.count("until now:") == 3
    assert plan.get_absolute_url() in drafted
    with pytest.raises(Replaced):
        actions.draw_roster(plan=plan, week=second, **said)
    assert actions.draw_roster(plan=plan, week=MONDAY, **said) == first
    assert actions.draw_roster(plan=other, week=second, **said).plan == other
    before = as_peer.get(plan.get_absolute_url()).content.decode()
    assert (before.count("replaced by:"), before.count("drawn already from:")) == (2, 1)
    assert other.get_absolute_url() in before
    assert "replaced by:" not in as_peer.get(other.get_absolute_url()).content.decode()


def test_two_plans_agreed_for_one_week_are_drawn_once(table: Table, entropy: Callable[[int], bytes]) -> None:
    plan, north, later = table.planned(), table.officers["north"], NOW + timedelta(hours=1)
    drawn = [
        actions.draw_roster(member=north, plan=plan, week=MONDAY, now=NOW, entropy=entropy).pk for _again in range(2)
    ]
    game = plan.game
    actions.lend(member=north, game=game, units=3, kind="dog teams", now=later)
    newer = actions.solve(member=north, game=game, now=later)
    other = actions.draft_plan(member=north, solution=newer, from_on=MONDAY, weeks=4, now=later)
    agreed_by_two(table, other, at=later)

    with pytest.raises(DrawnAlready):
        actions.draw_roster(member=north, plan=other, week=MONDAY, now=later, entropy=entropy)

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
