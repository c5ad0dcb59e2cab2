"""Counts that name nobody: of the own organisation, of the community over floors, and of each question."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from port2port.courses.models import Course, ItemCount, Pass
from port2port.courses.paper import inline
from port2port.courses.record import trained
from port2port.courses.roles import role_words
from port2port.courses.texts import first_text, text_of
from port2port.members.member import Member
from port2port.members.models import Seat
from port2port.pure.disclosure import FLOORS, Rules, is_mixed
from port2port.pure.markdown import html

FEWEST_ATTEMPTS = 10
# Of a smaller group a count would speak of persons.
FEWEST_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class RoleTotal:
    """One role of the own organisation. people: None where there are too few to count."""

    words: str
    people: int | None
    whole: int


@dataclass(frozen=True, slots=True)
class CourseTotal:
    """One course. floor: at least so many people passed it; None where too few organisations did."""

    course: Course
    floor: int | None


@dataclass(frozen=True, slots=True)
class Item:
    """How a question is answered. choices: words, whether it is right, how often it was taken in per cent."""

    ask: str
    asked: int
    right: int
    choices: list[tuple[str, bool, int]]


def own_totals(member: Member, *, today: date) -> list[RoleTotal]:
    """How many of the own people cover everything that their role must know."""
    if member.organisation_id is None:
        return []
    seats = list(Seat.objects.open().filter(organisation=member.organisation_id, person__is_active=True))
    people, whole = Counter[str](), Counter[str]()
    for one in trained(seats, organisation=member.organisation_id, today=today):
        people[one.role] += 1
        whole[one.role] += one.is_whole
    return [
        RoleTotal(words, people[role] if people[role] >= FEWEST_PEOPLE else None, whole[role])
        for role, words in role_words()
        if people[role]
    ]


def community_totals() -> list[CourseTotal]:
    """Of each course how many people at least passed it, where five organisations did and none outweighs the rest."""
    by_course: dict[int, list[int]] = {}
    rows = Pass.objects.order_by().values("course_id", "organisation_id").annotate(number=Count("pk"))
    for row in rows:
        by_course.setdefault(row["course_id"], []).append(row["number"])
    courses = Course.objects.offered().listed()
    return [CourseTotal(course, floor_of(by_course.get(course.pk, []))) for course in courses]


def floor_of(by_organisation: list[int]) -> int | None:
    """The number as a floor, such as at least 50; None where it would speak of single organisations."""
    rules = Rules()
    if not is_mixed(by_organisation, ports=rules.ports, rules=rules):
        return None
    return next((floor for floor in FLOORS if sum(by_organisation) >= floor), None)


def items_of(course: Course, *, member: Member) -> list[Item]:
    """Each question of the version that is taken now; only those asked often enough."""
    version = course.current
    if version is None:
        return []
    text = text_of(version, version.language) or first_text(version)
    counts = ItemCount.objects.visible_to(member).filter(version=version, shown_asked__gte=FEWEST_ATTEMPTS)
    by_quiz = {row.quiz: row for row in counts}
    found = []
    for quiz in text.quizzes if text is not None else ():
        row = by_quiz.get(quiz.id)
        if row is None:
            continue
        choices = [
            (inline(choice.text), choice.right, 100 * times // row.shown_asked)
            for choice, times in zip(quiz.choices, row.shown_chosen, strict=True)
        ]
        found.append(Item(html(quiz.ask), row.shown_asked, 100 * row.shown_right // row.shown_asked, choices))
    return sorted(found, key=lambda item: item.right)
