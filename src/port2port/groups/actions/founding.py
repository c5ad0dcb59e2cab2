"""A group is set up, its organisations get seats and say who sits on them; it ends."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.groups.access import READERS
from port2port.groups.actions.shared import acting_seat, locked_group, run_by
from port2port.groups.models import GroupTlp, VotingSeat, WorkingGroup
from port2port.groups.refusals import (
    ClosedCircle,
    GroupEnded,
    HasASeat,
    NotOneOfYours,
    NotTheChair,
    NotTheirCircle,
    NotWider,
)
from port2port.groups.rules import MANDATE, NAME, check_review, known_language, markdown
from port2port.members.member import Act, Member
from port2port.members.models import Circle, CircleMembership, Facility, Organisation, Port, Seat
from port2port.members.readers import choosable_circles
from port2port.reports.rules import BadField, cleaned, own_organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFields:
    """What a group is for."""

    name: str
    mandate: str
    language: str
    tlp: int
    from_on: date
    review_on: date


@transaction.atomic
def set_up(*, member: Member, said: GroupFields, circle: Circle, now: datetime) -> WorkingGroup:
    """A group of a circle of the own organisation; who sets it up chairs it, and takes the organisation's seat.

    Raises NotAllowed, NotTheirCircle, BadField.
    """
    seat = acting_seat(member)
    if not member.may(Act.PUBLISH):
        raise NotAllowed
    if circle.pk not in choosable_circles(member):
        raise NotTheirCircle
    if not circle.is_open:
        raise BadField("circle", ClosedCircle.words)
    group = WorkingGroup(circle=circle, owner_id=own_organisation(member), chair_id=seat, made_at=now)
    _apply(said, group, now=now)
    _seat(group, Organisation.objects.get(pk=own_organisation(member)), holder=seat, now=now)
    return group


@transaction.atomic
def change_group(*, member: Member, group: WorkingGroup, said: GroupFields, now: datetime) -> WorkingGroup:
    """Another name, mandate, review; its circle stays. Raises NotTheChair, GroupEnded, BadField."""
    row = run_by(member, group)
    _apply(said, row, now=now)
    return row


def _apply(said: GroupFields, group: WorkingGroup, *, now: datetime) -> None:
    if said.tlp not in GroupTlp.values or (group.pk and said.tlp < group.tlp):
        # What was decided under a stricter label was said to fewer readers; it does not widen afterwards.
        raise BadField("tlp", NotWider.words)
    check_review(said.review_on, after=said.from_on)
    group.name = cleaned("name", said.name, NAME)
    group.mandate = markdown("mandate", said.mandate, MANDATE)
    group.language = known_language(said.language)
    group.tlp, group.from_on, group.review_on, group.changed_at = said.tlp, said.from_on, said.review_on, now
    group.save()


@transaction.atomic
def start(*, member: Member, group: WorkingGroup, now: datetime) -> WorkingGroup:
    """From here on it decides. Raises NotTheChair, GroupEnded."""
    row = run_by(member, group)
    row.state, row.changed_at = WorkingGroup.State.RUNNING, now
    row.save(update_fields=["state", "changed_at"])
    return row


@transaction.atomic
def end_group(*, member: Member, group: WorkingGroup, now: datetime) -> WorkingGroup:
    """It comes together no more; what it decided stands. Raises NotTheChair, GroupEnded."""
    row = run_by(member, group)
    row.state, row.changed_at = WorkingGroup.State.ENDED, now
    row.save(update_fields=["state", "changed_at"])
    return row


@transaction.atomic
def give_seat(*, member: Member, group: WorkingGroup, organisation: Organisation, now: datetime) -> VotingSeat:
    """A seat for an organisation of the circle; it says itself who sits there.

    Raises NotTheChair, NotTheirCircle, HasASeat.
    """
    row = run_by(member, group)
    if not CircleMembership.objects.filter(circle=row.circle_id, organisation=organisation).current().exists():
        raise NotTheirCircle
    if VotingSeat.objects.running().filter(group=row, organisation=organisation).exists():
        raise HasASeat
    if not row.circle.is_open:
        raise ClosedCircle
    return _seat(row, organisation, holder=None, now=now)


def _seat(group: WorkingGroup, organisation: Organisation, *, holder: int | None, now: datetime) -> VotingSeat:
    port = Port.objects.filter(manager=organisation).order_by("pk").first()
    if port is None:
        facility = Facility.objects.filter(organisation=organisation).select_related("port").order_by("pk").first()
        port = facility.port if facility else None
    return VotingSeat.objects.create(group=group, organisation=organisation, port=port, holder_id=holder, from_at=now)


@transaction.atomic
def end_seat(*, member: Member, seat: VotingSeat, now: datetime) -> VotingSeat:
    """By the chair, or by the organisation itself. Rounds that are open still count it. Raises NotTheChair."""
    group = locked_group(seat.group)
    row = VotingSeat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    runs = WorkingGroup.objects.editable_by(member).filter(pk=group.pk).exists()
    if not runs and not VotingSeat.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotTheChair
    if row.until_at is None:
        row.until_at = now
        row.save(update_fields=["until_at"])
    return row


@transaction.atomic
def name_holders(
    *, member: Member, seat: VotingSeat, holder: Seat | None, substitute: Seat | None, now: datetime
) -> VotingSeat:
    """Who sits for the own organisation; the seat's stances stay the seat's. Raises NotAllowed, NotOneOfYours."""
    row = VotingSeat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if not VotingSeat.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    for one in (holder, substitute):
        if one is not None and not _may_sit(one, row.organisation_id):
            raise NotOneOfYours
    if holder is not None and substitute is not None and holder.person_id == substitute.person_id:
        raise NotOneOfYours
    row.holder, row.substitute = holder, substitute
    row.save(update_fields=["holder", "substitute"])
    return row


def _may_sit(seat: Seat, organisation: int) -> bool:
    return seat.organisation_id == organisation and seat.is_open and seat.function in READERS


@transaction.atomic
def hand_over(
    *, member: Member, group: WorkingGroup, chair: Seat, secretary: Seat | None, now: datetime
) -> WorkingGroup:
    """Another chair or secretary: a colleague of who hands over, or who holds a seat in the group.

    Raises NotTheChair, GroupEnded, NotOneOfYours.
    """
    row = locked_group(group)
    if row.state == WorkingGroup.State.ENDED:
        raise GroupEnded
    if not WorkingGroup.objects.handed_on_by(member).filter(pk=row.pk).exists():
        raise NotTheChair
    kept = {row.chair_id, row.secretary_id}
    for one in (chair, secretary):
        if one is not None and one.pk not in kept and not _may_run(one, row, member):
            raise NotOneOfYours
    row.chair, row.secretary, row.changed_at = chair, secretary, now
    row.save(update_fields=["chair", "secretary", "changed_at"])
    return row


def _may_run(seat: Seat, group: WorkingGroup, member: Member) -> bool:
    if seat.organisation_id == member.organisation_id:
        return _may_sit(seat, seat.organisation_id)
    return seat.is_open and VotingSeat.objects.running().filter(group=group, holder=seat).exists()
