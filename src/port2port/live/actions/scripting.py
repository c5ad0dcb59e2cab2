"""The script before the start: taken from the scenario, then written and changed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from port2port.drills.models import Event
from port2port.live.actions.shared import acting_seat, checked, cleaned_texts, clock_of, held_by_planner
from port2port.live.models import Inject, Move
from port2port.live.refusals import HasBegun, HasScript, NoScenario, TooManyInjects, WasObserved
from port2port.live.rules import MOST_INJECTS, InjectFields
from port2port.live.script import injects_of
from port2port.members.member import Member
from port2port.pure.exercise_clock import State

# What a copy that waits anew has from the row that stands.
COPIED = ("code", "offset_s", "to_role", "facility", "channel", "texts", "expected", "language")


@transaction.atomic
def take_script(*, member: Member, event: Event, now: datetime) -> list[Inject]:
    """Copy the injects of the scenario from which the event was planned.

    Raises NotAllowed, HasBegun, NoScenario, HasScript.
    """
    row = _before_the_start(member, event, now=now)
    given = injects_of(row)
    if not given:
        raise NoScenario
    if row.injects.waiting().exclude(code="").exists():
        raise HasScript
    for said in given:
        # A scenario may last longer than the exercise was planned for: its last injects then come at its end.
        _add(member, row, said, until_s=max(row.minutes * 60, said.offset_s), now=now)
    _number(row)
    return list(row.injects.all())


@transaction.atomic
def add_inject(*, member: Member, event: Event, said: InjectFields, now: datetime) -> Inject:
    """One more. Raises NotAllowed, HasBegun, TooManyInjects, BadField."""
    row = _before_the_start(member, event, now=now)
    made = _add(member, row, said, until_s=row.minutes * 60, now=now)
    _number(row)
    made.refresh_from_db()
    return made


@transaction.atomic
def change_inject(*, member: Member, inject: Inject, said: InjectFields, now: datetime) -> Inject:
    """Other words, another moment. Raises NotAllowed, HasBegun, WasObserved, BadField.

    Words in languages that are not given stay as they are.
    """
    event = _before_the_start(member, inject.event, now=now)
    row = _still_waiting(event, inject)
    checked(event, said, since_s=0, until_s=event.minutes * 60)
    texts, expected = cleaned_texts(said)
    row.texts, row.expected = row.texts | texts, row.expected | expected
    row.offset_s, row.to_role, row.channel = said.offset_s, said.to_role, said.channel
    row.facility, row.language, row.changed_at = said.facility, said.language, now
    row.save()
    row.objectives.set(said.objectives)
    _number(event)
    row.refresh_from_db()
    return row


@transaction.atomic
def remove_inject(*, member: Member, inject: Inject, now: datetime) -> None:
    """Take it out of the script. Raises NotAllowed, HasBegun, WasObserved."""
    event = _before_the_start(member, inject.event, now=now)
    _still_waiting(event, inject).delete()
    _number(event)


def wait_anew(event: Event, *, by: int, now: datetime) -> None:
    """For a clock that was set back: of what came or was skipped a copy waits; the row itself stands as it was."""
    # What a run before the last left behind was copied when that run was set back.
    resets = sorted(event.clock_moves.filter(move=Move.RESET).values_list("at", flat=True))
    ended = ~Q(delivered_at=None) | ~Q(skipped_at=None)
    since = Q(delivered_at__gt=resets[-2]) | Q(skipped_at__gt=resets[-2]) if len(resets) > 1 else Q()
    for one in event.injects.filter(ended, since).prefetch_related("objectives"):
        copied = {name: getattr(one, name) for name in COPIED}
        made = event.injects.create(number=one.number, made_by_id=by, made_at=now, changed_at=now, **copied)
        made.objectives.set(one.objectives.all())
    _number(event)


def _still_waiting(event: Event, inject: Inject) -> Inject:
    row: Inject | None = event.injects.waiting().filter(pk=inject.pk).first()
    if row is None:
        raise HasBegun
    if row.observations.exists():
        raise WasObserved
    return row


def _before_the_start(member: Member, event: Event, *, now: datetime) -> Event:
    row = held_by_planner(member, event)
    if clock_of(row, at=now).state is not State.WAITING or row.was_held or row.state == "cancelled":
        raise HasBegun
    return row


def _add(member: Member, event: Event, said: InjectFields, *, until_s: int, now: datetime) -> Inject:
    count = event.injects.waiting().count()
    if count >= MOST_INJECTS:
        raise TooManyInjects
    checked(event, said, since_s=0, until_s=until_s)
    texts, expected = cleaned_texts(said)
    row = event.injects.create(
        code=said.code,
        number=count + 1,
        offset_s=said.offset_s,
        to_role=said.to_role,
        facility=said.facility,
        channel=said.channel,
        texts=texts,
        expected=expected,
        language=said.language,
        made_by_id=acting_seat(member),
        made_at=now,
        changed_at=now,
    )
    row.objectives.set(said.objectives)
    return row


def _number(event: Event) -> None:
    """By time; those of one moment in the order in which they were written. What came in an earlier run stands."""
    rows: Sequence[Inject] = list(event.injects.waiting().order_by("offset_s", "id"))
    for number, row in enumerate(rows, 1):
        row.number = number
    Inject.objects.bulk_update(rows, ["number"])
