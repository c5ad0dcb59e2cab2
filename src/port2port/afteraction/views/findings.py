"""Findings, and the actions that come from improvements."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.afteraction import actions
from port2port.afteraction.forms import FindingForm
from port2port.afteraction.models import AfterAction, EventFinding
from port2port.afteraction.page import FINDINGS_WITHIN, crumbs
from port2port.afteraction.views.shared import editable_row, visible_row
from port2port.base.clock import now
from port2port.drills.models import Objective
from port2port.duties.forms import ActionForm
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Facility
from port2port.members.views.shared import needs, show_form
from port2port.reports.views.shared import refusals_in, status_of


def _form(request: HttpRequest, row: AfterAction, finding: EventFinding | None) -> FindingForm:
    member = member_of(request)
    initial: dict[str, object] = {"kind": request.GET.get("kind", "improvement")}
    if finding is not None:
        initial = {
            "kind": finding.kind,
            "text": finding.text,
            "priority": finding.priority,
            "objective": finding.objective,
            "facility": finding.facility,
        }
    else:
        asked = request.GET.get("objective", "")
        wanted = Objective.objects.visible_to(member).filter(event=row.event_id)
        initial["objective"] = next((one for one in wanted if str(one.key) == asked), None)
    return FindingForm(
        request.POST if request.method == "POST" else None,
        objectives=Objective.objects.visible_to(member).filter(event=row.event_id),
        facilities=Facility.objects.visible_to(member).filter(pk__in=row.event.places.taking_part().values("facility")),
        initial=initial,
    )


def _page(request: HttpRequest, row: AfterAction, form: FindingForm, finding: EventFinding | None) -> HttpResponse:
    way = [*crumbs(row.event), (row.get_absolute_url(), _("After-action"))]
    context = {"form": form, "row": row, "finding": finding, "crumbs": way}
    return render(request, "afteraction/finding.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs(Act.LEARN)
def new(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add a finding."""
    row = editable_row(request, key)
    form = _form(request, row, None)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.add_finding(member=member_of(request), after_action=row, said=form.said(), now=now())
            return redirect(f"{row.get_absolute_url()}#findings")
    return _page(request, row, form, None)


def _finding(request: HttpRequest, row: AfterAction, finding: UUID) -> EventFinding:
    rows = EventFinding.objects.editable_by(member_of(request)).select_related(
        "objective", "facility", "after_action__event"
    )
    return get_object_or_404(rows, after_action=row, key=finding)


@require_http_methods(["GET", "POST"])
@needs(Act.LEARN)
def edit(request: HttpRequest, key: UUID, finding: UUID) -> HttpResponse:
    """Change a finding."""
    row = editable_row(request, key)
    kept = _finding(request, row, finding)
    form = _form(request, row, kept)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.change_finding(member=member_of(request), finding=kept, said=form.said(), now=now())
            return redirect(f"{row.get_absolute_url()}#findings")
    return _page(request, row, form, kept)


@require_POST
@needs(Act.LEARN)
def remove(request: HttpRequest, key: UUID, finding: UUID) -> HttpResponse:
    """Take a finding out."""
    row = editable_row(request, key)
    actions.remove_finding(member=member_of(request), finding=_finding(request, row, finding), now=now())
    messages.success(request, _("Taken out. An action that came from it stays."))
    return redirect(f"{row.get_absolute_url()}#findings")


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def promise(request: HttpRequest, key: UUID, finding: UUID) -> HttpResponse:
    """An improvement becomes an action with an owner and a day."""
    row, member = visible_row(request, key), member_of(request)
    rows = EventFinding.objects.visible_to(member).promised_by(member).select_related("facility", "after_action__event")
    kept = get_object_or_404(rows, after_action=row, key=finding)
    held_on = row.event.held_on
    initial = {
        "title": kept.text[:200],
        "due_on": max(held_on + FINDINGS_WITHIN, timezone.localdate(now())) if held_on else None,
        "language": get_language(),
        "facility": kept.facility,
    }
    form = ActionForm(
        request.POST if request.method == "POST" else None, member=member, has_source=False, initial=initial
    )
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            made = actions.promise_from(member=member, finding=kept, wish=form.promise(), now=now())
            messages.success(request, _("Promised."))
            return redirect(made.get_absolute_url())
    return show_form(request, form, title=_("Action from an improvement"), back=row.get_absolute_url(), lead=kept.text)
