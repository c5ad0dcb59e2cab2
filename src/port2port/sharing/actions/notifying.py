"""The subscriber that turns what the ledger says into notifications, once it can no longer be undone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from port2port.ledger import store
from port2port.members.member import Act, Member
from port2port.members.readers import Placed, readers_of_community
from port2port.pure.digests import next_digest
from port2port.sharing.access import open_among
from port2port.sharing.actions.publishing import TOLD_AFTER
from port2port.sharing.audience_index import entries_of
from port2port.sharing.filters import Answering
from port2port.sharing.models import (
    Channel,
    Cursor,
    Hearing,
    Notification,
    Outgoing,
    OwnNews,
    Publication,
    Rhythm,
    Shareable,
    Subscription,
    Way,
)
from port2port.sharing.models.shareable import shareable_of
from port2port.sharing.news import ECHOES, Echo, echoes_at, kind_of, way_of
from port2port.sharing.would import reached_by

BATCH = 20
# A batch is one transaction: small, so that it never holds the database for long.
MAX_BATCHES = 50


# A subscription that asked for it, or how often the person chose to hear of the kind.
type _Ask = Subscription | Rhythm
type _Told = tuple[Notification, Placed, list[_Ask]]
BY_MAIL = {Way.EMAIL: Rhythm.AT_ONCE, Way.DAILY: Rhythm.DAILY}
SOONEST = [Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.WEEKLY]


@dataclass(frozen=True, slots=True)
class _Round:
    """What is asked once for a batch: everyone who reads, and what they want to hear of."""

    community: list[Placed]
    wishes: dict[int, list[Subscription]]
    zone: tzinfo
    now: datetime
    hearings: dict[int, Hearing]

    def way(self, placed: Placed, kind: str) -> Way:
        """How the person in this seat hears of a kind; a seat that asks for nothing has the default."""
        own = placed.member.may(Act.SUBSCRIBE) and placed.person is not None
        return way_of(self.hearings.get(placed.person or 0) if own else None, kind)

    def zone_of(self, person: int | None) -> tzinfo:
        """The clock by which a person's digest leaves."""
        hearing = self.hearings.get(person or 0)
        return hearing.clock if hearing else self.zone


def notify_up_to(*, now: datetime) -> int:
    """Read on from the cursor and tell every seat what reached it; how many notifications were made.

    A publication is told of once the time of undo is over (TOLD_AFTER); one that was withdrawn meanwhile is not. Each
    batch is one transaction with its cursor, so a crash neither loses nor repeats.
    """
    made = 0
    for _ in range(MAX_BATCHES):
        read, told = _notify_batch(now=now)
        made += told
        if read < BATCH:
            break
    return made


@transaction.atomic
def skip_to_the_end(*, now: datetime) -> None:
    """Let the cursor pass everything that is in the ledger by now: a history that was loaded is news to nobody."""
    cursor = _cursor()
    while entries := store.after(cursor.position, until=now, limit=BATCH * MAX_BATCHES):
        cursor.position = entries[-1].position
    cursor.save()


@transaction.atomic
def _notify_batch(*, now: datetime) -> tuple[int, int]:
    cursor = _cursor()
    entries = store.after(cursor.position, until=now - TOLD_AFTER, limit=BATCH)
    if not entries:
        return 0, 0
    publications = Publication.objects.filter(position__in=[entry.position for entry in entries]).order_by("position")
    echoes = echoes_at([entry.position for entry in entries])
    told = 0
    if publications or echoes:
        gathered = _gather(now)
        told = sum(_tell(publication, gathered) for publication in publications)
        told += sum(_echo(echo, gathered) for echo in echoes)
    cursor.position = entries[-1].position
    cursor.save()
    return len(entries), told


def _cursor() -> Cursor:
    Cursor.objects.get_or_create(name=Cursor.NOTIFICATIONS)
    return Cursor.objects.select_for_update().get(name=Cursor.NOTIFICATIONS)


def _gather(now: datetime) -> _Round:
    wishes: dict[int, list[Subscription]] = {}
    for subscription in Subscription.objects.active():
        wishes.setdefault(subscription.seat_id, []).append(subscription)
    hearings = {hearing.person_id: hearing for hearing in Hearing.objects.all()}
    return _Round(readers_of_community(), wishes, timezone.get_default_timezone(), now, hearings)


