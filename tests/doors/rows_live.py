"""Who opens which page of an exercise while it runs: who leads, observes or plays it, and nobody else."""

from typing import Any
from uuid import uuid4

from port2port.base.clock import now
from port2port.live import actions
from port2port.live.models import Inject, LiveNews
from port2port.live.views.shared import seat_mark
from port2port.pure.exercise_clock import Move
from tests.doors.door import Door, door
from tests.live.conftest import Stage, scripted
from tests.personas import Community


def _started(community: Community) -> Stage:
    stage = scripted(community)
    actions.move_clock(member=community.member("author"), event=stage.event, move=Move.START, now=now())
    return stage


def waiting(community: Community) -> dict[str, Any]:
    return {"key": scripted(community).event.key}


def started(community: Community) -> dict[str, Any]:
    return {"key": _started(community).event.key}


def stopped(community: Community) -> dict[str, Any]:
    stage = _started(community)
    stage.clock(Move.STOP, now())
    return {"key": stage.event.key}


def held(community: Community) -> dict[str, Any]:
    stage = scripted(community)
    stage.event.state, stage.event.held_on = "held", now().date()
    stage.event.save()
    return {"key": stage.event.key}


def coming(community: Community) -> dict[str, Any]:
    return {"key": _started(community).injects["late"].key}


def before(community: Community) -> dict[str, Any]:
    return {"key": scripted(community).injects["late"].key}


def came(community: Community) -> dict[str, Any]:
    stage = _started(community)
    made: Inject = actions.deliver(member=stage.member("author"), inject=stage.injects["north"], now=now())
    return {"key": made.key}


def news(community: Community) -> dict[str, Any]:
    came(community)
    return {"key": LiveNews.objects.exclude(inject=None).get(inject__to_role="guard").key}


def paper(what: str) -> Any:
    return lambda community: held(community) | {"what": what}


def marked(community: Community) -> dict[str, Any]:
    return {"Idempotency-Key": str(uuid4()), "X-Live-Seat": seat_mark(community.member("trainer"))}


INJECT = {"minute": "50", "to_role": "guard", "channel": "page", "text": "A call", "language": "en"}
SEEN = {"text": "Papers were asked for"}
# The organiser's officer, its coordinator who leads, its trainer who helps to plan and observes.
PLANS = {"author": 200, "coordinator": 200, "trainer": 200}
LEADS = {"author": 200, "coordinator": 200, "peer": 200}
WHOLE = {"author": 302, "coordinator": 302}
OBSERVES = {"author": 200, "coordinator": 200, "trainer": 200, "peer": 200}
READS = {"author": 200, "coordinator": 200, "trainer": 200, "peer": 200}

ROWS: list[Door] = [
    door("live:worker", default=200, nobody=200),
    door("live:news", args=news, guard=302),
    door("live:enter", args=started, author=302, coordinator=302, trainer=302, peer=302, guard=302),
    door("live:lead", args=started, **LEADS),
    door("live:clock", "post", args=waiting, data={"move": "start"}, **WHOLE),
    door("live:anew", args=stopped, author=200, coordinator=200),
    door("live:anew", "post", args=stopped, **WHOLE),
    door("live:tabletop", args=started, author=200, coordinator=200),
    door("live:real", args=started, **OBSERVES | {"guard": 200}),
    door("live:real", "post", args=started, author=302, coordinator=302, trainer=302, peer=302, guard=302),
    door("live:script", args=waiting, **READS),
    door("live:take", "post", args=waiting, author=302, coordinator=302, trainer=302),
    door("live:new_inject", args=waiting, **PLANS),
    door("live:new_inject", "post", args=waiting, data=INJECT, author=302, coordinator=302, trainer=302),
    door("live:inject", args=before, **PLANS),
    door("live:inject", "post", args=before, data=INJECT, author=302, coordinator=302, trainer=302),
    door("live:remove", "post", args=before, author=302, coordinator=302, trainer=302),
    door("live:add", args=started, **LEADS),
    # Who leads at one facility adds what is for that facility alone.
    door("live:add", "post", args=started, data=INJECT | {"at_once": "on"}, **WHOLE | {"peer": 403}),
    door("live:deliver", "post", args=coming, author=302, coordinator=302, peer=302),
    door("live:skip", args=coming, **LEADS),
    door("live:skip", "post", args=coming, data={"reason": "No time"}, author=302, coordinator=302, peer=302),
    door("live:response", args=came, author=200, coordinator=200),
    door("live:response", "post", args=came, data={"note": "Rang back"}, author=302, coordinator=302),
    door("live:play", args=started, guard=200),
    door("live:done", "post", args=came, data={"note": "Called"}, guard=302),
    door("live:observe", args=started, **OBSERVES),
    door("live:observe", "post", args=started, data=SEEN, author=302, coordinator=302, trainer=302, peer=302),
    # The mark of another seat is refused; its phone keeps what it wrote.
    door(
        # The mark is another seat's: whoever can have a role hears so, of any exercise.
        "live:send",
        "post",
        args=started,
        data=SEEN,
        headers=marked,
        default=403,
        guest=404,
        trainer=201,
    ),
    door("live:observations", args=started, **READS),
    door("live:observations_csv", args=held, **READS),
    door("live:observations_xlsx", args=held, **READS),
    door("live:timeline_csv", args=held, **READS),
    door("live:timeline_xlsx", args=held, **READS),
    *(door("live:print", args=paper(what), **READS) for what in ("list", "pack", "cards", "sheet")),
]
