"""A proposal, what the seats say to it, and how it ends."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.groups import actions
from port2port.groups.forms.proposal import LeadForm, ProposalForm, ReasonForm, StanceForm, WordingForm
from port2port.groups.models import Proposal, VotingSeat, WorkingGroup
from port2port.groups.models.proposal import Method
from port2port.groups.page_proposal import ProposalPage, proposal_page
from port2port.groups.views.shared import crumbs, form_page, visible_proposal
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, posted
from port2port.reports.views.shared import refusals_in, status_of

ROUND, HOLDS, REVIEW = timedelta(days=14), timedelta(days=30), timedelta(days=365)


@require_http_methods(["GET", "POST"])
@needs(Act.ANSWER)
def new(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put a wording to the seats."""
    member, at = member_of(request), now()
    row = get_object_or_404(WorkingGroup.objects.visible_to(member).joined_by(member), key=key)
    initial = {
        "language": row.language,
        "method": Method.CONSENT.value,
        "closes_at": at + ROUND,
        "effective_on": timezone.localdate(at + HOLDS),
        "review_on": timezone.localdate(at + REVIEW),
        "item": request.GET.get("item", ""),
    }
    form = ProposalForm(posted(request), member=member, group=row, initial=initial)

    def do() -> Proposal:
        given = form.cleaned_data
        earlier = given.get("supersedes")
        return actions.propose(
            member=member,
            group=row,
            said=form.said(),
            method=given["method"],
            lead=given.get("lead"),
            item=given.get("item"),
            by_meeting=given.get("by_meeting", False),
            supersedes=earlier.key if earlier else None,
            now=now(),
        )

    return form_page(
        request,
        form,
        do,
        title=_("New proposal"),
        lead=_("It is put to every seat of the group as soon as you send it."),
        submit=_("Propose"),
        back=row.get_absolute_url(),
    )


@require_GET
@needs(Act.READ)
def proposal(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is proposed, how does it stand, and what does my seat say."""
    return _page(request, visible_proposal(request, key))


def _page(
    request: HttpRequest, row: Proposal, *, stance_form: StanceForm | None = None, lead_form: LeadForm | None = None
) -> HttpResponse:
    member, at = member_of(request), now()
    actions.settle_due(group=row.group, now=at)
    page: ProposalPage = proposal_page(visible_proposal(request, row.key), member=member, now=at)
    own = page.own_stance
    initial = {
        "version": page.version.n,
        "position": own.position if own else None,
        "reason": own.reason if own else "",
    }
    stance_form = stance_form or StanceForm(initial=initial)
    lead_form = lead_form or LeadForm()
    context = {
        "page": page,
        "proposal": page.proposal,
        "group": page.proposal.group,
        "stance_form": stance_form,
        "lead_form": lead_form,
        "reason_form": ReasonForm(auto_id=False),
        "crumbs": crumbs(page.proposal.group),
        "now": at,
    }
    return render(request, "groups/proposal.html", context, status=status_of(stance_form, lead_form))


@require_POST
@needs(Act.ANSWER)
def stance(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say what the own seat thinks."""
    row, member = visible_proposal(request, key), member_of(request)
    form = StanceForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.state(member=member, proposal=row, now=now(), **form.cleaned_data)
            messages.success(request, _("Said. You can change it until the round closes."))
            return redirect(row)
    return _page(request, row, stance_form=form)


@require_http_methods(["GET", "POST"])
@needs(Act.ANSWER)
def amend(request: HttpRequest, key: UUID) -> HttpResponse:
    """The next wording."""
    member, at = member_of(request), now()
    row = get_object_or_404(Proposal.objects.editable_by(member).select_related("group"), key=key)
    version = proposal_page(row, member=member, now=at).version
    names = ("title", "text", "language", "effective_on", "review_on")
    initial = {name: getattr(version, name) for name in names}
    initial |= {"version": version.n, "closes_at": at + timedelta(days=7)}
    form = WordingForm(posted(request), initial=initial)
    return form_page(
        request,
        form,
        lambda: actions.amend(
            member=member, proposal=row, said=form.said(), version=form.cleaned_data["version"] or 0, now=now()
        ),
        title=_("Amend the proposal"),
        lead=_("A new round opens, for five days at least. Stances end with this version; its objections stand."),
        submit=_("Put the new version"),
        back=row.get_absolute_url(),
    )


@require_POST
@needs(Act.ANSWER)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take it back."""
    row = visible_proposal(request, key)
    actions.withdraw(member=member_of(request), proposal=row, now=now())
    return redirect(row)


@require_POST
@needs(Act.PUBLISH)
def majority(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let two thirds decide."""
    row = visible_proposal(request, key)
    actions.move_to_majority(member=member_of(request), proposal=row, now=now())
    return redirect(row)


@require_POST
@needs(Act.ANSWER)
def met(request: HttpRequest, key: UUID, seat: UUID) -> HttpResponse:
    """The newest version meets that seat's objection."""
    row, member = visible_proposal(request, key), member_of(request)
    of_group = VotingSeat.objects.visible_to(member).filter(group=row.group)
    chosen = get_object_or_404(of_group, key=seat)
    form = ReasonForm(request.POST)
    return form_page(
        request,
        form,
        lambda: actions.resolve(
            member=member, proposal=row, seat=chosen, reason=form.cleaned_data["reason"], now=now()
        ),
        title=_("This version meets the objection"),
        back=row.get_absolute_url(),
    )


@require_POST
@needs(Act.ANSWER)
def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """The lead decides after advice."""
    row, form = visible_proposal(request, key), LeadForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.decide_by_lead(
                member=member_of(request),
                proposal=row,
                adopt=form.cleaned_data["adopt"] == "yes",
                done_with=form.cleaned_data["done_with"],
                now=now(),
            )
            return redirect(row)
    return _page(request, row, lead_form=form)
