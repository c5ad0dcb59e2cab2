"""Injects reach their players: by the clock, by hand, or not at all."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from port2port.drills.models import Event
from port2port.drills.models import State as EventState
from port2port.live.access import moves_of, set_back_at
from port2port.live.actions.shared import (
    acting_seat,
    checked,
    cleaned_texts,
    clock_of,
    held,
    held_by_leader,
    led_inject,
    moves,
)
from port2port.live.actions.telling import opened, tell_delivered
from port2port.live.models import ClockMove, Inject, LiveNews, Move
from port2port.live.refusals import AlreadyDelivered, AlreadySkipped, NotDelivered, NotRunning, TooManyInjects
from port2port.live.rules import MOST_INJECTS, NOTE, REASON, InjectFields
from port2port.members.member import Member
from port2port.pure.exercise_clock import Reading, State, falls_due
from port2port.reports.rules import cleaned

# After the stop nothing falls due any more; what did, while no worker ran, is still stamped so long afterwards.
STAMPED_AFTER = timedelta(hours=12)


def stamp_due(*, now: datetime) -> int:
    """Stamp what the clocks of running exercises have come to and tell its players; how many. Safe to repeat.

    The pages do not wait for it: they read the clock themselves.
    """
    stopped = ClockMove.objects.filter(
        event=OuterRef("event"), run=OuterRef("run"), move=Move.STOP, at__lt=now - STAMPED_AFTER
    )
    begun = (
        ClockMove.objects.filter(move=Move.START, event__state=EventState.CONFIRMED)
        .exclude(Exists(stopped))
        .values("event_id")
    )
    waiting = Inject.objects.waiting().filter(event__in=begun)
    events = Event.objects.filter(pk__in=waiting.values("event_id"))
    due = [event for event in events if _due(event, now=now)]
    return sum(_stamp_one(event, now=now) for event in due)


@transaction.atomic
def _stamp_one(event: Event, *, now: datetime) -> int:
    return stamp_due_in(held(event), now=now)


def stamp_due_in(event: Event, *, now: datetime) -> int:
    """As `stamp_due`, for one event that the caller holds."""
    due = _due(event, now=now)
    for inject, at in due:
        inject.delivered_at = at
        inject.save(update_fields=["delivered_at"])
    tell_delivered([inject for inject, _at in due], now=now)
    return len(due)


def _due(event: Event, *, now: datetime) -> list[tuple[Inject, datetime]]:
    """What falls due by now, and when."""
    known = moves_of([event.pk]).get(event.pk, [])
    until = [one for one in known if one.at <= now]
    found = [(one, falls_due(until, one.offset_s)) for one in event.injects.waiting().select_related("event")]
    return [(one, at) for one, at in found if at is not None and at <= now]


@transaction.atomic
def deliver(*, member: Member, inject: Inject, now: datetime) -> Inject:
    """Deliver it now, before its time. Raises NotAllowed, NotRunning, AlreadyDelivered, AlreadySkipped."""
    row = _waiting(member, inject, now=now)
    return _delivered(member, row, now=now)


@transaction.atomic
def skip(*, member: Member, inject: Inject, reason: str, now: datetime) -> Inject:
    """Leave it out, and say why. Raises NotAllowed, NotRunning, AlreadyDelivered, AlreadySkipped, BadField."""
    row = _waiting(member, inject, now=now)
    row.skipped_reason = cleaned("reason", reason, REASON)
    row.skipped_at, row.skipped_by_id, row.changed_at = now, acting_seat(member), now
    row.save()
    return row


@transaction.atomic
def note_response(*, member: Member, inject: Inject, note: str, now: datetime) -> Inject:
    """Write down that the players answered, and how. Raises NotAllowed, NotDelivered, BadField."""
    row = led_inject(member, inject)
    stamp_due_in(row.event, now=now)
    row.refresh_from_db()
    if row.delivered_at is None:
        raise NotDelivered
    row.response, row.responded_at = cleaned("note", note, NOTE), row.responded_at or now
    row.changed_at = now
    row.save()
    return row


@transaction.atomic
def add_now(*, member: Member, event: Event, said: InjectFields, at_once: bool, now: datetime) -> Inject:
    """Add one while the exercise runs, due later or delivered at once.

    Raises NotAllowed, NotRunning, TooManyInjects, BadField.
    """
    row = held_by_leader(member, event, whole=said.facility is None)
    shown = _running(row, now=now)
    passed = int(shown.elapsed_s)
    reset = set_back_at(row.pk)
    earlier = Q(delivered_at__lte=reset) | Q(skipped_at__lte=reset) if reset else Q(pk__in=[])
    if row.injects.exclude(pk__in=row.injects.filter(earlier).values("pk")).count() >= MOST_INJECTS:
        raise TooManyInjects
    since, until = (0, said.offset_s) if at_once else (passed, max(row.minutes * 60, passed))
    checked(row, said, since_s=since, until_s=until)
    texts, expected = cleaned_texts(said)
    last = row.injects.order_by("-number").values_list("number", flat=True).first() or 0
    made = row.injects.create(
        number=last + 1,
        offset_s=passed if at_once else said.offset_s,
        to_role=said.to_role,
        facility=said.facility,
        channel=said.channel,
        texts=texts,
        expected=expected,
        language=said.language,
        added_live=True,
        made_by_id=acting_seat(member),
        made_at=now,
        changed_at=now,
    )
    made.objectives.set(said.objectives)
    return _delivered(member, made, now=now) if at_once else made


def open_news(*, member: Member, news: LiveNews, now: datetime) -> None:
    """The seat has opened it."""
    opened(member=member, news=news, now=now)


def _running(event: Event, *, now: datetime) -> Reading:
    shown = clock_of(event, at=now)
    if shown.state not in {State.RUNNING, State.PAUSED}:
        raise NotRunning
    return shown


def _waiting(member: Member, inject: Inject, *, now: datetime) -> Inject:
    row = led_inject(member, inject)
    _running(row.event, now=now)
    if row.delivered_at is not None or _is_due(row, now=now):
        raise AlreadyDelivered
    if row.skipped_at is not None:
        raise AlreadySkipped
    return row


def _is_due(row: Inject, *, now: datetime) -> bool:
    at = falls_due(moves(row.event), row.offset_s)
    return row.skipped_at is None and at is not None and at <= now


def _delivered(member: Member, row: Inject, *, now: datetime) -> Inject:
    row.delivered_at, row.delivered_by_id, row.changed_at = now, acting_seat(member), now
    row.save()
    tell_delivered([row], now=now)
    row.refresh_from_db()
    return row
