"""Doors to what reviewers see and what the facility replies."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.assessments.pinned import sheet_of
from port2port.base.clock import now
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, show_form, tell
from port2port.reports.views.shared import refusals_in
from port2port.reviews import actions
from port2port.reviews.forms import ReplyForm, SeenForm, VisitForm
from port2port.reviews.views.shared import own_review, reviewed, visible_finding, visible_review


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def visit(request: HttpRequest, key: UUID) -> HttpResponse:
    """When they come."""
    row = own_review(request, key)
    form = VisitForm(request.POST or None, initial={"day": row.visit_on})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.set_visit(member=member_of(request), review=row, day=form.cleaned_data["day"], now=now())
            return redirect(row)
    return show_form(
        request,
        form,
        title=_("Day of the visit"),
        lead=_("What the reviewers read is theirs to read until 30 days after it."),
        back=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@needs(Act.ANSWER)
def observe(request: HttpRequest, key: UUID) -> HttpResponse:
    """What a reviewer saw; `?control=` chooses it."""
    row = reviewed(request, key)
    by_id = sheet_of(row.assessment.round).by_id
    scope = [by_id[name] for name in row.scope if name in by_id]
    form = SeenForm(request.POST or None, controls=scope, control=request.GET.get("control", ""))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.observe(member=member_of(request), review=row, said=form.said(), now=now())
            return redirect(row)
    return show_form(request, form, title=_("What you saw"), back=row.get_absolute_url())


@require_POST
@needs(Act.ANSWER)
def take_out(request: HttpRequest, key: UUID) -> HttpResponse:
    """A reviewer takes its own words out."""
    row = visible_finding(request, key)
    actions.take_out(member=member_of(request), finding=row, now=now())
    return redirect(row.review)


@require_POST
@needs(Act.ANSWER)
def hand_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """The lead hands the report over."""
    row = reviewed(request, key)
    actions.hand_over(member=member_of(request), review=row, now=now())
    tell(request, _("Handed over. The facility replies."))
    return redirect(row)


@require_POST
@needs(Act.ANSWER)
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """The lead takes it back."""
    row = reviewed(request, key)
    actions.take_back(member=member_of(request), review=row, now=now())
    return redirect(row)


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def reply(request: HttpRequest, key: UUID) -> HttpResponse:
    """The facility's word."""
    row = visible_finding(request, key)
    own_review(request, row.review.key)
    form = ReplyForm(request.POST or None, initial={"text": row.reply})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.reply(member=member_of(request), finding=row, text=form.cleaned_data["text"], now=now())
            return redirect(row.review)
    return show_form(request, form, title=_("Reply"), lead=row.text, back=row.review.get_absolute_url())


@require_POST
@needs(Act.ANSWER)
def agree(request: HttpRequest, key: UUID) -> HttpResponse:
    """Either side agrees."""
    row = visible_review(request, key)
    done = actions.agree_report(member=member_of(request), review=row, now=now())
    tell(request, _("Agreed by both.") if done.state == "agreed" else _("Agreed. It waits for the other side."))
    return redirect(row)
