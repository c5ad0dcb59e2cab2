"""Courses that are due, as lines for the pages that gather."""

from dataclasses import dataclass
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.courses.access import learns
from port2port.courses.models import CourseVersion
from port2port.courses.owed import Owed, owed_by
from port2port.members.member import Function, Member
from port2port.pure.calendar_rules import State

MOST = 6
# Their day is made of other things; what they have to learn stands under Training.
QUIET = frozenset({Function.AUDITOR, Function.OPERATOR})


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One course that waits. due: the end of its last day."""

    words: str
    title: str
    address: str
    icon: str
    due: datetime | None
    language: str = ""


def course_lines(member: Member, *, now: datetime) -> list[CourseLine]:
    """What is overdue or due in thirty days: each course that was given, and what the role asks for in one line."""
    if not learns(member) or member.function in QUIET:
        return []
    owed = owed_by(member, today=timezone.localdate(now), counts_read=False)
    late = [one for one in owed if one.state is not State.FINE]
    given = [_line(one) for one in late if one.is_assigned][:MOST]
    by_role = [one for one in late if not one.is_assigned]
    if len(by_role) == 1:
        return [*given, _line(by_role[0])]
    return [*given, _together(by_role)] if by_role else given


def _line(one: Owed) -> CourseLine:
    version = one.course.current
    return CourseLine(
        words=_("Take the course"),
        title=one.course.title,
        address=one.course.get_absolute_url(),
        icon="graduation-cap",
        due=_end_of(one),
        language=version.title_language if version is not None else "",
    )


def _together(owed: list[Owed]) -> CourseLine:
    words = ngettext("%(n)d course that your role asks for", "%(n)d courses that your role asks for", len(owed))
    return CourseLine(
        words=_("Take the courses of your role"),
        title=words % {"n": len(owed)},
        address=reverse("courses:mine"),
        icon="graduation-cap",
        due=_end_of(owed[0]),
    )


def _end_of(one: Owed) -> datetime:
    return timezone.make_aware(datetime.combine(one.due, time.max))


def release_lines(member: Member) -> list[CourseLine]:
    """Courses that another organisation offered, for whoever may release them."""
    rows = CourseVersion.objects.releasable_by(member).select_related("course").order_by("offered_at")[:MOST]
    return [
        CourseLine(
            words=_("Read a course and release it"),
            title=row.title,
            address=row.get_absolute_url(),
            icon="file-check",
            due=None,
            language=row.title_language,
        )
        for row in rows
    ]
