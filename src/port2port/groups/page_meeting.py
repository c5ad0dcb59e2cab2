"""What the pages of one meeting and of its minutes show to one reader."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from port2port.groups.actions.finishing import AMENDED_FOR
from port2port.groups.actions.meetings import is_near
from port2port.groups.models import (
    AgendaItem,
    Amendment,
    Attendance,
    Decision,
    Meeting,
    MinuteLine,
    Minutes,
    Proposal,
    Task,
    VotingSeat,
    WorkingGroup,
)
from port2port.groups.page import Asking, FileRow, files_of, with_versions
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.pure.markdown import html

MINUTES_KINDS = {"draft": "information", "prepared": "medium", "final": "done"}


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the agenda with what came from it; `item` is None for what belongs to no point."""

    item: AgendaItem | None
    lines: list[MinuteLine]
    proposals: list[Asking]
    decisions: list[Decision]
    tasks: list[Task]
    files: Sequence[FileRow] = ()


@dataclass(frozen=True, slots=True)
class There:
    """An organisation with a seat: whether it was there, and who, for those who may know."""

    organisation: Organisation
    is_there: bool
    person: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """Everything the template needs, asked once."""

    meeting: Meeting
    points: list[Point]
    minutes: Minutes | None
    minutes_kind: str
    attendance: list[There]
    tag: str
    sits: bool
    runs: bool
    may_change: bool
    may_check_in: bool
    total: int
    files: list[FileRow]
    may_add_files: bool

    @property
    def agenda(self) -> list[Point]:
        """The points of the agenda, and what was asked besides them."""
        return [point for point in self.points if point.item or point.tasks]

    @property
    def written(self) -> list[Point]:
        """What was written, under its points."""
        return with_lines(self.points)


def meeting_page(meeting: Meeting, *, member: Member, now: datetime) -> MeetingPage:
    """The page as this reader sees it now; `meeting` was found by `visible_to`."""
    runs = Meeting.objects.editable_by(member).filter(pk=meeting.pk).exists()
    sits = WorkingGroup.objects.joined_by(member).filter(pk=meeting.group_id).exists()
    minutes = Minutes.objects.visible_to(member).filter(meeting=meeting).newest().first()
    is_planned = meeting.state == Meeting.State.PLANNED
    is_open = is_planned and (minutes is None or minutes.state == Minutes.State.DRAFT)
    attendance = _attendance(meeting, member, sits=sits)
    own_there = any(one.is_there and one.organisation.pk == member.organisation_id for one in attendance)
    holds = VotingSeat.objects.held_by(member).filter(group=meeting.group_id).exists()
    files = files_of(meeting.group, member=member, meeting=meeting)
    points = points_of(meeting, member=member, files=files)
    with_points = {one.item.pk for one in points if one.item is not None}
    return MeetingPage(
        meeting=meeting,
        points=points,
        minutes=minutes,
        minutes_kind=MINUTES_KINDS.get(minutes.state, "") if minutes else "",
        attendance=attendance,
        tag=lines_tag(meeting.key, meeting.changed_at, member=member),
        sits=sits,
        runs=runs,
        may_change=runs and is_open,
        may_check_in=holds and is_open and is_near(meeting, now) and not own_there,
        total=sum(one.item.minutes for one in points if one.item is not None),
        files=[one for one in files if one.file.item_id not in with_points],
        may_add_files=sits and is_planned and (minutes is None or minutes.state != Minutes.State.FINAL),
    )


def _attendance(meeting: Meeting, member: Member, *, sits: bool) -> list[There]:
    rows = Attendance.objects.visible_to(member).filter(meeting=meeting).select_related("organisation", "person")
    there = {one.organisation_id: one for one in rows}
    seats = VotingSeat.objects.visible_to(member).running().filter(group=meeting.group_id)
    organisations = {one.organisation_id: one.organisation for one in seats.select_related("organisation")}
    organisations |= {one.organisation_id: one.organisation for one in there.values()}
    return [
        There(one, pk in there, _name(there.get(pk), member, sits=sits))
        for pk, one in sorted(organisations.items(), key=lambda pair: pair[1].name)
    ]


def _name(attendance: Attendance | None, member: Member, *, sits: bool) -> str:
    if attendance is None or attendance.person is None:
        return ""
    is_own = attendance.organisation_id == member.organisation_id
    return attendance.person.name if sits or is_own else ""


