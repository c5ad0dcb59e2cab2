"""An event counts for a clock: a fulfilment, entered by who keeps that duty and by nobody else."""

from datetime import datetime

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.drills.access import HELD
from port2port.drills.actions.shared import acting_seat, locked
from port2port.drills.models import Counted, Event, EventPlace, Step
from port2port.drills.refusals import CannotCount, PortsWord
from port2port.drills.rules import DRILL_GROUPS, EXERCISE_GROUPS, of_groups
from port2port.drills.steps import moved
from port2port.duties.actions.clocks import Held, fulfil, keeps, undo_fulfilment
from port2port.duties.clocks import Place, place_of
from port2port.duties.rulebook import ClockRule, clock_rules
from port2port.members.member import Member
from port2port.members.models import Facility, Port

DRILL, EXERCISE, PORT_EXERCISE = "drill", "exercise", "port-exercise"


def rules_for(event: Event, place: EventPlace) -> list[str]:
    """The facility's duties that the event as it was held fulfils."""
    if place.consented_at is None or place.facility.isps != Facility.Isps.INSIDE:
        return []
    has_drill = bool(of_groups(event.elements, DRILL_GROUPS))
    if not event.is_exercise:
        return [DRILL] if has_drill else []
    if not place.officer_was_there or not of_groups(event.elements, EXERCISE_GROUPS):
        return []
    return [EXERCISE, DRILL] if event.is_also_drill and has_drill else [EXERCISE]


def count_place(event: Event, place: EventPlace, *, member: Member, now: datetime) -> list[Counted]:
    """Enter what the facility's duties gain, where the member keeps them; nothing twice."""
    holder = place_of(place.facility, organisation=place.facility.organisation)
    if not keeps(member, holder):
        return []
    known = set(
        Counted.objects.filter(event=event, facility=place.facility)
        .standing()
        .values_list("fulfilment__rule", flat=True)
    )
    rules = [code for code in rules_for(event, place) if code not in known]
    return [_enter(event, code, holder, place.facility, member=member, now=now) for code in rules]


def _enter(
    event: Event, code: str, holder: Place, facility: Facility | None, *, member: Member, now: datetime
) -> Counted:
    rule: ClockRule = clock_rules()[code]
    assert event.held_on is not None  # noqa: S101 - for the types: only what was held counts
    held = Held(on=event.held_on, tested=of_groups(event.elements, rule.tested), evidence=event.evidence)
    row = fulfil(member=member, rule=rule, place=holder, held=held, now=now)
    moved(event, Step.COUNTED, by=acting_seat(member), now=now, facility=facility, note=rule.labels[event.language])
    return Counted.objects.create(event=event, facility=facility, fulfilment=row)


def count_port(event: Event, *, member: Member, now: datetime) -> Counted:
    """It is the port's exercise too, on the word of who keeps the port's duties. Raises PortsWord, CannotCount."""
    port, own = event.port, event.organisation
    if port is None or not _keeps_port(member, port):
        raise PortsWord
    holder = place_of(port, organisation=own)
    if not event.is_exercise or not of_groups(event.elements, EXERCISE_GROUPS):
        raise CannotCount
    if not holder.holds(clock_rules()[PORT_EXERCISE]) or not keeps(member, holder):
        raise PortsWord
    return _enter(event, PORT_EXERCISE, holder, None, member=member, now=now)


def _keeps_port(member: Member, port: Port) -> bool:
    return Port.objects.filter(pk=port.pk).reportable_by(member).exists()


@transaction.atomic
def count(*, member: Member, place: EventPlace, officer_was_there: bool, now: datetime) -> list[Counted]:
    """The officer of a facility that took part says that the event counts for it: one tap, one own record.

    Raises NotAllowed, NotNow, CannotCount.
    """
    known = EventPlace.objects.editable_by(member).taking_part().filter(pk=place.pk).first()
    if known is None:
        raise NotAllowed
    event = locked(Event.objects.all().visible_to(member), known.event, states=HELD)
    row = EventPlace.objects.select_related("facility__organisation", "facility__port").get(pk=known.pk)
    row.officer_was_there = officer_was_there
    row.save(update_fields=["officer_was_there"])
    made = count_place(event, row, member=member, now=now)
    if not made:
        raise CannotCount
    return made


@transaction.atomic
def uncount(*, member: Member, place: EventPlace, now: datetime) -> None:
    """It does not count for the facility after all. Raises NotAllowed, NotNow."""
    known = EventPlace.objects.editable_by(member).filter(pk=place.pk).select_related("facility").first()
    if known is None:
        raise NotAllowed
    event = locked(Event.objects.all().visible_to(member), known.event, states=HELD)
    take_back(event, member=member, now=now, facility=known.facility)


def take_back(event: Event, *, member: Member, now: datetime, facility: Facility | None = None) -> None:
    """Undo the fulfilments that the event made, of one facility or all. Raises NotAllowed."""
    rows = Counted.objects.filter(event=event).standing().select_related("fulfilment", "facility")
    for row in rows if facility is None else rows.filter(facility=facility):
        undo_fulfilment(member=member, fulfilment=row.fulfilment, now=now)
        moved(event, Step.UNCOUNTED, by=acting_seat(member), now=now, facility=row.facility)
