"""A plan is drafted from an answer, agreed by two people of two organisations, and never read without a receipt."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from port2port.allocation.actions.opening import acting_seat, check_named
from port2port.allocation.material import inside_of
from port2port.allocation.models import Agreement, GameDraft, Named, Plan, PlanRead, ReadOf, Solution
from port2port.allocation.refusals import AgreedAlready, IsThere, NotAMonday, SamePerson, Stands, WeeksTaken
from port2port.base.refusal import NotAllowed
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.operators import operators
from port2port.pure.weeks import monday_of
from port2port.pure.workbench.given import from_json as given_from_json
from port2port.reports.rules import BadField, own_organisation

AGREE = 2
MOST_WEEKS = 13


@transaction.atomic
def draft_plan(*, member: Member, solution: Solution, from_on: date, weeks: int, now: datetime) -> Plan:
    """The answer as a plan for some weeks; nobody has agreed yet. Raises NotAllowed, BadField, IsThere."""
    seat = check_named(member, solution.game)
    if from_on.weekday() != 0 or from_on < monday_of(timezone.localdate(now)) or not 1 <= weeks <= MOST_WEEKS:
        raise BadField("from_on", NotAMonday.words)
    if taken := _taken(solution.game_id, from_on, weeks):
        raise BadField("from_on", taken)
    row, is_new = Plan.objects.get_or_create(
        solution=solution,
        from_on=from_on,
        defaults={
            "game": solution.game,
            "organisation_id": own_organisation(member),
            "weeks": weeks,
            "drafted_by_id": seat,
            "drafted_at": now,
        },
    )
    if not is_new:
        raise IsThere
    record_act(member=member, act="draft_plan", subject=f"plan {row.key}", now=now)
    return row


def _taken(game: int, from_on: date, weeks: int) -> str:
    """Which agreed plan of the game covers one of these weeks, in words; empty: none does."""
    end = from_on + timedelta(weeks=weeks)
    for one in Plan.objects.filter(game=game, from_on__lt=end).exclude(agreed_at=None).order_by("from_on", "pk"):
        if one.mondays[-1] >= from_on:
            return str(WeeksTaken.words) % {"day": date_format(one.from_on)}
    return ""


def may_agree(member: Member, plan: Plan) -> bool:
    """Whether this seat's yes would count: a named person of an organisation with a port in the plan's own answer."""
    has_port = member.organisation_id in _parties(plan)
    return has_port and plan.game.closed_at is None and Plan.objects.editable_by(member).filter(pk=plan.pk).exists()


def _parties(plan: Plan) -> set[int]:
    """Organisations that have a port with routes in the answer."""
    return {port.organisation for port in given_from_json(plan.solution.given).ports}


def _counting(plan: Plan, given: list[Agreement]) -> list[Agreement]:
    """Those that count now: of seats that are named still, whose organisation has a port in it and is in the circle."""
    named = set(Named.objects.filter(game=plan.game, ended_at=None).values_list("seat_id", flat=True))
    inside = _parties(plan).intersection(inside_of(plan.game.circle))
    return [one for one in given if one.seat_id in named and one.seat.is_open and one.organisation_id in inside]


@transaction.atomic
def agree_plan(*, member: Member, plan: Plan, now: datetime) -> Plan:
    """One more yes; with the second, of another person and another organisation, the plan stands.

    Raises NotAllowed, Stands, WeeksTaken, AgreedAlready, SamePerson.
    """
    seat = check_named(member, plan.game)
    # Two plans of the same weeks that are agreed at the same moment wait for each other.
    GameDraft.objects.select_for_update().get(pk=plan.game_id)
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    if held.agreed_at is not None:
        raise Stands
    if not may_agree(member, held) or member.person_id is None:
        raise NotAllowed
    if taken := _taken(held.game_id, held.from_on, held.weeks):
        raise WeeksTaken(taken)
    own, houses = own_organisation(member), operators()
    given = list(Agreement.objects.filter(plan=held).select_related("seat"))
    if any(houses.get(one.organisation_id) == houses.get(own) for one in given):
        raise AgreedAlready
    if any(one.person_id == member.person_id for one in given):
        raise SamePerson
    Agreement.objects.create(plan=held, organisation_id=own, person_id=member.person_id, seat_id=seat, at=now)
    if len(_counting(held, given)) + 1 >= AGREE:
        held.agreed_at = now
        held.save(update_fields=["agreed_at"])
    record_act(member=member, act="agree_plan", subject=f"plan {held.key}", now=now)
    return held


@transaction.atomic
def read_answer(*, member: Member, solution: Solution, now: datetime) -> None:
    """A receipt at each plan of the game, whatever the answer covers. Raises NotAllowed.

    Everybody named reads receipts: one that hung on the own coverage would tell of it.
    """
    seat, own = acting_seat(member), own_organisation(member)
    plans = Plan.objects.visible_to(member).filter(game=solution.game_id)
    PlanRead.objects.bulk_create(
        PlanRead(plan_id=plan, organisation_id=own, seat_id=seat, what=ReadOf.ANSWER, at=now)
        for plan in plans.values_list("pk", flat=True)
    )


@transaction.atomic
def read_plan(*, member: Member, plan: Plan, what: str, week: date | None = None, now: datetime) -> PlanRead:
    """A receipt for one reading: written before anything is shown. Raises NotAllowed."""
    seat = acting_seat(member)
    if not Plan.objects.visible_to(member).filter(pk=plan.pk).exists():
        raise NotAllowed
    row = PlanRead.objects.create(
        plan=plan, organisation_id=own_organisation(member), seat_id=seat, what=ReadOf(what), week=week, at=now
    )
    if row.what == ReadOf.ROSTER_FILE:
        record_act(member=member, act="take_out_roster", subject=f"plan {plan.key} week {week}", now=now)
    return row
