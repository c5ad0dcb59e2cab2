"""While a declaration runs and afterwards: levels change, it ends, its time of keeping is over."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from port2port.base.refusal import Refusal
from port2port.duties.actions.promises import Promise, promise
from port2port.levels.actions.shared import held, stepped
from port2port.levels.models import Dos
from port2port.levels.refusals import ChooseOne, KeptStill
from port2port.levels.rules import REASON
from port2port.members.actions.rights import record_act
from port2port.members.level_board import effective_levels
from port2port.members.member import Function, Member
from port2port.members.models import Seat
from port2port.members.readers import member_of_seat
from port2port.pure.declaration import LEVELS, Move, State, needs_revision
from port2port.reports.rules import BadField, cleaned

SOURCE = "dos"
LOOK_WITHIN = timedelta(days=1)


@transaction.atomic
def note_ship_level(*, member: Member, dos: Dos, level: int, now: datetime) -> Dos:
    """The ship says that it is at this ISPS level now. Raises NotAllowed, NotNow, BadField."""
    row = held(member, dos, Move.REVISE, now=now)
    if level not in LEVELS:
        raise BadField("level", ChooseOne.words)
    row.ship_level_now = level
    stepped(row, "level", member=member, now=now)
    _mark(row, now=now)
    return row


@transaction.atomic
def still_fits(*, member: Member, dos: Dos, now: datetime) -> Dos:
    """Both looked at it under the levels of now: nothing has to change. Raises NotAllowed, NotNow."""
    row = held(member, dos, Move.REVISE, now=now)
    row.weighed_port_level = effective_levels([row.facility], at=now)[row.facility_id].level
    row.weighed_ship_level, row.revise_at = row.ship_level_said, None
    return stepped(row, "fits", member=member, now=now)


@transaction.atomic
def end(*, member: Member, dos: Dos, reason: str, now: datetime) -> Dos:
    """It ends before its time, or comes to nothing. Raises NotAllowed, NotNow, BadField."""
    row = held(member, dos, Move.END, now=now)
    row.reason = cleaned("reason", reason, REASON)
    row.ended_at, row.revise_at = now, None
    return stepped(row, Move.END, member=member, now=now)


@transaction.atomic
def erase(*, member: Member, dos: Dos, now: datetime) -> Dos:
    """Take out what it said, after its time of keeping; that it was, and the hash of its paper, stay.

    Raises NotAllowed, NotNow, KeptStill.
    """
    row = held(member, dos, Move.ERASE, now=now)
    if row.keep_until_on >= timezone.localdate(now):
        raise KeptStill
    row.ship_name = row.imo_number = row.registry = row.berth = row.activity = ""
    row.by_facility, row.by_ship, row.paper, row.paper_digest = [], [], b"", ""
    row.erased_at = now
    record_act(member=member, act="erase_declaration", subject=f"dos {row.key}", now=now)
    return stepped(row, Move.ERASE, member=member, now=now)


def mark_revisions(*, now: datetime) -> int:
    """Mark what is in force under other levels than it was made for; how many those were. Safe to repeat."""
    running = list(Dos.objects.in_state(State.IN_FORCE, at=now).filter(revise_at=None).select_related("facility"))
    levels = effective_levels([row.facility for row in running], at=now)
    changed = [row.pk for row in running if _differs(row, levels[row.facility_id].level)]
    return sum(_mark_one(pk, now=now) for pk in changed)


@transaction.atomic
def _mark_one(pk: int, *, now: datetime) -> bool:
    row = Dos.objects.select_for_update(of=("self",)).select_related("facility").get(pk=pk)
    return _mark(row, now=now)


def _differs(row: Dos, port_level: int) -> bool:
    weighed = (row.weighed_port_level or row.port_level, row.weighed_ship_level or row.ship_level)
    return needs_revision(agreed=weighed, now=(port_level, row.ship_level_said))


def _mark(row: Dos, *, now: datetime) -> bool:
    if row.revise_at is not None or row.state(now) != State.IN_FORCE:
        return False
    if not _differs(row, effective_levels([row.facility], at=now)[row.facility_id].level):
        return False
    row.revise_at = now
    row.save(update_fields=["revise_at"])
    _ask_to_look(row, now=now)
    return True


def _ask_to_look(row: Dos, *, now: datetime) -> None:
    """One action of the facility's organisation; whoever sees the declaration sees it, nobody else."""
    with translation.override(row.language):
        title = _("Look again at Declaration of Security %(number)s: a security level changed") % {"number": row.number}
    wish = Promise(
        title=title,
        due_on=timezone.localdate(now + LOOK_WITHIN),
        language=row.language,
        facility=row.facility,
        source=(SOURCE, row.key),
    )
    for member in _writers(row):
        try:
            promise(member=member, wish=wish, now=now)
        except Refusal:
            # This one keeps no duties of the facility any more; the mark stands on the declaration in any case.
            continue
        return


def _writers(row: Dos) -> Iterator[Member]:
    """Who agreed it, and after that everybody of the organisation who might keep its duties."""
    agreed = row.steps.filter(move=Move.AGREE).select_related("by__person", "by__organisation")
    others = Seat.objects.open().filter(
        organisation=row.facility.organisation_id, function__in=[Function.OFFICER, Function.COORDINATOR]
    )
    yield from (member_of_seat(step.by) for step in agreed)
    yield from map(member_of_seat, others.select_related("person", "organisation").order_by("pk"))
