"""What the secretariat looks after: questions that wait, and to whom it sends them on."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.access_questions import is_triage
from port2port.knowledge.askers import shown_askers
from port2port.knowledge.listing_questions import is_late, waiting
from port2port.knowledge.models import Question
from port2port.knowledge.page import theme_words
from port2port.knowledge.page_question import KINDS, days_open, question_crumbs
from port2port.knowledge.suggesting import suggestions
from port2port.knowledge.views.questions import question_page
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.rules import BadField


@require_GET
@needs(Act.ADMIT)
def open_questions(request: HttpRequest) -> HttpResponse:
    """What is open, and for how long."""
    member, at = member_of(request), now()
    if not is_triage(member):
        raise Http404
    rows = waiting(member)
    askers = shown_askers(rows, member)
    context = {
        "rows": [
            {
                "question": one,
                "asker": askers[one.pk],
                "days": days_open(one, now=at),
                "is_late": is_late(one, now=at),
                "state": one.state.label,
                "state_kind": KINDS.get(one.state, ""),
                "themes": theme_words(one.themes),
            }
            for one in rows
        ],
        "crumbs": question_crumbs(),
    }
    return render(request, "knowledge/open_questions.html", context)


@require_POST
@needs(Act.ADMIT)
def route(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send it on."""
    member = member_of(request)
    row = get_object_or_404(Question.objects.visible_to(member).routable_by(member), key=key)
    by_key = {str(one.organisation.key): one.organisation.pk for one in suggestions(row, member=member)}
    chosen = frozenset(by_key[one] for one in request.POST.getlist("organisations") if one in by_key)
    try:
        actions.route(member=member, question=row, organisations=chosen, now=now())
    except BadField as refusal:
        return question_page(request, row, error=str(refusal))
    messages.success(request, _("Sent on. They were told, each on its own."))
    return redirect(row.get_absolute_url())
