"""Who opens which page of the registers: a use case of north, TLP:AMBER for north and south, and a lane of its quay."""

from collections.abc import Callable
from datetime import date
from typing import Any

from port2port.base.clock import now
from port2port.pure.ai_camera import Measured
from port2port.pure.audience import Tlp
from port2port.registers import actions
from port2port.registers.fields import CaseFields
from port2port.registers.models import AiUseCase, PickupRollout
from port2port.reports.fields import Readers
from tests.doors.door import Door, door
from tests.doors.rows_reports import ITS_AUTHORS, NO_PUBLISHING, THOSE_IN_IT, WRITERS, expected
from tests.personas import Community

READERS = WRITERS | {"client": 200}


def _kept(community: Community) -> AiUseCase:
    said = CaseFields(title="Fence", class_reasoning="No people.")
    return actions.keep_case(member=community.member("author"), said=said, now=now())


def _chosen(community: Community) -> AiUseCase:
    readers = Readers(tlp=Tlp.AMBER, circles=frozenset({community.circles["both"].pk}))
    return actions.choose_readers(
        member=community.member("author"),
        case=_kept(community),
        readers=readers,
        shows_site=False,
        shows_figures=False,
        now=now(),
    )


def _shared(community: Community) -> AiUseCase:
    return actions.share_case(member=community.member("author"), case=_chosen(community), now=now())


def _key(make: Callable[[Community], AiUseCase]) -> Callable[[Community], dict[str, Any]]:
    return lambda community: {"key": make(community).key}


kept, chosen, shared = _key(_kept), _key(_chosen), _key(_shared)


def measured(community: Community) -> dict[str, Any]:
    case = _kept(community)
    day = date(2026, 1, 5)
    made = actions.measure_case(
        member=community.member("author"), case=case, from_on=day, to_on=day, measured=Measured(1), now=now()
    )
    return {"key": case.key, "measurement": made.key}


PERIOD = {
    "from_on": "2026-01-05",
    "to_on": "2026-01-06",
    **dict.fromkeys(("camera_days", "alarms", "true", "false", "staged", "found"), 0),
}
ANSWERS = {"title": "Fence", "language": "en", "kind": "line", "place": "private", "biometric": "none"}
POSTED = dict.fromkeys(ITS_AUTHORS, 302)
SHARE = {"tlp": 2}

MEMBERS = WRITERS
KEEPERS = {"author": 302, "coordinator": 302}
# A lane of another organisation is a missing one; seats that keep no duties are refused by name.
NO_KEEPING = {"guest": 403, "guard": 403, "trainer": 403, "secretariat": 403, "auditor": 403, "operator": 403}


def _lane(community: Community) -> PickupRollout:
    author, quay = community.member("author"), community.facilities["north"]
    seat = community.seats["author"]
    return actions.enter_lane(member=author, facility=quay, mode="truck", flow="europe", contact=seat, now=now())


def lane(community: Community) -> dict[str, Any]:
    return {"key": _lane(community).key}


def further(community: Community) -> dict[str, Any]:
    ticked = frozenset({"contact", "flows"})
    row = _lane(community)
    actions.advance(member=community.member("author"), lane=row, to=1, ticked=ticked, evidence="So.", now=now())
    return {"key": row.key}


def offer(community: Community) -> dict[str, Any]:
    made = actions.volunteer(
        member=community.member("author"),
        mode="truck",
        offer="Ask us.",
        language="en",
        contact=community.seats["author"],
        now=now(),
    )
    return {"key": made.key}


def own_seat(who: str) -> Callable[[Community], dict[str, Any]]:
    def of(community: Community) -> dict[str, Any]:
        return {"mode": "truck", "offer": "Ask us.", "language": "en", "contact": community.seats[who].key}

    return of


FORWARD = {"to": 1, "ticked": ["contact", "flows"], "evidence": "So."}

ROWS: list[Door] = [
    door("registers:pickup", **MEMBERS),
    door("registers:pickup_network", **MEMBERS),
    door("registers:pickup_volunteers", **MEMBERS),
    door("registers:export_pickup_csv", **MEMBERS),
    door("registers:export_pickup_xlsx", **MEMBERS),
    door("registers:export_pickup_json", **MEMBERS),
    door("registers:new_lane", author=200, peer=200, outsider=200, coordinator=200),
    door(
        "registers:new_lane",
        "post",
        data={"mode": "truck", "flow": "europe"},
        **NO_KEEPING | KEEPERS | {"peer": 302, "outsider": 302},
    ),
    door("registers:pickup_lane", args=lane, author=200, coordinator=200),
    door("registers:plan_lane", "post", args=lane, data={"in_scope": "on"}, **NO_KEEPING | KEEPERS),
    door("registers:advance_lane", "post", args=lane, data=FORWARD, **NO_KEEPING | KEEPERS),
    door("registers:step_back_lane", "post", args=further, data={"to": 0, "reason": "Gone."}, **NO_KEEPING | KEEPERS),
    door(
        "registers:pickup_volunteers",
        "post",
        data=own_seat("author"),
        # The seat to ask is one of the own organisation: to others it is no choice.
        **KEEPERS | {"peer": 422, "outsider": 422, "secretariat": 422, "auditor": 403, "operator": 403},
    ),
    door("registers:end_volunteer", "post", args=offer, **NO_KEEPING | KEEPERS),
    door("registers:cameras", **READERS),
    door("registers:compare_cameras", **READERS),
    door("registers:export_cameras_csv", **READERS),
    door("registers:export_cameras_xlsx", **READERS),
    door("registers:export_cameras_json", **READERS),
    door("registers:new_camera", **WRITERS),
    door("registers:new_camera", "post", data=ANSWERS, **NO_PUBLISHING | dict.fromkeys(WRITERS, 302)),
    door("registers:camera", args=shared, **THOSE_IN_IT),
    door("registers:camera", args=kept, **ITS_AUTHORS),
    door("registers:print_camera", args=shared, **THOSE_IN_IT),
    door("registers:edit_camera", args=kept, **ITS_AUTHORS),
    door("registers:edit_camera", "post", args=kept, data=ANSWERS, **NO_PUBLISHING | POSTED),
    door("registers:move_camera", "post", args=kept, data={"to": "assessed"}, **NO_PUBLISHING | POSTED),
    door("registers:measure_camera", "post", args=kept, data=PERIOD, **NO_PUBLISHING | POSTED),
    door("registers:forget_measurement", "post", args=measured, **NO_PUBLISHING | ITS_AUTHORS),
    door("registers:share_camera", args=kept, **ITS_AUTHORS),
    door("registers:share_camera", "post", args=kept, data=SHARE, **NO_PUBLISHING | POSTED),
    door("registers:camera_readers", args=chosen, **ITS_AUTHORS),
    door("registers:publish_camera", "post", args=chosen, data=expected, **NO_PUBLISHING | POSTED),
    door("registers:undo_camera", "post", args=shared, **NO_PUBLISHING | POSTED),
    door("api:cameras", nobody=401, **READERS),
    door("api:cameras-key", args=shared, nobody=401, **THOSE_IN_IT),
    door(
        "api:cameras-key-measurements",
        "post",
        args=kept,
        data=PERIOD,
        json=True,
        nobody=401,
        **NO_PUBLISHING | dict.fromkeys(ITS_AUTHORS, 201),
    ),
    door("api:pickup-lanes", nobody=401, **MEMBERS),
    door("api:pickup-bands", nobody=401, **MEMBERS),
    door("api:pickup-volunteers", nobody=401, **MEMBERS),
]
