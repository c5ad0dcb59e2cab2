"""Who opens the directory of expertise and the buddies: members; north is asked to stand by the inland port of east."""

from typing import Any

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.models import BuddyNews
from port2port.members.models import Port
from tests.doors.door import Door, door
from tests.doors.rows_reports import NO_PUBLISHING, NO_READING, WRITERS, _all
from tests.personas import Community


def proposed(community: Community) -> dict[str, Any]:
    Port.objects.filter(slug="east").update(geography="inland")
    buddy = actions.propose_buddy(
        member=community.member("secretariat"),
        small=community.organisations["east"],
        helper=community.organisations["north"],
        now=now(),
    )
    return {"key": buddy.key}


def told(community: Community) -> dict[str, Any]:
    proposed(community)
    return {"key": BuddyNews.objects.get(organisation=community.organisations["north"]).key}


SAID = {"themes": "access", "language": "en", "note": "Since May"}

ROWS: list[Door] = [
    door("knowledge:expertise", **WRITERS),
    door("api:expertise", nobody=401, **WRITERS),
    door("knowledge:my_expertise", **WRITERS),
    door("knowledge:my_expertise", "post", data=SAID, **NO_PUBLISHING, **_all(WRITERS, 302)),
    door("knowledge:buddies", **WRITERS),
    door("knowledge:buddies", "post", data={"small": ""}, **NO_READING, secretariat=422),
    door("knowledge:agree_to_buddy", "post", args=proposed, **NO_READING, coordinator=302),
    door("knowledge:buddy_news", args=told, coordinator=302),
    door("knowledge:end_buddy", "post", args=proposed, **NO_READING, coordinator=302, secretariat=302),
]
