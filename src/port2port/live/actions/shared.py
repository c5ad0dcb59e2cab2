"""What the actions ask before they do anything."""

from datetime import datetime

from port2port.base.refusal import NotAllowed
from port2port.drills.models import Event, PlayerRole
from port2port.live.access import led_by, led_whole, moves_of, prepared_by
from port2port.live.models import Channel, Inject
from port2port.live.refusals import BeyondTheEnd, InThePast, WrongFacility, WrongObjective
from port2port.live.rules import EXPECTED, LANGUAGES, TEXT, InjectFields
from port2port.members.member import Member
from port2port.pure.exercise_clock import Moved, Reading, read
from port2port.reports.rules import BadField, cleaned


def acting_seat(member: Member) -> int:
    """The seat that acts. Raises NotAllowed for machines."""
    if member.seat_id is None:
        raise NotAllowed
    return member.seat_id


def moves(event: Event) -> list[Moved]:
    """The moves of its clock."""
    return moves_of([event.pk]).get(event.pk, [])


def clock_of(event: Event, *, at: datetime) -> Reading:
    """What its clock shows."""
    return read(moves(event), at)


def held(event: Event) -> Event:
    """The event as it is now, held until the end of the transaction, so that clock and injects move one at a time."""
    return Event.objects.select_for_update(of=("self",)).get(pk=event.pk)


def held_by_leader(member: Member, event: Event, *, whole: bool = False) -> Event:
    """The event, for who leads it. Raises NotAllowed."""
    acting_seat(member)
    rows = led_whole(member) if whole else led_by(member)
    if not rows.filter(pk=event.pk).exists():
        raise NotAllowed
    return held(event)


def held_by_planner(member: Member, event: Event) -> Event:
    """The event, for who writes its injects. Raises NotAllowed."""
    acting_seat(member)
    if not prepared_by(member).filter(pk=event.pk).exists():
        raise NotAllowed
    return held(event)


def led_inject(member: Member, inject: Inject) -> Inject:
    """The inject as it is now, held with its event, for who leads there. Raises NotAllowed."""
    acting_seat(member)
    row = Inject.objects.led_by(member).filter(pk=inject.pk).select_related("event").first()
    if row is None:
        raise NotAllowed
    held(row.event)
    return Inject.objects.select_for_update(of=("self",)).select_related("event").get(pk=row.pk)


def checked(event: Event, said: InjectFields, *, since_s: int, until_s: int) -> InjectFields:
    """What can be kept, its texts cleaned. Raises BadField.

    since_s, until_s   the moments of the exercise between which it may come
    """
    if said.offset_s < since_s:
        raise BadField("minute", InThePast.words)
    if said.offset_s > until_s:
        raise BadField("minute", BeyondTheEnd.words)
    if said.to_role not in PlayerRole.values or said.channel not in Channel.values or said.language not in LANGUAGES:
        raise BadField("to_role", WrongFacility.words)
    if said.facility is not None and not event.places.filter(facility=said.facility).exists():
        raise BadField("facility", WrongFacility.words)
    if any(one.event_id != event.pk for one in said.objectives):
        raise BadField("objectives", WrongObjective.words)
    return said


def cleaned_texts(said: InjectFields) -> tuple[dict[str, str], dict[str, str]]:
    """What it says and what is expected, by language. Raises BadField."""
    texts = {code: cleaned("text", words, TEXT) for code, words in said.texts.items() if code in LANGUAGES and words}
    if not texts:
        cleaned("text", "", TEXT)
    expected = {code: cleaned("expected", words, EXPECTED) for code, words in said.expected.items() if words}
    return texts, expected
