"""An event is held: what happened, who was there in numbers, and which clocks it moves; it can be taken back."""

from datetime import date, datetime, timedelta

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.drills.access import runs_drills
from port2port.drills.actions.counting import count_place, count_port, take_back
from port2port.drills.actions.shared import UNHELD, consent_own, locked, step_to, today_of
from port2port.drills.models import Counted, Event, State, Step
from port2port.drills.refusals import AlsoADrill, CountedElsewhere, HeldBefore, LongAgo, NothingTested, NotNow
from port2port.drills.rules import DRILL_GROUPS, LATE, Held, needs_reason_before, of_groups, put_held, tests_enough
from port2port.drills.running import end_clock
from port2port.members.member import Member
from port2port.reports.rules import BadField, cleaned

# What was planned may be held somewhat earlier.
A_DAY = timedelta(days=1)


@transaction.atomic
def hold(*, member: Member, event: Event, said: Held, now: datetime) -> Event:
    """It was held, says its controller or an officer. Facilities that the seat keeps count it at once; the others'
    officers say themselves that it counts for them. What was planned only after the day, long ago, takes a reason.

    Raises NotAllowed, NotNow, BadField, PortsWord, CannotCount.
    """
    if not runs_drills(member):
        raise NotAllowed
    row = locked(Event.objects.all().controlled_by(member), event, states=UNHELD)
    if row.is_exercise and row.state != State.CONFIRMED:
        # An exercise is confirmed first: its safety note and controller are what that asks for.
        raise NotNow
    if row.organisation_id == member.organisation_id:
        consent_own(row, member=member, now=now)
    if said.on < today_of(row.planned_at) - A_DAY:
        raise BadField("held_on", HeldBefore.words)
    _check_reason(row, said, today=today_of(now))
    put_held(row, said, today=today_of(now))
    _check_tested(row, said)
    row.is_also_drill = said.is_also_drill and row.is_exercise
    end_clock(row, member=member, now=now)
    late = cleaned("late_reason", said.late_reason, LATE)
    step_to(row, State.HELD, Step.HELD, member=member, now=now, note=late)
    _who_was_there(row, said)
    for place in row.places.select_related("facility__organisation", "facility__port"):
        count_place(row, place, member=member, now=now)
    if said.is_port_exercise:
        count_port(row, member=member, now=now)
        row.is_port_exercise = True
        row.save(update_fields=["is_port_exercise"])
    return row


def may_take_reason(row: Event, *, today: date) -> bool:
    """Whether a day on which it can have been held, as it is planned, takes a reason."""
    return today_of(row.planned_at) - A_DAY < min(today_of(row.made_at), needs_reason_before(today))


def _check_reason(row: Event, said: Held, *, today: date) -> None:
    """A plan that was made after the day is none: what lies long back is written down with its reason."""
    is_planned_after = today_of(row.made_at) > said.on
    if is_planned_after and said.on < needs_reason_before(today) and not said.late_reason.strip():
        raise BadField("late_reason", LongAgo.words)


def _back_from(event: Event) -> tuple[State, ...]:
    # A drill may be closed in the same breath as it was held.
    return (State.HELD,) if event.is_exercise else (State.HELD, State.CLOSED)


def _check_tested(row: Event, said: Held) -> None:
    if not tests_enough(row.kind, row.elements):
        raise BadField("elements", NothingTested.words)
    if said.is_also_drill and row.is_exercise and not of_groups(row.elements, DRILL_GROUPS):
        raise BadField("is_also_drill", AlsoADrill.words)


def _who_was_there(row: Event, said: Held) -> None:
    present = [one.pk for one in said.present]
    row.places.exclude(consented_at=None).filter(facility__in=present).update(officer_was_there=True)


@transaction.atomic
def undo_hold(*, member: Member, event: Event, now: datetime) -> Event:
    """It was not held, or otherwise: its fulfilments are taken back, and it stands as before.

    Raises NotAllowed, NotNow; CountedElsewhere where another organisation counts it.
    """
    row = locked(Event.objects.all().run_by(member), event, states=_back_from(event))
    standing = Counted.objects.filter(event=row).standing()
    others = standing.exclude(fulfilment__organisation_id=member.organisation_id or 0)
    if others.exists():
        raise CountedElsewhere
    take_back(row, member=member, now=now)
    row.held_on, row.held_minutes, row.took_part = None, None, {}
    row.is_also_drill = row.is_port_exercise = False
    row.places.update(officer_was_there=False)
    was_confirmed = row.steps.filter(step=Step.CONFIRMED).exists()
    return step_to(row, State.CONFIRMED if was_confirmed else State.PLANNED, Step.UNDONE, member=member, now=now)
