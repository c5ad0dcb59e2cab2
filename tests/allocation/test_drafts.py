"""Drafts of plans: no more than anybody weighs, taken back by those who drafted them, and agreed to no more then."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from port2port.allocation import actions, page, plan_page
from port2port.allocation.actions.planning import MOST_DRAFTS, MOST_WEEKS, may_take_back
from port2port.allocation.models import Plan, PlanRead, Solution
from port2port.allocation.refusals import (
    Closed,
    IsAgreed,
    IsThere,
    Stands,
    TakenBack,
    TooManyDrafts,
    WasThere,
    WeeksTaken,
)
from port2port.base.clock import now
from port2port.base.refusal import NotAllowed
from port2port.members.models import Circle, Organisation
from port2port.pure.weeks import monday_of
from tests.allocation.conftest import MONDAY
from tests.personas import NOW

LATER = NOW + timedelta(hours=1)


def drafted(table: Any, solution: Solution, *, who: str = "north", week: int = 0, weeks: int = 4) -> Plan:
    monday = MONDAY + timedelta(weeks=week)
    return actions.draft_plan(member=table.officers[who], solution=solution, from_on=monday, weeks=weeks, now=NOW)


def filled(table: Any, solution: Solution) -> list[Plan]:
    return [drafted(table, solution, week=week, weeks=1) for week in range(MOST_DRAFTS)]


def test_a_house_has_so_many_drafts_and_no_more(table: Any) -> None:
    solution = table.solved()
    filled(table, solution)

    with pytest.raises(TooManyDrafts, match="take one back"):
        drafted(table, solution, week=MOST_DRAFTS)
    assert drafted(table, solution, who="south", week=MOST_DRAFTS).organisation.slug == "south"


def test_sisters_have_them_together(table: Any) -> None:
    solution = table.solved()
    Organisation.objects.filter(slug="south").update(parent=Organisation.objects.get(slug="north"))
    filled(table, solution)

    with pytest.raises(TooManyDrafts):
        drafted(table, solution, who="south", week=MOST_DRAFTS)


def test_in_a_closed_circle_no_draft_tells_who_is_a_sister(table: Any) -> None:
    Circle.objects.filter(pk=table.circle.pk).update(is_open=False)
    Organisation.objects.filter(slug="south").update(parent=Organisation.objects.get(slug="north"))
    solution = Solution.objects.get(pk=table.solved().pk)
    plans, south = filled(table, solution), table.officers["south"]

    assert drafted(table, solution, who="south", week=MOST_DRAFTS).organisation.slug == "south"
    assert not may_take_back(south, Plan.objects.get(pk=plans[0].pk))
    with pytest.raises(NotAllowed):
        actions.take_back_draft(member=south, plan=plans[0], now=NOW)


def test_another_joint_allocation_has_drafts_of_its_own(table: Any) -> None:
    filled(table, table.solved())

    assert drafted(table, table.solved(title="Autumn"), week=1).agreed_at is None


def test_what_is_agreed_or_taken_back_makes_room(table: Any) -> None:
    solution = table.solved()
    first, second, *_rest = filled(table, solution)

    for member in (table.officers["north"], table.officers["south"]):
        actions.agree_plan(member=member, plan=first, now=NOW)
    drafted(table, solution, week=MOST_DRAFTS)
    actions.take_back_draft(member=table.officers["north"], plan=second, now=NOW)
    drafted(table, solution, week=MOST_DRAFTS + 1)

    with pytest.raises(TooManyDrafts):
        drafted(table, solution, week=MOST_DRAFTS + 2)


def test_drafts_whose_weeks_are_over_count_no_more(table: Any) -> None:
    solution = table.solved()
    drafted(table, solution, weeks=MOST_WEEKS)
    for week in range(1, MOST_DRAFTS):
        drafted(table, solution, week=week, weeks=1)
    later = NOW + timedelta(weeks=MOST_WEEKS - 1)
    said = {"member": table.officers["north"], "solution": solution, "weeks": 1, "now": later}

    for week in range(1, MOST_DRAFTS):
        actions.draft_plan(**said, from_on=later.date() + timedelta(weeks=week))

    # The long one is in its last week, so it still waits.
    with pytest.raises(TooManyDrafts):
        actions.draft_plan(**said, from_on=later.date() + timedelta(weeks=MOST_DRAFTS))


def test_who_drafted_it_takes_it_back_and_their_sister_does(table: Any) -> None:
    solution = table.solved()
    first, second = drafted(table, solution), drafted(table, solution, week=1)

    with pytest.raises(NotAllowed):
        actions.take_back_draft(member=table.officers["south"], plan=first, now=NOW)
    Organisation.objects.filter(slug="south").update(parent=Organisation.objects.get(slug="north"))

    assert actions.take_back_draft(member=table.officers["south"], plan=first, now=NOW).taken_back_at == NOW
    assert actions.take_back_draft(member=table.officers["north"], plan=second, now=NOW).taken_back_at == NOW


def test_nobody_agrees_to_a_draft_that_was_taken_back(table: Any) -> None:
    plan = table.planned(agreed=False)
    actions.agree_plan(member=table.officers["north"], plan=plan, now=NOW)
    actions.take_back_draft(member=table.officers["north"], plan=plan, now=NOW)

    with pytest.raises(TakenBack):
        actions.agree_plan(member=table.officers["south"], plan=plan, now=NOW)

    assert Plan.objects.get().agreed_at is None


def test_an_agreed_plan_is_not_taken_back_in_the_database_either(table: Any) -> None:
    plan = table.planned()

    with pytest.raises(Stands):
        actions.take_back_draft(member=table.officers["north"], plan=plan, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.update(taken_back_at=NOW)


def test_in_a_closed_game_no_draft_is_taken_back(table: Any) -> None:
    plan, north = table.planned(agreed=False), table.officers["north"]
    actions.close_game(member=north, game=plan.game, now=NOW)

    with pytest.raises(Closed):
        actions.take_back_draft(member=north, plan=plan, now=NOW)


def test_the_same_answer_is_drafted_anew_for_the_week_unless_somebody_had_agreed(table: Any) -> None:
    solution, north = table.solved(), table.officers["north"]
    first = drafted(table, solution, weeks=2)
    with pytest.raises(IsThere):
        drafted(table, solution, who="south", weeks=3)
    actions.take_back_draft(member=north, plan=first, now=NOW)

    again = drafted(table, solution, who="south", weeks=3)

    assert (again.pk, again.weeks, again.organisation.slug, again.taken_back_at) == (first.pk, 3, "south", None)
    actions.agree_plan(member=north, plan=again, now=NOW)
    actions.take_back_draft(member=table.officers["south"], plan=again, now=NOW)
    with pytest.raises(WasThere):
        drafted(table, solution, weeks=3)


def test_lists_leave_out_what_was_taken_back_and_no_receipt_is_written_at_it(table: Any) -> None:
    plan, north = table.planned(agreed=False), table.officers["north"]
    actions.take_back_draft(member=north, plan=plan, now=NOW)

    actions.read_answer(member=north, solution=plan.solution, now=NOW)

    assert page.page_of(plan.game, member=north).plans == []
    assert page.lines_of(north)[0].plans == []
    assert not PlanRead.objects.exists()


def test_the_page_takes_a_draft_back_and_says_so(as_author: Client, as_peer: Client, table: Any) -> None:
    address = table.planned(agreed=False).get_absolute_url()
    assert "Take the draft back" not in as_peer.get(address).content.decode()
    assert "Take the draft back" in as_author.get(address).content.decode()

    said = as_author.post(f"{address}take-back/", follow=True).content.decode()

    assert "by those who drafted it: nobody agrees to it any more." in said
    for words in ("Agree for our organisation", "Take the draft back", "It stands when two people"):
        assert words not in said


def test_the_page_of_the_answer_says_what_to_do_with_too_many(as_author: Client, table: Any) -> None:
    solution, at = table.solved(), now()
    mondays = [monday_of(timezone.localdate(at)) + timedelta(weeks=week) for week in range(MOST_DRAFTS + 1)]
    for monday in mondays[:-1]:
        actions.draft_plan(member=table.officers["north"], solution=solution, from_on=monday, weeks=1, now=at)
    sent = {"from_on": mondays[-1].isoformat(), "weeks": "1", "answer": str(solution.number)}

    response = as_author.post(f"{solution.game.get_absolute_url()}plan/", sent)

    assert response.status_code == 409
    assert "take one back on its page" in response.content.decode()


def overtaken(table: Any, *, had_agreement: bool = False) -> Plan:
    """A draft of the north's, and one that begins a week later, drafted with it and agreed before it."""
    solution = table.solved()
    old, newer = drafted(table, solution), drafted(table, solution, week=1)
    if had_agreement:
        actions.agree_plan(member=table.officers["north"], plan=old, now=NOW)
    for who in ("north", "south"):
        actions.agree_plan(member=table.officers[who], plan=newer, now=LATER)
    return old


