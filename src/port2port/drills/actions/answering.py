"""Facilities say whether they take part; seats get a role."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from port2port.base.refusal import NotAllowed
from port2port.drills.access import READERS, playing
from port2port.drills.actions.shared import UNHELD, acting_seat, locked
from port2port.drills.models import Event, EventPlace, EventRole, EventStep, PlayerRole, Role, State, Step
from port2port.drills.refusals import (
    ChooseOne,
    HasARole,
    KnowsTheScript,
    LastController,
    NotNow,
    NotYourFacility,
    NotYourSeat,
    PlayedWithout,
    PlaysInIt,
)
from port2port.drills.rules import REASON
from port2port.drills.running import was_played
from port2port.drills.steps import moved
from port2port.members.member import ACTS, STANDING_LIMIT, Act, Function, Member, Standing
from port2port.members.models import Facility, Seat
from port2port.reports.rules import BadField, cleaned

LEADS = (Role.CONTROLLER, Role.OBSERVER)


def _place(member: Member, place: EventPlace) -> EventPlace:
    """The place and its event, held. Raises NotAllowed, NotNow."""
    acting_seat(member)
    known = EventPlace.objects.editable_by(member).filter(pk=place.pk).first()
    if known is None:
        raise NotAllowed
    # The event is held first, always: whoever confirms or cancels it holds it too.
    event = Event.objects.select_for_update(of=("self",)).get(pk=known.event_id)
    if event.state not in UNHELD:
        raise NotNow
    row = EventPlace.objects.select_for_update(of=("self",)).select_related("facility").get(pk=known.pk)
    row.event = event
    return row


@transaction.atomic
def consent(*, member: Member, place: EventPlace, now: datetime) -> EventPlace:
    """The facility takes part. Raises NotAllowed, NotNow; PlayedWithout where it was played before it ever said yes."""
    row = _place(member, place)
    if row.consented_at is None:
        said_yes = row.event.steps.filter(step=Step.CONSENTED, facility=row.facility)
        if was_played(row.event) and not said_yes.exists():
            raise PlayedWithout
        row.consented_at, row.consented_by_id = now, member.seat_id
        row.declined_at, row.declined_reason = None, ""
        row.save()
        moved(row.event, Step.CONSENTED, by=acting_seat(member), now=now, facility=row.facility)
    return row


@transaction.atomic
def decline(*, member: Member, place: EventPlace, reason: str, now: datetime) -> EventPlace:
    """The facility does not take part, also where it had said yes; its people play no more.

    Whoever of the organiser plays in it does not: without that part the seat would read the script.
    Raises NotAllowed, NotNow, PlaysInIt, BadField.
    """
    row = _place(member, place)
    if row.event.organisation_id == member.organisation_id and playing(member).filter(event=row.event_id).exists():
        raise PlaysInIt
    said = cleaned("reason", reason, REASON)
    row.consented_at, row.consented_by_id = None, None
    row.declined_at, row.declined_reason = now, said
    row.save()
    EventRole.objects.open().filter(event=row.event, facility=row.facility).update(ended_at=now)
    moved(row.event, Step.DECLINED, by=acting_seat(member), now=now, facility=row.facility, note=said)
    return row


@transaction.atomic
def give_role(
    *,
    member: Member,
    event: Event,
    seat: Seat,
    role: str,
    plays: str = "",
    facility: Facility | None = None,
    now: datetime,
) -> EventRole:
    """A seat of the own organisation controls, observes or plays.

    facility   of which it is; None = of the whole event, which only the organiser gives
    Raises NotAllowed, NotNow, HasARole, BadField.
    """
    by = acting_seat(member)
    row = locked(Event.objects.all().staffed_by(member), event, states=UNHELD)
    _check_role(role, plays)
    _check_facility(member, row, facility)
    if EventRole.objects.open().filter(event=row, seat__in=_seats_of(seat)).exists():
        raise HasARole
    _check_seat(member, row, seat, role)
    given = {"role": role, "plays": plays, "facility": facility, "given_by_id": by, "given_at": now}
    moved(row, Step.NAMED, by=by, now=now, facility=facility, note=role)
    return EventRole.objects.create(event=row, seat=seat, **given)


def _check_role(role: str, plays: str) -> None:
    if role not in Role.values:
        raise BadField("role", ChooseOne.words)
    if (role == Role.PLAYER) != (plays in PlayerRole.values):
        raise BadField("plays", ChooseOne.words)


def _check_facility(member: Member, row: Event, facility: Facility | None) -> None:
    if facility is None:
        if not Event.objects.all().editable_by(member).filter(pk=row.pk).exists():
            raise BadField("facility", NotYourFacility.words)
        return
    places = EventPlace.objects.filter(event=row, facility=facility, declined_at=None)
    own = Facility.objects.all().in_scope_of(member).filter(pk=facility.pk)
    if not places.exists() or not own.exists():
        raise BadField("facility", NotYourFacility.words)


def _check_seat(member: Member, row: Event, seat: Seat, role: str) -> None:
    if seat.organisation_id != member.organisation_id or not seat.is_open or not may_have_role(seat):
        raise BadField("seat", NotYourSeat.words)
    if role == Role.PLAYER and _knows_the_script(row, seat):
        raise BadField("seat", KnowsTheScript.words)


def _seats_of(seat: Seat) -> QuerySet[Seat]:
    """All seats of the person in this one."""
    return Seat.objects.filter(Q(pk=seat.pk) | Q(person_id__isnull=False, person_id=seat.person_id))


def _knows_the_script(row: Event, seat: Seat) -> bool:
    """Whether the person led or observed it, planned it, worked on it, or played before in a seat that reads."""
    seats = _seats_of(seat)
    roles = EventRole.objects.filter(event=row, seat__in=seats)
    own = seats.filter(organisation_id=row.organisation_id)
    reads = own.filter(function__in=[*READERS, Function.SECRETARIAT])
    return (
        roles.filter(role__in=LEADS).exists()
        or seats.filter(pk=row.made_by_id).exists()
        or EventStep.objects.filter(event=row, by__in=own).exists()
        or (reads.exists() and roles.exclude(ended_at=None).exists())
    )


def may_have_role(seat: Seat) -> bool:
    """Whether somebody in this seat can take part: whoever may learn, guests apart."""
    standing = Standing(seat.organisation.standing)
    bound = STANDING_LIMIT[standing]
    acts = ACTS[Function(seat.function)]
    return Act.LEARN in acts and (bound is None or Act.LEARN in bound) and standing != Standing.GUEST


@transaction.atomic
def end_role(*, member: Member, role: EventRole, now: datetime) -> None:
    """The seat has no role in the event any more. Raises NotAllowed, NotNow.

    Nobody ends the own part as a player: whoever could would read the script next. A confirmed event keeps a
    controller. Raises LastController too.
    """
    by = acting_seat(member)
    if playing(member).filter(pk=role.pk).exists():
        raise NotAllowed
    rows = EventRole.objects.open().filter(pk=role.pk, seat__organisation_id=member.organisation_id or 0)
    row = rows.first()
    if row is None:
        raise NotAllowed
    event = locked(Event.objects.all().staffed_by(member), row.event, states=UNHELD)
    if row.facility_id is None or not Facility.objects.all().in_scope_of(member).filter(pk=row.facility_id).exists():
        locked(Event.objects.all().editable_by(member), row.event, states={State.PLANNED, State.CONFIRMED})
    controllers = event.roles.filter(role=Role.CONTROLLER, ended_at=None)
    is_last = row.role == Role.CONTROLLER and not controllers.exclude(pk=row.pk).exists()
    if event.state == State.CONFIRMED and is_last:
        raise LastController
    rows.update(ended_at=now)
    moved(event, Step.UNNAMED, by=by, now=now, facility=row.facility, note=row.role)
