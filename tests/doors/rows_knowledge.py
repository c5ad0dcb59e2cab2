"""Who opens which page of practices: a TLP:AMBER practice of north in the circle of north and south."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.fields import PracticeFields, fields_of
from port2port.knowledge.models import Practice, ReviewDue
from port2port.members.actions.tokens import make_token
from port2port.pure.audience import Tlp
from port2port.reports.actions import Upload
from port2port.reports.fields import Readers
from tests.doors.door import Door, door
from tests.doors.rows_reports import (
    ITS_AUTHORS,
    NO_PUBLISHING,
    SEATS,
    THOSE_IN_IT,
    WRITERS,
    _all,
    expected,
)
from tests.personas import Community

SECRET = "p2p_feed-of-knowledge"
# Those in the circle who may stand behind a text of another organisation.
APPROVERS = {"peer": 200}
NO_ANSWERING = {"guest": 403, "guard": 403, "trainer": 403, "auditor": 403, "operator": 403}


def _said() -> PracticeFields:
    return PracticeFields(
        title="Pull test",
        summary="Pull at every panel.",
        body="Pull.",
        themes=("access",),
        controls=("ACC-05",),
        review_by_on=timezone.localdate() + timedelta(days=300),
    )


def _readers(community: Community) -> Readers:
    return Readers(tlp=Tlp.AMBER, circles=frozenset({community.circles["both"].pk}))


def _drafted(community: Community) -> Practice:
    return actions.save_draft(member=community.member("author"), said=_said(), readers=_readers(community), now=now())


def _proposed(community: Community) -> Practice:
    return actions.propose(member=community.member("author"), practice=_drafted(community), now=now())


def draft(community: Community) -> dict[str, Any]:
    return {"key": _drafted(community).key}


def proposed(community: Community) -> dict[str, Any]:
    return {"key": _proposed(community).key}


def used(community: Community) -> dict[str, Any]:
    practice = _proposed(community)
    actions.say_use(
        member=community.member("peer"),
        practice=practice,
        readers=_readers(community),
        note="",
        language="en",
        now=now(),
    )
    return {"key": practice.key}


def waiting(community: Community) -> dict[str, Any]:
    practice = _proposed(community)
    Practice.objects.filter(pk=practice.pk).update(approved_at=now())
    words = replace(fields_of(practice), title="Pull harder")
    actions.revise(member=community.member("author"), practice=practice, said=words, version=1, now=now())
    return {"key": practice.key}


def with_file(community: Community) -> dict[str, Any]:
    paper = Upload("card.txt", b"Pull at every panel.", "text/plain")
    member = community.member("author")
    draft = actions.save_draft(member=member, said=_said(), readers=_readers(community), uploads=[paper], now=now())
    practice = actions.propose(member=member, practice=draft, now=now())
    return {"key": practice.key, "file_key": practice.files[0]["key"]}


def feed_of(purpose: str) -> Callable[[Community], dict[str, Any]]:
    """The address holds the token, so everyone who has it reads as its owner."""

    def made(community: Community) -> dict[str, Any]:
        author = community.member("author")
        make_token(member=author, label="Feed", scope="feed", purpose=purpose, secret=SECRET, now=now())
        return {"token": SECRET}

    return made


def to_look_at(community: Community) -> dict[str, Any]:
    practice = _proposed(community)
    news = ReviewDue.objects.create(practice=practice, due=timezone.localdate(), stage="today", made_at=now())
    return {"key": news.key}


def wording(community: Community) -> dict[str, Any]:
    return {"sha256": Practice.objects.get().sha256}


def to_all(community: Community) -> dict[str, Any]:
    """Not confirmed yet: the page with the names."""
    del community
    return {"tlp": "0", "version": "1"}


USED = {"note": "", "language": "en", "tlp": "3"}

ROWS: list[Door] = [
    door("knowledge:list", **SEATS),
    door("knowledge:drafts", **WRITERS),
    door("knowledge:new", **WRITERS),
    door("knowledge:new", "post", data={"title": "Pull"}, **NO_PUBLISHING, **_all(WRITERS, 422)),
    door("knowledge:practice", args=proposed, **THOSE_IN_IT),
    door("knowledge:print", args=proposed, **THOSE_IN_IT),
    door("knowledge:review", args=to_look_at, **_all(ITS_AUTHORS, 302)),
    door("knowledge:file", args=with_file, **THOSE_IN_IT),
    door("knowledge:text", args=proposed, **THOSE_IN_IT),
    door("knowledge:compare", args=proposed, **THOSE_IN_IT),
    door("knowledge:export_csv", **SEATS),
    door("api:practices", default=200, nobody=401),
    door("api:practices-key", args=proposed, nobody=401, **THOSE_IN_IT),
    door("knowledge:export_xlsx", **SEATS),
    door("knowledge:new_feed", **SEATS),
    door("knowledge:new_feed", "post", data={"query": "theme=access"}, default=200, auditor=403, operator=403),
    door("knowledge:feed_practices_atom", args=feed_of("practices"), default=200, nobody=200),
    door("knowledge:feed_practices_json", args=feed_of("practices"), default=200, nobody=200),
    door("knowledge:new_question_feed", **SEATS),
    door("knowledge:new_question_feed", "post", default=200, auditor=403, operator=403),
    door("knowledge:feed_questions_atom", args=feed_of("questions"), default=200, nobody=200),
    door("knowledge:feed_questions_json", args=feed_of("questions"), default=200, nobody=200),
    door("knowledge:widen", args=proposed, **ITS_AUTHORS),
    door("knowledge:widen", "post", args=proposed, data=to_all, **NO_PUBLISHING, **_all(ITS_AUTHORS, 409)),
    door("knowledge:edit", args=draft, **ITS_AUTHORS),
    door("knowledge:edit", "post", args=draft, **NO_PUBLISHING, **_all(ITS_AUTHORS, 422)),
    door("knowledge:readers", args=draft, **ITS_AUTHORS),
    door("knowledge:propose", "post", args=draft, data=expected, **NO_PUBLISHING, **_all(ITS_AUTHORS, 302)),
    door("knowledge:delete_draft", "post", args=draft, **NO_PUBLISHING, **_all(ITS_AUTHORS, 302)),
    door("knowledge:undo", "post", args=proposed, **NO_PUBLISHING, **_all(ITS_AUTHORS, 302)),
    door(
        "knowledge:approve",
        "post",
        args=proposed,
        data=wording,
        **NO_PUBLISHING,
        **_all(APPROVERS, 302),
        **_all(ITS_AUTHORS, 409),
    ),
    door(
        "knowledge:still_true",
        "post",
        args=proposed,
        data=lambda community: {"review_by_on": (timezone.localdate() + timedelta(days=90)).isoformat()},
        **NO_PUBLISHING,
        **_all(APPROVERS, 409),
        **_all(ITS_AUTHORS, 409),
    ),
    door("knowledge:revise", args=proposed, **ITS_AUTHORS),
    door("knowledge:revise", "post", args=proposed, **NO_PUBLISHING, **_all(ITS_AUTHORS, 422)),
    door("knowledge:revision", args=waiting, **ITS_AUTHORS, **APPROVERS),
    door("knowledge:publish_revision", "post", args=waiting, **NO_PUBLISHING, **_all(ITS_AUTHORS, 409)),
    door("knowledge:drop_revision", "post", args=waiting, **NO_PUBLISHING, **_all(ITS_AUTHORS, 302)),
    door("knowledge:withdraw", args=proposed, **ITS_AUTHORS),
    door(
        "knowledge:withdraw",
        "post",
        args=proposed,
        data={"reason": "Wrong."},
        **NO_PUBLISHING,
        **_all(ITS_AUTHORS, 302),
    ),
    door("knowledge:use", "post", args=proposed, data=USED, **NO_ANSWERING, **_all(THOSE_IN_IT, 302)),
    door(
        "knowledge:take_back_use",
        "post",
        args=used,
        **NO_ANSWERING,
        **_all({name: 403 for name in THOSE_IN_IT if name != "peer"}, 403),
        peer=302,
    ),
]
