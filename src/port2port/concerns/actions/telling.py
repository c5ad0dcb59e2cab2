"""What handlers are told: that there is something, never what."""

from datetime import datetime

from port2port.concerns.models import Concern, Desk, DeskNews, Handler
from port2port.members.member import Member
from port2port.members.readers import readers_of_community
from port2port.sharing.actions import open_own_news, tell_own_news


def tell_desk(concern: Concern, desk: Desk, *, now: datetime) -> None:
    """Tell the handlers of a desk, each in the way chosen for this kind. In the caller's transaction."""
    news = DeskNews.objects.create(desk=desk, concern=concern, at=now)
    seats = set(Handler.objects.standing().filter(desk=desk).values_list("seat_id", flat=True))
    tell_own_news([(news, [one for one in readers_of_community() if one.member.seat_id in seats])], now=now)


def open_news(*, member: Member, concern: Concern, now: datetime) -> None:
    """The seat has opened what it was told of."""
    for news in DeskNews.objects.visible_to(member).filter(concern=concern):
        open_own_news(member=member, news=news, now=now)
