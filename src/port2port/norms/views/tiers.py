"""Doors to what facilities are held to."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from port2port.base.clock import now
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Facility
from port2port.members.views.shared import needs, show_form, tell
from port2port.norms import actions, held
from port2port.norms.forms import TierForm
from port2port.norms.models import FacilityTier
from port2port.reports.views.shared import refusals_in


@require_safe
@needs(Act.READ)
def tiers(request: HttpRequest) -> HttpResponse:
    """The own facilities with their baseline, and those of the own port that wait to be confirmed."""
    return render(
        request,
        "norms/tiers.html",
        {"page": held.page_of(member_of(request)), "crumbs": [(reverse("norms:catalogues"), _("Norms"))]},
    )


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def set_tier(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say to which baseline a facility is held, and why."""
    member = member_of(request)
    facility = get_object_or_404(Facility.objects.visible_to(member).kept_by(member), key=key)
    now_held = FacilityTier.objects.visible_to(member).current().filter(facility=facility).first()
    form = TierForm(request.POST or None, initial=held.initial(now_held, facility))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.set_tier(member=member, facility=facility, said=form.said(), now=now())
            tell(request, _("Saved. The port's officer is asked to confirm it."))
            return redirect("norms:tiers")
    return show_form(
        request,
        form,
        title=_("Baseline of %(facility)s") % {"facility": facility.name},
        lead=_("Each baseline holds those before it. What you say holds at once and waits for the port's word."),
        back=reverse("norms:tiers"),
    )


@require_POST
@needs(Act.CONFIRM_LEVELS)
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """The port's officer confirms it."""
    member = member_of(request)
    rows = FacilityTier.objects.visible_to(member).confirmable_by(member).filter(facility__key=key)
    # What was read is confirmed, not what has come in its place meanwhile.
    seen = request.POST.get("tier", "")
    row = get_object_or_404(rows, pk=int(seen) if seen.isdecimal() and len(seen) < 19 else 0)
    actions.confirm_tier(member=member, tier=row, now=now())
    tell(request, _("Confirmed."))
    return redirect("norms:tiers")
