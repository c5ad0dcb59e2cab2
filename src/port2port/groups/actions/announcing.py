"""Who sits in a group is told before a meeting, when its minutes are prepared, and when they are final."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from port2port.groups.models import Meeting, MeetingNews, Minutes
from port2port.members.member import Member
from port2port.members.readers import Placed, readers_of_community
from port2port.sharing.actions import open_own_news, tell_own_news

BEFORE = timedelta(days=3)
# Final minutes are news for so long; what began longer ago, while nothing ran, stands on the page of the group.
FRESH = timedelta(days=7)
Stage = MeetingNews.Stage
type Mark = tuple[int, str, int]


@transaction.atomic
def tell_meetings(*, now: datetime) -> int:
    """Tell of every meeting that came to a new stage; how many that were. Safe to repeat."""
    standing = {*_coming(now), *_minuted(now)}
    known = {_mark(row): row for row in MeetingNews.objects.filter(over_at=None)}
    over = [row.pk for mark, row in known.items() if mark not in standing]
    MeetingNews.objects.filter(pk__in=over).update(over_at=now)
    rows = [row for mark in sorted(standing - known.keys()) if (row := _kept(mark, now)) is not None]
    community = readers_of_community() if rows else []
    tell_own_news([(row, _sitting(row, community)) for row in rows], now=now)
    return len(rows)


def open_meeting_news(*, member: Member, news: MeetingNews, now: datetime) -> None:
    """The seat has opened it."""
    open_own_news(member=member, news=news, now=now)


def _mark(row: MeetingNews) -> Mark:
    return (row.meeting_id, row.stage, row.version)


def _coming(now: datetime) -> Iterator[Mark]:
    rows = Meeting.objects.planned().filter(starts_at__gt=now, starts_at__lte=now + BEFORE)
    yield from ((pk, Stage.SOON.value, 0) for pk in rows.values_list("pk", flat=True))


def _minuted(now: datetime) -> Iterator[Mark]:
    """The newest version of each meeting's minutes, as long as it is news."""
    last = Minutes.objects.of_last_version()
    for row in last.filter(open_until__gt=now, state=Minutes.State.PREPARED):
        yield row.meeting_id, Stage.PREPARED.value, row.version
    for row in last.filter(final_at__gt=now - FRESH, state=Minutes.State.FINAL):
        yield row.meeting_id, Stage.FINAL.value, row.version


def _kept(mark: Mark, now: datetime) -> MeetingNews | None:
    """The row, if this round is the first to write it."""
    meeting, stage, version = mark
    row, is_new = MeetingNews.objects.select_related("meeting__group").get_or_create(
        meeting_id=meeting, stage=stage, version=version, defaults={"made_at": now}
    )
    if not is_new and row.over_at is not None:
        # A meeting that was put off comes near a second time; it is told once.
        MeetingNews.objects.filter(pk=row.pk).update(over_at=None)
    return row if is_new else None


def _sitting(row: MeetingNews, community: list[Placed]) -> list[Placed]:
    return [one for one in community if MeetingNews.objects.visible_to(one.member).filter(pk=row.pk).exists()]
