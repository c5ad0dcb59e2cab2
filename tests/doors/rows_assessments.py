"""Who opens which page of assessments: a self-assessment of the northern quay, in which the guard has a part."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from port2port.assessments import actions
from port2port.assessments.models import Assessment, Round
from port2port.base.clock import now
from tests.doors.door import Door, door
from tests.personas import Community

# Who keeps the quay's duties; the analyst of the tests has no browser here.
KEEPERS = {"author": 302, "coordinator": 302}
READERS = {"author": 200, "coordinator": 200}
KNOWS = {"author": 200, "coordinator": 200, "peer": 200, "outsider": 200, "client": 200, "secretariat": 200}
# Seats that hold no such act are refused by name, whatever the address.
KEEPS_NOTHING = {"guest": 403, "guard": 403, "trainer": 403, "secretariat": 403, "auditor": 403, "operator": 403}
READS_NOTHING = {"auditor": 403, "operator": 403}
PUBLISHES_NOTHING = {"guest": 403, "guard": 403, "client": 403, "trainer": 403, "auditor": 403, "operator": 403}


def _round(community: Community, *, state: str = "open") -> Round:
    desk, today = community.member("secretariat"), timezone.localdate()
    said = actions.RoundFields(
        title="Spring",
        kind="self",
        baseline=("baseline-light", "1.0"),
        opens_on=today,
        closes_on=today + timedelta(days=30),
    )
    row = actions.plan_round(member=desk, said=said, now=now())
    return actions.move_round(member=desk, round=row, to="open", now=now()) if state == "open" else row


def _assessment(community: Community, *, part: bool = False, to: str = "") -> Assessment:
    author, quay = community.member("author"), community.facilities["north"]
    row = actions.start(member=author, round=_round(community), facility=quay, now=now())
    said = actions.Said(control="acc-05", conformity="partly", doc=2, impl=3)
    actions.save_answer(member=author, assessment=row, said=said, now=now())
    if part:
        seat = community.seats["guard"]
        actions.give_part(member=author, assessment=row, controls=["acc-05"], seat=seat, now=now())
    if to:
        row = actions.submit(member=author, assessment=row, now=now())
    if to == "in_review":
        row = actions.take_up(member=community.member("colleague"), assessment=row, now=now())
    return row


def opened(community: Community) -> dict[str, Any]:
    return {"key": _round(community).key}


def planned(community: Community) -> dict[str, Any]:
    return {"key": _round(community, state="planned").key}


def whole(community: Community) -> dict[str, Any]:
    return {"key": _assessment(community).key}


def shared(community: Community) -> dict[str, Any]:
    return {"key": _assessment(community, part=True).key}


def control(community: Community) -> dict[str, Any]:
    return shared(community) | {"control": "acc-05"}


def reviewed(community: Community) -> dict[str, Any]:
    return {"key": _assessment(community, to="in_review").key}


def part(community: Community) -> dict[str, Any]:
    return {"key": _assessment(community, part=True).assignments.get().key}


def risk(community: Community) -> dict[str, Any]:
    said = actions.ScenarioFields(
        title="Help from inside", intent=2, capability=2, vulnerability=2, impact=2, confidence="high"
    )
    row = _assessment(community)
    return {"key": actions.save_scenario(member=community.member("author"), assessment=row, said=said, now=now()).key}


def proof(community: Community) -> dict[str, Any]:
    said = actions.EvidenceFields(control="acc-05", title="Register", where_held="Safe")
    row = _assessment(community)
    return {"key": actions.add_evidence(member=community.member("author"), assessment=row, said=said, now=now()).key}


def site(community: Community) -> dict[str, Any]:
    return {"facility": community.facilities["north"].key}


def moment(_community: Community) -> dict[str, Any]:
    return {"at": now().isoformat()}


def plan(_community: Community) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "title": "Autumn",
        "kind": "self",
        "baseline": "baseline-light 1.0",
        "target": "3",
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=30)).isoformat(),
    }


SCENARIO = {"title": "Fire", "intent": 1, "capability": 1, "vulnerability": 1, "impact": 1, "confidence": "high"}
PART = READERS | {"guard": 200}
WRITES = KEEPERS | {"guard": 302}
ROWS: list[Door] = [
    door("assessments:list", **KNOWS),
    door("assessments:rules", **KNOWS),
    door("assessments:new_round", secretariat=200),
    door("assessments:new_round", "post", data=plan, **PUBLISHES_NOTHING, secretariat=302),
    door("assessments:round", args=opened, **KNOWS),
    door("assessments:edit_round", args=planned, secretariat=200),
    door("assessments:edit_round", "post", args=planned, data=plan, **PUBLISHES_NOTHING, secretariat=302),
    door("assessments:move_round", "post", args=planned, data={"to": "open"}, **PUBLISHES_NOTHING, secretariat=302),
    door(
        "assessments:start",
        "post",
        args=opened,
        data=site,
        **KEEPERS | KEEPS_NOTHING | {"peer": 403, "outsider": 403, "client": {403, 404}},
    ),
    door("assessments:assessment", args=shared, **READERS | {"guard": 302}),
    door("assessments:move", "post", args=whole, data={"step": "submit"}, **KEEPERS | READS_NOTHING),
    door("assessments:agree", args=reviewed, **READERS),
    door(
        "assessments:agree",
        "post",
        args=reviewed,
        data={},
        **READS_NOTHING | {"author": 403, "coordinator": 302},
    ),
    door("assessments:buddy", "post", args=whole, data={"buddy": ""}, **KEEPERS | KEEPS_NOTHING),
    door("assessments:give_part", args=whole, **READERS),
    door("assessments:give_part", "post", args=whole, data={}, **KEEPS_NOTHING | {"author": 422, "coordinator": 422}),
    door("assessments:take_part_back", "post", args=part, **KEEPERS | KEEPS_NOTHING),
    door("assessments:new_risk", args=whole, **READERS),
    door("assessments:new_risk", "post", args=whole, data=SCENARIO, **KEEPERS | KEEPS_NOTHING),
    door("assessments:risk", args=risk, **READERS),
    door("assessments:risk", "post", args=risk, data=SCENARIO | {"seen": 1}, **KEEPERS | KEEPS_NOTHING),
    door("assessments:take_out_risk", "post", args=risk, **KEEPERS | KEEPS_NOTHING),
    door("assessments:sheet", args=shared, **PART),
    door("assessments:save_row", "post", args=control, data={"conformity": "met", "seen": 1}, **WRITES | READS_NOTHING),
    door("assessments:question", args=control, **PART),
    door("assessments:question", "post", args=control, data={"conformity": "met", "seen": 1}, **WRITES | READS_NOTHING),
    door("assessments:undo", "post", args=control, data={"seen": 1}, **WRITES | READS_NOTHING),
    door(
        "assessments:add_evidence",
        "post",
        args=control,
        data={"evidence-title": "Register", "evidence-where_held": "Safe"},
        **WRITES | READS_NOTHING,
    ),
    door(
        "assessments:comment",
        "post",
        args=control,
        data={"comment-text": "Seen."},
        **KEEPERS | READS_NOTHING | {"guard": 403},
    ),
    door("assessments:export", args=lambda community: shared(community) | {"ending": "json"}, **PART),
    door("assessments:bring", args=shared, **PART),
    door("assessments:bring", "post", args=shared, **READS_NOTHING | dict.fromkeys(PART, 422)),
    door("assessments:carry", args=whole, **READERS),
    door("assessments:carry", "post", args=whole, data={}, **KEEPERS | KEEPS_NOTHING),
    door("assessments:plan", args=whole, **READERS),
    door("assessments:plan", "post", args=whole, data={}, **KEEPS_NOTHING | dict.fromkeys(READERS, 422)),
    door("assessments:undo_plan", "post", args=whole, data=moment, **KEEPERS | KEEPS_NOTHING),
    door("assessments:print", args=whole, **READERS),
    door("assessments:take_out_evidence", "post", args=proof, **KEEPERS | READS_NOTHING),
    door("api:assessments-rounds", default=200, nobody=401),
    door("api:assessments", default=200, nobody=401),
    door("api:assessments-key", args=whole, nobody=401, **READERS),
]
