"""Certified Pick up: the own lanes, one lane, the bands of all, and who helps others on."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.members.actions.figures import view_bands
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from port2port.registers import actions
from port2port.registers.access import keeps_lanes, reads_pickup
from port2port.registers.forms.pickup import BackForm, LaneForm, PlanForm, StepForm, VolunteerForm
from port2port.registers.models import PickupRollout, PickupVolunteer, Stage
from port2port.registers.pickup_page import (
    STAGE_KINDS,
    bands_of,
    crumbs,
    is_late,
    lane_page,
    months_of,
    table_of,
)
from port2port.registers.pickup_sheets import cells, columns, plain
from port2port.reports.views.shared import refusals_in, status_of


def _readers_only(request: HttpRequest) -> None:
    if not reads_pickup(member_of(request)):
        raise Http404


def _tabs(request: HttpRequest, here: str) -> dict[str, object]:
    return {"here": here, "may_keep": keeps_lanes(member_of(request))}


@require_GET
@needs(Act.READ)
def pickup(request: HttpRequest) -> HttpResponse:
    """How far are we, facility by facility and lane by lane."""
    _readers_only(request)
    member, today = member_of(request), timezone.localdate(now())
    lanes = list(PickupRollout.objects.visible_to(member).select_related("organisation", "facility__port"))
    flows, places = table_of(lanes)
    context = {
        "flows": flows,
        "places": places,
        "late": {one.pk for one in lanes if is_late(one, today=today)},
        "stages": [(one, STAGE_KINDS.get(one, ""), sum(lane.stage == one for lane in lanes)) for one in Stage],
        "number": len(lanes),
        **_tabs(request, "own"),
    }
    return render(request, "registers/pickup.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def new_lane(request: HttpRequest) -> HttpResponse:
    """A lane to enter."""
    _readers_only(request)
    member = member_of(request)
    form = LaneForm(request.POST if request.method == "POST" else None, member=member)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            lane = actions.enter_lane(member=member, now=now(), **form.cleaned_data)
            return redirect(lane)
    context = {"form": form, "crumbs": crumbs(), "title": _("New lane"), "submit": _("Enter the lane")}
    return render(request, "registers/pickup_form.html", context, status=status_of(form))


@require_GET
@needs(Act.READ)
def lane(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far is this lane, and what does the next stage ask."""
    return _lane_page(request, _lane(request, key))


def _lane(request: HttpRequest, key: UUID) -> PickupRollout:
    rows = PickupRollout.objects.visible_to(member_of(request))
    return get_object_or_404(rows.select_related("organisation", "facility__port", "contact"), key=key)


def _lane_page(
    request: HttpRequest,
    row: PickupRollout,
    *,
    plan: PlanForm | None = None,
    step: StepForm | None = None,
    back: BackForm | None = None,
) -> HttpResponse:
    member = member_of(request)
    page = lane_page(row, member=member)
    step = step or StepForm(points=[])
    plan = plan or PlanForm(initial=_planned(row), member=member)
    back = back or BackForm()
    context = {
        "page": page,
        "lane": row,
        "plan": plan,
        "step": step,
        "ticked": request.POST.getlist("ticked") if step.is_bound else [],
        "back": back,
        "crumbs": crumbs(),
        "is_late": is_late(row, today=timezone.localdate(now())),
    }
    return render(request, "registers/pickup_lane.html", context, status=status_of(plan, step, back))


def _planned(row: PickupRollout) -> dict[str, object]:
    return {
        "next_stage_by_on": row.next_stage_by_on,
        "blocker": row.blocker,
        "contact": row.contact.key if row.contact else None,
        "in_scope": row.in_scope,
    }


