"""Ports and inland places."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from port2port.base.clock import now
from port2port.members.forms.organisations import PortSearch
from port2port.members.level_board import effective_levels
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Contact, Facility, LevelEntry, Port, Waterway
from port2port.members.views.shared import needs, show


@require_GET
@needs(Act.READ)
def ports(request: HttpRequest) -> HttpResponse:
    """Every place of the register, and the waterways that link them."""
    member = member_of(request)
    form = PortSearch(request.GET)
    found = Port.objects.visible_to(member).select_related("manager")
    if form.is_valid():
        found = found.matching(form.cleaned_data["q"], where=form.cleaned_data["where"])
    waterways = Waterway.objects.visible_to(member).prefetch_related("ports")
    return show(request, "ports.html", {"form": form, "ports": found, "waterways": waterways})


@require_GET
@needs(Act.READ)
def port(request: HttpRequest, slug: str) -> HttpResponse:
    """How this port stands: facts, contacts, facilities and levels."""
    member = member_of(request)
    row = get_object_or_404(Port.objects.visible_to(member).select_related("manager"), slug=slug)
    facilities = list(Facility.objects.visible_to(member).filter(port=row).select_related("organisation"))
    levels = effective_levels(facilities, at=now())
    neighbours = Port.objects.visible_to(member).filter(waterways__in=row.waterways.all()).exclude(pk=row.pk)
    context = {
        "port": row,
        "neighbours": neighbours.order_by("name").distinct(),
        "facilities": [(facility, levels[facility.pk]) for facility in facilities],
        "contacts": Contact.objects.visible_to(member).filter(organisation_id=row.manager_id or 0),
        "entries": LevelEntry.objects.visible_to(member).in_force(at=now()).filter(port=row),
        "now": now(),
    }
    return show(request, "port.html", context)