def _tell(publication: Publication, gathered: _Round) -> int:
    record = shareable_of(publication.record_type)._default_manager.filter(pk=publication.record_id).first()
    if record is None or record.version > publication.version:
        # Withdrawn or revised meanwhile: the newer version's own entry says so.
        return 0
    told = _told_before(publication)
    seats = [placed for placed in _reached(record, gathered.community) if placed.member.seat_id not in told]
    if publication.step == Publication.Step.WITHDRAWN:
        return _write(_withdrawal(publication, seats, gathered), gathered)
    return _write(_news(publication, record, seats, gathered), gathered)


def _echo(echo: Echo, gathered: _Round) -> int:
    """Tell the author of a record, in the seats from which it may still be opened, what was said about it."""
    record = shareable_of(echo.record_type)._default_manager.filter(pk=echo.record_id, withdrawn_at=None).first()
    if record is None or echo.by == echo.person:
        return 0
    known = set(Notification.objects.filter(position=echo.position).values_list("seat_id", flat=True))
    own = [
        placed
        for placed in gathered.community
        if placed.person == echo.person and placed.organisation == echo.organisation
    ]
    kind = ECHOES[echo.reason][0]
    told: list[_Told] = []
    mailed: set[int | None] = set()
    for placed in _reached(record, own):
        way = gathered.way(placed, kind)
        if way != Way.NONE and placed.member.seat_id not in known:
            line = Notification(
                seat_id=placed.member.seat_id or 0,
                record_type=echo.record_type,
                record_id=echo.record_id,
                position=echo.position,
                reason=echo.reason,
                published_at=echo.at,
                made_at=gathered.now,
            )
            told.append((line, placed, list(_leaving([], way, placed, mailed))))
    return _write(told, gathered)


@transaction.atomic
def tell_own_news(rows: Iterable[tuple[OwnNews, Iterable[Placed]]], *, now: datetime) -> int:
    """Tell seats of rows that nobody published, each in the way chosen for their kind; how many lines that were.

    rows   each with the seats to tell; the caller has made sure that they may see it
    """
    gathered = _gather(now)
    return _write([line for news, seats in rows for line in _own_news(news, seats, gathered)], gathered)


def _own_news(news: OwnNews, seats: Iterable[Placed], gathered: _Round) -> Iterator[_Told]:
    mailed: set[int | None] = set()
    for placed in seats:
        way = gathered.way(placed, news.news_type)
        if way != Way.NONE:
            line = Notification(
                seat_id=placed.member.seat_id or 0,
                record_type=news.news_type,
                record_id=news.pk,
                reason=Notification.Reason.OWN,
                published_at=gathered.now,
                made_at=gathered.now,
            )
            yield line, placed, list(_leaving([], way, placed, mailed))


def _told_before(publication: Publication) -> set[int | None]:
    """Seats that need not be told: who did it, and who was told of this very publication."""
    rows = Notification.objects.filter(position=publication.position).values_list("seat_id", flat=True)
    return {publication.actor_seat, *rows}


def _reached(record: Shareable, community: Iterable[Placed]) -> Iterator[Placed]:
    tokens = set(entries_of(record).filter(facet="").values_list("token", flat=True))
    if record.published_at is None:
        return iter(())
    reached = list(reached_by(community, tokens, type(record), record.facets(), first_at=record.published_at))
    # The room of a stricter record hides it from some whom the index names: their mail must not tell of it either.
    shown = open_among(record, frozenset(one.organisation for one in reached))
    return (one for one in reached if one.organisation in shown)


def _news(publication: Publication, record: Shareable, seats: list[Placed], gathered: _Round) -> Iterator[_Told]:
    answering = Answering(record)
    kind = kind_of(record)
    mailed: set[int | None] = set()
    for placed in seats:
        met = [wish for wish in _wishes(placed, publication, gathered) if answering.matches(wish.groups, wish.words)]
        way = gathered.way(placed, kind)
        if not met and way == Way.NONE:
            continue
        by = met[0] if met else None
        line = _notification(publication, placed, _reason(met, answering.facets & record.pressing), gathered, by=by)
        yield line, placed, list(_leaving(met, way, placed, mailed))


def _reason(met: list[Subscription], pressing: frozenset[str]) -> Notification.Reason:
    if met:
        return Notification.Reason.SUBSCRIPTION
    return Notification.Reason.REACHES_YOU if pressing else Notification.Reason.CHOSEN


def _leaving(met: list[Subscription], way: Way, placed: Placed, mailed: set[int | None]) -> Iterator[_Ask]:
    """One mail to a person, the soonest, however many of its subscriptions, choices and seats ask for one."""
    asks: list[_Ask] = [wish for wish in met if wish.channel == Channel.EMAIL]
    asks += [BY_MAIL[way]] if way in BY_MAIL else []
    if asks and placed.person not in mailed:
        mailed.add(placed.person)
        yield min(asks, key=lambda ask: SOONEST.index(_rhythm(ask)))
    yield from (wish for wish in met if wish.channel == Channel.WEBHOOK)