@require_POST
@needs(Act.KEEP_DUTIES)
def plan_lane(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is planned for it."""
    row, member = _lane(request, key), member_of(request)
    form = PlanForm(request.POST, member=member)
    if form.is_valid():
        with refusals_in(form):
            actions.plan_lane(member=member, lane=row, now=now(), **form.cleaned_data)
            messages.success(request, _("Kept."))
            return redirect(row)
    return _lane_page(request, row, plan=form)


@require_POST
@needs(Act.KEEP_DUTIES)
def advance(request: HttpRequest, key: UUID) -> HttpResponse:
    """One stage forward."""
    row, member = _lane(request, key), member_of(request)
    points = [(one.code, one.words) for one in lane_page(row, member=member).points]
    form = StepForm(request.POST, points=points)
    if form.is_valid():
        with refusals_in(form):
            given = form.cleaned_data
            ticked = frozenset(given["ticked"])
            actions.advance(
                member=member, lane=row, to=given["to"], ticked=ticked, evidence=given["evidence"], now=now()
            )
            messages.success(request, _("The lane is one stage further."))
            return redirect(row)
    return _lane_page(request, row, step=form)


@require_POST
@needs(Act.KEEP_DUTIES)
def step_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """One stage back."""
    row, member = _lane(request, key), member_of(request)
    form = BackForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.step_back(member=member, lane=row, now=now(), **form.cleaned_data)
            messages.success(request, _("The lane is one stage back."))
            return redirect(row)
    return _lane_page(request, row, back=form)


@require_GET
@needs(Act.READ)
def network(request: HttpRequest) -> HttpResponse:
    """Where the others stand: bands of a quarter that is over, never a name."""
    _readers_only(request)
    member, months = member_of(request), months_of(member_of(request))
    wanted = request.GET.get("quarter", "")
    month = next((one for one in months if one.quarter == wanted), months[0] if months else None)
    rows = bands_of(month, member=member) if month is not None else []
    if month is not None:
        seen = [one.name for one in rows if one.words]
        view_bands(member=member, quarter=f"Certified Pick up {month.quarter}", figures=seen, now=now())
    context = {
        "months": months,
        "month": month,
        "rows": rows,
        "stages": [str(one.label) for one in Stage],
        "crumbs": crumbs(),
        **_tabs(request, "network"),
    }
    return render(request, "registers/pickup_network.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.READ)
def volunteers(request: HttpRequest) -> HttpResponse:
    """Whom to ask; without any stage."""
    _readers_only(request)
    member = member_of(request)
    form = VolunteerForm(
        request.POST if request.method == "POST" else None, initial={"language": request.LANGUAGE_CODE}, member=member
    )
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.volunteer(member=member, now=now(), **form.cleaned_data)
            messages.success(request, _("Thank you. Members see your offer."))
            return redirect("registers:pickup_volunteers")
    rows = PickupVolunteer.objects.visible_to(member).select_related("organisation", "contact")
    context = {
        "rows": rows,
        "own": member.organisation_id,
        "form": form,
        "crumbs": crumbs(),
        **_tabs(request, "volunteers"),
    }
    return render(request, "registers/pickup_volunteers.html", context, status=status_of(form))


@require_POST
@needs(Act.KEEP_DUTIES)
def end_volunteer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Offer it no longer."""
    member = member_of(request)
    row = get_object_or_404(PickupVolunteer.objects.editable_by(member), key=key)
    actions.end_volunteer(member=member, offer=row, now=now())
    messages.success(request, _("Your offer is taken away."))
    return redirect("registers:pickup_volunteers")


@require_GET
@needs(Act.READ)
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The own lanes as a file."""
    _readers_only(request)
    member, at = member_of(request), now()
    rows = actions.export_lanes(member=member, ending=ending, now=at)
    label = _("Own organisation only")
    name = f"pickup {at:%Y-%m-%d %H%M}.{ending}"
    if ending == "json":
        content = json.dumps([plain(row) for row in rows], ensure_ascii=False, indent=2).encode()
        return download(content, name=name, media_type="application/json")
    lines = list(cells(rows))
    if ending == "csv":
        return download(csv_file(columns(), lines), name=name, media_type=CSV_TYPE)
    content = xlsx_file(columns(), lines, title=_("Certified Pick up"), label=label, made_at=at)
    return download(content, name=name, media_type=XLSX_TYPE)
