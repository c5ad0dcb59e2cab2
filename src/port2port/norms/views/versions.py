"""Doors to versions: bring one in, try it first, approve or take back a draft."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.base.clock import now
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, tell
from port2port.norms import actions, browsing, comparison, stored
from port2port.norms.faults import said
from port2port.norms.forms import BringForm, SealForm
from port2port.norms.models import CatalogueVersion
from port2port.norms.refusals import ChangedMeanwhile, Unsound
from port2port.pure.oscal.controls import controls
from port2port.reports.views.shared import refusals_in, status_of


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def bring(request: HttpRequest) -> HttpResponse:
    """Files in; `try` says what they would be and keeps nothing."""
    member = member_of(request)
    form = BringForm(request.POST or None, request.FILES or None, member=member)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, passing=(Unsound,)):
            try:
                if "try" not in request.POST:
                    row = actions.bring_version(member=member, brought=form.brought(), now=now())
                    tell(request, _("Kept as a draft. Nobody is bound by it until it is published."))
                    return redirect(row)
                context["trial"] = _trial(request, form)
            except Unsound as unsound:
                form.refused_with = 422
                form.add_error(None, str(unsound))
                context["faults"] = [
                    (name, [(one.rule, one.where or "/", said(one)) for one in found])
                    for name, found in unsound.faults.items()
                ]
    return render(request, "norms/bring.html", context, status=status_of(form))


def _trial(request: HttpRequest, form: BringForm) -> dict[str, object]:
    member = member_of(request)
    volume = actions.tried(member=member, brought=form.brought())
    among = stored.volumes_for(member)
    before = stored.earlier(volume.key, among)
    number = len(controls(volume.document(""))) if not volume.is_baseline else 0
    return {
        "key": volume.key,
        "version": volume.version,
        "files": sorted(volume.files),
        "count": browsing.counted(number) if number else "",
        "difference": comparison.between(before[-1], volume, (*among, volume)) if before else None,
    }


def _draft(request: HttpRequest, key: str, version: str) -> CatalogueVersion:
    rows = CatalogueVersion.objects.visible_to(member_of(request))
    return get_object_or_404(rows, key=key, version=version, state="draft")


def _seal(request: HttpRequest) -> str:
    form = SealForm(request.POST)
    if not form.is_valid():
        raise ChangedMeanwhile
    return str(form.cleaned_data["seal"])


@require_POST
@needs(Act.PUBLISH)
def publish(request: HttpRequest, key: str, version: str) -> HttpResponse:
    """Approve a draft for all, or publish an own copy."""
    row, member = _draft(request, key, version), member_of(request)
    act = actions.approve_version if row.owner_id is None else actions.keep_own
    act(member=member, version=row, seal=_seal(request), now=now())
    tell(request, _("Published. It never changes from now on."))
    return redirect(row)


@require_POST
@needs(Act.PUBLISH)
def discard(request: HttpRequest, key: str, version: str) -> HttpResponse:
    """Take a draft back."""
    actions.discard_version(member=member_of(request), version=_draft(request, key, version), now=now())
    tell(request, _("The draft was taken back."))
    return redirect(reverse("norms:catalogues"))
