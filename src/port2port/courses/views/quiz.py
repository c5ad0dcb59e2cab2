"""The questions: begun by a button, answered on one page without script, explained afterwards."""

from dataclasses import dataclass
from secrets import token_bytes
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.refusal import NotAllowed, Refusal
from port2port.courses import actions
from port2port.courses.models import Attempt
from port2port.courses.paper import inline
from port2port.courses.texts import text_of
from port2port.courses.views.shared import taken
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.pure.course_quiz_block import Quiz, QuizKind
from port2port.pure.markdown import html
from port2port.pure.quiz import again_from, is_right


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is asked. choices: number, words, whether it was chosen, whether it is right."""

    id: str
    is_many: bool
    ask: str
    choices: list[tuple[int, str, bool, bool]]
    why: str
    was_right: bool
    is_missing: bool = False


@require_POST
@needs(Act.LEARN)
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Begin, or go on with what was begun."""
    course = taken(request, code)
    language = request.POST.get("language", "")
    try:
        row = actions.start(member=member_of(request), course=course, language=language, key=uuid4(), now=now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(course)
    return redirect(row)


def _own(request: HttpRequest, key: UUID) -> Attempt:
    rows = Attempt.objects.editable_by(member_of(request)).select_related("version__course__current")
    return get_object_or_404(rows, key=key)


def _chosen(data: QueryDict, quiz: str) -> list[int]:
    return [int(one) for one in data.getlist(quiz)[:20] if one.isdecimal() and len(one) <= 2]


@require_http_methods(["GET", "POST"])
@needs(Act.LEARN)
def attempt(request: HttpRequest, key: UUID) -> HttpResponse:
    """The questions while it is open; what was reached and why once it is handed in."""
    row = _own(request, key)
    if request.method == "POST" and row.handed_in_at is None:
        answers = {quiz: _chosen(request.POST, quiz) for quiz in row.asked}
        if not all(answers.values()):
            return _form(request, row, answers, checked=True)
        try:
            actions.hand_in(member=member_of(request), attempt=row, answers=answers, now=now(), randomness=token_bytes)
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(row.version.course)
        return redirect(row)
    if request.method == "POST":
        return redirect(row)
    return _form(request, row, {}) if row.handed_in_at is None else _result(request, row)


def _asked(row: Attempt, answers: dict[str, list[int]], *, checked: bool) -> list[Asked]:
    text = text_of(row.version, row.language)
    if text is None:
        return []
    quizzes = [quiz for one in row.asked if (quiz := text.quiz(one)) is not None]
    return [_one(quiz, answers.get(quiz.id, []), checked=checked) for quiz in quizzes]


def _one(quiz: Quiz, chosen: list[int], *, checked: bool) -> Asked:
    choices = [(place, inline(choice.text), place in chosen, choice.right) for place, choice in enumerate(quiz.choices)]
    is_many = quiz.kind == QuizKind.MANY
    was_right = is_right(chosen, quiz.right)
    return Asked(quiz.id, is_many, html(quiz.ask), choices, html(quiz.why), was_right, checked and not chosen)


def _form(request: HttpRequest, row: Attempt, answers: dict[str, list[int]], *, checked: bool = False) -> HttpResponse:
    asked = _asked(row, answers, checked=checked)
    context = {
        "attempt": row,
        "course": row.version.course,
        "asked": asked,
        "missing": [one for one in asked if one.is_missing],
        "crumbs": [(row.version.course.get_absolute_url(), row.version.title)],
    }
    return render(request, "courses/quiz.html", context, status=422 if checked else 200)


def _result(request: HttpRequest, row: Attempt) -> HttpResponse:
    at = now()
    kept = row.erased_at is None
    again = again_from(row.handed_in_at) if row.handed_in_at is not None else None
    context = {
        "attempt": row,
        "course": row.version.course,
        "asked": _asked(row, row.answers, checked=False) if kept else [],
        "number": len(row.asked),
        "kept": kept,
        "is_owed": actions.is_owed(row),
        "again": again if again is not None and again > at else None,
        "is_current": row.version.course.current_id == row.version_id and row.version.course.retired_at is None,
        "crumbs": [(row.version.course.get_absolute_url(), row.version.title)],
        "heading": _("Passed") if row.is_passed else _("Not passed yet"),
    }
    return render(request, "courses/result.html", context)
