"""An idea is written down, a draft written out."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.base.clock import now
from port2port.measures import actions
from port2port.measures.access import writes
from port2port.measures.forms.writing import MeasureForm, initial_of
from port2port.measures.models import Measure, MeasureVersion
from port2port.measures.views.shared import crumbs
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.sending import once
from port2port.reports.views.shared import refusals_in, status_of


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def new(request: HttpRequest) -> HttpResponse:
    """Write an idea down."""
    member = member_of(request)
    if not writes(member):
        raise Http404
    initial = {"language": request.LANGUAGE_CODE, "controls": request.GET.getlist("control")[:5]}
    form = MeasureForm(request.POST if request.method == "POST" else None, member=member, initial=initial)
    if form.is_bound and form.is_valid():
        with refusals_in(form):

            def do() -> UUID:
                said, ticks = form.said(), form.cleaned_data["not_personal"]
                return actions.have_idea(member=member, said=said, not_personal=ticks, now=now()).key

            content = str(sorted((name, values) for name, values in request.POST.lists() if name[:4] != "csrf"))
            key = once(member=member, key=form.cleaned_data["key"], act="measure", content=content, now=now(), do=do)
            messages.success(request, _("Kept. Only your organisation sees it until it is put to the ports."))
            return redirect("measures:measure", key)
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write on."""
    member = member_of(request)
    row = get_object_or_404(Measure.objects.editable_by(member).select_related("lead"), key=key)
    version = get_object_or_404(MeasureVersion.objects.editable_by(member), measure=row, n=row.n)
    form = MeasureForm(
        request.POST if request.method == "POST" else None,
        member=member,
        measure=row,
        initial=initial_of(row, version),
    )
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.change(
                member=member,
                measure=row,
                said=form.said(),
                seen=_moment(form.cleaned_data["seen"]),
                not_personal=form.cleaned_data["not_personal"],
                now=now(),
            )
            messages.success(request, _("Kept."))
            return redirect(row)
    return _form_page(request, form, row)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _form_page(request: HttpRequest, form: MeasureForm, measure: Measure | None) -> HttpResponse:
    context = {"form": form, "measure": measure, "crumbs": crumbs(measure)}
    return render(request, "measures/write.html", context, status=status_of(form))


@require_POST
@needs(Act.PUBLISH)
def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give it up, before anybody outside has seen it."""
    member = member_of(request)
    row = get_object_or_404(Measure.objects.editable_by(member), key=key)
    actions.discard(member=member, measure=row, now=now())
    messages.success(request, _("Given up."))
    return redirect("measures:drafts")
