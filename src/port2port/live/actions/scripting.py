"""The script before the start: taken from the scenario, then written and changed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from port2port.drills.models import Event
from port2port.live.actions.shared import acting_seat, checked, cleaned_texts, clock_of, held_by_planner
from port2port.live.models import Inject
from port2port.live.refusals import HasBegun, HasScript, NoScenario, TooManyInjects
from port2port.live.rules import MOST_INJECTS, InjectFields
from port2port.live.script import injects_of
from port2port.members.member import Member
from port2port.pure.exercise_clock import State


@transaction.atomic
def take_script(*, member: Member, event: Event, now: datetime) -> list[Inject]:
    """Copy the injects of the scenario from which the event was planned.

    Raises NotAllowed, HasBegun, NoScenario, HasScript.
    """
    row = _before_the_start(member, event, now=now)
    given = injects_of(row)
    if not given:
        raise NoScenario
    if row.injects.exclude(code="").exists():
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
    """Other words, another moment. Raises NotAllowed, HasBegun, BadField.

    Words in languages that are not given stay as they are.
    """
    event = _before_the_start(member, inject.event, now=now)
    row = event.injects.get(pk=inject.pk)
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
    """Take it out of the script. Raises NotAllowed, HasBegun."""
    event = _before_the_start(member, inject.event, now=now)
    event.injects.get(pk=inject.pk).delete()
    _number(event)


def _before_the_start(member: Member, event: Event, *, now: datetime) -> Event:
    row = held_by_planner(member, event)
    if clock_of(row, at=now).state is not State.WAITING or row.was_held or row.state == "cancelled":
        raise HasBegun
    return row


def _add(member: Member, event: Event, said: InjectFields, *, until_s: int, now: datetime) -> Inject:
    count = event.injects.count()
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
    """By time; those of one moment in the order in which they were written."""
    rows: Sequence[Inject] = list(event.injects.order_by("offset_s", "id"))
    for number, row in enumerate(rows, 1):
        row.number = number
    Inject.objects.bulk_update(rows, ["number"])
