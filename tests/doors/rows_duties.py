"""Who opens which page of duties, actions and notices."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from port2port.base.clock import now
from port2port.duties.actions.clocks import Held, Wish, ask_derogation, fulfil
from port2port.duties.actions.notices import keep_notices
from port2port.duties.actions.promises import Promise, promise
from port2port.duties.actions.running_out import tell_running_out
from port2port.duties.clocks import place_of
from port2port.duties.models import Derogation, Fulfilment, RunningOut
from port2port.duties.notices import Source
from port2port.duties.rulebook import clock_rules
from port2port.members.actions.tokens import make_token
from tests.doors.door import Door, door
from tests.personas import Community

SECRET = "a-secret-that-the-test-knows"
REASON = "The quay was closed for works from January to March."


def _drill(community: Community) -> Fulfilment:
    facility = community.facilities["north"]
    return fulfil(
        member=community.member("author"),
        rule=clock_rules()["drill"],
        place=place_of(facility, organisation=community.organisations["north"]),
        held=Held(on=date(2026, 1, 15), tested=("b15_11.access",)),
        now=now(),
    )


def clock(community: Community) -> dict[str, Any]:
    return {"code": "drill", "key": community.facilities["north"].key}


def rhythm(community: Community) -> dict[str, Any]:
    return {"code": "a17-04", "key": community.facilities["north"].key}


def drill(community: Community) -> dict[str, Any]:
    return {"key": _drill(community).key}


def _asked(community: Community) -> Derogation:
    _drill(community)
    return ask_derogation(
        member=community.member("author"),
        rule=clock_rules()["drill"],
        place=place_of(community.facilities["north"], organisation=community.organisations["north"]),
        wish=Wish(reason=REASON, until_on=date(2026, 6, 1)),
        now=now(),
    )


def derogation(community: Community) -> dict[str, Any]:
    return {"key": _asked(community).key}


def running_out(community: Community) -> dict[str, Any]:
    day = _drill(community)
    at = datetime(2026, 4, 10, 11, tzinfo=UTC)
    tell_running_out(now=at)
    return {"key": RunningOut.objects.get(rule=day.rule).key}


def facility(community: Community) -> dict[str, Any]:
    return {"key": community.facilities["north"].key}


def port(community: Community) -> dict[str, Any]:
    return {"slug": community.ports["north"].slug}


def action(community: Community) -> dict[str, Any]:
    wish = Promise(title="Mend the fence", due_on=date(2026, 4, 1), language="en", owner=community.seats["guard"])
    return {"key": promise(member=community.member("author"), wish=wish, now=now()).key}


def notice(community: Community) -> dict[str, Any]:
    rows = keep_notices(
        member=community.member("author"),
        source=Source("occurrence", UUID("00000000-0000-4000-8000-000000000001")),
        codes=["INT-TRES"],
        organisation=community.organisations["north"],
        facility=community.facilities["north"],
        started_at=now() - timedelta(hours=1),
        now=now(),
    )
    return {"key": rows[0].key}


def token(community: Community) -> dict[str, Any]:
    make_token(
        member=community.member("author"), label="Calendar", scope="feed", purpose="duties", secret=SECRET, now=now(),
        expires_at=now() + timedelta(days=300),
    )  # fmt: skip
    return {"token": SECRET}


def seat_of_guard(community: Community) -> dict[str, Any]:
    return {"title": "Fence", "due_on": "2026-05-01", "language": "en", "owner": str(community.seats["guard"].key)}


# Who reads duties of the own organisation; nobody else finds such a page.
READS = {"author": 200, "coordinator": 200, "peer": 200, "outsider": 200, "client": 200}
# The own organisation's officer and coordinator keep them; a form sent without the right is refused and on record.
KEEPS = {"default": 403, "author": 302, "coordinator": 302, "peer": 404, "outsider": 404, "client": 404}
OWN = {"author": 200, "coordinator": 200}
ACTS = READS | {"guard": 200, "trainer": 200, "secretariat": 200}
WRITES = {"author": 200, "coordinator": 200, "peer": 200, "outsider": 200, "client": 200, "secretariat": 200}

ROWS: list[Door] = [
    door("duties:clocks", **READS),
    door("duties:print", **READS),
    door("duties:export_csv", **READS),
    door("duties:export_xlsx", **READS),
    door("duties:clock", args=clock, **OWN),
    door(
        "duties:done", "post", args=clock, data={"on": "2026-02-01", "tested": "b15_11.access", "evidence": ""},
        **KEEPS,
    ),
    door("duties:setting", args=rhythm, **OWN),
    door("duties:setting", "post", args=rhythm, data={"months": "1"}, **KEEPS),
    door("duties:derogate", args=clock, **OWN),
    door("duties:derogate", "post", args=clock, data={"reason": "no"}, **KEEPS | {"author": 422, "coordinator": 422}),
    door("duties:running_out", args=running_out, author=302, coordinator=302),
    door("duties:undo", "post", args=drill, **KEEPS),
    door("duties:restore", "post", args=drill, **KEEPS),
    # Nobody of the personas sits in a seat of the whole port; who asked and who reads it is refused.
    door(
        "duties:approve", "post", args=derogation, **KEEPS | {"author": 403, "coordinator": 403},
    ),
    door("duties:end_derogation", "post", args=derogation, **KEEPS),
    door("duties:pfso", author=302, coordinator=302, peer=302, outsider=302),
    door("duties:pfso_facility", args=facility, **OWN),
    door("duties:ports", author=302, coordinator=302, peer=302, outsider=302),
    door("duties:port", args=port, **OWN),
    door("duties:promises", **ACTS),
    door("duties:new_promise", **WRITES),
    door(
        "duties:new_promise", "post", data=seat_of_guard, author=302, coordinator=302, secretariat=422, peer=422,
        outsider=422, client=422, auditor=403, operator=403,
    ),
    door("duties:promise", args=action, author=200, coordinator=200, guard=200),
    door("duties:change_promise", args=action, author=200, coordinator=200),
    door("duties:change_promise", "post", args=action, data=seat_of_guard, author=302, coordinator=302,
         auditor=403, operator=403),
    door("duties:move_promise", "post", args=action, data={"to": "done"}, author=302, coordinator=302, guard=302,
         auditor=403, operator=403),
    door("duties:notices", **READS),
    door("duties:notice", args=notice, **OWN),
    door(
        "duties:tell", "post", args=notice, data={"told_at": "2026-01-01T00:00"},
        **KEEPS | {"author": 422, "coordinator": 422},
    ),
    door("duties:untell", "post", args=notice, **KEEPS),
    door("duties:profile", **READS),
    door(
        "duties:profile", "post", data={"codes": "nis2"}, default=403, author=302, coordinator=302, peer=302,
        outsider=302, client=302,
    ),
    door("duties:calendar", **ACTS),
    door("duties:calendar", "post", **ACTS, auditor=403, operator=403),
    # Whoever has the address reads it; without one there is nothing.
    door("duties:read_calendar", args=token, default=200, nobody=200),
]  # fmt: skip
