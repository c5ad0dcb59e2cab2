"""What comes on with a raise is ticked, taken back, and in the end all in effect; where instructions lie."""

from datetime import datetime

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.levels.access import reads_checklists, runs_checklists, ticks_checklists
from port2port.levels.actions.shared import acting_seat
from port2port.levels.asks import asked_of, items_of, known
from port2port.levels.models import LevelChecklist, LevelTick, MeasureNote
from port2port.levels.refusals import ChooseOne, NotAllTicked, NothingWaits, OfficersWord, UnknownMeasure
from port2port.levels.rules import NOTE
from port2port.members.access import LevelAcknowledgements
from port2port.members.actions.levels import acknowledge_level
from port2port.members.level_board import effective_levels
from port2port.members.member import Member
from port2port.members.models import Facility, LevelAcknowledgement, LevelEntry
from port2port.reports.rules import BadField, cleaned


def acknowledgements_of(member: Member) -> LevelAcknowledgements:
    """Raises at the facilities that this seat covers."""
    rows = LevelAcknowledgement.objects.visible_to(member).in_scope_of(member)
    return rows if reads_checklists(member) else rows.none()


def levels_of(acknowledgement: LevelAcknowledgement) -> tuple[int, int]:
    """From which level to which the entry raised the facility."""
    entry, facility = acknowledgement.entry, acknowledgement.facility
    at = max(entry.valid_from, entry.reported_at)
    before, after = effective_levels([facility], at=at, without=entry)[facility.pk].level, max(entry.value, 2)
    return min(before, after - 1), after


def _held(member: Member, acknowledgement: LevelAcknowledgement, *, now: datetime) -> LevelAcknowledgement:
    if not ticks_checklists(member):
        raise NotAllowed
    rows = acknowledgements_of(member).select_for_update(of=("self",)).select_related("entry", "facility")
    row = rows.filter(pk=acknowledgement.pk).first()
    if row is None:
        raise NotAllowed
    if row.measures_in_effect_at is not None or _is_over(row.entry, now):
        raise NothingWaits
    return row


def _is_over(entry: LevelEntry, now: datetime) -> bool:
    return entry.cancelled_at is not None or (entry.valid_to is not None and entry.valid_to <= now)


def _opened(row: LevelAcknowledgement, *, member: Member, now: datetime) -> LevelChecklist:
    """The list as it is now; from the first tick on no catalogue changes it."""
    before, after = levels_of(row)
    kept = LevelChecklist.objects.filter(acknowledgement=row).first()
    if kept is not None:
        return kept
    items = items_of(asked_of(row.facility, member=member).above(before, after))
    return LevelChecklist.objects.create(
        acknowledgement=row, from_level=before, to_level=after, items=items, opened_at=now
    )


@transaction.atomic
def tick(
    *, member: Member, acknowledgement: LevelAcknowledgement, item: str, kind: str = "on", now: datetime
) -> LevelTick:
    """This measure is in effect, or does not apply here; who ticks second finds the first tick.

    Raises NotAllowed, NothingWaits, UnknownMeasure, OfficersWord, BadField.
    """
    row = _held(member, acknowledgement, now=now)
    if kind not in LevelTick.Kind.values:
        raise BadField("kind", ChooseOne.words)
    if kind == LevelTick.Kind.NOT_HERE and not runs_checklists(member):
        raise OfficersWord
    checklist = _opened(row, member=member, now=now)
    if item not in checklist.items:
        raise UnknownMeasure
    made, _is_new = LevelTick.objects.standing().get_or_create(
        checklist=checklist,
        item=item,
        undone_at=None,
        defaults={"kind": kind, "by_id": acting_seat(member), "at": now},
    )
    return made


@transaction.atomic
def untick(*, member: Member, acknowledgement: LevelAcknowledgement, item: str, now: datetime) -> None:
    """It is not in effect after all; the tick stays in the history. Raises NotAllowed, NothingWaits, OfficersWord."""
    row = _held(member, acknowledgement, now=now)
    ticks = LevelTick.objects.standing().filter(checklist__acknowledgement=row, item=item)
    found = ticks.select_for_update(of=("self",)).first()
    if found is None:
        return
    if found.kind == LevelTick.Kind.NOT_HERE and not runs_checklists(member):
        raise OfficersWord
    found.undone_at, found.undone_by_id = now, acting_seat(member)
    found.save(update_fields=["undone_at", "undone_by"])


@transaction.atomic
def all_in_effect(*, member: Member, acknowledgement: LevelAcknowledgement, now: datetime) -> None:
    """Everything on the list is in effect; the raise is acknowledged so.

    Raises NotAllowed, NothingWaits, NotAllTicked.
    """
    if not runs_checklists(member):
        raise NotAllowed
    row = _held(member, acknowledgement, now=now)
    checklist = LevelChecklist.objects.filter(acknowledgement=row).first()
    ticked = set(LevelTick.objects.standing().filter(checklist=checklist).values_list("item", flat=True))
    if checklist is None or set(checklist.items) - ticked:
        raise NotAllTicked
    acknowledge_level(member=member, acknowledgement=row, in_effect=True, now=now)


@transaction.atomic
def keep_note(
    *, member: Member, facility: Facility, catalogue: str, control: str, note: str, now: datetime
) -> MeasureNote | None:
    """Where the instruction for a measure is kept; an empty note takes it away. Raises NotAllowed, BadField."""
    own = Facility.objects.visible_to(member).in_scope_of(member).filter(pk=facility.pk)
    if not runs_checklists(member) or not own.select_for_update(of=("self",), no_key=True).exists():
        raise NotAllowed
    if known(catalogue, control) is None:
        raise UnknownMeasure
    text = cleaned("note", note, NOTE)
    rows = MeasureNote.objects.filter(facility=facility, catalogue=catalogue, control=control)
    if not text:
        rows.delete()
        return None
    said = {"note": text, "by_id": acting_seat(member), "at": now}
    made, _is_new = MeasureNote.objects.update_or_create(
        facility=facility, catalogue=catalogue, control=control, defaults=said
    )
    return made
