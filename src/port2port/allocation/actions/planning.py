"""A plan is drafted from an answer, agreed by two people of two organisations, and never read without a receipt."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise

from port2port.allocation.actions.opening import acting_seat, hold_named
from port2port.allocation.material import inside_of, sisters
from port2port.allocation.models import Agreement, GameDraft, Named, Plan, PlanRead, ReadOf, Solution
from port2port.allocation.refusals import (
    AgreedAlready,
    IsAgreed,
    IsThere,
    NotAMonday,
    NotSoLong,
    SamePerson,
    Stands,
    TakenBack,
    TooManyDrafts,
    WasThere,
    WeeksTaken,
)
from port2port.base.refusal import NotAllowed
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.operators import operators
from port2port.pure.weeks import monday_of
from port2port.pure.workbench.given import from_json as given_from_json
from port2port.reports.rules import BadField, own_organisation

AGREE = 2
# So many weeks a plan lasts, and so many ahead it begins.
MOST_WEEKS = 13
# Of one house in one game, waiting for a yes. More nobody weighs against each other.
MOST_DRAFTS = 6


def faults_of_weeks(*, from_on: date | None, weeks: int | None, this: date) -> list[tuple[str, str | Promise]]:
    """What is wrong with the weeks of a plan, by field; None is looked at elsewhere. this   the Monday of this week"""
    found: list[tuple[str, str | Promise]] = []
    if from_on is not None and not (from_on.weekday() == 0 and this <= from_on <= this + timedelta(weeks=MOST_WEEKS)):
        found.append(("from_on", NotAMonday.words))
    if weeks is not None and not 1 <= weeks <= MOST_WEEKS:
        found.append(("weeks", NotSoLong.words))
    return found


@transaction.atomic
def draft_plan(*, member: Member, solution: Solution, from_on: date, weeks: int, now: datetime) -> Plan:
    """The answer as a plan for some weeks; nobody has agreed yet.

    Once agreed it takes the place of plans agreed before, in weeks that are not drawn. Raises NotAllowed, BadField,
    IsThere, IsAgreed, WasThere, TooManyDrafts.
    """
    # Two that are drafted at the same moment count one another.
    seat, this = hold_named(member, solution.game), monday_of(timezone.localdate(now))
    for name, words in faults_of_weeks(from_on=from_on, weeks=weeks, this=this):
        raise BadField(name, words)
    row = _again(solution, from_on) or Plan(game=solution.game, solution=solution, from_on=from_on)
    if len(_waiting_of_house(member, solution.game, this)) >= MOST_DRAFTS:
        raise TooManyDrafts
    row.organisation_id, row.drafted_by_id, row.drafted_at = own_organisation(member), seat, now
    row.weeks, row.taken_back_at = weeks, None
    row.save()
    record_act(member=member, act="draft_plan", subject=f"plan {row.key}", now=now)
    return row


def _again(solution: Solution, from_on: date) -> Plan | None:
    """The draft of this answer and week that nobody can agree to any more, where there is one.

    Raises IsThere, IsAgreed, WasThere.
    """
    row = Plan.objects.filter(solution=solution, from_on=from_on).first()
    if row is not None and row.agreed_at is not None:
        raise IsAgreed
    if row is not None and row.taken_back_at is None and not overtaken_by(row, agreed_of(row.game_id)):
        raise IsThere
    # Who agreed read it for other weeks, and an agreement stands.
    if row is not None and Agreement.objects.filter(plan=row).exists():
        raise WasThere
    return row


def _drafters(member: Member, game: GameDraft) -> list[int]:
    """Organisations whose drafts are as one's own: of the house, in a closed circle the own one alone.

    There nobody is told which of the others is a sister.
    """
    return sisters(member) if game.circle.is_open else [own_organisation(member)]


def _waiting_of_house(member: Member, game: GameDraft, this: date) -> list[Plan]:
    """Drafts of the own house that can still be agreed, and whose weeks are not over. this   the Monday of this week"""
    rows = Plan.objects.filter(game=game, organisation_id__in=_drafters(member, game)).waiting()
    agreed = list(agreed_of(game.pk))
    found = [one for one in rows.filter(from_on__gt=this - timedelta(weeks=MOST_WEEKS)) if one.mondays[-1] >= this]
    return [one for one in found if not overtaken_by(one, agreed)]


def may_take_back(member: Member, plan: Plan) -> bool:
    """Whether this seat takes the draft back: named in the game, which is open, of the house that drafted it."""
    is_draft = Plan.objects.editable_by(member).filter(pk=plan.pk).exists()
    return is_draft and plan.game.closed_at is None and plan.organisation_id in _drafters(member, plan.game)


@transaction.atomic
def take_back_draft(*, member: Member, plan: Plan, now: datetime) -> Plan:
    """Nobody agrees to it any more; who agreed or read it stays on record. Raises NotAllowed, Closed, Stands."""
    hold_named(member, plan.game)
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    if held.agreed_at is not None:
        raise Stands
    if held.taken_back_at is None and not may_take_back(member, held):
        raise NotAllowed
    if held.taken_back_at is None:
        held.taken_back_at = now
        held.save(update_fields=["taken_back_at"])
        record_act(member=member, act="take_back_draft", subject=f"plan {held.key}", now=now)
    return held


def in_the_way(plan: Plan, agreed: Iterable[Plan]) -> list[Plan]:
    """Those of the agreed plans that cover a week of this one, in the order of their weeks."""
    found = [one for one in agreed if one.from_on <= plan.mondays[-1] and plan.from_on <= one.mondays[-1]]
    return sorted((one for one in found if one.pk != plan.pk), key=lambda one: (one.from_on, one.pk))


def overtaken_by(draft: Plan, agreed: Iterable[Plan]) -> list[Plan]:
    """Those of the agreed plans in its way that were agreed after it was drafted: nobody agrees to it any more."""
    return in_the_way(draft, [one for one in agreed if one.agreed_at is not None and one.agreed_at >= draft.drafted_at])


def standing_in(week: date, agreed: Iterable[Plan]) -> Plan | None:
    """Which of the agreed plans stands in a week: of several the one that was agreed last."""
    found = [one for one in agreed if week in one.mondays]
    return max(found, key=lambda one: (one.agreed_at, one.pk), default=None)


def agreed_of(game: int) -> QuerySet[Plan]:
    """The agreed plans of a game."""
    return Plan.objects.filter(game=game).exclude(agreed_at=None)


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

    Raises NotAllowed, Stands, TakenBack, WeeksTaken, AgreedAlready, SamePerson.
    """
    # Two plans of the same weeks that are agreed at the same moment wait for each other, and a draw for both.
    seat = hold_named(member, plan.game)
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    if held.agreed_at is not None:
        raise Stands
    if held.taken_back_at is not None:
        raise TakenBack
    if not may_agree(member, held) or member.person_id is None:
        raise NotAllowed
    # Who agrees shall know what it takes the place of: what was agreed since the draft, nobody saw beside it.
    if since := overtaken_by(held, agreed_of(held.game_id)):
        raise WeeksTaken(str(WeeksTaken.words) % {"day": date_format(since[0].from_on)})
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
    """A receipt at each plan of the game that was not taken back, whatever the answer covers. Raises NotAllowed.

    Everybody named reads receipts: one that hung on the own coverage would tell of it.
    """
    seat, own = acting_seat(member), own_organisation(member)
    plans = Plan.objects.visible_to(member).listed().filter(game=solution.game_id)
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
