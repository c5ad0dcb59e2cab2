"""A drill in one go: held, written down and closed, planned before or not; from a desk or from a phone's queue."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.drills.access import SOURCE, runs_drills
from port2port.drills.actions.holding import hold
from port2port.drills.actions.planning import move_on, plan
from port2port.drills.models import Event, Kind, State
from port2port.drills.refusals import NoOwnerOrDay, NotYourFacility
from port2port.drills.rules import TITLE, Held, Plan
from port2port.duties.actions.promises import Promise, promise
from port2port.duties.rulebook import element_groups
from port2port.members.member import Member
from port2port.members.models import Facility, Seat
from port2port.reports.rules import BadField


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A drill as it is written down afterwards; `fix_owner` and `fix_by` make an action of what is to be fixed."""

    facility: Facility
    held: Held
    language: str
    scenario: str = ""
    title: str = ""
    fix_owner: Seat | None = None
    fix_by: date | None = None


@transaction.atomic
def record(*, member: Member, said: Recorded, event: Event | None = None, now: datetime) -> Event:
    """The drill was held and is closed; `event` where it was planned before.

    What nobody had planned by the day it was held, longer ago than a facility may go without a drill, takes a reason.
    Raises NotAllowed, NotNow, BadField.
    """
    if not runs_drills(member):
        raise NotAllowed
    if not Facility.objects.all().in_scope_of(member).filter(pk=said.facility.pk, is_active=True).exists():
        raise BadField("facility", NotYourFacility.words)
    if event is not None and event.kind != Kind.DRILL:
        raise NotAllowed
    row = event or plan(member=member, said=_plan(said), now=now)
    row = hold(member=member, event=row, said=said.held, now=now)
    _promise(row, said, member=member, now=now)
    return move_on(member=member, event=row, to=State.CLOSED, now=now)


def _plan(said: Recorded) -> Plan:
    noon = timezone.make_aware(datetime.combine(said.held.on, time(12)))
    return Plan(
        kind=Kind.DRILL,
        title=said.title or ("" if said.scenario else _tested_words(said)),
        planned_at=noon,
        minutes=said.held.minutes,
        language=said.language,
        facilities=(said.facility,),
        scenario=said.scenario,
        elements=said.held.elements or (),
    )


def _tested_words(said: Recorded) -> str:
    known = {key: labels for group in element_groups().values() for key, labels in group.entries.items()}
    words = ", ".join(known[key][said.language] for key in said.held.elements or () if key in known)
    return words[: TITLE.characters] or "–"


def _promise(row: Event, said: Recorded, *, member: Member, now: datetime) -> None:
    """What is to be fixed becomes an action, where an owner and a day are given."""
    if said.fix_owner is None and said.fix_by is None:
        return
    if said.fix_owner is None or said.fix_by is None or not row.to_fix or said.fix_by < timezone.localdate(now):
        raise BadField("fix_by", NoOwnerOrDay.words)
    first_line = row.to_fix.splitlines()[0]
    wish = Promise(
        title=first_line[:160],
        note=row.to_fix if row.to_fix != first_line or len(first_line) > 160 else "",
        due_on=said.fix_by,
        language=said.language,
        facility=said.facility,
        owner=said.fix_owner,
        source=(SOURCE, row.key),
    )
    promise(member=member, wish=wish, now=now)
