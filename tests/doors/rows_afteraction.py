"""Who opens which page of what was learnt: writers, who took part, and the readers of a published lesson."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from port2port.afteraction import actions
from port2port.afteraction.models import AfterAction, EventApproval, EventFinding, Lesson
from port2port.afteraction.sealing import lesson_seal, seal_of
from port2port.base.clock import now
from port2port.drills.models import Event
from tests.afteraction import making
from tests.doors.door import Door, door
from tests.personas import Community


def _event(community: Community) -> Event:
    return making.held_event(community, now=now())


def _begun(community: Community) -> AfterAction:
    return making.begun(community, _event(community), now=now())


def _evaluated(community: Community) -> AfterAction:
    return making.evaluated(community, _begun(community), now=now())


def _open(community: Community) -> AfterAction:
    return making.put_to_participants(community, _evaluated(community), now=now())


def _to_approve(community: Community) -> AfterAction:
    return actions.end_comments(member=community.member("author"), after_action=_open(community), now=now())


def held(community: Community) -> dict[str, Any]:
    return {"key": _event(community).key}


def of(make: Callable[[Community], AfterAction]) -> Callable[[Community], dict[str, Any]]:
    return lambda community: {"key": make(community).event.key}


begun, evaluated, shown, to_approve = of(_begun), of(_evaluated), of(_open), of(_to_approve)


def found(community: Community) -> dict[str, Any]:
    row = _open(community)
    return {"key": row.event.key, "finding": EventFinding.objects.get(after_action=row).key}


def signed(community: Community) -> dict[str, Any]:
    row, author = _to_approve(community), community.member("author")
    actions.approve(member=author, after_action=row, signs="controller", facility_id=None, seal=seal_of(row), now=now())
    return {"key": row.event.key}


def rated(community: Community) -> dict[str, Any]:
    return {"key": evaluated(community)["key"]}


def until(_community: Community) -> dict[str, Any]:
    return {"until_on": timezone.localdate().isoformat()}


def _seal(_community: Community) -> dict[str, Any]:
    return {"seal": seal_of(AfterAction.objects.get()), "signs": EventApproval.Signs.CONTROLLER, "facility": ""}


def _draft(community: Community) -> Lesson:
    return making.drafted(community, _event(community), now=now())


def _approved(community: Community) -> Lesson:
    return making.approved(community, _draft(community), now=now())


def _published(community: Community) -> Lesson:
    return making.published(community, _draft(community), now=now())


def key(make: Callable[[Community], Lesson]) -> Callable[[Community], dict[str, Any]]:
    return lambda community: {"key": make(community).key}


draft, approved, published = key(_draft), key(_approved), key(_published)


def readers(community: Community) -> dict[str, Any]:
    north = community.organisations["north"].key
    return {"expected": ",".join(str(one.key) for one in community.organisations.values()), "north": north}


def north(community: Community) -> dict[str, Any]:
    seal = lesson_seal(Lesson.objects.get())
    return {"facility": str(community.facilities["north"].key), "seal": seal}


WRITERS = {"author": 200, "coordinator": 200, "trainer": 200}
TOOK_PART = WRITERS | {"guard": 200, "peer": 200}
WROTE = {"author": 302, "coordinator": 302, "trainer": 302}
FINDING = {"kind": "strength", "text": "Calm on the radio", "priority": "low"}
TEXT = {"text": "What happened.", "language": "en", "version": "1"}
WORDS = {"title": "Badge", "aim": "Compare", "helped": "Looking", "language": "en"}
# Who publishes nothing is refused; who publishes finds the lessons of its own organisation alone.
MAKERS = {"default": 403, "author": 302, "coordinator": 302, "peer": 404, "outsider": 404, "secretariat": 404}
MAKES = {"author": 200, "coordinator": 200}
ALL_MEMBERS = {"author": 200, "coordinator": 200, "trainer": 200, "peer": 200, "outsider": 200, "secretariat": 200}
SIGNERS = {"default": 403, "author": 302, "coordinator": 302, "peer": 403, "client": 404, "outsider": 404}
SIGNERS |= {"secretariat": 404}

ROWS: list[Door] = [
    door("afteraction:page", args=held, **WRITERS),
    door("afteraction:page", args=shown, **TOOK_PART),
    door("afteraction:begin", "post", args=held, default=404, **WROTE | {"guard": 403, "peer": 403}),
    door("afteraction:rate", args=begun, **WRITERS),
    door("afteraction:rate", "post", args=begun, default=404, **WROTE),
    door("afteraction:text", args=begun, **WRITERS),
    door("afteraction:text", "post", args=begun, data=TEXT, default=404, **WROTE),
    door("afteraction:new_finding", args=begun, **WRITERS),
    door("afteraction:new_finding", "post", args=begun, data=FINDING, default=404, **WROTE),
    door("afteraction:finding", args=found, **WRITERS),
    door("afteraction:finding", "post", args=found, data=FINDING, default=404, **WROTE),
    door("afteraction:remove_finding", "post", args=found, default=404, **WROTE),
    door("afteraction:promise", args=found, author=200, coordinator=200),
    door(
        "afteraction:promise",
        "post",
        args=found,
        data={"title": "Block", "due_on": "2030-01-01", "language": "en"},
        default=403,
        author=302,
        coordinator=302,
        peer=404,
        client=404,
        outsider=404,
    ),
    door("afteraction:evaluate", "post", args=evaluated, default=404, author=302, coordinator=302, trainer=403),
    door("afteraction:open_comments", "post", args=rated, data=until, default=404, **WROTE),
    door("afteraction:end_comments", "post", args=shown, default=404, **WROTE),
    door(
        "afteraction:comment",
        "post",
        args=shown,
        data={"text": "The stop word was not heard", "language": "en"},
        default=404,
        **WROTE | {"guard": 302, "peer": 302},
    ),
    door(
        "afteraction:approve",
        "post",
        args=to_approve,
        data=_seal,
        default=404,
        author=302,
        coordinator=403,
        trainer=403,
        guard=403,
        peer=403,
    ),
    door("afteraction:take_back", "post", args=signed, data=_seal, default=404, author=302),
    door("afteraction:print", args=shown, **TOOK_PART),
    door("afteraction:write_lesson", args=held, **MAKES),
    door("afteraction:write_lesson", "post", args=held, data=WORDS, **MAKERS),
    door("afteraction:lessons", **ALL_MEMBERS | {"client": 200, "guest": 200}),
    door("afteraction:lesson", args=draft, **WRITERS | {"peer": 200}),
    door("afteraction:lesson", args=published, **ALL_MEMBERS),
    door("afteraction:readers", args=draft, **MAKES),
    door("afteraction:readers", "post", args=draft, data={"tlp": "2"}, **MAKERS),
    door("afteraction:preview", args=draft, **MAKES),
    door("afteraction:publish", "post", args=approved, data=readers, **MAKERS | {"author": 409, "coordinator": 409}),
    door("afteraction:undo", "post", args=published, **MAKERS),
    door("afteraction:withdraw", "post", args=published, data={"reason": "A better one"}, **MAKERS),
    door("afteraction:delete", "post", args=draft, **MAKERS),
    door("afteraction:approve_lesson", "post", args=draft, data=north, **SIGNERS),
    door(
        "afteraction:take_back_lesson", "post", args=approved, data=north, **SIGNERS | {"coordinator": 404, "peer": 404}
    ),
    door("afteraction:practice", "post", args=published, **MAKERS | {"peer": 403, "outsider": 403, "secretariat": 403}),
]
