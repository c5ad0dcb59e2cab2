"""Who opens which page of awareness: those who read campaigns; only their own organisation sees what it counted."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from port2port.base.clock import now
from port2port.campaigns import actions
from port2port.campaigns.actions import CampaignFields, TalkFields
from port2port.campaigns.kits import kits
from port2port.campaigns.models import Campaign
from tests.doors.door import Door, door
from tests.personas import Community

KIT = next(iter(kits()))


def _started(community: Community, who: str = "author", **more: Any) -> Campaign:
    today = timezone.localdate(now())
    said = {"title": "Say no", "language": "en", "kit": KIT, "from_on": today, "to_on": today + timedelta(days=20)}
    return actions.start(member=community.member(who), said=CampaignFields(**(said | more)), now=now())


def own(community: Community) -> dict[str, Any]:
    return {"key": _started(community).key}


def of_all(community: Community) -> dict[str, Any]:
    return {"key": _started(community, "secretariat", reach="community").key}


def joined(community: Community) -> dict[str, Any]:
    row = _started(community, "secretariat", reach="community")
    actions.join(member=community.member("author"), campaign=row, now=now())
    return {"key": row.key}


def with_talk(community: Community) -> dict[str, Any]:
    row = _started(community)
    said = TalkFields(held_on=timezone.localdate(now()), language="nl", people=9)
    told = actions.record_talk(member=community.member("author"), campaign=row, said=said, now=now())
    return {"key": row.key, "talk_key": told.key}


def with_poster(community: Community) -> dict[str, Any]:
    row, today = _started(community), timezone.localdate(now())
    member = community.member("author")
    up = actions.put_up(member=member, campaign=row, item="card", number=9, put_up_on=today, now=now())
    return {"key": row.key, "put_up_key": up.key}


def a_new_one(_community: Community) -> dict[str, Any]:
    today = timezone.localdate(now())
    return {
        "kit": KIT,
        "title": "Say no",
        "language": "en",
        "audience": "all_staff",
        "languages": ["nl", "fr"],
        "from_on": today.isoformat(),
        "to_on": (today + timedelta(days=9)).isoformat(),
        "reach": "own",
    }


def a_talk(_community: Community) -> dict[str, Any]:
    return {"held_on": timezone.localdate(now()).isoformat(), "language": "nl", "people": "12"}


def a_poster(_community: Community) -> dict[str, Any]:
    return {"put_up_on": timezone.localdate(now()).isoformat(), "item": "poster_a4", "number": "3"}


# Seats that read campaigns and kits of their own organisation, and those that run them.
RUN = {"author": 200, "peer": 200, "outsider": 200, "coordinator": 200, "trainer": 200, "secretariat": 200}
READ = RUN | {"client": 200}
HOUSE = {"author": 200, "coordinator": 200, "trainer": 200}
MEMBERS = RUN
# Who runs none is refused, and that is on record; a runner of another house finds nothing here.
ACT = {"default": 403, "author": 302, "coordinator": 302, "trainer": 302}
ELSEWHERE = {"peer": 404, "outsider": 404, "client": 404, "secretariat": 404}
EVERYBODY = {"peer": 302, "outsider": 302, "client": 404, "secretariat": 302}
SHEET = {"slug": KIT, "piece": "poster-a4"}

ROWS: list[Door] = [
    door("campaigns:list", **READ),
    door("campaigns:new", **READ),
    door("campaigns:new", "post", data=a_new_one, **ACT | dict.fromkeys(ELSEWHERE, 302)),
    door("campaigns:export", **READ),
    door("campaigns:kit", args={"slug": KIT}, **READ),
    door("campaigns:screen", args={"slug": KIT}, **READ),
    door("campaigns:print", args=SHEET, **READ),
    door("campaigns:pdf", args=SHEET, **READ),
    door("campaigns:campaign", args=own, **HOUSE),
    door("campaigns:campaign", args=of_all, **MEMBERS),
    door("campaigns:join", "post", args=of_all, **ACT | EVERYBODY),
    door("campaigns:leave", "post", args=joined, **ACT | EVERYBODY),
    door("campaigns:end", "post", args=own, **ACT | ELSEWHERE),
    door("campaigns:talk", args=own, **HOUSE),
    door("campaigns:talk", "post", args=own, data=a_talk, **ACT | ELSEWHERE),
    door("campaigns:put_up", args=own, **HOUSE),
    door("campaigns:put_up", "post", args=own, data=a_poster, **ACT | ELSEWHERE),
    door("campaigns:take_back_talk", "post", args=with_talk, **ACT | ELSEWHERE),
    door("campaigns:take_back_put_up", "post", args=with_poster, **ACT | ELSEWHERE),
]
