"""How a person wants to hear of things, and what that changes for the mail that already waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.members.member import Act, Member
from port2port.members.models import Person
from port2port.pure.digests import next_digest
from port2port.sharing.actions.subscribing import NoMailbox
from port2port.sharing.models import Hearing, Outgoing, Rhythm, Way
from port2port.sharing.news import kind_told, told_of, way_of


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which no mail leaves. days: weekdays on which they begin, Monday is 0."""

    start: time
    until: time
    days: frozenset[int]


@dataclass(frozen=True, slots=True)
class Choice:
    """All that a person chooses about hearing of things."""

    ways: Mapping[str, Way]
    zone: str
    quiet: Quiet | None = None
    lets_urgent: bool = False


@transaction.atomic
def choose_hearing(*, member: Member, choice: Choice, now: datetime) -> Hearing:
    """Keep the choice; mail that waits follows it. Raises NotAllowed, NoMailbox."""
    if not member.may(Act.SUBSCRIBE) or member.person_id is None or member.limit is not None:
        raise NotAllowed
    person = Person.objects.select_for_update().get(pk=member.person_id)
    if not person.email and set(choice.ways.values()) & {Way.EMAIL, Way.DAILY}:
        raise NoMailbox
    quiet = choice.quiet
    hearing, _made = Hearing.objects.update_or_create(
        person=person,
        defaults={
            "ways": dict(choice.ways),
            "zone": choice.zone,
            "quiet_from": quiet.start if quiet else None,
            "quiet_until": quiet.until if quiet else None,
            "quiet_days": "".join(str(day) for day in sorted(quiet.days)) if quiet else "",
            "lets_urgent": choice.lets_urgent,
            "changed_at": now,
        },
    )
    _rearrange(hearing, now)
    return hearing


def _rearrange(hearing: Hearing, now: datetime) -> None:
    """What waits is told in the way chosen now; what waited for the end of quiet hours is weighed anew."""
    waiting = Outgoing.objects.select_for_update(of=("self",)).filter(
        notification__seat__person=hearing.person_id, state=Outgoing.State.WAITING
    )
    waiting.filter(is_held=True).update(next_at=now)
    for line in waiting.filter(subscription=None).select_related("notification"):
        way = _way_of_line(line, hearing)
        if way == Way.EMAIL and line.by_choice != Rhythm.AT_ONCE:
            line.by_choice, line.next_at = Rhythm.AT_ONCE, now
        elif way == Way.DAILY:
            line.by_choice, line.next_at = Rhythm.DAILY, next_digest(now, zone=hearing.clock)
        elif way in {Way.NONE, Way.PAGE}:
            line.state, line.next_at = Outgoing.State.DROPPED, None
        line.save(update_fields=["by_choice", "next_at", "state"])


def _way_of_line(line: Outgoing, hearing: Hearing) -> Way:
    notification = line.notification
    record = told_of(notification)
    return way_of(hearing, kind_told(notification, record)) if record is not None else Way.NONE
