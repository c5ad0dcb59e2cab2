"""Who has a role is told that something came: that it is an exercise, and a link; nobody else hears of it."""

from datetime import datetime

from port2port.drills.models import Event
from port2port.live.models import Inject, LiveNews
from port2port.members.member import Member
from port2port.members.readers import Placed, readers_of_community
from port2port.sharing.actions import open_own_news, tell_own_news


def tell_delivered(injects: list[Inject], *, now: datetime) -> None:
    """Tell the players of each inject, once; in the transaction that delivers it."""
    fresh = []
    for inject in injects:
        news, is_new = LiveNews.objects.get_or_create(
            inject=inject, defaults={"event": inject.event, "kind": LiveNews.Kind.INJECT, "made_at": now}
        )
        if is_new:
            fresh.append(news)
    _tell(fresh, now=now)
    Inject.objects.filter(pk__in=[one.pk for one in injects], told_at=None).update(told_at=now)


def tell_real(event: Event, *, now: datetime) -> None:
    """Tell everybody with a role that something real happened."""
    news, is_new = LiveNews.objects.get_or_create(event=event, kind=LiveNews.Kind.REAL, defaults={"made_at": now})
    _tell([news] if is_new else [], now=now)


def end_news(event: Event, *, now: datetime) -> None:
    """The exercise is over: its injects are no news any more."""
    LiveNews.objects.filter(event=event, kind=LiveNews.Kind.INJECT, over_at=None).update(over_at=now)


def opened(*, member: Member, news: LiveNews, now: datetime) -> None:
    """The seat has opened it."""
    open_own_news(member=member, news=news, now=now)


def _tell(rows: list[LiveNews], *, now: datetime) -> None:
    if not rows:
        return
    community = readers_of_community()
    tell_own_news([(row, _with_a_role(row, community)) for row in rows], now=now)


def _with_a_role(row: LiveNews, community: list[Placed]) -> list[Placed]:
    """Seats of the event's own list that see this very news."""
    seats = set(row.event.roles.open().values_list("seat_id", flat=True))
    listed = [one for one in community if one.member.seat_id in seats]
    return [one for one in listed if LiveNews.objects.visible_to(one.member).filter(pk=row.pk).exists()]
