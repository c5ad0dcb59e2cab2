"""Who opens which page of questions: a TLP:AMBER question of north in the circle of north and south."""

from typing import Any

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.asking import QuestionFields
from port2port.knowledge.models import Answer, Question, QuestionNews
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from tests.doors.door import Door, door
from tests.doors.rows_reports import ITS_AUTHORS, NO_PUBLISHING, NO_READING, SEATS, THOSE_IN_IT, WRITERS, _all
from tests.personas import Community

SAID = QuestionFields(title="Which gauge?", text="Ours was cut.", language="en", themes=("access",))
# Clients and guests ask as well, and trainers; they do not route, and only members answer.
ASKERS = WRITERS | {"trainer": 200, "client": 200, "guest": 200}
NO_ASKING = {"guard": 403, "auditor": 403, "operator": 403}
NO_ADVISING = NO_ASKING | {"guest": 403, "client": 403}
THOSE_IN_CIRCLE = THOSE_IN_IT | {"trainer": 200}
ITS_ASKERS = ITS_AUTHORS | {"trainer": 200}
OFFICERS = {"author": 200, "coordinator": 200}
NO_ROUTING = NO_PUBLISHING | dict.fromkeys(("author", "peer", "outsider", "coordinator"), 403)


def _asked(community: Community, readers: Readers | None = None) -> Question:
    amber = Readers(tlp=Tlp.AMBER, circles=frozenset({community.circles["both"].pk}))
    return actions.ask(member=community.member("author"), said=SAID, readers=readers or amber, now=now())


def asked(community: Community) -> dict[str, Any]:
    return {"key": _asked(community).key}


def asked_of_all(community: Community) -> dict[str, Any]:
    return {"key": _asked(community, Readers(tlp=Tlp.GREEN)).key}


def _answered(community: Community) -> Answer:
    return actions.answer_question(
        member=community.member("peer"), question=_asked(community), text="Wire.", language="en", now=now()
    )


def answered(community: Community) -> dict[str, Any]:
    return {"key": _answered(community).key}


def confirmed(community: Community) -> dict[str, Any]:
    given = _answered(community)
    return {"key": actions.confirm(member=community.member("author"), answer=given, now=now()).key}


def sent(community: Community) -> dict[str, Any]:
    question = _asked(community, Readers(tlp=Tlp.GREEN))
    south = frozenset({community.organisations["south"].pk})
    actions.route(member=community.member("secretariat"), question=question, organisations=south, now=now())
    return {"key": QuestionNews.objects.get().key}


def to_south(community: Community) -> dict[str, Any]:
    return {"organisations": str(community.organisations["south"].key)}


def proposed(community: Community) -> dict[str, Any]:
    made = actions.propose_question(
        member=community.member("guard"), title="Which lamp?", text="In fog.", language="en", now=now()
    )
    return {"key": made.key}


REASON = {"reason": "Found it."}

FLOOR = {"title": "Which lamp?", "text": "In fog.", "language": "en"}
BODY = {"title": "Which gauge?", "text": "Ours was cut.", "themes": ["access"]}


def to_all(community: Community) -> dict[str, Any]:
    names = ("north", "south", "east", "desk")
    return BODY | {"recipients": [str(community.organisations[name].key) for name in names]}


def api(name: str, method: str = "get", **more: Any) -> Door:
    """A row of the API: who shows no token and no session gets 401."""
    return door(f"api:{name}", method, json=method == "post", **({"nobody": 401} | more))


ROWS: list[Door] = [
    api("questions", default=200),
    api("questions-key", args=asked, **THOSE_IN_CIRCLE),
    api("questions-preview", "post", data=BODY, default=403, **ASKERS),
    api("questions", "post", data=to_all, default=403, **_all(ASKERS, 201)),
    api("questions-guards", default=200),
    api("questions-guards", "post", data=FLOOR, default=403, guard=201),
    api("questions-guards-key-away", "post", args=proposed, data=REASON, **OFFICERS, guard=403),
    api(
        "questions-key-answers",
        "post",
        args=asked,
        data={"text": "Wire."},
        **_all(ITS_ASKERS, 403),
        peer=201,
        client=403,
    ),
    api("questions-answers-key-confirm", "post", args=answered, **ITS_ASKERS),
    api("questions-answers-key-thank", "post", args=answered, **ITS_ASKERS),
    api("questions-answers-key-back", "post", args=answered, data={"text": "Why?"}, **ITS_ASKERS),
    api("questions-key-close", "post", args=asked, data=REASON, **ITS_ASKERS),
    door("knowledge:questions", **SEATS),
    door("knowledge:export_questions_csv", **SEATS),
    door("knowledge:export_questions_xlsx", **SEATS),
    door("knowledge:ask", **ASKERS),
    door("knowledge:ask", "post", data={"title": "Which?"}, **NO_ASKING, **_all(ASKERS, 422)),
    door("knowledge:floor_questions", **WRITERS, guard=200, client=200, guest=200),
    door(
        "knowledge:floor_questions",
        "post",
        data=FLOOR,
        **_all(WRITERS, 403),
        client=403,
        guest=403,
        guard=302,
        **NO_READING,
    ),
    door("knowledge:floor_question", args=proposed, **OFFICERS, guard=200),
    door("knowledge:put_away", "post", args=proposed, data=REASON, **NO_ASKING, **_all(OFFICERS, 302)),
    door("knowledge:open_questions", secretariat=200),
    door("knowledge:question", args=asked, **THOSE_IN_CIRCLE),
    door("knowledge:question_reminder", args=sent, peer=302),
    door(
        "knowledge:answer",
        "post",
        args=asked,
        data={"text": "Wire.", "language": "en"},
        **NO_ADVISING,
        **_all(ITS_ASKERS, 403),
        peer=302,
    ),
    door("knowledge:route_question", "post", args=asked_of_all, data=to_south, **NO_ROUTING, secretariat=302),
    door("knowledge:close_question", "post", args=asked, data=REASON, **NO_ASKING, **_all(ITS_ASKERS, 302)),
    door("knowledge:take_back_question", "post", args=asked, data=REASON, **NO_ASKING, **_all(ITS_ASKERS, 302)),
    door("knowledge:thank", "post", args=answered, **NO_ASKING, **_all(ITS_ASKERS, 302)),
    door("knowledge:ask_back", "post", args=answered, data={"text": "Why?"}, **NO_ASKING, **_all(ITS_ASKERS, 302)),
    door("knowledge:confirm", "post", args=answered, **NO_ASKING, **_all(ITS_ASKERS, 302)),
    door("knowledge:make_practice", "post", args=confirmed, **NO_PUBLISHING, peer=302),
]
