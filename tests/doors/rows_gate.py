"""Who opens the gate form: seats that write in a log, each for its own facilities; its empty shell is open to all."""

from typing import Any

from port2port.base.clock import now
from port2port.log.actions import report_at_gate
from port2port.log.fields import Said
from tests.doors.door import Door, door
from tests.personas import Community

ENGLISH = {"language": "en"}


def quay(community: Community) -> dict[str, Any]:
    return ENGLISH | {"facility": community.facilities["north"].key}


def post(community: Community) -> dict[str, Any]:
    return quay(community) | {"zone": "gate-3"}


def facility(community: Community) -> dict[str, Any]:
    return {"key": community.facilities["north"].key}


def of_a_guard(community: Community) -> dict[str, Any]:
    said = Said(happened_at=now(), tile="intruder", text="Two people.", language="en")
    guard, north = community.member("guard"), community.facilities["north"]
    return ENGLISH | {"key": report_at_gate(member=guard, facility=north, said=said, now=now()).key}


# A client's forwarder has no facility in the community of the tests: it is told so on a page.
WRITERS = {"guard": 200, "author": 200, "peer": 200, "client": 200, "outsider": 200}
OWN = {"guard": 200, "author": 200}
NO_LOG = {"guest": 403, "coordinator": 403, "trainer": 403, "secretariat": 403, "auditor": 403, "operator": 403}
REFUSED = {"guard": 422, "author": 422, "peer": 422, "outsider": 422}

ROWS: list[Door] = [
    door("log:gate_start", guard=302, author=302, peer=302, client=302, outsider=302),
    door("log:gate", args=ENGLISH, **WRITERS),
    door("log:gate", "post", args=ENGLISH, **NO_LOG, **REFUSED, client=200),
    door("log:gate_at", args=quay, **OWN),
    door("log:gate_at", "post", args=quay, **NO_LOG, guard=422, author=422),
    door("log:gate_post", args=post, **OWN),
    door("log:gate_post", "post", args=post, **NO_LOG, guard=422, author=422),
    door("log:gate_saved", args=of_a_guard, **OWN),
    door("log:gate_undo", "post", args=of_a_guard, **NO_LOG, guard=302, author=403),
    door("log:gate_send", "post", args=ENGLISH, **NO_LOG, **REFUSED, client=422),
    door("log:gate_shell", args=ENGLISH, default=200, nobody=200),
    door("log:gate_worker", args=ENGLISH, default=200, nobody=200),
    door("log:gate_manifest", args=ENGLISH, default=200, nobody=200),
    door("log:posts", args=facility, author=200),
]
