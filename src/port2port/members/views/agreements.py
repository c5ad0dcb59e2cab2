"""Whether the port's officer sees a facility's log and duties."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.base.clock import now
from port2port.members.actions import agreements as act
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Facility, FacilityAgreement
from port2port.members.views.shared import needs, tell


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def port_officer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who would see the facility's records, since when somebody does, and the one button that changes it."""
    member = member_of(request)
    facility = _facility(request, key)
    if request.method == "POST":
        act.agree_to_show(member=member, facility=facility, now=now())
        tell(request, _("The officer of the port sees the log and the duties of this facility."))
        return redirect("members:port_officer", key=facility.key)
    agreements = FacilityAgreement.objects.visible_to(member).filter(facility=facility).with_names()
    context = {
        "facility": facility,
        "overseer": act.overseer_of(facility),
        "running": next((one for one in agreements if one.ended_at is None), None),
        "agreements": agreements,
        "now": now(),
    }
    return render(request, "members/port_officer.html", context)


@require_POST
@needs(Act.KEEP_DUTIES)
def stop_showing(request: HttpRequest, key: UUID) -> HttpResponse:
    """The port's officer sees no more of it."""
    facility = _facility(request, key)
    act.stop_showing(member=member_of(request), facility=facility, now=now())
    tell(request, _("The officer of the port no longer sees the log and the duties of this facility."))
    return redirect("members:port_officer", key=facility.key)


def _facility(request: HttpRequest, key: UUID) -> Facility:
    member = member_of(request)
    own = Facility.objects.visible_to(member).in_scope_of(member)
    return get_object_or_404(own.select_related("port__manager", "organisation"), key=key)
