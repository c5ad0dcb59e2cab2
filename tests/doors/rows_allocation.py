"""Who opens which page of joint allocation: the named; a coordinator of the circle names; an auditor sees reads."""

import os
from typing import Any

from django.utils import timezone

from port2port.allocation import actions
from port2port.allocation.models import PortInputs, Route, RouteImport, Scenario
from port2port.base.clock import now
from port2port.pure.weeks import monday_of
from tests.allocation.conftest import made_table
from tests.doors.door import Door, door
from tests.personas import Community


def _game(community: Community) -> Any:
    table = made_table(community)
    return table, table.played()


def game(community: Community) -> dict[str, Any]:
    return {"key": _game(community)[1].key}


def solved(community: Community) -> dict[str, Any]:
    return {"key": made_table(community).solved().game.key}


def port(community: Community) -> dict[str, Any]:
    return game(community) | {"slug": "north"}


def route(community: Community) -> dict[str, Any]:
    _table, row = _game(community)
    found = Route.objects.filter(inputs__in=PortInputs.objects.filter(game=row, port__slug="north")).first()
    return {"key": row.key, "slug": "north", "route_key": found.key if found else None}


def imported(community: Community) -> dict[str, Any]:
    table, row = _game(community)
    seat = table.officers["north"].seat_id
    said = {"organisation": table.ports["north"].manager, "seat_id": seat, "at": now(), "file_name": "a.csv"}
    return {"key": row.key, "import_key": RouteImport.objects.create(game=row, **said).key}


def scenario(community: Community) -> dict[str, Any]:
    _table, row = _game(community)
    found = Scenario.objects.filter(game=row).first()
    return {"key": row.key, "scenario_key": found.key if found else None}


def named(community: Community) -> dict[str, Any]:
    table, row = _game(community)
    table.named(row, "south")
    return {"key": row.key, "named_key": row.named.get(organisation__slug="south").key}


def draft(community: Community) -> dict[str, Any]:
    return {"key": made_table(community).planned(agreed=False).key}


def _agreed(community: Community) -> Any:
    table = made_table(community)
    north, today = table.officers["north"], timezone.localdate(now())
    said: dict[str, Any] = {"solution": table.solved(), "from_on": monday_of(today), "weeks": 4}
    plan = actions.draft_plan(member=north, **said, now=now())
    for who in ("north", "south"):
        actions.agree_plan(member=table.officers[who], plan=plan, now=now())
    return table, plan


def agreed(community: Community) -> dict[str, Any]:
    return {"key": _agreed(community)[1].key}


def rostered(community: Community) -> dict[str, Any]:
    table, plan = _agreed(community)
    actions.draw_roster(member=table.officers["north"], plan=plan, week=plan.from_on, now=now(), entropy=os.urandom)
    return {"key": plan.key, "week": plan.from_on.isoformat()}


def monday(_community: Community) -> dict[str, Any]:
    week = monday_of(timezone.localdate(now())).isoformat()
    return {"week": week, "from_on": week, "weeks": "4", "answer": "1"}


def opening(community: Community) -> dict[str, Any]:
    circle = str(community.circles["both"].key)
    return {"title": "Spring", "language": "en", "circle": circle, "aim": "mean"}


MEMBERS: dict[str, Any] = {"author": 200, "peer": 200, "outsider": 200, "coordinator": 200, "secretariat": 200}
# The officers of three ports are named; the coordinator of the first knows of the game and is not.
NAMED: dict[str, Any] = {"author": 200, "peer": 200, "outsider": 200}
# Who takes no part is refused, and that is on record; who could and is not named finds nothing.
SEND: dict[str, Any] = {"default": 403, "coordinator": 404, "secretariat": 404}
ALL: dict[str, Any] = SEND | {"author": 302, "peer": 302, "outsider": 302}
OWN: dict[str, Any] = SEND | {"author": 302, "peer": 404, "outsider": 404}
PORT_ADDRESS: dict[str, Any] = {"author": 200}

ROWS: list[Door] = [
    door("allocation:list", **MEMBERS | {"auditor": 302}),
    door("allocation:new", **MEMBERS),
    door(
        "allocation:new",
        "post",
        data=opening,
        default=403,
        author=302,
        peer=302,
        coordinator=302,
        outsider=422,
        secretariat=422,
    ),
    door("allocation:reads", auditor=200),
    door("allocation:game", args=game, **NAMED | {"coordinator": 200}),
    door("allocation:close", "post", args=game, **OWN | {"peer": 403, "outsider": 403}),
    door("allocation:reopen", "post", args=game, **OWN | {"peer": 403, "outsider": 403}),
    door("allocation:people", "post", args=game, **SEND | dict.fromkeys([*NAMED, "coordinator"], 422)),
    door("allocation:unname", "post", args=named, **SEND | {"author": 404, "peer": 302, "outsider": 404}),
    door("allocation:route_imports", args=game, **NAMED),
    door("allocation:route_imports", "post", args=game, **ALL | dict.fromkeys(NAMED, 422)),
    door("allocation:own_routes", args=game, **NAMED),
    door("allocation:route_import", args=imported, **PORT_ADDRESS),
    door("allocation:route_import", "post", args=imported, **OWN),
    door("allocation:undo_routes", "post", args=imported, **OWN | {"author": 409}),
    door("allocation:lend", args=game, **NAMED),
    door("allocation:lend", "post", args=game, data={"units": "1"}, **ALL),
    door("allocation:port", args=port, **PORT_ADDRESS),
    door("allocation:port", "post", args=port, data={"own_units": "1"}, **OWN),
    door("allocation:route_new", args=port, **PORT_ADDRESS),
    door("allocation:route_new", "post", args=port, **OWN | {"author": 422}),
    door("allocation:route", args=route, **PORT_ADDRESS),
    door("allocation:route", "post", args=route, **OWN | {"author": 422}),
    door("allocation:remove_route", "post", args=route, **OWN),
    door("allocation:scenario_new", args=game, **NAMED),
    door("allocation:scenario_new", "post", args=game, **ALL | dict.fromkeys(NAMED, 422)),
    door("allocation:remove_scenario", "post", args=scenario, **OWN),
    door("allocation:solve", "post", args=game, **ALL),
    door("allocation:result", args=solved, **NAMED),
    door("allocation:result", "post", args=solved, **ALL | dict.fromkeys(NAMED, 422)),
    door("allocation:own_csv", args=solved, **NAMED),
    door("allocation:draft_plan", "post", args=solved, data=monday, **ALL),
    door("allocation:plan", args=draft, **NAMED),
    door("allocation:agree", "post", args=draft, **ALL),
    door("allocation:take_back", "post", args=draft, **ALL | {"peer": 403, "outsider": 403}),
    door("allocation:draw", "post", args=agreed, data=monday, **ALL),
    door("allocation:roster", args=rostered, **NAMED),
    door("allocation:roster_csv", args=rostered, **NAMED),
    door("allocation:roster_pdf", args=rostered, **NAMED),
]
