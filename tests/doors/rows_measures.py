"""Who opens which page of common measures: south writes and leads, north's officer chairs, all members read."""

from datetime import timedelta
from typing import Any

from port2port.base.clock import now
from port2port.pure.audience import Tlp
from tests.doors.door import Door, door
from tests.measures import making
from tests.personas import Community

READERS = {"author": 200, "coordinator": 200, "peer": 200, "outsider": 200, "secretariat": 200}
# Readers who are not asked to do this: refused by name.
REFUSED = dict.fromkeys(READERS, 403)
NO_PUBLISHING = {"guest": 403, "guard": 403, "trainer": 403, "client": 403, "auditor": 403, "operator": 403}
NO_REPLYING = {"guest": 403, "guard": 403, "trainer": 403, "auditor": 403, "operator": 403}
LONG_AGO = timedelta(days=60)


def _at() -> Any:
    return now() - LONG_AGO


def idea(community: Community) -> dict[str, Any]:
    return {"key": making.idea(community, at=_at()).key}


def draft(community: Community) -> dict[str, Any]:
    return {"key": making.draft(community, at=_at()).key}


def consulted(community: Community) -> dict[str, Any]:
    return {"key": making.consulted(community, at=_at()).key}


def answered(community: Community) -> dict[str, Any]:
    measure = making.consulted(community, at=_at())
    return {"key": measure.key, "reply_key": making.say(community, measure, "author", at=_at()).key}


def replied(community: Community) -> dict[str, Any]:
    return {"key": answered(community)["key"]}


def adopted(community: Community) -> dict[str, Any]:
    return {"key": making.adopted(community, at=_at()).key}


def withdrawn(community: Community) -> dict[str, Any]:
    return {"key": making.withdrawn(community, at=_at()).key}


def step(state: str, move: str) -> Any:
    def of(community: Community) -> dict[str, Any]:
        return {"key": making.MADE[state](community, at=_at()).key, "move": move}

    return of


WRITTEN = {"title": "Two at the gate", "language": "en", "problem": "One is enough.", "controls": "ACC-06"}
REPLIED = {"text": "We agree.", "language": "en"}

ROWS: list[Door] = [
    door("measures:list", **READERS, trainer=200, client=200, guard=200, guest=200),
    door("measures:drafts", author=200, coordinator=200, peer=200, outsider=200, secretariat=200),
    door("measures:new", author=200, peer=200, outsider=200, secretariat=200),
    door("measures:new", "post", data=WRITTEN, author=302, peer=302, outsider=302, secretariat=302, **NO_PUBLISHING),
    door("measures:measure", args=idea, peer=200),
    door("measures:measure", args=draft, peer=200),
    door("measures:measure", args=consulted, **READERS),
    door("measures:measure", args=adopted, **READERS, trainer=200),
    door("measures:measure", args=withdrawn, **READERS, trainer={200, 404}),
    door("measures:edit", args=draft, peer=200),
    door("measures:edit", args=consulted),
    door("measures:edit", "post", args=draft, data=WRITTEN, peer=302, **NO_PUBLISHING),
    door("measures:discard", "post", args=draft, peer=302, **NO_PUBLISHING),
    door("measures:consult", args=draft, peer=200),
    door("measures:consult", "post", args=draft, data={"tlp": str(Tlp.GREEN.value)}, peer=302, **NO_PUBLISHING),
    door("measures:step", args=step("idea", "draft"), peer=200),
    door("measures:step", "post", args=step("idea", "draft"), peer=302, **NO_PUBLISHING),
    door("measures:step", args=step("decision", "adopt"), author=200),
    door("measures:step", "post", args=step("adopted", "review"), **(REFUSED | {"author": 302}), **NO_PUBLISHING),
    door("measures:step", args=step("adopted", "keep")),
    door("measures:step", args=step("adopted", "nonsense")),
    door("measures:allow_fewer", args=consulted, author=200),
    door(
        "measures:allow_fewer",
        "post",
        args=consulted,
        data={"reason": "Two ports have gates."},
        **(REFUSED | {"author": 302}),
        **NO_PUBLISHING,
    ),
    door("measures:reply", args=consulted, author=200, coordinator=200, outsider=200, secretariat=200),
    door(
        "measures:reply",
        "post",
        args=consulted,
        data=REPLIED,
        author=302,
        coordinator=302,
        outsider=302,
        secretariat=302,
        peer=422,
        **NO_REPLYING,
    ),
    door("measures:take_back_reply", "post", args=replied, **dict.fromkeys(READERS, 302), **NO_REPLYING),
    door(
        "measures:answer",
        "post",
        args=answered,
        data={"answer": "Taken in.", "revision": "1"},
        **(REFUSED | {"peer": 302}),
        **NO_PUBLISHING,
    ),
]
