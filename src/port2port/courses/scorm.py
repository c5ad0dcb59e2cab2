"""A course for the learning system of a firm: as SCORM 1.2. Packages of others are not taken in."""

from functools import cache
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.base.refusal import Refusal
from port2port.pure import scorm
from port2port.pure.course_text import CourseText

MEDIA_TYPE = "application/zip"
_EXPORT = Path(__file__).resolve().parent / "export"


class NoImport(Refusal):
    words = gettext_lazy(
        "Packages of other systems are not taken in: their script would run with the rights of these pages. Write the "
        "course as a file instead."
    )


def package_of(text: CourseText) -> bytes:
    """The package of a course in its language; the same course gives the same bytes."""
    with translation.override(text.front.lang):
        words = _words()
    return scorm.package(text, words=words, script=_file(scorm.SCRIPT), style=_file(scorm.STYLE))


def file_name(text: CourseText) -> str:
    """The name of the package."""
    return f"{text.front.id}-{text.front.version}-{text.front.lang}-scorm12.zip"


@cache
def _file(name: str) -> bytes:
    return (_EXPORT / name).read_bytes()


def _words() -> scorm.Words:
    return scorm.Words(
        lesson=_("Lesson"),
        back=_("Back"),
        forward=_("Next lesson"),
        finish=_("Finish"),
        again=_("Try again"),
        right=_("Right."),
        wrong=_("Not right."),
        passed=_("Passed."),
        failed=_("Not passed yet."),
        completed=_("Completed."),
        score=_("Score %s, needed %s."),
        unanswered=_("This question has no answer yet."),
        not_reported=_("Your learning system was not told."),
        one=_("One answer is right."),
        many=_("One or more answers are right."),
    )
