"""What guards would like to have asked: their page, and the page of the officers who send it on."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.access_floor import proposes, sends_on
from port2port.knowledge.floor_page import floor_crumb, floor_lines, lines_of
from port2port.knowledge.forms.floor import FloorForm, PutAwayForm
from port2port.knowledge.models import FloorQuestion
from port2port.knowledge.page_question import question_crumbs
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.sending import fresh_key
from port2port.reports.views.shared import refusals_in, status_of


@require_http_methods(["GET", "POST"])
@needs(Act.READ)
def floor_questions(request: HttpRequest) -> HttpResponse:
    """A guard writes one and sees what became of its own; officers see those of their organisation."""
    member = member_of(request)
    if not proposes(member) and not sends_on(member):
        raise Http404
    form = FloorForm(initial={"language": request.LANGUAGE_CODE, "key": fresh_key()})
    if request.method == "POST":
        form = FloorForm(request.POST)
        if form.is_valid():
            with refusals_in(form):
                given = form.cleaned_data
                actions.propose_question(
                    member=member,
                    title=given["title"],
                    text=given["text"],
                    language=given["language"],
                    key=given["key"],
                    now=now(),
                )
                messages.success(request, _("Your officers have it. What becomes of it stands here."))
                return redirect("knowledge:floor_questions")
    context = {
        "form": form,
        "lines": floor_lines(member),
        "proposes": proposes(member),
        "crumbs": [] if proposes(member) else question_crumbs(),
    }
    return render(request, "knowledge/floor.html", context, status=status_of(form))


@require_GET
@needs(Act.READ)
def floor_question(request: HttpRequest, key: UUID) -> HttpResponse:
    """One of them."""
    return _page(request, _visible(request, key), PutAwayForm())


@require_POST
@needs(Act.ASK)
def put_away(request: HttpRequest, key: UUID) -> HttpResponse:
    """Not to be asked, with the reason."""
    row, form = _visible(request, key), PutAwayForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            reason = form.cleaned_data["reason"]
            actions.put_away(member=member_of(request), proposal=row, reason=reason, now=now())
            messages.success(request, _("Put away. The guard reads your reason."))
            return redirect("knowledge:floor_questions")
    return _page(request, row, form)


def _visible(request: HttpRequest, key: UUID) -> FloorQuestion:
    rows = FloorQuestion.objects.visible_to(member_of(request)).select_related("question", "person", "done_by")
    return get_object_or_404(rows, key=key)


def _page(request: HttpRequest, row: FloorQuestion, form: PutAwayForm) -> HttpResponse:
    member = member_of(request)
    context = {
        "line": next(lines_of([row], member)),
        "form": form,
        "may_send": row.done_at is None and sends_on(member),
        "proposes": proposes(member),
        "crumbs": [*([] if proposes(member) else question_crumbs()), floor_crumb(member)],
    }
    return render(request, "knowledge/floor_question.html", context, status=status_of(form))
