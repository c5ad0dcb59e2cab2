"""What waits for a seat here: comments, approvals, improvements without an action, lessons to approve."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from port2port.afteraction.access import signed_for
from port2port.afteraction.actions.approving import signs_of
from port2port.afteraction.actions.commenting import is_over
from port2port.afteraction.actions.lessons import lesson_signers
from port2port.afteraction.models import AfterAction, EventComment, EventFinding, Lesson
from port2port.afteraction.page import FINDINGS_WITHIN
from port2port.afteraction.signing import lesson_signatures, signatures
from port2port.drills.access import reads_drills, runs_drills, takes_part
from port2port.members.member import Member

MOST = 6


@dataclass(frozen=True, slots=True)
class LearntLine:
    """One thing that waits. due: the last day, where there is one."""

    words: str
    title: str
    address: str
    language: str = ""
    due: date | None = None


def learnt_lines(member: Member, *, now: datetime) -> list[LearntLine]:
    """Everything that waits for this seat, a few of each."""
    if not takes_part(member):
        return []
    found = list(_reports(member, now))
    if reads_drills(member):
        found += _improvements(member, now)
    if runs_drills(member):
        found += _lessons(member)
    return found


def _reports(member: Member, now: datetime) -> Iterator[LearntLine]:
    rows = AfterAction.objects.visible_to(member).filter(state__in=["comments", "approval"]).select_related("event")
    for row in rows.order_by("comments_until_on", "pk")[:MOST]:
        address, event = row.get_absolute_url(), row.event
        if row.state == AfterAction.State.COMMENTS and not is_over(row, now=now):
            if not EventComment.objects.filter(after_action=row, by=member.seat_id or 0).exists():
                words = _("Comment on the after-action")
                yield LearntLine(words, event.title, address, event.language, row.comments_until_on)
        elif _is_asked(row, member):
            yield LearntLine(_("Approve the after-action"), event.title, address, event.language)


def _is_asked(row: AfterAction, member: Member) -> bool:
    able = signs_of(member, row)
    return any(one.given is None and (one.signs, one.facility_id) in able for one in signatures(row))


def _improvements(member: Member, now: datetime) -> Iterator[LearntLine]:
    recent = timezone.localdate(now) - timedelta(days=365)
    rows = EventFinding.objects.promised_by(member).unpromised().filter(after_action__event__held_on__gte=recent)
    for one in rows.select_related("after_action__event").order_by("after_action__event__held_on", "pk")[:MOST]:
        held_on = one.after_action.event.held_on
        yield LearntLine(
            _("Give this improvement an owner and a day"),
            one.text,
            f"{one.after_action.get_absolute_url()}#findings",
            one.after_action.language,
            held_on + FINDINGS_WITHIN if held_on else None,
        )


def _lessons(member: Member) -> Iterator[LearntLine]:
    asked = signed_for(member).values("event_id")
    for row in Lesson.objects.drafted_for(member).filter(event__in=asked).select_related("event")[:MOST]:
        mine = lesson_signers(member, row)
        if any(one.given is None and one.facility_id in mine for one in lesson_signatures(row)):
            yield LearntLine(_("Approve the lesson of your exercise"), row.title, row.get_absolute_url(), row.language)