def _rhythm(ask: _Ask) -> Rhythm:
    return ask if isinstance(ask, Rhythm) else Rhythm(ask.rhythm)


def _withdrawal(publication: Publication, seats: list[Placed], gathered: _Round) -> Iterator[_Told]:
    """Only who was told of the record, and by the ways by which that left."""
    earlier = Notification.objects.filter(
        record_type=publication.record_type, record_id=publication.record_id, position__lt=publication.position
    )
    informed = set(earlier.values_list("seat_id", flat=True))
    sent = Outgoing.objects.filter(notification__in=earlier, state=Outgoing.State.SENT)
    ways = set(sent.values_list("subscription_id", flat=True))
    chosen = dict(sent.filter(subscription=None).values_list("notification__seat_id", "by_choice"))
    for placed in seats:
        if placed.member.seat_id in informed:
            used: list[_Ask] = [wish for wish in _wishes(placed, publication, gathered) if wish.pk in ways]
            if placed.member.seat_id in chosen:
                used.append(Rhythm(chosen[placed.member.seat_id]))
            yield _notification(publication, placed, Notification.Reason.WITHDRAWN, gathered), placed, used


def _write(told: Iterable[_Told], gathered: _Round) -> int:
    pairs = list(told)
    if not pairs:
        return 0
    newest = pairs[0][0]
    # The newer line says it: an older one about the same record asks for nothing more.
    if newest.position is not None:
        Notification.objects.unread().filter(
            record_type=newest.record_type,
            record_id=newest.record_id,
            position__lt=newest.position,
            seat_id__in=[notification.seat_id for notification, *_ in pairs],
        ).update(read_at=gathered.now)
    Notification.objects.bulk_create(notification for notification, *_ in pairs)
    Outgoing.objects.bulk_create(
        Outgoing(
            notification=notification,
            subscription=ask if isinstance(ask, Subscription) else None,
            by_choice=ask if isinstance(ask, Rhythm) else "",
            next_at=_leaves(_rhythm(ask), placed, gathered),
        )
        for notification, placed, asks in pairs
        for ask in asks
    )
    return len(pairs)


def _wishes(placed: Placed, publication: Publication, gathered: _Round) -> list[Subscription]:
    if placed.member.seat_id is None or not placed.member.may(Act.SUBSCRIBE):
        return []
    own = gathered.wishes.get(placed.member.seat_id, [])
    return [wish for wish in own if wish.record_type == publication.record_type and wish.made_at <= publication.at]


def _notification(
    publication: Publication,
    placed: Placed,
    reason: Notification.Reason,
    gathered: _Round,
    *,
    by: Subscription | None = None,
) -> Notification:
    return Notification(
        seat_id=placed.member.seat_id or 0,
        record_type=publication.record_type,
        record_id=publication.record_id,
        position=publication.position,
        step=publication.step,
        reason=reason,
        subscription=by,
        published_at=publication.at,
        made_at=gathered.now,
    )


def _leaves(rhythm: Rhythm, placed: Placed, gathered: _Round) -> datetime:
    if rhythm == Rhythm.AT_ONCE:
        return gathered.now
    return next_digest(gathered.now, zone=gathered.zone_of(placed.person), weekly=rhythm == Rhythm.WEEKLY)


@transaction.atomic
def mark_read(*, notification: Notification, member: Member, now: datetime) -> None:
    """The seat has seen it."""
    Notification.objects.editable_by(member).unread().filter(pk=notification.pk).update(read_at=now)


@transaction.atomic
def mark_all_read(*, member: Member, now: datetime) -> int:
    """Everything the seat was told of so far; how many that were."""
    return Notification.objects.editable_by(member).unread().update(read_at=now)


@transaction.atomic
def open_own_news(*, member: Member, news: OwnNews, now: datetime) -> None:
    """The seat has opened what it was told of."""
    rows = Notification.objects.unread().filter(record_type=news.news_type, record_id=news.pk)
    if member.seat_id is not None:
        rows.filter(seat_id=member.seat_id).update(read_at=now)


def unread_of(*, record: Shareable, member: Member) -> QuerySet[Notification]:
    """What this seat was told of a record and has not read."""
    if member.seat_id is None:
        return Notification.objects.none()
    return Notification.objects.unread().filter(
        seat_id=member.seat_id, record_type=record.record_type, record_id=record.pk
    )
