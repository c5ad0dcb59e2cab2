"""That the languages of a course are one course: the same shape, the same questions, the same right answers.

A file marked `summary: true` shares its headings with the others; its questions may be absent.
"""

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from port2port.pure.course_faults import Fault, Rule
from port2port.pure.course_text import CourseText

# What is the same in every language, whatever it is written in.
SHARED = (
    *("id", "version", "minutes", "audience", "covers", "controls", "mo", "pass_mark", "draw", "valid_months"),
    *("review_by", "licence", "notice"),
)
# The language that the others are held against: the first that is there whole.
ORDER = ("en", "nl", "fr", "de")


def parity(texts: Mapping[str, CourseText], *, name: str = "") -> Iterator[Fault]:
    """Where a language differs from the first whole one. name: what the names of the files begin with."""
    whole = [lang for lang in ORDER if lang in texts and not texts[lang].front.summary]
    if not whole:
        if texts:
            yield Fault(f"{name}{min(texts)}.md", 1, Rule.ONLY_SUMMARIES)
        return
    first = texts[whole[0]]
    for lang, text in texts.items():
        if lang != whole[0]:
            yield from _differences(first, text, file=f"{name}{lang}.md")


def _differences(first: CourseText, text: CourseText, *, file: str) -> Iterator[Fault]:
    for key in SHARED:
        if getattr(first.front, key) != getattr(text.front, key):
            yield Fault(file, 1, Rule.OTHER_FRONT, key)
    if len(first.front.objectives) != len(text.front.objectives) and not text.front.summary:
        yield Fault(file, 1, Rule.OTHER_FRONT, "objectives")
    if first.headings != text.headings:
        yield Fault(file, 1, Rule.OTHER_HEADINGS, _first_heading(first, text))
    yield from _other_quizzes(first, text, file=file)


def _first_heading(first: CourseText, text: CourseText) -> str:
    pairs = zip_longest(first.headings, text.headings)
    number, (one, other) = next((place, pair) for place, pair in enumerate(pairs, start=1) if pair[0] != pair[1])
    return f"{number}: {'#' * (other or 0) or '–'} / {'#' * (one or 0) or '–'}"


def _other_quizzes(first: CourseText, text: CourseText, *, file: str) -> Iterator[Fault]:
    here = {quiz.id: quiz for quiz in text.quizzes}
    there = [[quiz.id for quiz in lesson.quizzes] for lesson in first.lessons]
    if not text.front.summary and there != [[quiz.id for quiz in lesson.quizzes] for lesson in text.lessons]:
        known = {quiz.id for quiz in first.quizzes}
        lone = sorted(known ^ here.keys())
        yield Fault(file, 1, Rule.OTHER_QUIZZES, ", ".join(lone[:5]))
    for quiz in first.quizzes:
        other = here.get(quiz.id)
        if other is None:
            continue
        if other.kind != quiz.kind:
            yield Fault(file, other.line, Rule.OTHER_KIND, quiz.id)
        if len(other.choices) != len(quiz.choices):
            yield Fault(file, other.line, Rule.OTHER_CHOICES, quiz.id)
        elif other.right != quiz.right:
            yield Fault(file, other.line, Rule.OTHER_ANSWERS, quiz.id)
    if text.front.summary:
        known = {quiz.id for quiz in first.quizzes}
        yield from (
            Fault(file, quiz.line, Rule.OTHER_QUIZZES, quiz.id) for quiz in text.quizzes if quiz.id not in known
        )