@pytest.mark.parametrize("who", ["north", "south"])
def test_a_draft_that_was_overtaken_is_drafted_anew_by_whomever_and_agreed(table: Any, who: str) -> None:
    old, member = overtaken(table), table.officers[who]
    with pytest.raises(WeeksTaken, match="says what can be drafted instead"):
        actions.agree_plan(member=member, plan=old, now=LATER)

    said = {"member": member, "solution": old.solution, "from_on": MONDAY, "weeks": 2}
    again = actions.draft_plan(**said, now=LATER + timedelta(hours=1))

    assert (again.pk, again.weeks, again.organisation.slug) == (old.pk, 2, who)
    for one in ("east", "south"):
        again = actions.agree_plan(member=table.officers[one], plan=again, now=LATER + timedelta(hours=2))
    assert again.agreed_at is not None
    with pytest.raises(IsAgreed):
        actions.draft_plan(**said, now=LATER + timedelta(hours=3))


def test_one_that_somebody_had_agreed_to_is_not_drafted_anew(table: Any) -> None:
    old = overtaken(table, had_agreement=True)
    said = {"member": table.officers["south"], "solution": old.solution, "from_on": MONDAY, "weeks": 2}

    with pytest.raises(WasThere, match="overtaken since"):
        actions.draft_plan(**said, now=LATER + timedelta(hours=1))


