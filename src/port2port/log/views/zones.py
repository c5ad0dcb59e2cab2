"""The zones of the own facilities."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from port2port.base.clock import now
from port2port.log import actions
from port2port.log.access import runs_log
from port2port.log.forms.entries import ZoneForm
from port2port.log.models import Zone
from port2port.log.posts import SCAN, cards_of
from port2port.log.views.shared import crumbs, own_facilities, said
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Facility
from port2port.members.views.shared import needs
from port2port.reports.views.shared import refusals_in, status_of

ZONE = ("name", "is_active", "lat", "lon")


@require_http_methods(["GET", "POST"])
@needs(Act.LOG)
def zones(request: HttpRequest) -> HttpResponse:
    """Every zone by facility, and a form to add one."""
    member = member_of(request)
    if not runs_log(member):
        raise Http404
    form = ZoneForm(said(request))
    facilities = own_facilities(member)
    if form.is_bound and form.is_valid():
        own = Facility.objects.visible_to(member).in_scope_of(member)
        facility = get_object_or_404(own, key=_key(request.POST.get("facility", "")))
        with refusals_in(form):
            actions.add_zone(member=member, facility=facility, name=form.cleaned_data["name"], now=now())
            messages.success(request, _("Zone added."))
            return redirect("log:zones")
    rows = Zone.objects.editable_by(member)
    groups = [(one, [zone for zone in rows if zone.facility_id == one.pk]) for one in facilities]
    context = {"form": form, "groups": groups, "crumbs": crumbs()}
    return render(request, "log/zones.html", context, status=status_of(form))


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@needs(Act.LOG)
def zone(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another name, or out of use."""
    member = member_of(request)
    row = get_object_or_404(Zone.objects.editable_by(member).select_related("facility__port"), key=key)
    form = ZoneForm(said(request), initial={name: getattr(row, name) for name in ZONE})
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            given = form.cleaned_data
            actions.change_zone(member=member, zone=row, **{name: given[name] for name in ZONE}, now=now())
            return redirect("log:zones")
    return render(request, "log/zone.html", {"form": form, "zone": row, "crumbs": crumbs()}, status=status_of(form))


@require_GET
@needs(Act.LOG)
def posts(request: HttpRequest, key: UUID) -> HttpResponse:
    """A sheet to print: a QR code for the post of each zone, which opens the gate form there."""
    member = member_of(request)
    if not runs_log(member):
        raise Http404
    facility = get_object_or_404(
        Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True), key=key
    )
    known = dict(settings.LANGUAGES)
    language = request.GET.get("language", "")
    language = language if language in known else request.LANGUAGE_CODE
    rows = Zone.objects.editable_by(member).standing().filter(facility=facility)
    context = {
        "facility": facility,
        "cards": cards_of(facility, rows, language=language),
        "language": language,
        "languages": settings.LANGUAGES,
        "scan": SCAN.items(),
        "crumbs": [*crumbs(), (reverse("log:zones"), _("Zones"))],
    }
    return render(request, "log/posts.html", context)
