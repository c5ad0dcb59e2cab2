"""What the list of groups and the page of one group show to one reader."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from port2port.groups.models import (
    Decision,
    GroupFile,
    Meeting,
    Proposal,
    ProposalVersion,
    Task,
    VotingSeat,
    WorkingGroup,
)
from port2port.members.member import Act, Member
from port2port.pure.markdown import html

STATE_KINDS = {"forming": "information", "running": "done", "ended": ""}
OUTCOME_KINDS = {"open": "information", "objected": "high", "waiting": "medium", "adopted": "done", "rejected": ""}
MOST = 30


@dataclass(frozen=True, slots=True)
class Asking:
    """A proposal with the wording that counts."""

    proposal: Proposal
    version: ProposalVersion

    @property
    def kind(self) -> str:
        """The colour and shape that go with the outcome's words."""
        return OUTCOME_KINDS.get(self.proposal.outcome, "")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A line of the list: the group, whether I sit in it, how many proposals wait for my seat, the next meeting."""

    group: WorkingGroup
    sits: bool
    asks: int
    next: Meeting | None

    @property
    def kind(self) -> str:
        """The colour and shape of its state."""
        return STATE_KINDS[self.group.state]


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat; people are named inside their own organisation and to those who sit in the group."""

    seat: VotingSeat
    people: list[str]
    is_own: bool
    roles: list[str]


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file, and whether this reader may take it out."""

    file: GroupFile
    may_take_out: bool


@dataclass(frozen=True, slots=True)
class GroupPage:
    """Everything the template needs, asked once."""

    group: WorkingGroup
    mandate: SafeString
    kind: str
    sits: bool
    runs: bool
    hands_on: bool
    proposes: bool
    seats: list[SeatRow]
    asks: list[Asking]
    running: list[Asking]
    over: list[Asking]
    coming: list[Meeting]
    past: list[Meeting]
    asked: list[Task]
    tasks: list[Task]
    decisions: list[Decision]
    files: list[FileRow]


def groups_of(member: Member, *, now: datetime) -> list[GroupRow]:
    """Every group that the member sees; those in which it sits first."""
    groups = WorkingGroup.objects.visible_to(member).select_related("circle", "owner")
    own = set(WorkingGroup.objects.joined_by(member).values_list("pk", flat=True))
    asking = list(Proposal.objects.asking(member, at=now).values_list("group_id", flat=True))
    coming: dict[int, Meeting] = {}
    for one in Meeting.objects.visible_to(member).planned().filter(ends_at__gt=now).order_by("-starts_at"):
        coming[one.group_id] = one
    rows = [GroupRow(one, one.pk in own, asking.count(one.pk), coming.get(one.pk)) for one in groups]
    return sorted(rows, key=lambda row: (row.group.state == "ended", not row.sits, row.group.name.casefold()))


def files_of(group: WorkingGroup, *, member: Member, meeting: Meeting | None = None) -> list[FileRow]:
    """The files beside the group, or with one meeting."""
    rows = GroupFile.objects.visible_to(member).filter(group=group, meeting=meeting).select_related("organisation")
    found = list(rows)
    own = set(
        GroupFile.objects.editable_by(member).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True)
    )
    return [FileRow(one, one.pk in own) for one in found]


def with_versions(proposals: list[Proposal]) -> list[Asking]:
    """Each with the wording that counts."""
    newest = ProposalVersion.objects.filter(proposal__in=proposals).current()
    by_proposal = {one.proposal_id: one for one in newest}
    return [Asking(one, by_proposal[one.pk]) for one in proposals if one.pk in by_proposal]


def group_page(group: WorkingGroup, *, member: Member, now: datetime) -> GroupPage:
    """The page as this reader sees it now; `group` was found by `visible_to`."""
    sits = WorkingGroup.objects.joined_by(member).filter(pk=group.pk).exists()
    proposals = Proposal.objects.visible_to(member).filter(group=group).select_related("organisation")
    meetings = Meeting.objects.visible_to(member).filter(group=group)
    tasks = Task.objects.visible_to(member).filter(group=group).select_related("organisation", "decision", "meeting")
    is_running = group.state == WorkingGroup.State.RUNNING
    return GroupPage(
        group=group,
        mandate=SafeString(html(group.mandate)),
        kind=STATE_KINDS[group.state],
        sits=sits,
        runs=WorkingGroup.objects.editable_by(member).filter(pk=group.pk).exists(),
        hands_on=WorkingGroup.objects.handed_on_by(member).filter(pk=group.pk).exists(),
        proposes=sits and is_running,
        seats=seats_of(group, member=member, sits=sits),
        asks=with_versions(list(proposals.asking(member, at=now))),
        running=with_versions(list(proposals.running())),
        over=with_versions(list(proposals.exclude(outcome__in=["open", "objected", "waiting"])[:MOST])),
        coming=list(meetings.planned().filter(ends_at__gt=now).order_by("starts_at")[:MOST]),
        past=list(meetings.exclude(state="planned", ends_at__gt=now).order_by("-starts_at")[:MOST]),
        asked=list(tasks.answerable_by(member)) if group.state != WorkingGroup.State.ENDED else [],
        tasks=list(tasks.order_by("state", "due_on")[:MOST]),
        decisions=list(
            Decision.objects.visible_to(member)
            .in_force_for(member)
            .filter(group=group)
            .order_by("-published_at")[:MOST]
        ),
        files=files_of(group, member=member),
    )


def seats_of(group: WorkingGroup, *, member: Member, sits: bool) -> list[SeatRow]:
    """The running seats, with the people that this reader may know."""
    rows = VotingSeat.objects.visible_to(member).running().filter(group=group)
    found = rows.select_related("organisation", "holder__person", "substitute__person")
    return [_seat_row(one, group, member, sits=sits) for one in found]


def _seat_row(seat: VotingSeat, group: WorkingGroup, member: Member, *, sits: bool) -> SeatRow:
    is_own = seat.organisation_id == member.organisation_id
    people = [one.person.name for one in (seat.holder, seat.substitute) if one is not None] if sits or is_own else []
    roles = [
        name
        for name, one in (("chair", group.chair), ("secretary", group.secretary))
        if one is not None and one.organisation_id == seat.organisation_id
    ]
    return SeatRow(seat, people, is_own and member.may(Act.PUBLISH), roles)