def test_drafts_that_were_overtaken_take_no_place_of_the_six(table: Any) -> None:
    solution = table.solved()
    first, *_rest = [drafted(table, solution, week=week, weeks=6) for week in range(MOST_DRAFTS)]
    for who in ("north", "south"):
        actions.agree_plan(member=table.officers[who], plan=first, now=LATER)
    said = {"member": table.officers["north"], "solution": solution, "weeks": 1, "now": LATER + timedelta(hours=1)}

    for week in range(MOST_DRAFTS):
        actions.draft_plan(**said, from_on=MONDAY + timedelta(weeks=week + 1))
    with pytest.raises(TooManyDrafts):
        actions.draft_plan(**said, from_on=MONDAY + timedelta(weeks=MOST_DRAFTS + 1))


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("anew", "anybody named here can draft them anew"),
        ("agreed to", "Choose another Monday"),
        ("newer answer", "draft a plan from that one"),
        ("over", "draft a plan from a later Monday"),
        ("closed", ""),
    ],
)
def test_the_page_of_an_overtaken_draft_says_what_works_instead(
    as_peer: Client, table: Any, monkeypatch: pytest.MonkeyPatch, case: str, words: str
) -> None:
    old, north = overtaken(table, had_agreement=case == "agreed to"), table.officers["north"]
    if case == "newer answer":
        actions.lend(member=north, game=old.game, units=3, kind="dog teams", now=LATER)
        actions.solve(member=north, game=old.game, now=LATER)
    if case == "closed":
        actions.close_game(member=north, game=old.game, now=LATER)
    at = LATER + timedelta(weeks=1 if case == "over" else 0)
    monkeypatch.setattr("port2port.allocation.views.plans.now", lambda: at)

    said = as_peer.get(old.get_absolute_url()).content.decode()

    assert "Nobody can agree to this draft any more" in said
    every = ("draft them anew", "Choose another Monday", "from that one", "from a later Monday")
    assert [one for one in every if one in said] == [one for one in every if one in words]