def points_of(meeting: Meeting, *, member: Member, files: Sequence[FileRow] = ()) -> list[Point]:
    """The agenda in order, each point with what came from it, then what belongs to no point."""
    items = AgendaItem.objects.visible_to(member).filter(meeting=meeting).select_related("lead")
    lines = list(MinuteLine.objects.visible_to(member).filter(meeting=meeting))
    proposals = with_versions(list(Proposal.objects.visible_to(member).filter(item__meeting=meeting)))
    decisions = list(
        Decision.objects.visible_to(member).filter(proposal__item__meeting=meeting).select_related("proposal")
    )
    tasks = list(Task.objects.visible_to(member).filter(meeting=meeting).select_related("organisation"))
    points = [
        Point(
            item,
            [one for one in lines if one.item_id == item.pk],
            [one for one in proposals if one.proposal.item_id == item.pk],
            [one for one in decisions if one.proposal.item_id == item.pk],
            [one for one in tasks if one.item_id == item.pk],
            [one for one in files if one.file.item_id == item.pk],
        )
        for item in items
    ]
    loose = Point(
        None, [one for one in lines if one.item_id is None], [], [], [one for one in tasks if not one.item_id]
    )
    return [*points, loose] if loose.lines or loose.tasks else points


def lines_of(meeting: Meeting, *, member: Member) -> list[Point]:
    """What was written, under its points of the agenda, for those who watch."""
    items = AgendaItem.objects.visible_to(member).filter(meeting=meeting)
    lines = list(MinuteLine.objects.visible_to(member).filter(meeting=meeting))
    points = [Point(item, [one for one in lines if one.item_id == item.pk], [], [], []) for item in items]
    loose = [one for one in lines if one.item_id is None]
    return with_lines([*points, Point(None, loose, [], [], [])])


def with_lines(points: list[Point]) -> list[Point]:
    """Those points about which something is written."""
    return [point for point in points if point.lines]


def lines_tag(meeting: UUID, changed_at: datetime, *, member: Member) -> str:
    """By which who watches learns that no line or point was written or changed: each of them moves `changed_at` on."""
    key = hmac.digest(settings.SECRET_KEY.encode(), b"port2port minutes", sha256)
    said = "\0".join([str(member.actor), str(meeting), changed_at.isoformat(), get_language() or ""])
    return hmac.new(key, said.encode(), sha256).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """Everything the template of the minutes needs; `shown` is the version that is read."""

    shown: Minutes | None
    text: SafeString
    kind: str
    versions: list[Minutes]
    amendments: list[Amendment]
    runs: bool
    chairs: bool
    may_amend: bool
    may_finish: bool
    days: int


def minutes_page(meeting: Meeting, *, member: Member, now: datetime, version: str = "") -> MinutesPage:
    """The newest version, or the one that is asked for."""
    versions = list(Minutes.objects.visible_to(member).filter(meeting=meeting).newest())
    wanted = [one for one in versions if str(one.version) == version]
    newest = versions[0] if versions else None
    shown = wanted[0] if wanted else newest
    is_prepared = newest is not None and newest.state == Minutes.State.PREPARED
    is_open = is_prepared and newest is not None and newest.open_until is not None and now < newest.open_until
    holds = VotingSeat.objects.held_by(member).filter(group=meeting.group_id).exists()
    attended = Attendance.objects.visible_to(member).filter(
        meeting=meeting, organisation_id=member.organisation_id or 0
    )
    chairs = WorkingGroup.objects.chaired_by(member).filter(pk=meeting.group_id).exists()
    amendments = Amendment.objects.visible_to(member).filter(minutes__meeting=meeting).select_related("organisation")
    return MinutesPage(
        shown=shown,
        text=SafeString(html(shown.text)) if shown is not None else SafeString(""),
        kind=MINUTES_KINDS[shown.state] if shown is not None else "",
        versions=versions,
        amendments=list(amendments),
        runs=Meeting.objects.editable_by(member).filter(pk=meeting.pk).exists(),
        chairs=chairs,
        may_amend=is_open and holds and attended.exists(),
        may_finish=chairs and is_prepared and not is_open,
        days=AMENDED_FOR.days,
    )
