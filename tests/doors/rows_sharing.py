"""Who opens notifications, subscriptions and the audit."""

from typing import Any

from port2port.members.member import Member
from port2port.sharing.actions import Wish, delete, notify_up_to, subscribe
from port2port.sharing.models import Channel, Notification, Subscription
from port2port.sharing.news import kinds_of_news
from tests.doors.door import Door, Maker, door
from tests.personas import NOW, Community
from tests.reports.conftest import GREEN, said


def own(channel: Channel = Channel.PAGE, *, deleted: bool = False) -> Maker:
    """A subscription of the author's."""

    def made(community: Community) -> dict[str, Any]:
        member: Member = community.member("author")
        url = "https://[::1]:1/hook" if channel == Channel.WEBHOOK else ""
        wish = Wish(name="Mine", channel=channel, url=url)
        subscription: Subscription = subscribe(member=member, record_type="report", query="", wish=wish, now=NOW)
        if deleted:
            delete(subscription=subscription, member=member, now=NOW)
        return {"key": subscription.key}

    return made


def told(community: Community) -> dict[str, Any]:
    """A notification of the author's, of a report that another port wrote."""
    from datetime import timedelta

    from port2port.reports.actions import compose
    from port2port.reports.models import Kind

    compose(member=community.member("peer"), said=said(Kind.ALERT), readers=GREEN, now=NOW)
    notify_up_to(now=NOW + timedelta(minutes=1))
    return {"key": Notification.objects.get(seat=community.seats["author"]).key}


READS = {"default": 200, "auditor": 404, "operator": 404, "trainer": 200}
# Seats that may ask to be told of more.
SUBSCRIBES = {"author": 200, "peer": 200, "client": 200, "outsider": 200, "coordinator": 200, "secretariat": 200}
REFUSED = {"guest": 403, "guard": 403, "trainer": 403, "auditor": 403, "operator": 403}
FIELDS = {"name": "Mine", "channel": "page", "rhythm": "at_once"}


def ways(_community: Community) -> dict[str, Any]:
    """One way for every kind of news that there is."""
    return {f"way_{kind.name}": "page" for kind in kinds_of_news()} | {"zone": "Europe/Brussels"}


ROWS: list[Door] = [
    door("sharing:notifications", **READS),
    door("sharing:read_all", "post", default=302, auditor=403, operator=403),
    door("sharing:read_one", "post", args=told, author=302, auditor=403, operator=403),
    door("sharing:hearing", **SUBSCRIBES),
    door("sharing:hearing", "post", data=ways, **dict.fromkeys(SUBSCRIBES, 302) | REFUSED),
    door("sharing:subscriptions", **SUBSCRIBES),
    door("sharing:subscribe", **SUBSCRIBES),
    door("sharing:subscribe", "post", data=FIELDS, **dict.fromkeys(SUBSCRIBES, 302) | REFUSED),
    door("sharing:subscription", args=own(), author=200),
    door("sharing:subscription", "post", args=own(), data=FIELDS, **REFUSED, author=302),
    door("sharing:pause", "post", args=own(), **REFUSED, author=302),
    door("sharing:take_up", "post", args=own(), **REFUSED, author=302),
    door("sharing:delete", "post", args=own(), **REFUSED, author=302),
    door("sharing:restore", "post", args=own(deleted=True), **REFUSED, author=302),
    door("sharing:secret", "post", args=own(Channel.WEBHOOK), **REFUSED, author=200),
    door("sharing:test_webhook", "post", args=own(Channel.WEBHOOK), **REFUSED, author=302),
    door("sharing:audit", auditor=200),
    door("sharing:audit_export", "post", args={"what": "trail"}, default=403, auditor=200),
]
