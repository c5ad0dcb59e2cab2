"""Doors to the draw: offer oneself, ask for reviewers, draw, declare, refuse."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from port2port.assessments.models import Assessment, Round
from port2port.assessments.pinned import sheet_of
from port2port.base.clock import now
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Port
from port2port.members.views.shared import needs, show_form, tell
from port2port.reports.views.shared import refusals_in
from port2port.reviews import actions
from port2port.reviews.access import draws, ports_reviewed_from, reviews_others
from port2port.reviews.forms import AskForm, DeclareForm, OfferForm
from port2port.reviews.views.shared import visible_reviewer


@require_http_methods(["GET", "POST"])
@needs(Act.ANSWER)
def offer(request: HttpRequest) -> HttpResponse:
    """This seat can be drawn."""
    member = member_of(request)
    if not reviews_others(member):
        raise Http404
    form = OfferForm(
        request.POST or None, ports=Port.objects.visible_to(member).filter(pk__in=ports_reviewed_from(member))
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.offer(member=member, port=form.cleaned_data["port"], now=now())
            tell(request, _("You can be drawn from now on."))
            return redirect("reviews:list")
    return show_form(
        request,
        form,
        title=_("Offer to review others"),
        lead=_("You are drawn for facilities of other ports and other groups, by a draw that anybody can repeat."),
        back=reverse("reviews:list"),
    )


@require_POST
@needs(Act.ANSWER)
def end_offer(request: HttpRequest) -> HttpResponse:
    """No more."""
    actions.end_offer(member=member_of(request), now=now())
    tell(request, _("You are drawn no more. Reviews that have begun go on."))
    return redirect("reviews:list")


@require_POST
@needs(Act.PUBLISH)
def draw(request: HttpRequest, key: UUID) -> HttpResponse:
    """The secretariat draws for a whole round."""
    member = member_of(request)
    if not draws(member):
        raise Http404
    row = get_object_or_404(Round.objects.visible_to(member), key=key)
    number = actions.draw_round(member=member, round=row, now=now())
    words = ngettext("%(number)d review has two reviewers.", "%(number)d reviews have two reviewers.", number)
    tell(request, words % {"number": number})
    return redirect("reviews:list")


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def ask(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask for reviewers of an assessment."""
    member = member_of(request)
    row = get_object_or_404(
        Assessment.objects.visible_to(member).editable_by(member).filter(kind="peer").with_names(), key=key
    )
    form = AskForm(request.POST or None, controls=sheet_of(row.round).controls)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            return redirect(
                actions.ask_review(member=member, assessment=row, controls=form.cleaned_data["controls"], now=now())
            )
    return show_form(
        request,
        form,
        title=_("Ask for reviewers"),
        lead=_(
            "Two reviewers from two other ports read your answers to these controls, come by, and write what they see. "
            "It is advice: no verdict, and nobody else reads it."
        ),
        back=reverse("reviews:list"),
        submit=_("Ask for reviewers"),
    )


@require_http_methods(["GET", "POST"])
@needs(Act.ANSWER)
def declare(request: HttpRequest, key: UUID) -> HttpResponse:
    """A reviewer says what binds it."""
    member, row = member_of(request), visible_reviewer(request, key)
    if row.seat_id != member.seat_id:
        raise Http404
    form = DeclareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            said = form.cleaned_data["interest"] if form.cleaned_data["answer"] == "interest" else ""
            done = actions.declare(member=member, reviewer=row, interest=said, now=now())
            if done.state == "excluded":
                tell(request, _("Thank you. Somebody else is drawn."))
                return redirect("reviews:list")
            return redirect(row.review)
    return show_form(
        request,
        form,
        title=_("What binds you to %(facility)s") % {"facility": row.review.assessment.facility.name},
        back=row.review.get_absolute_url(),
    )


@require_POST
@needs(Act.KEEP_DUTIES)
def refuse(request: HttpRequest, key: UUID) -> HttpResponse:
    """The facility refuses one."""
    row = visible_reviewer(request, key)
    actions.refuse_reviewer(member=member_of(request), reviewer=row, now=now())
    tell(request, _("Refused. Somebody else is drawn."))
    return redirect(row.review)
