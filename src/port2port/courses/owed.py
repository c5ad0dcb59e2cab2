"""What one person has to take, what was begun, and what is passed: the page *My courses* and its lines on Now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from port2port.courses.models import Attempt, Course, CourseAssignment, CourseVersion, Pass, Reading
from port2port.courses.record import learners
from port2port.members.member import Member
from port2port.members.models import Seat
from port2port.pure.calendar_rules import State, plus_months, state_on
from port2port.pure.training_due import FIRST_MONTHS, Need, Passed, covered_until


@dataclass(frozen=True, slots=True)
class Owed:
    """One course on the list of a person. by: what asks for it; read: how many of its lessons were opened."""

    course: Course
    due: date
    state: State
    is_assigned: bool
    read: int = 0


@dataclass(frozen=True, slots=True)
class Own:
    """What stands on the page of one person."""

    owed: list[Owed]
    begun: list[tuple[Course, int]]
    passed: list[tuple[Pass, bool]]


def owed_by(member: Member, *, today: date, counts_read: bool = True) -> list[Owed]:
    """What this seat's person has to take, what is due first first; what is fine for now last."""
    courses = {one.code: one for one in Course.objects.visible_to(member).offered().listed()}
    if not courses:
        return []
    found: dict[str, tuple[date, bool]] = {}
    for code, due in _by_role(member, courses):
        found[code] = min((due, False), found.get(code, (due, False)))
    rows = CourseAssignment.objects.open().filter(
        person=member.person_id or 0, organisation=member.organisation_id or 0
    )
    for code, due in rows.values_list("course__code", "due_on"):
        if code in courses:
            found[code] = (min(due, found.get(code, (due, True))[0]), True)
    read = read_of(member, [courses[code] for code in found]) if counts_read else {}
    owed = [
        Owed(courses[code], due, state_on(due, today), given, read.get(courses[code].pk, 0))
        for code, (due, given) in found.items()
    ]
    return sorted(owed, key=lambda one: (one.due, one.course.code))


def _by_role(member: Member, courses: dict[str, Course]) -> Iterable[tuple[str, date]]:
    """For each need of the role the course that covers it best here, and the day on which it is due."""
    seat = Seat.objects.visible_to(member).filter(pk=member.seat_id or 0).first()
    if seat is None or member.organisation_id is None:
        return
    learner = learners([seat], organisation=member.organisation_id)[0]
    for need in learner.needs:
        here = [code for code in need.courses if code in courses]
        if not here:
            continue
        until = covered_until(need, learner.passed)
        days = [day for code in need.codes if (day := learner.proofs.get(code)) is not None]
        if len(days) == len(need.codes):
            until = max(min(days), until or date.min)
        yield _chosen(need, here, learner.passed), until or plus_months(learner.since, FIRST_MONTHS)


def _chosen(need: Need, here: Sequence[str], passed: Mapping[str, Passed]) -> str:
    """The course that was taken for the need, unless its certificate outlasts the need; else the first one."""
    ends_with_it = (code for code in here if code in passed and passed[code].months <= need.renew_months)
    return next(ends_with_it, here[0])


def read_of(member: Member, courses: Iterable[Course]) -> dict[int, int]:
    """By course, how many lessons of its current version this person opened."""
    versions = {one.current_id: one.pk for one in courses}
    rows = Reading.objects.visible_to(member).filter(version__in=list(versions))
    counts: dict[int, int] = {}
    for version in rows.order_by().values_list("version_id", flat=True):
        course = versions[version]
        counts[course] = counts.get(course, 0) + 1
    return counts


def own_courses(member: Member, *, today: date) -> Own:
    """The page."""
    owed = owed_by(member, today=today)
    listed = {one.course.pk for one in owed}
    mine = Pass.objects.filter(person=member.person_id or 0).select_related("course__current").order_by("-on", "id")
    passed = [(one, one.n < one.course.asks_from) for one in mine]
    done = {one.course_id for one, is_old in passed if not is_old}
    begun = (
        Course.objects.visible_to(member).offered().listed().filter(pk__in=_begun(member)).exclude(pk__in=listed | done)
    )
    rows = list(begun)
    read = read_of(member, rows)
    return Own(owed, [(one, read.get(one.pk, 0)) for one in rows], passed)


def _begun(member: Member) -> list[int]:
    read = Reading.objects.visible_to(member).filter(version_id=F("version__course__current_id"))
    tried = Attempt.objects.editable_by(member).filter(handed_in_at=None)
    return [
        *read.order_by().values_list("version__course_id", flat=True),
        *tried.order_by().values_list("version__course_id", flat=True),
    ]


def read_numbers(member: Member, version: CourseVersion) -> set[int]:
    """Which lessons of a version this person opened."""
    return set(Reading.objects.visible_to(member).filter(version=version).values_list("lesson", flat=True))


def next_lesson(member: Member, course: Course) -> int:
    """The first lesson that was not opened; 0 where all were."""
    if course.current is None:
        return 0
    read = read_numbers(member, course.current)
    return next((number for number in range(1, course.current.lessons + 1) if number not in read), 0)
