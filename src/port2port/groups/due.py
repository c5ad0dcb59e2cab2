"""What waits for a seat in its groups, as lines for the pages that gather."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from port2port.duties.due import end_of
from port2port.groups.models import Amendment, Meeting, Proposal, Task, WorkingGroup
from port2port.groups.page import with_versions
from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.pure.weeks import WEEK

MOST = 6


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One thing that waits. `due` is when the round closes, the meeting begins, or the day of a task ends."""

    words: str
    title: str
    address: str
    icon: str
    due: datetime | None
    tlp: Tlp
    language: str = ""


def due_in_groups(member: Member, *, now: datetime) -> list[GroupLine]:
    """Rounds in which the seat is silent, meetings of the next seven days, what the organisation is asked to do."""
    # Most seats are in no group's circle: one question tells.
    if not WorkingGroup.objects.visible_to(member).exists():
        return []
    return [*_rounds(member, now), *_meetings(member, now), *_tasks(member), *_amendments(member)]


def _rounds(member: Member, now: datetime) -> Iterator[GroupLine]:
    waiting = Proposal.objects.asking(member, at=now).select_related("group")
    for one in with_versions(list(waiting[:MOST])):
        yield GroupLine(
            words=_("Needs your stance"),
            title=one.version.title,
            address=one.proposal.get_absolute_url(),
            icon="vote",
            due=one.version.closes_at,
            tlp=Tlp(one.proposal.group.tlp),
            language=one.version.language,
        )


def _meetings(member: Member, now: datetime) -> Iterator[GroupLine]:
    own = WorkingGroup.objects.joined_by(member).values("pk")
    coming = Meeting.objects.visible_to(member).planned().filter(group__in=own, ends_at__gt=now)
    for one in coming.filter(starts_at__lte=now + WEEK).select_related("group").order_by("starts_at")[:MOST]:
        yield GroupLine(
            words=_("Meeting of a working group"),
            title=f"{one.group.name}: {one.title}" if one.group.name != one.title else one.title,
            address=one.get_absolute_url(),
            icon="calendar",
            due=one.starts_at,
            tlp=Tlp(one.group.tlp),
        )


def _tasks(member: Member) -> Iterator[GroupLine]:
    asked = Task.objects.answerable_by(member).exclude(group__state=WorkingGroup.State.ENDED)
    for one in asked.select_related("group").order_by("due_on", "pk")[:MOST]:
        yield GroupLine(
            words=_("A working group asks your organisation"),
            title=one.title,
            address=one.group.get_absolute_url(),
            icon="list-checks",
            due=end_of(one.due_on) if one.due_on else None,
            tlp=Tlp(one.group.tlp),
            language=one.language,
        )


def _amendments(member: Member) -> Iterator[GroupLine]:
    chaired = WorkingGroup.objects.chaired_by(member).values("pk")
    waiting = Amendment.objects.visible_to(member).filter(state="open", minutes__meeting__group__in=chaired)
    for one in waiting.select_related("minutes__meeting__group")[:MOST]:
        meeting = one.minutes.meeting
        yield GroupLine(
            words=_("Answer an amendment to the minutes"),
            title=meeting.title,
            address=one.minutes.get_absolute_url(),
            icon="file-text",
            due=one.minutes.open_until,
            tlp=Tlp(meeting.group.tlp),
        )
