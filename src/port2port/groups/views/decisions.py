"""Decisions: the list, one of them, and the same on paper."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from port2port.base.clock import now
from port2port.groups import actions
from port2port.groups.forms.decision import TranslationForm
from port2port.groups.models import Decision, DecisionText
from port2port.groups.page_decision import decision_page, listed
from port2port.groups.views.shared import crumbs, form_page, run_group, visible_decision
from port2port.members.member import Act, Standing
from port2port.members.middleware import member_of
from port2port.members.models import Organisation
from port2port.members.views.shared import needs, posted
from port2port.sharing.actions import record_opening


@require_GET
@needs(Act.READ)
def decisions(request: HttpRequest) -> HttpResponse:
    """What has been decided that holds for me."""
    member = member_of(request)
    if member.function not in Decision.readers or member.standing == Standing.GUEST:
        raise Http404
    page = listed(request.GET, member=member)
    return render(request, "groups/decisions.html", {"page": page, "may_subscribe": member.may(Act.SUBSCRIBE)})


@require_GET
@needs(Act.READ)
def decision(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was decided, from when, and why."""
    row, member, at = visible_decision(request, key), member_of(request), now()
    record_opening(record=row, member=member, now=at)
    page = decision_page(row, member=member, language=_language(request))
    way = crumbs(page.group) if page.group else [(row.get_absolute_url(), row.number)]
    return render(request, "groups/decision.html", {"page": page, "decision": row, "crumbs": way, "now": at})


@require_GET
@needs(Act.READ)
def on_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """The decision for a printer."""
    row, member, at = visible_decision(request, key), member_of(request), now()
    record_opening(record=row, member=member, now=at)
    reader = Organisation.objects.visible_to(member).filter(pk=member.organisation_id or 0).first()
    context = {
        "page": decision_page(row, member=member, language=_language(request)),
        "decision": row,
        "now": at,
        "reader": reader,
    }
    return render(request, "groups/print.html", context)


def _language(request: HttpRequest) -> str:
    return request.GET.get("text", "")[:2] or request.LANGUAGE_CODE


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def translate(request: HttpRequest, key: UUID) -> HttpResponse:
    """The decision in another language."""
    row, member = visible_decision(request, key), member_of(request)
    run_group(request, row.group.key)
    if row.is_withdrawn:
        raise Http404
    there = {one.language: one for one in DecisionText.objects.visible_to(member).newest().filter(decision=row)}
    wanted = request.GET.get("to", "")
    before = there.get(wanted)
    initial = {"language": wanted, "title": before.title, "text": before.text} if before else {}
    form = TranslationForm(posted(request), decision=row, initial=initial)

    def do() -> Decision:
        actions.translate(member=member, decision=row, said=form.said(), now=now())
        return row

    return form_page(
        request,
        form,
        do,
        title=_("Put it into another language"),
        lead=_("The decision stands as it was decided; this is for reading, by everyone who reads the decision."),
        back=row.get_absolute_url(),
    )
