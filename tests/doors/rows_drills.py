"""Who opens which page of drills and exercises: the own organisation's readers, and whoever has a role in one."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from port2port.base.clock import now
from port2port.drills import actions
from port2port.drills.models import Event
from port2port.drills.rules import Aim, Held, Plan
from port2port.members.models import Facility
from tests.doors.door import Door, door
from tests.personas import Community


def _plan(*facilities: Facility, kind: str = "drill") -> Plan:
    return Plan(
        kind=kind,
        title="Badge lent at gate four",
        planned_at=now() - timedelta(hours=2),
        minutes=45,
        language="en",
        facilities=facilities,
        purpose="See whether it is noticed",
        safety="Nobody runs",
        stop_word="REAL EVENT",
        elements=("b15_11.access", "b18_6.communication"),
        aims=(Aim("The badge is compared with its holder"),),
    )


def _planned(community: Community, *, kind: str = "drill", south: bool = False) -> Event:
    places = [community.facilities["north"], *([community.facilities["south"]] if south else [])]
    author = community.member("author")
    row = actions.plan(member=author, said=_plan(*places, kind=kind), now=now())
    actions.give_role(member=author, event=row, seat=community.seats["colleague"], role="controller", now=now())
    give = {"event": row, "seat": community.seats["guard"], "role": "player", "plays": "guard"}
    actions.give_role(member=author, **give, now=now())
    if south:
        actions.consent(member=community.member("peer"), place=row.places.get(facility=places[1]), now=now())
    return row


def _confirmed(community: Community, **more: Any) -> Event:
    return actions.confirm(member=community.member("author"), event=_planned(community, **more), now=now())


def _held(community: Community, **more: Any) -> Event:
    said = Held(on=timezone.localdate(now()), minutes=40, took_part={"guard": 3})
    row = _confirmed(community, **more)
    return actions.hold(member=community.member("author"), event=row, said=said, now=now())


def planned(community: Community) -> dict[str, Any]:
    return {"key": _planned(community).key}


def confirmed(community: Community) -> dict[str, Any]:
    return {"key": _confirmed(community).key}


def held(community: Community) -> dict[str, Any]:
    return {"key": _held(community).key}


def joint(community: Community) -> dict[str, Any]:
    return {"key": _planned(community, south=True).key}


def their_place(community: Community) -> dict[str, Any]:
    return {"key": _planned(community, south=True).places.get(facility=community.facilities["south"]).key}


def their_place_held(community: Community) -> dict[str, Any]:
    return {"key": _held(community, south=True).places.get(facility=community.facilities["south"]).key}


def their_place_counted(community: Community) -> dict[str, Any]:
    place = _held(community, south=True).places.get(facility=community.facilities["south"])
    actions.count(member=community.member("peer"), place=place, officer_was_there=True, now=now())
    return {"key": place.key}


def players_role(community: Community) -> dict[str, Any]:
    return {"key": _planned(community).roles.get(role="player").key}


def a_plan(community: Community) -> dict[str, Any]:
    return {
        "kind": "drill",
        "planned_at": f"{timezone.localtime(now()) + timedelta(days=3):%Y-%m-%dT%H:%M}",
        "minutes": "45",
        "language": "en",
        "title": "Hole in the fence",
        "elements": ["b15_11.access"],
        "isps_level": "1",
        "facilities": [str(community.facilities["north"].key)],
    }


def a_record(community: Community) -> dict[str, Any]:
    return {
        "facility": str(community.facilities["north"].key),
        "held_on": timezone.localdate(now()).isoformat(),
        "held_minutes": "30",
        "element": "b15_11.access",
        "count_guard": "4",
    }


def what_was_held(community: Community) -> dict[str, Any]:
    del community
    day = timezone.localdate(now()).isoformat()
    return {"held_on": day, "held_minutes": "30", "elements": ["b15_11.access"], "count_guard": "4"}


def a_role(community: Community) -> dict[str, Any]:
    return {"seat": str(community.seats["trainer"].key), "role": "observer"}


# Whoever can have a role opens the list; readers open scenarios and calendars.
READERS = dict.fromkeys(("author", "coordinator", "trainer", "peer", "outsider", "client", "secretariat"), 200)
LIST = READERS | dict.fromkeys(("guard", "auditor", "operator"), 200)
SCRIPT = dict.fromkeys(("author", "coordinator", "trainer"), 200)
PLANNERS = READERS
RUNNERS = {name: 200 for name in PLANNERS if name != "trainer"}
OWN = {"author": 200, "coordinator": 200}
# Who runs none is refused, and that is on record; who runs others' finds nothing here.
STEP = {"default": 403} | dict.fromkeys(RUNNERS, 404) | dict.fromkeys(OWN, 302)
PLANS = {"default": 403} | dict.fromkeys(PLANNERS, 404) | dict.fromkeys(SCRIPT, 302)
NEW = {"default": 403} | dict.fromkeys(PLANNERS, 422) | dict.fromkeys(SCRIPT, 302)
RECORD = {"default": 403} | dict.fromkeys(RUNNERS, 422) | dict.fromkeys(OWN, 302)
ANSWER = {"default": 403} | dict.fromkeys(RUNNERS, 404) | {"peer": 302}

ROWS: list[Door] = [
    door("drills:list", **LIST),
    door("drills:new", **PLANNERS),
    door("drills:new", "post", data=a_plan, **NEW),
    door("drills:library", **READERS),
    door("drills:scenario", args={"code": "DS-01"}, **READERS),
    door("drills:scenario_pdf", args={"code": "DS-01"}, **READERS),
    door("drills:calendar", **READERS),
    door("drills:evidence_csv", **READERS),
    door("drills:evidence_xlsx", **READERS),
    door("drills:evidence_pdf", **READERS),
    door("drills:record", **RUNNERS),
    door("drills:record", "post", data=a_record, **RECORD),
    door("drills:record_send", "post", **{"default": 403} | dict.fromkeys(RUNNERS, 422)),
    door("drills:record_worker", default=200, nobody=200),
    door("drills:record_shell", args={"language": "nl"}, default=200, nobody=200),
    door("drills:place", args=their_place, peer=200),
    door("drills:place", "post", args=their_place, **ANSWER),
    door("drills:decline", args=their_place, peer=200),
    door("drills:decline", "post", args=their_place, data={"reason": "A ship is in"}, **ANSWER),
    door("drills:count", "post", args=their_place_held, **ANSWER),
    door("drills:uncount", "post", args=their_place_counted, **ANSWER),
    door("drills:end_role", "post", args=players_role, **PLANS),
    door("drills:event", args=planned, **SCRIPT),
    door("drills:edit", args=planned, author=200, coordinator=200, trainer=200),
    door("drills:edit", "post", args=planned, data=a_plan, **PLANS),
    door("drills:people", args=planned, author=200, coordinator=200, trainer=200),
    door("drills:people", "post", args=planned, data=a_role, **PLANS),
    door("drills:confirm", "post", args=planned, **STEP),
    door("drills:cancel", args=confirmed, **OWN),
    door("drills:cancel", "post", args=confirmed, data={"reason": "Storm"}, **STEP),
    door("drills:hold", args=confirmed, **OWN),
    door("drills:hold", "post", args=confirmed, data=what_was_held, **STEP),
    door("drills:undo", "post", args=held, **STEP),
    door("drills:close", "post", args=held, **STEP),
    door("drills:form", args=planned, **SCRIPT),
    door("drills:form_pdf", args=planned, **SCRIPT),
]  # fmt: skip
