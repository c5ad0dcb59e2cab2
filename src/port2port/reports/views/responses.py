"""What readers say back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from port2port.base.clock import now
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports import actions
from port2port.reports.forms.responses import AnswerForm, ReplyForm
from port2port.reports.models import Answer, Reply
from port2port.reports.views.page import report_page
from port2port.reports.views.shared import refusals_in, visible_report


@require_POST
@needs(Act.READ)
def reply(request: HttpRequest, key: UUID) -> HttpResponse:
    """A line in the thread."""
    row = visible_report(request, key)
    form = ReplyForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            actions.reply(
                member=member_of(request),
                report=row,
                text=given["text"],
                language=given["language"],
                to_author_only=given["to_author_only"],
                key=given["key"],
                now=now(),
            )
            return redirect(f"{row.get_absolute_url()}#timeline")
    return report_page(request, row, reply_form=form)


@require_POST
@needs(Act.READ)
def take_back_reply(request: HttpRequest, key: UUID, reply_key: UUID) -> HttpResponse:
    """Withdraw a reply."""
    row = visible_report(request, key)
    line = get_object_or_404(Reply.objects.editable_by(member_of(request)), report=row, key=reply_key)
    actions.take_back_reply(member=member_of(request), reply=line, now=now())
    return redirect(f"{row.get_absolute_url()}#timeline")


@require_POST
@needs(Act.READ)
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the organisation did with it; "seen here too" goes on to the sighting that it drafted."""
    row = visible_report(request, key)
    form = AnswerForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            done = actions.answer(
                member=member_of(request),
                report=row,
                state=Answer.State(given["state"]),
                note=given["note"],
                language=given["language"],
                now=now(),
            )
            if done.state == Answer.State.SEEN_HERE and done.sighting is not None and done.sighting.is_draft:
                return redirect("reports:edit", key=done.sighting.key)
            return redirect(row.get_absolute_url())
    return report_page(request, row, answer_form=form)
