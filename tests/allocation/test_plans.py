"""Plans that two agree, draws that can be made again, and receipts for every reading."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from port2port.allocation import actions, drawing, sealing
from port2port.allocation.models import Agreement, Plan, PlanRead, Roster
from port2port.allocation.plan_page import reads_of
from port2port.allocation.refusals import AgreedAlready, IsThere, NotAgreed, NotYet, SamePerson, Stands
from port2port.base.refusal import NotAllowed
from port2port.members.models import Organisation, Seat
from port2port.members.readers import member_of_seat
from port2port.pure.seeded import commitment
from port2port.reports.rules import BadField
from tests.allocation.conftest import MONDAY
from tests.personas import BEFORE, NOW


def test_a_plan_stands_when_two_of_two_organisations_agreed(table):
    plan = table.planned(agreed=False)

    first = actions.agree_plan(member=table.officers["north"], plan=plan, now=NOW)
    assert first.agreed_at is None
    second = actions.agree_plan(member=table.officers["south"], plan=plan, now=NOW)

    assert second.agreed_at == NOW
    with pytest.raises(Stands):
        actions.agree_plan(member=table.officers["east"], plan=plan, now=NOW)


def test_the_same_organisation_does_not_agree_twice(table, colleague):
    plan = table.planned(agreed=False)
    seat = Seat.objects.get(pk=colleague.seat_id)
    actions.name_person(member=table.officers["north"], game=plan.game, seat=seat, now=NOW)
    actions.agree_plan(member=table.officers["north"], plan=plan, now=NOW)

    with pytest.raises(AgreedAlready):
        actions.agree_plan(member=colleague, plan=plan, now=NOW)
    with pytest.raises(AgreedAlready):
        actions.agree_plan(member=table.officers["north"], plan=plan, now=NOW)


def test_a_daughter_does_not_agree_for_its_house(table):
    plan = table.planned(agreed=False)
    Organisation.objects.filter(slug="south").update(parent=Organisation.objects.get(slug="north"))
    actions.agree_plan(member=table.officers["north"], plan=plan, now=NOW)

    with pytest.raises(AgreedAlready):
        actions.agree_plan(member=table.officers["south"], plan=plan, now=NOW)


def test_the_same_person_in_a_seat_of_another_organisation_does_not_agree_twice(table, author):
    plan = table.planned(agreed=False)
    actions.agree_plan(member=table.officers["north"], plan=plan, now=NOW)
    south = Organisation.objects.get(slug="south")
    seat = Seat.objects.create(person_id=author.person_id, organisation=south, function="officer", given_at=BEFORE)
    other = member_of_seat(seat)
    actions.name_person(member=table.officers["south"], game=plan.game, seat=seat, now=NOW)

    with pytest.raises(SamePerson):
        actions.agree_plan(member=other, plan=plan, now=NOW)
    assert Plan.objects.get(pk=plan.pk).agreed_at is None


def test_who_only_lends_does_not_agree(table, secretariat):
    plan = table.planned(agreed=False)
    desk = Organisation.objects.get(pk=secretariat.organisation_id)
    table.circle.memberships.create(organisation=desk, invited_at=BEFORE, joined_at=BEFORE)
    plan.game.named.create(
        organisation=desk, seat_id=secretariat.seat_id, named_by_id=secretariat.seat_id, named_at=NOW
    )

    with pytest.raises(NotAllowed):
        actions.agree_plan(member=secretariat, plan=plan, now=NOW)


@pytest.mark.parametrize(("shift", "weeks"), [(1, 4), (-7, 4), (98, 4), (0, 0), (0, 14)])
def test_a_plan_begins_on_a_monday_of_this_quarter_for_a_quarter_at_most(table, shift, weeks):
    solution = table.solved()

    with pytest.raises(BadField, match="begins on a Monday" if shift else "lasts 1 to 13 weeks"):
        actions.draft_plan(
            member=table.officers["north"],
            solution=solution,
            from_on=MONDAY + timedelta(days=shift),
            weeks=weeks,
            now=NOW,
        )


def test_the_same_plan_is_not_drafted_twice(table):
    plan = table.planned(agreed=False)

    with pytest.raises(IsThere):
        actions.draft_plan(member=table.officers["south"], solution=plan.solution, from_on=MONDAY, weeks=2, now=NOW)


def test_an_agreed_plan_its_agreements_draws_and_readings_stand(table, entropy):
    plan, north = table.planned(), table.officers["north"]
    actions.draw_roster(member=north, plan=plan, week=MONDAY, now=NOW, entropy=entropy)
    actions.read_plan(member=north, plan=plan, what="plan", now=NOW)

    changes = (
        (Plan, {"weeks": 2}),
        (Agreement, {"at": BEFORE}),
        (Roster, {"sealed": b""}),
        (PlanRead, {"at": BEFORE}),
    )
    for model, change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all().delete()


def test_a_draft_can_still_change_and_gives_no_roster(table, entropy):
    plan = table.planned(agreed=False)
    Plan.objects.update(weeks=2)

    with pytest.raises(NotAgreed):
        actions.draw_roster(member=table.officers["north"], plan=plan, week=MONDAY, now=NOW, entropy=entropy)


def test_a_week_is_drawn_once_and_the_seed_lies_sealed(table, entropy):
    plan = table.planned()

    first = actions.draw_roster(member=table.officers["north"], plan=plan, week=MONDAY, now=NOW, entropy=entropy)
    again = actions.draw_roster(member=table.officers["south"], plan=plan, week=MONDAY, now=NOW, entropy=entropy)

    assert first.pk == again.pk
    seed = sealing.opened(bytes(first.sealed))
    assert seed not in bytes(first.sealed)
    assert commitment(seed) == first.commitment
    assert drawing.digest(plan, seed) == first.digest


@pytest.mark.parametrize("weeks", [-1, 2, 40])
def test_only_this_week_and_the_next_are_drawn(table, entropy, weeks):
    plan = table.planned()

    with pytest.raises(NotYet):
        actions.draw_roster(
            member=table.officers["north"],
            plan=plan,
            week=MONDAY + timedelta(weeks=weeks),
            now=NOW,
            entropy=entropy,
        )


def test_the_roster_of_a_week_is_the_same_at_each_reading_and_within_the_plan(table, entropy):
    plan, north = table.planned(), table.officers["north"]
    roster = actions.draw_roster(member=north, plan=plan, week=MONDAY, now=NOW, entropy=entropy)

    first, again = (drawing.own_rosters(north, roster) for _reading in range(2))

    assert first == again
    assert [one.port for one in first] == ["North"]
    covered = sum(has_unit for _route, has_unit in first[0].routes)
    own = [port["key"] for port in plan.solution.given["ports"]].index("north")
    expected = sum(plan.solution.answer["joint"][3 * own : 3 * own + 3])
    assert expected - 1 < covered < expected + 1


def test_every_reading_leaves_a_receipt_also_the_same_twice(table):
    plan, north = table.planned(), table.officers["north"]

    for _time in range(2):
        actions.read_plan(member=north, plan=plan, what="plan", now=NOW)

    assert PlanRead.objects.count() == 2


def test_the_answer_that_a_plan_is_made_of_is_not_read_without_a_receipt_either(table):
    plan, north = table.planned(), table.officers["north"]

    actions.read_answer(member=north, solution=plan.solution, now=NOW)

    assert PlanRead.objects.get().what == "answer"


def test_owners_see_who_read_by_name_in_their_own_house_alone(table):
    plan = table.planned()
    for who in ("north", "south"):
        actions.read_plan(member=table.officers[who], plan=plan, what="plan", now=NOW)

    seen = {read.organisation: read.person for read in reads_of(table.officers["north"], plan=plan)}

    assert seen == {"Port of North": "The author", "Port of South": ""}


def test_an_auditor_sees_readings_and_used_seeds_and_no_plan(table, auditor, entropy):
    plan, north = table.planned(), table.officers["north"]
    actions.draw_roster(member=north, plan=plan, week=MONDAY, now=NOW, entropy=entropy)
    actions.read_plan(member=north, plan=plan, what="plan", now=NOW)

    assert [read.organisation for read in reads_of(auditor)] == ["Port of North"]
    assert drawing.checked(auditor, now=NOW)[0].seed is None
    used = drawing.checked(auditor, now=NOW + timedelta(days=7))[0]
    assert used.holds
    assert used.seed == sealing.opened(bytes(used.roster.sealed)).hex()
    assert not Plan.objects.visible_to(auditor).exists()
    stranger = replace(auditor, organisation_id=Organisation.objects.get(slug="company").pk)
    assert reads_of(stranger) == []
    assert drawing.checked(stranger, now=NOW) == []
