"""Who opens which page of declarations and levels: those of the facility's own organisation."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from port2port.base.clock import now
from port2port.levels import actions
from port2port.levels.asks import asked_of, items_of
from port2port.levels.models import Dos
from port2port.levels.rules import DosFields
from port2port.members.actions.levels import LevelDraft, report_level
from port2port.members.models import LevelAcknowledgement
from tests.doors.door import Door, door
from tests.personas import Community


def _said(community: Community) -> DosFields:
    at = now()
    return DosFields(
        facility=community.facilities["north"],
        ship_name="Demo Carrier",
        imo_number="9074729",
        activity="Bunkering",
        language="en",
        trigger="a5_2_1",
        from_at=at - timedelta(minutes=30),
        to_at=at + timedelta(days=1),
        requested_at=at - timedelta(hours=2),
        port_level=1,
        ship_level=2,
        by_facility=("cargo",),
    )


def _requested(community: Community) -> Dos:
    return actions.request(member=community.member("author"), said=_said(community), now=now())


def _acknowledged(community: Community) -> Dos:
    row, author = _requested(community), community.member("author")
    return actions.acknowledge(member=author, dos=row, at=now(), by="pfso", now=now())


def _agreed(community: Community) -> Dos:
    row, author = _acknowledged(community), community.member("author")
    return actions.agree(member=author, dos=row, ship="sso", shore="pfso", at=now(), now=now())


def requested(community: Community) -> dict[str, Any]:
    return {"key": _requested(community).key}


def acknowledged(community: Community) -> dict[str, Any]:
    return {"key": _acknowledged(community).key}


def agreed(community: Community) -> dict[str, Any]:
    return {"key": _agreed(community).key}


def quay(community: Community) -> dict[str, Any]:
    return {"key": community.facilities["north"].key}


def measure(community: Community) -> dict[str, Any]:
    return quay(community) | {"catalogue": "isps", "control": "b-16.19"}


def port(community: Community) -> dict[str, Any]:
    return {"slug": community.ports["north"].slug}


def _raised(community: Community) -> LevelAcknowledgement:
    at = now() - timedelta(hours=1)
    draft = LevelDraft(
        scale="isps", value=2, valid_from=at, issued_by="Authority", facility=community.facilities["north"]
    )
    report_level(member=community.member("author"), draft=draft, now=at)
    return LevelAcknowledgement.objects.get()


def raised(community: Community) -> dict[str, Any]:
    return {"key": _raised(community).key}


def ticked(community: Community) -> dict[str, Any]:
    row, author = _raised(community), community.member("author")
    items = items_of(asked_of(community.facilities["north"], member=author).above(1, 2))
    for item in items:
        actions.tick(member=author, acknowledgement=row, item=item, now=now())
    return {"key": row.key}


def a_new_one(community: Community) -> dict[str, Any]:
    at = timezone.localtime(now())
    return {
        "facility": str(community.facilities["north"].key),
        "ship_name": "Demo Carrier",
        "imo_number": "9074729",
        "activity": "Bunkering",
        "trigger": "a5_2_1",
        "requested_at": f"{at - timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "from_at": f"{at:%Y-%m-%dT%H:%M}",
        "to_at": f"{at + timedelta(days=1):%Y-%m-%dT%H:%M}",
        "port_level": "1",
        "ship_level": "2",
        "language": "en",
    }


def changed(community: Community) -> dict[str, Any]:
    return a_new_one(community) | {"revision": "1"}


def minute(_community: Community) -> dict[str, Any]:
    return {"at": f"{timezone.localtime(now()):%Y-%m-%dT%H:%M}", "by": "pfso", "ship": "sso", "shore": "pfso"}


# Who reads declarations of its own organisation; all others find no such page.
LIST = {"author": 200, "coordinator": 200, "peer": 200, "outsider": 200}
OWN = {"author": 200, "coordinator": 200}
# Who makes none is refused, and that is on record; who makes them elsewhere finds nothing here.
STEP = {"default": 403, "author": 302, "coordinator": 302, "peer": 404, "outsider": 404}

# What comes on at a higher level is done by guards, too.
SITE = OWN | {"guard": 200}
ON_SITE = LIST | {"guard": 200}
TICK = {"author": 302, "coordinator": 302, "guard": 302}
ITEM = {"item": "isps/1.0/b-16.19"}

ROWS: list[Door] = [
    door("levels:asks", **ON_SITE),
    door("levels:facility", args=quay, **SITE),
    door("levels:print_asks", args=quay, **SITE),
    door("levels:note", args=measure, **OWN),
    door("levels:note", "post", args=measure, data={"note": "Folder 3"}, **STEP),
    door("levels:port", args=port, **SITE),
    door("levels:checklist", args=raised, **SITE),
    door("levels:tick", "post", args=raised, data=ITEM, **TICK),
    door("levels:untick", "post", args=raised, data=ITEM, **TICK),
    door("levels:in_effect", "post", args=ticked, author=302, coordinator=302, guard=403),
    door("api:levels-checklists", default=200, nobody=401),
    door("levels:declarations", **LIST),
    door("levels:export_csv", **LIST),
    door("levels:export_xlsx", **LIST),
    door("levels:new_declaration", **LIST),
    door("levels:new_declaration", "post", data=a_new_one, **STEP | {"peer": 422, "outsider": 422}),
    door("levels:declaration", args=requested, **OWN),
    door("levels:edit_declaration", args=requested, **OWN),
    door("levels:edit_declaration", "post", args=requested, data=changed, **STEP),
    door("levels:acknowledge", args=requested, **OWN),
    door("levels:acknowledge", "post", args=requested, data=minute, **STEP),
    door("levels:decline", args=requested, **OWN),
    door("levels:decline", "post", args=requested, data={"reason": "No berth"}, **STEP),
    door("levels:make_paper", "post", args=acknowledged, **STEP),
    door("levels:pdf", args=acknowledged, **OWN),
    door("levels:print", args=requested, **OWN),
    door("levels:agree", args=acknowledged, **OWN),
    door("levels:agree", "post", args=acknowledged, data=minute, **STEP),
    door("levels:ship_level", args=agreed, **OWN),
    door("levels:ship_level", "post", args=agreed, data={"level": "3"}, **STEP),
    door("levels:still_fits", "post", args=agreed, **STEP),
    door("levels:end", args=agreed, **OWN),
    door("levels:end", "post", args=agreed, data={"reason": "The ship left"}, **STEP),
    door("api:declarations", default=200, nobody=401),
    door("api:declarations-key", args=agreed, nobody=401, **OWN),
    door("levels:erase", "post", args=agreed, **STEP | {"author": 409, "coordinator": 409}),
]
