"""An event is planned, changed, confirmed or cancelled."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.drills.access import helps_with_drills
from port2port.drills.actions.shared import UNHELD, acting_seat, consent_own, locked, step_to
from port2port.drills.library import scenario
from port2port.drills.models import Event, EventPlace, Role, State, Step
from port2port.drills.refusals import (
    ChooseOne,
    NobodyTakesPart,
    NoController,
    NoObjective,
    NoSafetyNote,
    NoStopWord,
    NotAllAnswered,
    NothingTested,
    NotNow,
    NotYourFacility,
    NotYourPort,
    PlayedWithout,
    WasThere,
)
from port2port.drills.rules import REASON, Plan, put_in, tests_enough, with_scenario, write_aims
from port2port.drills.running import has_begun, was_played
from port2port.drills.steps import moved
from port2port.members.member import Member, Standing
from port2port.members.models import Facility, Port
from port2port.reports.rules import BadField, cleaned


@transaction.atomic
def plan(*, member: Member, said: Plan, now: datetime) -> Event:
    """A drill or exercise is planned; facilities of others are asked, those that the seat keeps take part at once.

    Raises NotAllowed, BadField.
    """
    seat = acting_seat(member)
    if not helps_with_drills(member) or member.organisation_id is None:
        raise NotAllowed
    said = _filled(said)
    _check_places(member, said)
    row = Event(organisation_id=member.organisation_id, port=said.port, made_by_id=seat, made_at=now, changed_at=now)
    put_in(row, said)
    row.save()
    moved(row, Step.PLANNED, by=seat, now=now)
    write_aims(row, said.aims)
    _ask(row, said.facilities, member=member, now=now)
    if not Event.objects.all().editable_by(member).filter(pk=row.pk).exists():
        # A seat of one facility plans what its facility takes part in; the transaction takes the row back.
        raise BadField("facilities", NotYourFacility.words)
    return row


def _filled(said: Plan) -> Plan:
    found = scenario(said.scenario) if said.scenario else None
    if said.scenario and found is None:
        raise BadField("scenario", ChooseOne.words)
    return with_scenario(said, found) if found is not None else said


def _check_places(member: Member, said: Plan) -> None:
    if said.port is not None and not Port.objects.filter(pk=said.port.pk).reportable_by(member).exists():
        raise BadField("port", NotYourPort.words)
    wanted = {one.pk for one in said.facilities}
    known = Facility.objects.visible_to(member).filter(pk__in=wanted, is_active=True, organisation__state="active")
    # Guests take no part in anything; clients do, where their own officer says so.
    if known.exclude(organisation__standing=Standing.GUEST).count() != len(wanted):
        raise BadField("facilities", NotYourFacility.words)


def _ask(row: Event, facilities: Iterable[Facility], *, member: Member, now: datetime) -> None:
    """Ask each facility that was not asked yet."""
    asked = set(row.places.values_list("facility_id", flat=True))
    for facility in facilities:
        if facility.pk not in asked:
            EventPlace.objects.create(event=row, facility=facility, asked_at=now)
            moved(row, Step.ASKED, by=acting_seat(member), now=now, facility=facility)
    consent_own(row, member=member, now=now)


@transaction.atomic
def change(*, member: Member, event: Event, said: Plan, now: datetime) -> Event:
    """Another plan, before it is held. What others consented to has changed: they are asked anew.

    Raises NotAllowed, NotNow, BadField.
    """
    row = locked(Event.objects.all().editable_by(member), event, states=UNHELD)
    if has_begun(row):
        raise NotNow
    played = was_played(row)
    before, was_held = _consented_to(row), played or row.steps.filter(step=Step.HELD).exists()
    said = _filled(said)
    _check_places(member, said)
    if played and {one.pk for one in said.facilities} - set(row.places.values_list("facility_id", flat=True)):
        raise BadField("facilities", PlayedWithout.words)
    row.port = said.port
    put_in(row, said)
    write_aims(row, said.aims)
    _take_out(row, said, was_held=was_held, now=now)
    if _consented_to(row) != before and not was_held:
        others = row.places.exclude(facility__organisation_id=row.organisation_id)
        others.update(consented_at=None, consented_by=None, declined_at=None, declined_reason="", asked_at=now)
    _ask(row, said.facilities, member=member, now=now)
    is_open = row.places.filter(consented_at=None, declined_at=None).exists()
    state = State.PLANNED if is_open else row.state
    return step_to(row, state, Step.CHANGED, member=member, now=now)


def _take_out(row: Event, said: Plan, *, was_held: bool, now: datetime) -> None:
    """Facilities that are no longer in the plan, and their people; who took part in what was held stays."""
    out = row.places.exclude(facility__in=said.facilities)
    if was_held and out.filter(consented_at__isnull=False).exists():
        raise BadField("facilities", WasThere.words)
    gone = row.roles.filter(ended_at=None, facility__isnull=False).exclude(facility__in=said.facilities)
    gone.update(ended_at=now)
    out.delete()


def _consented_to(row: Event) -> tuple[object, ...]:
    # What the page of the consent shows.
    return (row.planned_at, row.minutes, row.kind, row.purpose, row.safety, row.port_id)


@transaction.atomic
def confirm(*, member: Member, event: Event, now: datetime) -> Event:
    """It takes place: from now on its players know of it.

    Raises NotAllowed, NotNow, and what is missing: NoController, NoObjective, NoSafetyNote, NoStopWord, NothingTested,
    NotAllAnswered, NobodyTakesPart.
    """
    row = locked(Event.objects.all().run_by(member), event, states={State.PLANNED})
    consent_own(row, member=member, now=now)
    for refusal in missing(row):
        raise refusal
    return step_to(row, State.CONFIRMED, Step.CONFIRMED, member=member, now=now)


type Missing = NoController | NoObjective | NoSafetyNote | NoStopWord | NothingTested | NotAllAnswered | NobodyTakesPart


def missing(row: Event) -> list[Missing]:
    """What keeps it from being confirmed, in the order of the page."""
    places = list(row.places.all())
    answered = [one for one in places if one.consented_at or one.declined_at]
    checks: list[tuple[bool, type[Missing]]] = [
        (row.roles.filter(role=Role.CONTROLLER, ended_at=None).exists(), NoController),
        (row.objectives.exists(), NoObjective),
        (bool(row.safety), NoSafetyNote),
        (bool(row.stop_word), NoStopWord),
        (tests_enough(row.kind, row.elements), NothingTested),
        (len(answered) == len(places), NotAllAnswered),
        (row.port_id is not None or any(one.consented_at for one in places), NobodyTakesPart),
    ]
    return [refusal() for is_there, refusal in checks if not is_there]


@transaction.atomic
def cancel(*, member: Member, event: Event, reason: str, now: datetime) -> Event:
    """It does not take place; until it is held. Raises NotAllowed, NotNow, BadField."""
    row = locked(Event.objects.all().run_by(member), event, states=UNHELD)
    row.cancelled_reason = cleaned("reason", reason, REASON)
    return step_to(row, State.CANCELLED, Step.CANCELLED, member=member, now=now, note=row.cancelled_reason)


@transaction.atomic
def close(*, member: Member, event: Event, now: datetime) -> Event:
    """A drill is done with; an exercise is closed by its after-action. Raises NotAllowed, NotNow."""
    row = locked(Event.objects.all().run_by(member), event, states={State.HELD})
    if row.is_exercise:
        raise NotNow
    return step_to(row, State.CLOSED, Step.CLOSED, member=member, now=now)


# From held on an exercise goes over its evaluation; a drill may be closed at once.
ONWARD = {(State.HELD, State.EVALUATED), (State.EVALUATED, State.CLOSED)}


@transaction.atomic
def move_on(*, member: Member, event: Event, to: str, note: str = "", now: datetime) -> Event:
    """Held → evaluated → closed; a drill also held → closed. What each asks for, and who may, is checked by the caller:
    the last approval of a joint exercise may come from another organisation's officer.

    Raises NotAllowed, NotNow.
    """
    row = locked(Event.objects.all().visible_to(member), event, states={State.HELD, State.EVALUATED})
    closes_drill = not row.is_exercise and (row.state, to) == (State.HELD, State.CLOSED)
    if (row.state, to) not in ONWARD and not closes_drill:
        raise NotNow
    return step_to(row, to, Step.CLOSED if to == State.CLOSED else Step.EVALUATED, member=member, now=now, note=note)
