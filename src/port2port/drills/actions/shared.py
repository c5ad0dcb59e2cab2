"""What the actions of an event ask before they do anything."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.drills.access import Events
from port2port.drills.models import Event, EventPlace, State, Step
from port2port.drills.refusals import NotNow
from port2port.drills.steps import moved
from port2port.members.member import Member

UNHELD = (State.PLANNED, State.CONFIRMED)


def acting_seat(member: Member) -> int:
    """The seat that acts. Raises NotAllowed for machines."""
    if member.seat_id is None or member.limit is not None:
        raise NotAllowed
    return member.seat_id


def locked(rows: Events, event: Event, *, states: Collection[str]) -> Event:
    """The event as it is now, held for this transaction, of the rows that this seat may do this to.

    Raises NotAllowed, NotNow.
    """
    row = rows.select_for_update(of=("self",)).filter(pk=event.pk).first()
    if row is None:
        raise NotAllowed
    if row.state not in states:
        raise NotNow
    return row


def step_to(row: Event, state: str, step: str, *, member: Member, now: datetime, note: str = "") -> Event:
    """Save the row in its new state, with the step."""
    row.state, row.changed_at = state, now
    row.save()
    moved(row, step, by=acting_seat(member), now=now, note=note)
    return row


def consent_own(row: Event, *, member: Member, now: datetime) -> None:
    """Facilities of the seat's own scope that nobody answered for take part: who keeps them is who acts."""
    places = EventPlace.objects.editable_by(member).filter(event=row, consented_at=None, declined_at=None)
    for place in places.select_related("facility"):
        _says_yes(row, place, member=member, now=now)


def _says_yes(row: Event, place: EventPlace, *, member: Member, now: datetime) -> None:
    place.consented_at, place.consented_by_id = now, acting_seat(member)
    place.save(update_fields=["consented_at", "consented_by"])
    moved(row, Step.CONSENTED, by=acting_seat(member), now=now, facility=place.facility)


def today_of(now: datetime) -> date:
    """The calendar day in the community's time zone."""
    return timezone.localdate(now)
