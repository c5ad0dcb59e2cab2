"""What the actions of a group ask before they do anything."""

from datetime import datetime

from port2port.base.refusal import NotAllowed
from port2port.groups.models import Meeting, Proposal, VotingSeat, WorkingGroup
from port2port.groups.refusals import GroupEnded, NotInTheGroup, NotTheChair
from port2port.members.member import Member


def locked_group(group: WorkingGroup) -> WorkingGroup:
    """The row as it is now, held until the transaction ends."""
    return WorkingGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)


def run_by(member: Member, group: WorkingGroup) -> WorkingGroup:
    """The group, held, for its chair or secretary. Raises NotTheChair, GroupEnded."""
    row = locked_group(group)
    if row.state == WorkingGroup.State.ENDED:
        raise GroupEnded
    if not WorkingGroup.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotTheChair
    return row


def sitting_in(member: Member, group: WorkingGroup) -> WorkingGroup:
    """The group, held, for whoever sits in it. Raises NotInTheGroup, GroupEnded."""
    row = locked_group(group)
    if row.state == WorkingGroup.State.ENDED:
        raise GroupEnded
    if not WorkingGroup.objects.joined_by(member).filter(pk=row.pk).exists():
        raise NotInTheGroup
    return row


def seat_of(member: Member, group: WorkingGroup) -> VotingSeat | None:
    """The seat that this person speaks from."""
    return VotingSeat.objects.held_by(member).filter(group=group).first()


def meeting_of(member: Member, meeting: Meeting) -> Meeting:
    """The meeting as it is now, for who runs its group. Raises NotTheChair, GroupEnded."""
    run_by(member, meeting.group)
    return Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)


def proposal_seen(member: Member, proposal: Proposal) -> Proposal:
    """The proposal as it is now, held, for who may know of it. Raises NotAllowed."""
    if not Proposal.objects.visible_to(member).filter(pk=proposal.pk).exists():
        raise NotAllowed
    return Proposal.objects.select_for_update(of=("self",)).select_related("group").get(pk=proposal.pk)


def acting_seat(member: Member) -> int:
    """The seat that acts. Raises NotAllowed for machines."""
    if member.seat_id is None:
        raise NotAllowed
    return member.seat_id


def touch(row: Meeting | Proposal | WorkingGroup, now: datetime) -> None:
    """That it changed now."""
    row.changed_at = now
    row.save()
