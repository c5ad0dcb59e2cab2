"""What is said about a question: the answer, thanks, one question back, the confirmation, the practice it becomes."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.forms.questions import AnswerForm, AskBackForm
from port2port.knowledge.models import Answer
from port2port.knowledge.views.questions import question_page, visible_question
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.views.shared import refusals_in


@require_POST
@needs(Act.ADVISE)
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Answer for the own organisation."""
    row, member = visible_question(request, key), member_of(request)
    form = AnswerForm(request.POST, member=member)
    if form.is_valid():
        with refusals_in(form):
            given = form.cleaned_data
            actions.answer_question(
                member=member,
                question=row,
                text=given["text"],
                language=given["language"],
                practices=tuple(UUID(one) for one in given["practices"]),
                controls=tuple(given["controls"]),
                key=given["key"],
                now=now(),
            )
            messages.success(request, _("Thank you. All readers of the question see your answer."))
            return redirect(row.get_absolute_url())
    return question_page(request, row, answer_form=form)


def _judged(request: HttpRequest, key: UUID) -> Answer:
    """An answer to a question of the own organisation. Raises Http404, alike for everyone else's and missing ones."""
    rows = Answer.objects.visible_to(member_of(request)).judged_by(member_of(request))
    return get_object_or_404(rows.select_related("question__originator"), key=key)


@require_POST
@needs(Act.ASK)
def thank(request: HttpRequest, key: UUID) -> HttpResponse:
    """Thank you."""
    row = _judged(request, key)
    actions.thank(member=member_of(request), answer=row, now=now())
    return redirect(row.question.get_absolute_url())


@require_POST
@needs(Act.ASK)
def ask_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """One thing is still open."""
    row = _judged(request, key)
    form = AskBackForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.ask_back(member=member_of(request), answer=row, text=form.cleaned_data["text"], now=now())
            return redirect(row.question.get_absolute_url())
    return question_page(request, row.question, back_form=form, back_to=row.key)


@require_POST
@needs(Act.ASK)
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """This answers it."""
    row = _judged(request, key)
    actions.confirm(member=member_of(request), answer=row, now=now())
    messages.success(request, _("Confirmed. The organisation that answered can make a practice of it."))
    return redirect(row.question.get_absolute_url())


@require_POST
@needs(Act.PUBLISH)
def make_practice(request: HttpRequest, key: UUID) -> HttpResponse:
    """A draft of a practice, filled from question and answer."""
    member = member_of(request)
    row = Answer.objects.editable_by(member).filter(key=key).first()
    if row is None:
        raise Http404
    draft = actions.make_practice(member=member, answer=row, now=now())
    return redirect("knowledge:edit", key=draft.key)
