"""The list of questions, the page of one, and how it ends without an answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.access_floor import sends_on
from port2port.knowledge.access_questions import is_triage
from port2port.knowledge.askers import shown_askers
from port2port.knowledge.forms.questions import AnswerForm, AskBackForm, FilterForm, ReasonForm, active_filters
from port2port.knowledge.listing_questions import asked_in, listed
from port2port.knowledge.models import Question, QuestionNews
from port2port.knowledge.page import theme_words
from port2port.knowledge.page_question import KINDS, page_of_question, question_crumbs
from port2port.knowledge.suggesting import suggestions
from port2port.members.member import Act, Member
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.sending import fresh_key
from port2port.reports.views.lists import without_cursor
from port2port.reports.views.shared import refusals_in, status_of
from port2port.sharing.actions import open_own_news


@require_GET
@needs(Act.READ)
def questions(request: HttpRequest) -> HttpResponse:
    """What others want to know, and what they were answered."""
    member = member_of(request)
    asked = asked_in(request.GET)
    page = listed(asked, member=member)
    query = without_cursor(_without_page(request.GET))
    context = {
        "page": page,
        "rows": _rows(page.rows, member),
        "asked": asked,
        "form": FilterForm(request.GET),
        "filters": active_filters(request.GET),
        "query": query,
        "newer": f"?{_on_page(query, page.newer)}" if page.newer else "",
        "older": f"?{_on_page(query, page.older)}" if page.older else "",
        "may_ask": member.may(Act.ASK),
        "may_subscribe": member.may(Act.SUBSCRIBE),
        "is_triage": is_triage(member),
        "sends_on": sends_on(member),
    }
    return render(request, "knowledge/questions.html", context)


def _rows(rows: list[Question], member: Member) -> list[dict[str, object]]:
    askers = shown_askers(rows, member)
    return [
        {
            "question": one,
            "asker": askers[one.pk],
            "state": one.state.label,
            "state_kind": KINDS.get(one.state, ""),
            "themes": theme_words(one.themes),
        }
        for one in rows
    ]


def _without_page(query: QueryDict) -> QueryDict:
    kept = query.copy()
    kept.pop("page", None)
    return kept


def _on_page(query: str, number: int) -> str:
    both = QueryDict(query, mutable=True)
    both["page"] = str(number)
    return both.urlencode()


def visible_question(request: HttpRequest, key: UUID) -> Question:
    """The question, tombstones included. Raises Http404, alike for hidden and missing."""
    return get_object_or_404(Question.objects.visible_to(member_of(request)).select_related("originator"), key=key)


@require_GET
@needs(Act.READ)
def question(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is asked, and what is answered."""
    return question_page(request, visible_question(request, key))


def question_page(
    request: HttpRequest,
    row: Question,
    *,
    answer_form: AnswerForm | None = None,
    back_form: AskBackForm | None = None,
    back_to: UUID | None = None,
    reason_form: ReasonForm | None = None,
    error: str = "",
) -> HttpResponse:
    """The page, with the forms that were refused where there are any.

    back_to   the answer that `back_form` was about
    """
    member = member_of(request)
    actions.open_question(member=member, question=row, now=now())
    page = page_of_question(row, member=member)
    context = {"page": page, "question": row, "crumbs": question_crumbs(), "error": error}
    if row.is_withdrawn:
        return render(request, "knowledge/question_tombstone.html", context)
    initial = {"language": request.LANGUAGE_CODE, "key": fresh_key()}
    answer_form = answer_form or AnswerForm(initial=initial, member=member)
    back_form, reason_form = back_form or AskBackForm(), reason_form or ReasonForm()
    context |= {
        "answer_form": answer_form,
        "back_form": back_form,
        "back_to": back_to,
        "reason_form": reason_form,
        "suggestions": suggestions(row, member=member) if page.may_route else [],
    }
    status = 422 if error else status_of(answer_form, back_form, reason_form)
    return render(request, "knowledge/question.html", context, status=status)


@require_POST
@needs(Act.ASK)
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask it no longer, before anyone was sent it."""
    member = member_of(request)
    row = get_object_or_404(Question.objects.editable_by(member).select_related("originator"), key=key)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            reason = form.cleaned_data["reason"]
            done = actions.take_back_question(member=member, question=row, reason=reason, now=now())
            return redirect(done.get_absolute_url())
    return question_page(request, row, reason_form=form)


@require_POST
@needs(Act.ASK)
def close(request: HttpRequest, key: UUID) -> HttpResponse:
    """End it without an accepted answer."""
    member = member_of(request)
    row = visible_question(request, key)
    if not page_of_question(row, member=member).may_close:
        # Whoever neither asked nor routes finds nothing here, as with a question that is not there.
        row = get_object_or_404(Question.objects.editable_by(member).select_related("originator"), key=key)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            reason = form.cleaned_data["reason"]
            actions.close_question(member=member, question=row, reason=reason, now=now())
            messages.success(request, _("Closed. All readers see the reason."))
            return redirect(row.get_absolute_url())
    return question_page(request, row, reason_form=form)


@require_GET
@needs(Act.READ)
def reminder(request: HttpRequest, key: UUID) -> HttpResponse:
    """From a line that told of a question to the question itself."""
    member = member_of(request)
    row = get_object_or_404(QuestionNews.objects.visible_to(member).select_related("question"), key=key)
    open_own_news(member=member, news=row, now=now())
    return redirect(row.question.get_absolute_url())
