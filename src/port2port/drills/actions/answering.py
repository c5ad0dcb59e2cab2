"""Facilities say whether they take part; seats get a role."""

from datetime import datetime

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.drills.actions.shared import UNHELD, acting_seat, locked
from port2port.drills.models import Event, EventPlace, EventRole, PlayerRole, Role, State, Step
from port2port.drills.refusals import ChooseOne, HasARole, KnowsTheScript, NotNow, NotYourFacility, NotYourSeat
from port2port.drills.rules import REASON
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
    """The facility takes part. Raises NotAllowed, NotNow."""
    row = _place(member, place)
    if row.consented_at is None:
        row.consented_at, row.consented_by_id = now, member.seat_id
        row.declined_at, row.declined_reason = None, ""
        row.save()
        moved(row.event, Step.CONSENTED, by=acting_seat(member), now=now, facility=row.facility)
    return row


@transaction.atomic
def decline(*, member: Member, place: EventPlace, reason: str, now: datetime) -> EventPlace:
    """The facility does not take part, also where it had said yes; its people play no more.

    Raises NotAllowed, NotNow, BadField.
    """
    row = _place(member, place)
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
    if EventRole.objects.open().filter(event=row, seat=seat).exists():
        raise HasARole
    _check_seat(member, row, seat, role)
    given = {"role": role, "plays": plays, "facility": facility, "given_by_id": by, "given_at": now}
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
    led = EventRole.objects.filter(event=row, seat=seat, role__in=LEADS)
    if role == Role.PLAYER and led.exists():
        raise BadField("seat", KnowsTheScript.words)


def may_have_role(seat: Seat) -> bool:
    """Whether somebody in this seat can take part: whoever may learn, guests apart."""
    standing = Standing(seat.organisation.standing)
    bound = STANDING_LIMIT[standing]
    acts = ACTS[Function(seat.function)]
    return Act.LEARN in acts and (bound is None or Act.LEARN in bound) and standing != Standing.GUEST


@transaction.atomic
def end_role(*, member: Member, role: EventRole, now: datetime) -> None:
    """The seat has no role in the event any more. Raises NotAllowed, NotNow.

    Nobody ends the own part as a player: whoever could would read the script next.
    """
    acting_seat(member)
    if role.seat_id == member.seat_id and role.role == Role.PLAYER:
        raise NotAllowed
    rows = EventRole.objects.open().filter(pk=role.pk, seat__organisation_id=member.organisation_id or 0)
    row = rows.first()
    if row is None:
        raise NotAllowed
    locked(Event.objects.all().staffed_by(member), row.event, states=UNHELD)
    if row.facility_id is None or not Facility.objects.all().in_scope_of(member).filter(pk=row.facility_id).exists():
        locked(Event.objects.all().editable_by(member), row.event, states={State.PLANNED, State.CONFIRMED})
    rows.update(ended_at=now)
