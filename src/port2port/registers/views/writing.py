"""Writing a use case, moving it, measuring it."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.base.clock import now
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.registers import actions
from port2port.registers.fields import fields_of
from port2port.registers.forms.camera import CaseForm, MeasureForm, MoveForm, initial_of
from port2port.registers.guard import finds_shown
from port2port.registers.models import AiUseCase, Measurement
from port2port.registers.page import crumbs
from port2port.registers.views.cameras import camera_page
from port2port.registers.views.shared import editable_case
from port2port.reports.guard import Find, PersonalDataFound
from port2port.reports.sending import fresh_key
from port2port.reports.views.shared import refusals_in, status_of, ticked


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def new(request: HttpRequest) -> HttpResponse:
    """A use case, begun as an idea in the own register."""
    member = member_of(request)
    if request.method == "GET":
        initial = {"language": request.LANGUAGE_CODE, "key": fresh_key()}
        return _form(request, CaseForm(initial=initial, member=member), None)
    form = CaseForm(request.POST, member=member)
    if form.is_valid():
        with refusals_in(form):
            made = actions.keep_case(member=member, said=form.said(), key=form.cleaned_data["key"], now=now())
            messages.success(request, _("Entered in your register. It is shared with nobody yet."))
            return redirect(made.get_absolute_url())
    return _form(request, form, None)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say it otherwise; the readers of a shared case get the new version at once."""
    case, member = editable_case(request, key), member_of(request)
    if request.method == "GET":
        initial = initial_of(fields_of(case))
        return _form(request, CaseForm(initial=initial | {"seen_at": case.changed_at.isoformat()}, member=member), case)
    form = CaseForm(request.POST, member=member)
    if form.is_valid():
        try:
            with refusals_in(form, passing=(PersonalDataFound,)):
                actions.change_case(
                    member=member,
                    case=case,
                    said=form.said(),
                    seen_at=form.cleaned_data["seen_at"],
                    not_personal=ticked(request),
                    now=now(),
                )
                messages.success(request, _("Kept."))
                return redirect(case.get_absolute_url())
        except PersonalDataFound as refusal:
            form.add_error(None, str(refusal))
            return _form(request, form, case, finds=refusal.finds)
    return _form(request, form, case)


def _form(request: HttpRequest, form: CaseForm, case: AiUseCase | None, *, finds: Iterable[Find] = ()) -> HttpResponse:
    context = {
        "form": form,
        "case": case,
        "crumbs": crumbs(case),
        "finds": finds_shown(finds),
        "ticked": ticked(request),
    }
    return render(request, "registers/compose.html", context, status=status_of(form))


@require_POST
@needs(Act.PUBLISH)
def move(request: HttpRequest, key: UUID) -> HttpResponse:
    """One step from where it stands."""
    case = editable_case(request, key)
    form = MoveForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            given = form.cleaned_data
            done = actions.move_case(member=member_of(request), case=case, to=given["to"], why=given["why"], now=now())
            messages.success(request, _("It stands at: %(state)s.") % {"state": done.get_state_display()})
            return redirect(case.get_absolute_url())
    return camera_page(request, editable_case(request, key), move=form)


@require_POST
@needs(Act.PUBLISH)
def measure(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was counted in a period."""
    case = editable_case(request, key)
    form = MeasureForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.measure_case(member=member_of(request), case=case, now=now(), **form.said())
            messages.success(request, _("Noted."))
            return redirect(f"{case.get_absolute_url()}#results")
    return camera_page(request, editable_case(request, key), measure=form)


@require_POST
@needs(Act.PUBLISH)
def forget(request: HttpRequest, key: UUID, measurement: UUID) -> HttpResponse:
    """Take a period away; the form shows it again, so that it can be put right and kept anew."""
    case, member = editable_case(request, key), member_of(request)
    row = get_object_or_404(Measurement.objects.editable_by(member).filter(case=case), key=measurement)
    actions.forget_measurement(member=member, measurement=row, now=now())
    initial = {name: getattr(row, name) for name in MeasureForm.base_fields}
    return camera_page(request, editable_case(request, key), measure=MeasureForm(initial=initial))
