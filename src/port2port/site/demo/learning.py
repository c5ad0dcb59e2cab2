"""Who took which course: the courses are those that come with the software, every result is made up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from secrets import token_bytes
from uuid import UUID

from django.utils import timezone

from port2port.courses import actions
from port2port.courses.access import learners_of
from port2port.courses.models import Attempt, Course
from port2port.courses.texts import first_text
from port2port.members.member import Member

DAY = timedelta(days=1)
DESK = "secretariat-desk"
# login: how well it answers, how long ago it began; one course stands open for each trainer's people
LEARNERS = {
    "antwerp-guard": (0.95, 20),
    "antwerp-officer": (0.98, 60),
    "antwerp-trainer": (0.99, 90),
    "antwerp-coordinator": (0.7, 12),
    "terminal-officer": (0.95, 400),
    "northsea-officer": (0.9, 200),
    "liege-officer": (0.9, 100),
    "brussels-officer": (0.9, 90),
    "ostend-officer": (0.9, 80),
    "waterway-officer": (0.85, 70),
    "forwarder-agent": (0.9, 40),
}
TAKES = {"antwerp-guard": ("guard", "offered-money"), "antwerp-officer": ("pfso", "offered-money", "drones")}
GIVES, GIVEN = "antwerp-trainer", "phishing-and-codes"


def keep(members: Mapping[str, Member], *, seed: int, now: datetime) -> None:
    """Release the starting courses, let people take some, and assign one that is due."""
    random = Random(f"courses {seed}")  # noqa: S311 - the same story each time
    actions.load_starting(member=members[DESK], now=now - 420 * DAY)
    courses = {course.code: course for course in Course.objects.offered()}
    for login, (skill, days) in LEARNERS.items():
        wanted = TAKES.get(login, ("all-staff", "offered-money"))
        for code in wanted:
            if login in members and code in courses:
                _take(members[login], courses[code], skill, random, at=now - days * DAY)
    _assign(members, courses, now=now)
    actions.count_people(now=now)


def _take(member: Member, course: Course, skill: float, random: Random, *, at: datetime) -> None:
    version = course.current
    if version is None or not version.languages:
        return
    for lesson in range(1, version.lessons + 1):
        actions.read_lesson(member=member, version=version, lesson=lesson, now=at + timedelta(minutes=4 * lesson))
    language = "nl" if "nl" in version.languages else version.languages[0]
    key = UUID(int=random.getrandbits(128), version=4)
    begun = actions.start(member=member, course=course, language=language, key=key, now=at + timedelta(hours=1))
    answers = _answers(begun, skill, random)
    end = at + timedelta(hours=1, minutes=10)
    actions.hand_in(member=member, attempt=begun, answers=answers, now=end, randomness=token_bytes)


def _answers(attempt: Attempt, skill: float, random: Random) -> dict[str, list[int]]:
    text = first_text(attempt.version)
    right = {quiz.id: sorted(quiz.right) for quiz in text.quizzes} if text is not None else {}
    return {quiz: right[quiz] if random.random() < skill else [0] for quiz in attempt.asked}


def _assign(members: Mapping[str, Member], courses: Mapping[str, Course], *, now: datetime) -> None:
    if GIVES not in members or GIVEN not in courses:
        return
    seats = list(learners_of(members[GIVES]))
    due = timezone.localdate(now) + timedelta(days=21)
    actions.assign(member=members[GIVES], seats=seats, course=courses[GIVEN], due_on=due, now=now - DAY)
