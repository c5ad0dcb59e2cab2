"""What a seat was told of, as its page shows it."""

from dataclasses import dataclass
from uuid import UUID

from port2port.members.member import Member
from port2port.sharing.models import Notification, OwnNews, Shareable
from port2port.sharing.news import visible_told

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A notification and the record it leads to."""

    notification: Notification
    record: Shareable | OwnNews


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page, newest first; `older` continues it."""

    lines: list[Line]
    older: UUID | None


def page_of(member: Member, *, before: UUID | None = None, unread: bool = False) -> Inbox:
    """The newest of what still reaches the member; an unknown `before` starts anew."""
    told = Notification.objects.visible_to(member).select_related("subscription")
    if unread:
        told = told.unread()
    start = told.filter(key=before).values_list("pk", flat=True).first() if before else None
    if start is not None:
        told = told.filter(pk__lt=start)
    rows = list(told.order_by("-pk")[: PAGE + 1])
    records = _records(member, rows[:PAGE])
    lines = [
        Line(row, records[row.record_type, row.record_id])
        for row in rows[:PAGE]
        if (row.record_type, row.record_id) in records
    ]
    return Inbox(lines, rows[PAGE - 1].key if len(rows) > PAGE else None)


def _records(member: Member, rows: list[Notification]) -> dict[tuple[str, int], Shareable | OwnNews]:
    found: dict[tuple[str, int], Shareable | OwnNews] = {}
    for record_type in {row.record_type for row in rows}:
        ids = [row.record_id for row in rows if row.record_type == record_type]
        found |= {(record_type, record.pk): record for record in visible_told(record_type, member).filter(pk__in=ids)}
    return found


def count_unread(member: Member, *, most: int) -> int:
    """How many wait, counted no further than `most`. Every page asks, and the rule only where something waits."""
    if member.seat_id is None or not Notification.objects.filter(seat_id=member.seat_id).unread().exists():
        return 0
    return Notification.objects.visible_to(member).unread()[:most].count()
