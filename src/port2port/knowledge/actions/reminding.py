"""Who wrote a practice is told thirty days before its review date, on it, and thirty days after."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from port2port.knowledge.models import Practice, ReviewDue
from port2port.members.member import Act, Member
from port2port.members.readers import Placed, readers_of_community
from port2port.sharing.actions import open_own_news, tell_own_news

BEFORE = AFTER = timedelta(days=30)
# A stage that began longer ago, when this began or while nothing ran, is no news: it stands on Now and on its page.
FRESH = timedelta(days=14)

type Mark = tuple[int, date, str]


@transaction.atomic
def tell_reviews(*, now: datetime) -> int:
    """Tell of every approved practice that came to a new stage; how many that were. Safe to repeat."""
    today = timezone.localdate(now)
    standing = {_mark(one, stage): (one, began) for one, stage, began in _standing(today)}
    known = {(row.practice_id, row.due, row.stage): row for row in ReviewDue.objects.all()}
    over = [row.pk for mark, row in known.items() if row.over_at is None and mark not in standing]
    ReviewDue.objects.filter(pk__in=over).update(over_at=now)
    fresh = [(mark, one) for mark, (one, began) in standing.items() if mark not in known and today - began <= FRESH]
    rows = [row for mark, one in fresh if (row := _kept(mark, one, now)) is not None]
    community = readers_of_community() if rows else []
    tell_own_news([(row, _writers(row, community)) for row in rows], now=now)
    return len(rows)


def open_review(*, member: Member, news: ReviewDue, now: datetime) -> None:
    """The seat has opened it."""
    open_own_news(member=member, news=news, now=now)


def _standing(today: date) -> Iterator[tuple[Practice, ReviewDue.Stage, date]]:
    """Each practice that is in a stage, the stage, and the day on which that began."""
    rows = Practice.objects.standing().filter(Q(approved_at__isnull=False), review_by_on__lte=today + BEFORE)
    for one in rows:
        due = one.review_by_on
        if due is None:
            continue
        if today >= due + AFTER:
            yield one, ReviewDue.Stage.LATE, due + AFTER
        elif today >= due:
            yield one, ReviewDue.Stage.TODAY, due
        else:
            yield one, ReviewDue.Stage.SOON, due - BEFORE


def _mark(practice: Practice, stage: ReviewDue.Stage) -> Mark:
    return (practice.pk, practice.review_by_on or date.max, stage.value)


def _kept(mark: Mark, practice: Practice, now: datetime) -> ReviewDue | None:
    """The row, if this round is the first to write it."""
    _pk, due, stage = mark
    row, is_new = ReviewDue.objects.get_or_create(practice=practice, due=due, stage=stage, defaults={"made_at": now})
    return row if is_new else None


def _writers(row: ReviewDue, community: list[Placed]) -> list[Placed]:
    """Seats of the author's organisation that may revise this very practice."""
    organisation = row.practice.originator_id
    own = (one for one in community if one.organisation == organisation and one.member.may(Act.PUBLISH))
    return [one for one in own if ReviewDue.objects.visible_to(one.member).filter(pk=row.pk).exists()]
