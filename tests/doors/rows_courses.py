"""Who opens which page of courses, and whose results: the person, the officer in whose scope, the own trainer."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from port2port.base.clock import now
from port2port.courses import actions
from port2port.courses.models import Course, CourseAssignment, CourseVersion
from port2port.courses.texts import digest_of
from tests.courses.conftest import files
from tests.doors.door import Door, door
from tests.personas import Community


def _draft(community: Community) -> CourseVersion:
    said = actions.DraftText(files())
    return actions.begin_course(member=community.member("author"), code="gate", said=said, now=now())


def _course(community: Community) -> Course:
    offered = actions.offer(member=community.member("author"), version=_draft(community), now=now())
    done = actions.release(member=community.member("peer"), version=offered, digest=digest_of(offered), now=now())
    return done.course


def released(community: Community) -> dict[str, Any]:
    return {"code": _course(community).code}


def lesson(community: Community) -> dict[str, Any]:
    return {"language": "nl", "n": 1, "lesson": 1} | released(community)


def one_version(community: Community) -> dict[str, Any]:
    return released(community) | {"n": 1}


def a_draft(community: Community) -> dict[str, Any]:
    return {"code": _draft(community).course.code, "n": 1}


def offered(community: Community) -> dict[str, Any]:
    row = actions.offer(member=community.member("author"), version=_draft(community), now=now())
    return {"code": row.course.code, "n": row.n}


def read_digest(community: Community) -> dict[str, Any]:
    return {"digest": digest_of(CourseVersion.objects.get())}


def begun(community: Community) -> dict[str, Any]:
    course = _course(community)
    row = actions.start(member=community.member("guard"), course=course, language="en", key=uuid4(), now=now())
    return {"key": row.key}


def seat(community: Community) -> dict[str, Any]:
    return {"key": community.seats["guard"].key}


def _in_a_month() -> Any:
    return timezone.localdate(now()) + timedelta(days=30)


def assigned(community: Community) -> dict[str, Any]:
    course, trainer = _course(community), community.member("trainer")
    actions.assign(member=trainer, seats=[community.seats["guard"]], course=course, due_on=_in_a_month(), now=now())

    return {"key": CourseAssignment.objects.get().key}


def proven(community: Community) -> dict[str, Any]:
    said = actions.ProofText("certificate", ("b18-2-1",), "School", _in_a_month())
    guard = community.seats["guard"]
    return {"key": actions.add_proof(member=community.member("trainer"), seat=guard, said=said, now=now()).key}


def a_proof(_community: Community) -> dict[str, Any]:
    return {"kind": "certificate", "issuer": "School", "valid_to_on": f"{_in_a_month()}", "codes": ["b18-2-1"]}


def a_new_one(_community: Community) -> dict[str, Any]:
    return {"code": "fence", "is_substantial": "on"} | _words(files(code="fence"))


def a_next_one(_community: Community) -> dict[str, Any]:
    return _words(files(n=2))


def a_change(_community: Community) -> dict[str, Any]:
    return _words(files()) | {"revision": "1"}


def _words(texts: dict[str, str]) -> dict[str, Any]:
    return {f"text_{lang}": words for lang, words in texts.items()}


def next_review(_community: Community) -> dict[str, Any]:
    return {"review_by_on": f"{_in_a_month()}"}


# Everybody with a seat learns.
WHO = (
    "guest", "guard", "author", "peer", "client", "outsider", "coordinator", "trainer", "secretariat", "auditor",
    "operator",
)  # fmt: skip
ALL = dict.fromkeys(WHO, 200)
GO = dict.fromkeys(WHO, 302)
TEACHERS = ("author", "peer", "outsider", "trainer", "secretariat")
WRITE = dict.fromkeys(TEACHERS, 200)
OWN_WRITE = {"author": 200, "trainer": 200}
# Others who write find nothing; who does not write is refused, and that is on record.
STEP = {"default": 403, "author": 302, "trainer": 302, "peer": 404, "outsider": 404, "secretariat": 404}
GIVE = dict.fromkeys(("author", "peer", "outsider", "trainer", "client"), 200)
TAUGHT = {"author": 200, "trainer": 200}
TEACH = {"default": 403, "author": 302, "trainer": 302, "peer": 404, "outsider": 404, "client": 404}

ROWS: list[Door] = [
    door("courses:worker", args={"language": "nl"}, default=200, nobody=200),
    door("courses:lesson", args=lesson, **ALL),
    door("courses:list", **ALL),
    door("courses:mine", **ALL),
    door("courses:own_record_csv", **ALL),
    door("courses:own_record_xlsx", **ALL),
    door("courses:read", "post", data={"mark": ["gate/1/1"]}, **ALL),
    door("courses:new", **WRITE),
    door("courses:new", "post", data=a_new_one, default=403, **dict.fromkeys(TEACHERS, 302)),
    door("courses:drafts", **WRITE),
    door("courses:totals", coordinator=200, secretariat=200),
    door("courses:people", **GIVE),
    door("courses:people_csv", **GIVE),
    door("courses:people_xlsx", **GIVE),
    door("courses:statements", **GIVE),
    door("courses:statements_csv", **GIVE),
    door("courses:scorm", args=released, **GIVE),
    door("courses:assign", **GIVE),
    door("courses:assign", "post", data={"course": "none"}, default=403, **dict.fromkeys(GIVE, 422)),
    door("courses:record", args=seat, **TAUGHT, guard=200),
    door("courses:record_csv", args=seat, **TAUGHT),
    door("courses:role", args=seat, **TAUGHT),
    door("courses:role", "post", args=seat, data={"role": "all-staff"}, **TEACH),
    door("courses:proof", args=seat, **TAUGHT),
    door("courses:proof", "post", args=seat, data=a_proof, **TEACH),
    door("courses:withdraw_proof", "post", args=proven, **TEACH),
    door("courses:waive", args=assigned, **TAUGHT),
    door("courses:waive", "post", args=assigned, data={"reason": "Long leave until May"}, **TEACH),
    door("courses:attempt", args=begun, guard=200),
    door(
        "courses:attempt",
        "post",
        args=begun,
        data={"q1": "0", "q2": ["0", "1"], "q3": "1", "q4": "1"},
        default=404,
        guard=302,
    ),
    door("courses:course", args=released, **ALL),
    door("courses:print", args=released, **ALL),
    door("courses:wish", "post", args=released, **GO),
    door("courses:start", "post", args=released, data={"language": "en"}, **GO),
    door("courses:statistics", args=released, **OWN_WRITE),
    door("courses:retire", "post", args=released, **STEP),
    door("courses:review", args=released, **OWN_WRITE),
    door("courses:review", "post", args=released, data=next_review, **STEP),
    door("courses:new_version", args=released, **OWN_WRITE),
    door("courses:new_version", "post", args=released, data=a_next_one, **STEP),
    door("courses:version", args=one_version, **WRITE),
    door("courses:edit", args=a_draft, **OWN_WRITE),
    door("courses:edit", "post", args=a_draft, data=a_change, **STEP),
    door("courses:offer", "post", args=a_draft, **STEP),
    door(
        "courses:release",
        "post",
        args=offered,
        data=read_digest,
        default=403,
        peer=302,
        outsider=302,
        secretariat=302,
    ),
    door("courses:discard", "post", args=a_draft, **STEP),
]
