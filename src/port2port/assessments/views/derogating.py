"""Doors to the derogations of authorities."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.assessments import actions
from port2port.assessments.forms.derogating import DerogationForm
from port2port.assessments.models import Assessment, LegalDerogation
from port2port.assessments.pinned import sheet_of
from port2port.base.clock import now
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, show_form, tell
from port2port.reports.views.shared import refusals_in


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def enter(request: HttpRequest, key: UUID) -> HttpResponse:
    """Enter the letter of an authority."""
    member = member_of(request)
    row = get_object_or_404(Assessment.objects.visible_to(member).own_of(member).with_names(), key=key)
    data = request.POST if request.method == "POST" else None
    form = DerogationForm(data, controls=sheet_of(row.round).controls, control=request.GET.get("control", ""))
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.enter_derogation(member=member, assessment=row, said=form.said(), now=now())
            tell(request, _("Entered. The number of open MUSTs stays; its words say until when."))
            return redirect(row)
    return show_form(
        request,
        form,
        title=_("Derogation of an authority"),
        lead=_("The platform gives none: enter what the authority wrote, with its reference."),
        back=row.get_absolute_url(),
    )


@require_POST
@needs(Act.KEEP_DUTIES)
def end(request: HttpRequest, key: UUID, derogation: UUID) -> HttpResponse:
    """It holds no longer."""
    member = member_of(request)
    row = get_object_or_404(Assessment.objects.visible_to(member).own_of(member), key=key)
    found = get_object_or_404(
        LegalDerogation.objects.visible_to(member).editable_by(member).filter(facility=row.facility_id),
        key=derogation,
    )
    actions.end_legal_derogation(member=member, derogation=found, now=now())
    tell(request, _("Ended."))
    return redirect(row)
