"""What handlers are told: that there is something, never what."""

from datetime import datetime, timedelta

from port2port.concerns.access import oversees_desks
from port2port.concerns.models import Concern, Desk, DeskNews, Handler, LateDesk
from port2port.members.member import Member
from port2port.members.readers import readers_of_community
from port2port.pure.concern_days import REMIND_DAYS
from port2port.sharing.actions import open_own_news, tell_own_news


def tell_desk(concern: Concern, desk: Desk, *, now: datetime) -> None:
    """Tell the handlers of a desk, each in the way chosen for this kind. In the caller's transaction."""
    news = DeskNews.objects.create(desk=desk, concern=concern, at=now)
    seats = set(Handler.objects.standing().filter(desk=desk).values_list("seat_id", flat=True))
    tell_own_news([(news, [one for one in readers_of_community() if one.member.seat_id in seats])], now=now)


def tell_late(desk: Desk, *, now: datetime) -> None:
    """Tell who routes that somebody waits too long at a desk: at most every thirty days, however many wait."""
    if LateDesk.objects.filter(desk=desk, at__gt=now - timedelta(days=REMIND_DAYS)).exists():
        return
    news = LateDesk.objects.create(desk=desk, at=now)
    tell_own_news([(news, [one for one in readers_of_community() if oversees_desks(one.member)])], now=now)


def open_late(*, member: Member, now: datetime) -> None:
    """The seat has seen which desks are late."""
    for news in LateDesk.objects.visible_to(member):
        open_own_news(member=member, news=news, now=now)


def open_news(*, member: Member, concern: Concern, now: datetime) -> None:
    """The seat has opened what it was told of."""
    for news in DeskNews.objects.visible_to(member).filter(concern=concern):
        open_own_news(member=member, news=news, now=now)
