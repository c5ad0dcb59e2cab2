"""What stands in the way of a date: other events that the planner sees, people with two roles, a raised level."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from port2port.drills.models import Event, EventRole
from port2port.drills.rules import MOST_MINUTES
from port2port.members.level_board import effective_levels
from port2port.members.member import Member
from port2port.members.models import Facility


def warnings_for(event: Event, member: Member, *, now: datetime) -> list[str]:
    """In the reader's language; nothing of events that this member does not see. Needs `with_names`."""
    facilities = [place.facility for place in event.places.all() if place.declined_at is None]
    beside = _beside(event, member)
    return [*_at_the_same_place(event, beside), *_double_booked(event, beside, member), *_raised(facilities, now)]


def _beside(event: Event, member: Member) -> list[Event]:
    """Other events to come whose time meets this one's."""
    end = event.planned_at + timedelta(minutes=event.minutes)
    longest = timedelta(minutes=MOST_MINUTES)
    rows = Event.objects.visible_to(member).coming().exclude(pk=event.pk).with_names()
    near = rows.filter(planned_at__lt=end, planned_at__gt=event.planned_at - longest)
    return [one for one in near if one.planned_at + timedelta(minutes=one.minutes) > event.planned_at]


def _at_the_same_place(event: Event, beside: list[Event]) -> Iterator[str]:
    own = {place.facility_id for place in event.places.all() if place.declined_at is None}
    for one in beside:
        theirs = {place.facility_id for place in one.places.all() if place.declined_at is None}
        if own & theirs or (event.port_id is not None and event.port_id == one.port_id):
            yield _("At the same time and place: %(event)s") % {"event": one.caption}


def _double_booked(event: Event, beside: list[Event], member: Member) -> Iterator[str]:
    roles = EventRole.objects.visible_to(member).open()
    own = set(roles.filter(event=event).values_list("seat_id", flat=True))
    taken = roles.filter(
        event__in=[one.pk for one in beside], seat_id__in=own, seat__organisation_id=member.organisation_id or 0
    )
    captions = {one.pk: one.caption for one in beside}
    for role in taken.select_related("seat"):
        said = {"role": role.seat.role, "event": captions[role.event_id]}
        yield _("%(role)s has a role elsewhere at that time: %(event)s") % said


def _raised(facilities: list[Facility], now: datetime) -> Iterator[str]:
    levels = effective_levels(facilities, at=now) if facilities else {}
    for facility in facilities:
        level = levels[facility.pk].level
        if level > 1:
            yield _("%(facility)s is at ISPS level %(level)s now.") % {"facility": facility.name, "level": level}
