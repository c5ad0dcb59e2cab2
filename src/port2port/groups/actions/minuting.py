"""The minutes are taken line by line; each line is kept at once."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from port2port.base.refusal import NotAllowed
from port2port.groups.actions.shared import acting_seat, meeting_of
from port2port.groups.models import AgendaItem, Meeting, MinuteLine, Minutes
from port2port.groups.refusals import MeetingOver, MinutesPrepared, TooManyLines
from port2port.groups.rules import LINE
from port2port.members.member import Member
from port2port.reports.rules import cleaned
from port2port.reports.sending import once

MOST_LINES = 500


@transaction.atomic
def add_line(
    *, member: Member, meeting: Meeting, text: str, item: AgendaItem | None = None, key: str = "", now: datetime
) -> MinuteLine:
    """The next line, under a point of the agenda or under none.

    key   of the form: the same one sent twice is one line
    Raises NotTheChair, MeetingOver, MinutesPrepared, TooManyLines, BadField.
    """
    row = _taken(member, meeting)
    text = cleaned("text", text, LINE)
    if item is not None and item.meeting_id != row.pk:
        raise NotAllowed
    seat = acting_seat(member)

    def keep() -> MinuteLine:
        last = MinuteLine.objects.filter(meeting=row).aggregate(last=Max("number"))["last"] or 0
        if last >= MOST_LINES:
            raise TooManyLines
        return MinuteLine.objects.create(
            meeting=row, item=item, number=last + 1, text=text, by_id=seat, at=now, changed_at=now
        )

    content = f"{row.key}\n{item.key if item else ''}\n{text}"
    made = once(member=member, key=key, act="minute", content=content, now=now, do=lambda: keep().key)
    _touch(row, now)
    return MinuteLine.objects.get(key=made)


@transaction.atomic
def change_line(*, member: Member, line: MinuteLine, text: str, now: datetime) -> MinuteLine:
    """Other words for a line while the minutes are a draft. Raises NotTheChair, MinutesPrepared, BadField."""
    row = _taken(member, line.meeting)
    line.text, line.changed_at = cleaned("text", text, LINE), now
    line.save(update_fields=["text", "changed_at"])
    _touch(row, now)
    return line


def _taken(member: Member, meeting: Meeting) -> Meeting:
    row = meeting_of(member, meeting)
    if row.state == Meeting.State.CANCELLED:
        raise MeetingOver
    if Minutes.objects.filter(meeting=row).exclude(state=Minutes.State.DRAFT).exists():
        raise MinutesPrepared
    return row


def _touch(meeting: Meeting, now: datetime) -> None:
    # Not the calendar's sequence: nobody's appointment has changed.
    meeting.changed_at = now
    meeting.save(update_fields=["changed_at"])
