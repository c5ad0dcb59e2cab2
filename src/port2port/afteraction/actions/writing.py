"""Ratings, findings and the text of an after-action; the event is evaluated when nothing is left open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from port2port.afteraction.access import written_by
from port2port.afteraction.models import AfterAction, EventFinding
from port2port.afteraction.refusals import ChangedMeanwhile, FindingMissing, NotAllRated, NotHeld
from port2port.afteraction.rules import TEXT, checked_control, marked_down, said_finding
from port2port.afteraction.signing import places_of
from port2port.base.refusal import NotAllowed
from port2port.drills.actions import move_on
from port2port.drills.models import Event, Objective, State
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.reports.rules import BadField

NEEDS_FINDING = frozenset({Objective.Rating.M.value, Objective.Rating.U.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingSaid:
    """What somebody says of one finding. facility: whose it is; none = of the organisation that planned the event."""

    kind: str
    text: str
    priority: str = EventFinding.Priority.MEDIUM.value
    control: str = ""
    objective: Objective | None = None
    facility: Facility | None = None


def acting_seat(member: Member) -> int:
    """The seat that acts. Raises NotAllowed for machines."""
    if member.seat_id is None:
        raise NotAllowed
    return member.seat_id


@transaction.atomic
def begin(*, member: Member, event: Event, language: str, now: datetime) -> AfterAction:
    """The after-action of an event that was held, made where there is none. Raises NotHeld, NotAllowed."""
    seat = acting_seat(member)
    if not event.was_held:
        raise NotHeld
    if not written_by(member).filter(pk=event.pk).exists():
        raise NotAllowed
    row, _made = AfterAction.objects.get_or_create(
        event=event, defaults={"language": language, "made_by_id": seat, "made_at": now, "changed_at": now}
    )
    return row


def held(member: Member, row: AfterAction) -> AfterAction:
    """The row as it is now, held until the transaction ends, where this seat writes it. Raises NotAllowed."""
    found = AfterAction.objects.editable_by(member).select_for_update(of=("self",)).select_related("event")
    kept = found.filter(pk=row.pk).first()
    if kept is None:
        raise NotAllowed
    return kept


def reworded(row: AfterAction, *, now: datetime) -> AfterAction:
    """Another wording: approvals of the one before hold no longer, by their seal."""
    row.version += 1
    row.changed_at = now
    row.save()
    return row


@transaction.atomic
def rate(*, member: Member, after_action: AfterAction, ratings: Mapping[UUID, str], now: datetime) -> AfterAction:
    """P, S, M or U of objectives, by their keys; an empty one takes a rating back. Raises NotAllowed, BadField."""
    row, seat = held(member, after_action), acting_seat(member)
    objectives = {one.key: one for one in Objective.objects.filter(event=row.event_id)}
    for key, letter in ratings.items():
        one = objectives.get(key)
        if one is None:
            raise NotAllowed
        if letter and letter not in Objective.Rating.values:
            raise BadField("rating", NotAllRated.words)
        if one.rating != letter:
            one.rating, one.rated_by_id, one.rated_at = letter, seat if letter else None, now if letter else None
            one.save(update_fields=["rating", "rated_by", "rated_at"])
    return reworded(row, now=now)


@transaction.atomic
def write_text(
    *, member: Member, after_action: AfterAction, text: str, language: str, version: int, now: datetime
) -> AfterAction:
    """The text that participants read.

    version   the one that the writer had open. Raises ChangedMeanwhile, BadField, NotAllowed.
    """
    row = held(member, after_action)
    if row.version != version:
        raise ChangedMeanwhile
    row.text, row.language = marked_down("text", text, TEXT), language
    return reworded(row, now=now)


@transaction.atomic
def add_finding(*, member: Member, after_action: AfterAction, said: FindingSaid, now: datetime) -> EventFinding:
    """A strength or an improvement. Raises NotAllowed, BadField."""
    row, seat = held(member, after_action), acting_seat(member)
    finding = EventFinding(after_action=row, made_by_id=seat, made_at=now)
    _apply(finding, said, row)
    finding.save()
    reworded(row, now=now)
    return finding


@transaction.atomic
def change_finding(*, member: Member, finding: EventFinding, said: FindingSaid, now: datetime) -> EventFinding:
    """Other words; what an action came from stays an improvement. Raises NotAllowed, BadField."""
    row = held(member, finding.after_action)
    kept = EventFinding.objects.select_for_update().get(pk=finding.pk)
    _apply(kept, said, row)
    if kept.action is not None:
        kept.kind = EventFinding.Kind.IMPROVEMENT
    kept.save()
    reworded(row, now=now)
    return kept


@transaction.atomic
def remove_finding(*, member: Member, finding: EventFinding, now: datetime) -> AfterAction:
    """Take it out again; the action that came from it stays. Raises NotAllowed."""
    row = held(member, finding.after_action)
    EventFinding.objects.filter(pk=finding.pk, after_action=row).delete()
    return reworded(row, now=now)


def _apply(finding: EventFinding, said: FindingSaid, row: AfterAction) -> None:
    if said.objective is not None and said.objective.event_id != row.event_id:
        raise NotAllowed
    if said.facility is not None and said.facility.pk not in {one.pk for one in places_of(row.event_id)}:
        raise NotAllowed
    finding.kind, finding.priority, finding.text = said_finding(said.kind, said.priority, said.text)
    finding.control = checked_control(said.control or (said.objective.control if said.objective else ""))
    finding.objective, finding.facility = said.objective, said.facility


def check_evaluated(row: AfterAction) -> None:
    """Every objective is rated, and each M and U has an improvement. Raises NotAllRated, FindingMissing."""
    objectives = list(Objective.objects.filter(event=row.event_id))
    if any(not one.rating for one in objectives):
        raise NotAllRated
    improvements = EventFinding.objects.filter(after_action=row, kind=EventFinding.Kind.IMPROVEMENT)
    improved = set(improvements.values_list("objective_id", flat=True))
    if any(one.rating in NEEDS_FINDING and one.pk not in improved for one in objectives):
        raise FindingMissing


@transaction.atomic
def evaluate(*, member: Member, after_action: AfterAction, now: datetime) -> AfterAction:
    """Every objective is rated, and each M and U has an improvement; said by who controls or runs the event.

    Raises NotAllRated, FindingMissing, NotAllowed.
    """
    row = held(member, after_action)
    if not Event.objects.controlled_by(member).filter(pk=row.event_id).exists():
        raise NotAllowed
    check_evaluated(row)
    if row.event.state == State.HELD:
        row.event = move_on(member=member, event=row.event, to=State.EVALUATED, now=now)
    return row
