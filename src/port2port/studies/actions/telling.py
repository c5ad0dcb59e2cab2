"""Lenders are told that a result waits for their approval."""

from collections.abc import Sequence
from datetime import datetime

from port2port.members.member import Member
from port2port.members.readers import Placed, readers_of_community
from port2port.sharing.actions import open_own_news, tell_own_news
from port2port.studies.models import ApprovalNews, Widening


def tell_lenders(widening: Widening, *, by: Member, now: datetime) -> None:
    """Of each organisation whose counts are in it, the seats that approve; but for the one that asks."""
    lenders = widening.result.lenders.order_by("pk")
    rows = [ApprovalNews.objects.create(widening=widening, organisation=one, made_at=now) for one in lenders]
    community = [one for one in readers_of_community() if one.member.seat_id != by.seat_id]
    tell_own_news([(row, _approving(row, community)) for row in rows], now=now)


def _approving(row: ApprovalNews, community: Sequence[Placed]) -> list[Placed]:
    its = [one for one in community if one.member.organisation_id == row.organisation_id]
    return [one for one in its if ApprovalNews.objects.visible_to(one.member).filter(pk=row.pk).exists()]


def open_approval_news(*, member: Member, news: ApprovalNews, now: datetime) -> None:
    """The seat has opened it."""
    open_own_news(member=member, news=news, now=now)
