"""Counts that name nobody: of the own organisation, of the community over floors, and of each question."""

from dataclasses import dataclass

from port2port.courses.models import Course, ItemCount, QuarterCount
from port2port.courses.paper import inline
from port2port.courses.roles import role_words
from port2port.courses.texts import first_text, text_of
from port2port.members.member import Member
from port2port.pure.markdown import html

FEWEST_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class RoleTotal:
    """One role of the own organisation, as floors. people, whole: None where a count would speak of persons."""

    words: str
    people: int | None
    whole: int | None


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


def own_totals(member: Member) -> list[RoleTotal]:
    """How many of the own people cover everything that their role must know, when the quarter began."""
    rows = QuarterCount.objects.visible_to(member).filter(organisation__isnull=False).newest()
    by_role = {row.about: row for row in rows}
    return [
        RoleTotal(words, by_role[role].people, by_role[role].whole) for role, words in role_words() if role in by_role
    ]


def community_totals(member: Member) -> list[CourseTotal]:
    """Of each course how many people at least had passed it when the quarter began."""
    rows = QuarterCount.objects.visible_to(member).filter(organisation=None).newest()
    floors = dict(rows.values_list("about", "people"))
    return [CourseTotal(course, floors.get(course.code)) for course in Course.objects.offered().listed()]


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
