"""A course of two lessons and four questions, written by north and released by south."""

from collections.abc import Callable
from datetime import timedelta
from secrets import token_bytes
from uuid import uuid4

import pytest

from port2port.courses import actions
from port2port.courses.actions import DraftText
from port2port.courses.models import Attempt, Course, CourseVersion
from port2port.courses.texts import digest_of, first_text
from port2port.members.member import Member
from port2port.pure.course_front import LANGUAGES
from tests.personas import NOW, Community

HEAD = """---
id: {code}
version: {n}
lang: {lang}
title: {title}
minutes: 5
audience: [guard, staff]
objectives: [Knows the gate]
covers: [{covers}]
controls: []
mo: []
pass_mark: 75
draw: {draw}
valid_months: 24
review_by: 2027-11-30
licence: EUPL-1.2
---
"""
BODY = """Before you begin.

## Faces
Look at **each** face.
```quiz q1 one
Whom do you look at?
- [x] Everybody
- [ ] Nobody
> So that nobody is treated otherwise.
```
```quiz q2 many
What do you check?
- [x] The badge
- [x] The face
- [ ] The shoes
> Both.
```

## Gates
Close the gate.
```quiz q3 one
When is it closed?
- [ ] Never
- [x] Always
> Always.
```
```quiz q4 one
Who opens it?
- [ ] Anybody
- [x] The guard
> The guard alone.
```
"""


def files(
    *, code: str = "gate", n: int = 1, covers: str = "b18-2-3", draw: int = 4, body: str = BODY
) -> dict[str, str]:
    """The course in four languages."""
    return {
        lang: HEAD.format(code=code, n=n, lang=lang, title=f"At the gate {lang}", covers=covers, draw=draw) + body
        for lang in LANGUAGES
    }


type Make = Callable[..., Course]
type Try = Callable[..., Attempt]


@pytest.fixture
def course(community: Community, make: Make) -> Course:
    return make()


@pytest.fixture
def make(community: Community) -> Make:
    """A released course."""

    def made(code: str = "gate", *, now=NOW, **more: object) -> Course:
        said = DraftText(files(code=code, **more))
        draft = actions.begin_course(member=community.member("author"), code=code, said=said, now=now)
        return released(community, draft, now=now).course

    return made


def released(community: Community, draft: CourseVersion, *, now=NOW) -> CourseVersion:
    offered = actions.offer(member=community.member("author"), version=draft, now=now)
    return actions.release(member=community.member("peer"), version=offered, digest=digest_of(offered), now=now)


def next_version(community: Community, course: Course, *, substantial: bool, now=NOW) -> CourseVersion:
    said = DraftText(files(code=course.code, n=2), substantial=substantial)
    draft = actions.begin_version(member=community.member("author"), course=course, said=said, now=now)
    return released(community, draft, now=now)


def right_answers(attempt: Attempt, *, wrong: int = 0) -> dict[str, list[int]]:
    """The right answers, of which the first few are left out."""
    text = first_text(attempt.version)
    return {quiz: ([] if place < wrong else sorted(text.quiz(quiz).right)) for place, quiz in enumerate(attempt.asked)}


def hand_in(member: Member, attempt: Attempt, answers: dict[str, list[int]], *, now=NOW) -> Attempt:
    return actions.hand_in(member=member, attempt=attempt, answers=answers, now=now, randomness=token_bytes)


@pytest.fixture
def take() -> Try:
    """Take a course from start to end."""

    def taken(member: Member, course: Course, *, wrong: int = 0, now=NOW) -> Attempt:
        begun = actions.start(member=member, course=course, language="en", key=uuid4(), now=now)
        answers = right_answers(begun, wrong=wrong)
        return hand_in(member, begun, answers, now=now + timedelta(minutes=5))

    return taken
