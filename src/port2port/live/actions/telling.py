"""Who has a role is told that something came: that it is an exercise, and a link; nobody else hears of it."""

from datetime import datetime

from port2port.drills.access import OUT, takes_part
from port2port.drills.models import Event, EventRole, PlayerRole, Role
from port2port.live.models import Inject, LiveNews
from port2port.members.member import Member
from port2port.members.models import Facility
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
    news, is_new = LiveNews.objects.get_or_create(
        event=event, kind=LiveNews.Kind.REAL, over_at=None, defaults={"made_at": now}
    )
    _tell([news] if is_new else [], now=now)


def end_news(event: Event, *, now: datetime, of_real: bool = False) -> None:
    """The exercise is over: its injects are no news any more, and once it starts again, neither is its stop."""
    kinds = [LiveNews.Kind.INJECT, *([LiveNews.Kind.REAL] if of_real else [])]
    LiveNews.objects.filter(event=event, kind__in=kinds, over_at=None).update(over_at=now)


def opened(*, member: Member, news: LiveNews, now: datetime) -> None:
    """The seat has opened it."""
    open_own_news(member=member, news=news, now=now)


def _tell(rows: list[LiveNews], *, now: datetime) -> None:
    if not rows:
        return
    community = readers_of_community()
    tell_own_news([(row, _with_a_role(row, community)) for row in rows], now=now)


def _with_a_role(row: LiveNews, community: list[Placed]) -> list[Placed]:
    """Seats of the event's own list that see this very news; as `LiveNews.visible_to`, asked of all seats at once."""
    roles: dict[int, list[EventRole]] = {}
    for role in row.event.roles.open():
        roles.setdefault(role.seat_id, []).append(role)
    listed = [(one, roles.get(one.member.seat_id or 0, [])) for one in community if takes_part(one.member)]
    return [one for one, held in listed if any(_hears(row, role, one.member) for role in held)]


def _hears(row: LiveNews, role: EventRole, member: Member) -> bool:
    if role.role != Role.PLAYER:
        return row.inject is None
    return row.event.state not in OUT and (row.inject is None or _is_spoken_to(row.inject, role, member))


def _is_spoken_to(inject: Inject, role: EventRole, member: Member) -> bool:
    if PlayerRole.ALL not in {inject.to_role, role.plays} and inject.to_role != role.plays:
        return False
    if inject.facility is None or inject.facility_id == role.facility_id:
        return True
    return role.facility_id is None and _is_in_scope(inject.facility, member)


def _is_in_scope(facility: Facility, member: Member) -> bool:
    if facility.organisation_id != member.organisation_id:
        return False
    if member.facility_id is not None:
        return facility.pk == member.facility_id
    return member.port_id in {None, facility.port_id}