def test_a_draft_that_was_overtaken_offers_no_agreeing_and_leads_to_what_overtook_it(
    as_peer: Client, table: Any
) -> None:
    north, south, solution = table.officers["north"], table.officers["south"], table.solved()
    old, newer = drafted(table, solution), drafted(table, solution, week=1)
    assert "Agree for our organisation" in as_peer.get(old.get_absolute_url()).content.decode()

    for member in (north, south):
        actions.agree_plan(member=member, plan=newer, now=NOW + timedelta(hours=1))

    said = as_peer.get(old.get_absolute_url()).content.decode()
    assert "Nobody can agree to this draft any more" in said
    assert newer.get_absolute_url() in said
    assert "replaced by:" in said
    for words in ("Agree for our organisation", "takes the place of", "It stands when two people", "until now:"):
        assert words not in said


def test_a_week_that_another_plan_has_drawn_is_not_offered_to_be_drawn_again(
    table: Any, entropy: Callable[[int], bytes]
) -> None:
    first, north = table.planned(), table.officers["north"]
    actions.draw_roster(member=north, plan=first, week=MONDAY, now=NOW, entropy=entropy)
    later = NOW + timedelta(hours=1)
    said = {"member": north, "game": first.game, "now": later}
    actions.lend(**said, units=3, kind="dog teams")
    answer = actions.solve(member=north, game=first.game, now=later)
    second = actions.draft_plan(member=north, solution=answer, from_on=MONDAY, weeks=2, now=later)
    for member in (north, table.officers["south"]):
        actions.agree_plan(member=member, plan=second, now=later)
    second.refresh_from_db()

    weeks = plan_page.page_of(second, member=north, today=MONDAY).weeks

    assert [(week.other, week.is_drawn_from_other, week.may_draw) for week in weeks] == [
        (first, True, False),
        (None, False, True),
    ]


def test_readings_beyond_the_newest_are_folded_and_all_of_them_are_there(as_author: Client, table: Any) -> None:
    plan = table.planned()
    for minute in range(12):
        actions.read_plan(member=table.officers["south"], plan=plan, what="plan", now=NOW + timedelta(minutes=minute))

    said = as_author.get(plan.get_absolute_url()).content.decode()

    before, after = said.split("Earlier readings")
    assert before.count("· The plan") == plan_page.FIRST
    assert before.count("· The plan") + after.count("· The plan") == PlanRead.objects.count() == 13


@pytest.mark.parametrize("state", ["draft", "taken back", "overtaken", "replaced", "drawn elsewhere"])
def test_no_state_of_a_plan_shows_what_another_port_put_in(
    table: Any, as_peer: Client, entropy: Callable[[int], bytes], state: str
) -> None:
    plan, north, later = table.planned(agreed=state in {"replaced", "drawn elsewhere"}), table.officers["north"], NOW
    later += timedelta(hours=1)
    if state == "taken back":
        actions.take_back_draft(member=north, plan=plan, now=later)
    if state == "drawn elsewhere":
        actions.draw_roster(member=north, plan=plan, week=MONDAY, now=NOW, entropy=entropy)
    shown = plan
    if state in {"overtaken", "replaced", "drawn elsewhere"}:
        monday = MONDAY + timedelta(weeks=1)
        other = actions.draft_plan(member=north, solution=plan.solution, from_on=monday, weeks=2, now=later)
        shown = other if state == "drawn elsewhere" else plan
        for member in (north, table.officers["south"]) if state != "drawn elsewhere" else ():
            actions.agree_plan(member=member, plan=other, now=later)

    said = as_peer.get(shown.get_absolute_url()).content.decode()

    assert "SECRET-south-0" in said
    for who in ("north", "east", "west", "inland"):
        assert f"SECRET-{who}" not in said
