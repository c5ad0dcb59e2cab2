"""The after-action is put to the participants, who comment for fourteen days at most."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from port2port.afteraction.actions.writing import acting_seat, check_evaluated, held
from port2port.afteraction.models import AfterAction, EventComment
from port2port.afteraction.refusals import BadWindow, CommentsClosed, NoText, NotNow
from port2port.afteraction.rules import COMMENT
from port2port.base.refusal import NotAllowed
from port2port.drills.models import State
from port2port.members.member import Member
from port2port.members.models import Seat
from port2port.reports.rules import cleaned

LONGEST = timedelta(days=14)


@transaction.atomic
def open_comments(*, member: Member, after_action: AfterAction, until_on: date, now: datetime) -> AfterAction:
    """Whoever took part reads it and comments.

    Raises NotNow, NoText, BadWindow, NotAllowed, NotAllRated, FindingMissing.
    """
    row, today = held(member, after_action), timezone.localdate(now)
    if row.state != AfterAction.State.DRAFT or row.event.state == State.HELD:
        raise NotNow
    if not row.text.strip():
        raise NoText
    check_evaluated(row)
    if not today <= until_on <= today + LONGEST:
        raise BadWindow
    row.state, row.comments_until_on, row.changed_at = AfterAction.State.COMMENTS, until_on, now
    row.save()
    return row


@transaction.atomic
def comment(*, member: Member, after_action: AfterAction, text: str, language: str, now: datetime) -> EventComment:
    """What a participant says, signed by the role of the seat. Raises CommentsClosed, BadField, NotAllowed."""
    seat = acting_seat(member)
    row = AfterAction.objects.visible_to(member).filter(pk=after_action.pk).first()
    if row is None:
        raise NotAllowed
    if row.state != AfterAction.State.COMMENTS or is_over(row, now=now):
        raise CommentsClosed
    by = Seat.objects.select_related("organisation").get(pk=seat)
    return EventComment.objects.create(
        after_action=row,
        text=cleaned("text", text, COMMENT),
        language=language,
        # The function: a title of another organisation may say a name.
        role=str(by.get_function_display()),
        version=row.version,
        by=by,
        at=now,
    )


@transaction.atomic
def end_comments(*, member: Member, after_action: AfterAction, now: datetime) -> AfterAction:
    """It goes to those who approve; before the last day too. Raises NotNow, NotAllowed."""
    row = held(member, after_action)
    if row.state != AfterAction.State.COMMENTS:
        raise NotNow
    row.state, row.changed_at = AfterAction.State.APPROVAL, now
    row.save()
    return row


def is_over(row: AfterAction, *, now: datetime) -> bool:
    """Whether the last day for comments is past."""
    return row.comments_until_on is not None and timezone.localdate(now) > row.comments_until_on
