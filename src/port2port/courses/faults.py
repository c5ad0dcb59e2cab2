"""What each fault of a course file means and what to do about it, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from port2port.pure.course_faults import Fault, Rule

WORDS = {
    Rule.NOT_TEXT: _("Write the file as UTF-8 text without control characters or invisible characters."),
    Rule.TOO_BIG: _("The file is too long: at most 256 kB. Split the course."),
    Rule.NO_FRONT: _("The file begins with a line of three hyphens, then its front matter."),
    Rule.FRONT_OPEN: _("The front matter does not end: close it with a line of three hyphens."),
    Rule.BROKEN_YAML: _("The front matter is not YAML. %(about)s"),
    Rule.UNKNOWN_KEY: _("%(about)s is no key of the front matter. Take it out or correct its name."),
    Rule.KEY_TWICE: _("The key %(about)s stands twice. Keep one."),
    Rule.MISSING_KEY: _("The front matter lacks the key %(about)s."),
    Rule.BAD_VALUE: _("The value of %(about)s cannot be used. See the table of values in the reference."),
    Rule.OTHER_FILE: _("This does not belong in a file of this name or folder: %(about)s."),
    Rule.UNKNOWN_COVER: _("%(about)s is nothing that a role must know. See the list of codes."),
    Rule.UNKNOWN_CONTROL: _("There is no control %(about)s."),
    Rule.UNKNOWN_METHOD: _("The vocabulary has no method %(about)s."),
    Rule.UNKNOWN_AUDIENCE: _("%(about)s is no audience."),
    Rule.NO_LESSON: _("There is no lesson. Each lesson begins with a heading of two number signs."),
    Rule.TOP_HEADING: _("A heading of one number sign is the title, which stands in the front matter: %(about)s."),
    Rule.SKIPPED_HEADING: _("This heading skips a level: %(about)s."),
    Rule.EMPTY_LESSON: _("This lesson is empty: %(about)s."),
    Rule.RAW_HTML: _("Write Markdown, not HTML: %(about)s."),
    Rule.REMOTE_IMAGE: _("A picture from elsewhere is not shown: %(about)s."),
    Rule.NO_SUCH_IMAGE: _("This picture does not come with the course: %(about)s."),
    Rule.NO_ALT: _("Say in words what the picture shows: %(about)s."),
    Rule.NOT_SHOWABLE: _("This part is too long or too deep to be shown: %(about)s. Split it."),
    Rule.QUIZ_HEAD: _("A question begins with: quiz, its id, and one or many. This one says: %(about)s."),
    Rule.QUIZ_OPEN: _("The block of this question does not end: close it as it was opened."),
    Rule.QUIZ_NESTED: _("A question stands by itself, not in a list or a quotation."),
    Rule.QUIZ_OUTSIDE: _("A question stands in a lesson, after its heading."),
    Rule.QUIZ_TWICE: _("The id %(about)s stands twice. Give this question another one."),
    Rule.QUIZ_LINE: _("First the question, then its choices, then the explanation. Out of place: %(about)s."),
    Rule.NO_PROMPT: _("Question %(about)s asks nothing. Write the question above its choices."),
    Rule.CHOICES: _("Question %(about)s needs two to six choices, none of them empty."),
    Rule.CHOICE_TWICE: _("Question %(about)s has the same choice twice."),
    Rule.NOT_ONE: _("Question %(about)s is of the kind one: mark exactly one choice as right."),
    Rule.NONE_RIGHT: _("Question %(about)s has no right choice."),
    Rule.NONE_WRONG: _("Question %(about)s has no wrong choice."),
    Rule.NO_WHY: _("Question %(about)s has no explanation. Write why, after a greater-than sign."),
    Rule.NO_QUIZ: _("The course asks nothing. Add a question, or mark the file as a summary."),
    Rule.DRAW: _("More questions are drawn than there are: %(about)s."),
    Rule.MISSING_LANGUAGE: _("This language is missing: %(about)s. A summary is enough."),
    Rule.ONLY_SUMMARIES: _("Every language is a summary. Write the course out in at least one."),
    Rule.OTHER_FRONT: _("This differs from the other languages: %(about)s."),
    Rule.OTHER_HEADINGS: _("The headings differ from the other languages, first at heading %(about)s."),
    Rule.OTHER_QUIZZES: _("The questions or their order differ from the other languages. %(about)s"),
    Rule.OTHER_KIND: _("Question %(about)s is of another kind than in the other languages."),
    Rule.OTHER_CHOICES: _("Question %(about)s has another number of choices than in the other languages."),
    Rule.OTHER_ANSWERS: _("Question %(about)s has other right choices than in the other languages."),
}


def said(fault: Fault) -> str:
    """The fault as a sentence."""
    return str(WORDS[fault.rule] % {"about": fault.about}).strip()


@dataclass(frozen=True, slots=True)
class Said:
    """A fault as a line of a list."""

    file: str
    line: int
    words: str


def said_of(faults: Iterable[Mapping[str, Any]]) -> list[Said]:
    """The faults that a draft keeps, by file and line."""
    found = [Fault(one["file"], one["line"], Rule(one["rule"]), one["about"]) for one in faults]
    return [Said(one.file, one.line, said(one)) for one in sorted(found, key=lambda one: (one.file, one.line))]
