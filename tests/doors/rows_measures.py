"""Who opens which page of common measures: south writes and leads, north's officer chairs, all members read."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from port2port.base.clock import now
from port2port.measures.models import AdoptionStep, MeasureNews
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


def cell(community: Community) -> dict[str, Any]:
    return {"key": making.adopted(community, at=_at()).key, "facility": community.facilities["south"].key}


def said(community: Community) -> dict[str, Any]:
    measure = making.adopted(community, at=_at())
    making.adopting(community, measure, at=now() - timedelta(days=2), state="in_place", since_on=date(2026, 1, 1))
    return {"key": measure.key, "facility": community.facilities["south"].key}


def adoption_step(community: Community) -> dict[str, Any]:
    said(community)
    return {"key": AdoptionStep.objects.latest("pk").key}


def asked(community: Community) -> dict[str, Any]:
    measure = making.adopted(community, at=_at())
    row = making.adopting(community, measure, at=now())
    return {"key": making.excepting(community, row, at=now()).key}


def exception_of(community: Community) -> dict[str, Any]:
    today = timezone.localdate()
    return EXCEPTION | {"until_on": (today + timedelta(days=30)).isoformat()}


def told(community: Community) -> dict[str, Any]:
    measure = making.adopted(community, at=_at())
    south = community.organisations["south"]
    row = MeasureNews.objects.create(
        measure=measure, organisation=south, stage="soon", due=measure.review_on, made_at=now()
    )
    return {"key": row.key}


EXCEPTION = {
    "control": "ACC-06",
    "reason": "The second gate is being built until autumn.",
    "instead": "A guard stands there.",
    "asked_of": "chair",
    "language": "en",
}
UNPLANNED = {"state": "not_planned"}
NO_KEEPING = {
    "guest": 403,
    "guard": 403,
    "trainer": 403,
    "secretariat": 403,
    "auditor": 403,
    "operator": 403,
}
PARTAKERS = dict.fromkeys(READERS, 200)
NO_ANSWERING = {"guest": 403, "guard": 403, "trainer": 403, "auditor": 403, "operator": 403}
# In GREEN, whoever takes part; others find no such page.
ELSEWHERE = {"author": 404, "coordinator": 404, "outsider": 404, "client": 404}
FILES = {"trainer": 200, "client": 200, "guard": 200, "guest": 200}

ROWS += [
    *(door(f"measures:export_{ending}", **READERS, **FILES) for ending in ("csv", "xlsx", "json")),
    *(door(f"measures:adoption_{ending}", **PARTAKERS) for ending in ("csv", "xlsx", "json")),
    door("measures:adoption", **PARTAKERS),
    door("measures:adopt", args=cell, peer=200),
    door(
        "measures:adopt", "post", args=cell, data={"state": "not_planned"}, **(ELSEWHERE | {"peer": 302}), **NO_KEEPING
    ),
    door("measures:undo", "post", args=adoption_step, **(ELSEWHERE | {"peer": 302}), **NO_KEEPING),
    door("measures:verify", "post", args=said, **(ELSEWHERE | {"peer": 422}), **NO_KEEPING),
    door(
        "measures:show_facility",
        "post",
        args=lambda community: {"facility": community.facilities["south"].key},
        data={"show": "yes"},
        **(ELSEWHERE | {"peer": 302}),
        **NO_KEEPING,
    ),
    door("measures:ask_exception", args=said, peer=200),
    door("measures:ask_exception", "post", args=said, data=exception_of, **(ELSEWHERE | {"peer": 302}), **NO_KEEPING),
    door("measures:exception", args=asked, peer=200, author=200),
    door(
        "measures:answer_exception",
        "post",
        args=asked,
        data={"grant": "yes"},
        **NO_PUBLISHING,
        author=302,
        peer=403,
    ),
    door("measures:end_exception", "post", args=asked, peer=302, author={403, 404}, **NO_KEEPING),
    door("measures:news", args=told, peer=302),
    door("measures:offer_help", args=adopted, **READERS),
    door(
        "measures:offer_help",
        "post",
        args=adopted,
        data={"note": "Ask us.", "language": "en"},
        **dict.fromkeys(READERS, 302),
        **NO_ANSWERING,
    ),
    door("measures:stop_helping", "post", args=adopted, **dict.fromkeys(READERS, 302), **NO_ANSWERING),
    door("api:measures", default=200, nobody=401),
    door("api:measures-key", args=adopted, nobody=401, **READERS, trainer=200),
    door("api:adoption", nobody=401, **PARTAKERS),
    door(
        "api:measures-key-reply",
        "post",
        args=consulted,
        data={"text": "We agree.", "language": "en"},
        json=True,
        nobody=401,
        author=200,
        coordinator=200,
        outsider=200,
        secretariat=200,
        peer=422,
    ),
]
