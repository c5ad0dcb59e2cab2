"""Decisions: the list, one of them, and the same on paper."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from port2port.base.clock import now
from port2port.groups.models import Decision
from port2port.groups.page_decision import decision_page, listed
from port2port.groups.views.shared import crumbs, visible_decision
from port2port.members.member import Act, Standing
from port2port.members.middleware import member_of
from port2port.members.models import Organisation
from port2port.members.views.shared import needs
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
    page = decision_page(row, member=member)
    way = crumbs(page.group) if page.group else [(row.get_absolute_url(), row.number)]
    return render(request, "groups/decision.html", {"page": page, "decision": row, "crumbs": way, "now": at})


@require_GET
@needs(Act.READ)
def on_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """The decision for a printer."""
    row, member, at = visible_decision(request, key), member_of(request), now()
    record_opening(record=row, member=member, now=at)
    reader = Organisation.objects.visible_to(member).filter(pk=member.organisation_id or 0).first()
    context = {"page": decision_page(row, member=member), "decision": row, "now": at, "reader": reader}
    return render(request, "groups/print.html", context)
