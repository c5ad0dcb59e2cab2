"""The list, and rounds as the secretariat moves them."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.assessments import actions
from port2port.assessments.access import moves_rounds
from port2port.assessments.actions.rounds import WAYS
from port2port.assessments.forms import RoundForm
from port2port.assessments.models import Assessment, Kind, Round
from port2port.assessments.page import crumbs, overview, taking_part
from port2port.assessments.pinned import sheet_of
from port2port.assessments.views.shared import for_readers, moved_round, visible_round
from port2port.base.clock import now
from port2port.members.member import Act, Member
from port2port.members.middleware import member_of
from port2port.members.models import Facility
from port2port.members.views.shared import needs, posted, show_form
from port2port.norms.names import volume_name
from port2port.norms.stored import volumes_for, with_seal
from port2port.reports.views.shared import refusals_in


@require_GET
@for_readers
def assessments(request: HttpRequest) -> HttpResponse:
    """What is asked of my facilities now, and what waits for my word."""
    return render(request, "assessments/list.html", {"page": overview(member_of(request)), "now": now()})


@require_GET
@for_readers
def rules(request: HttpRequest) -> HttpResponse:
    """How each number is found: the three instruments, never summed."""
    return render(request, "assessments/rules.html", {"crumbs": crumbs()})


@require_GET
@for_readers
def round_(request: HttpRequest, key: UUID) -> HttpResponse:
    """One round: what it asks; for the secretariat who takes part, and the next step."""
    row, member = visible_round(request, key), member_of(request)
    takes = taking_part(row, member)
    sites = Facility.objects.visible_to(member).kept_by(member).filter(is_active=True).select_related("port")
    own = Assessment.objects.visible_to(member).filter(round=row).with_names()
    begun = {one.facility_id for one in own}
    may_start = row.state == Round.State.OPEN and row.kind != Kind.AUTHORITY
    context = {
        "round": row,
        "sheet": sheet_of(row),
        "norm": _norm(row),
        "takes": takes,
        "part": sum(one.part for one in takes),
        "moves": moves_rounds(member),
        "ways": [(to, Round.State(to).label) for to in sorted(WAYS[row.state])] if moves_rounds(member) else [],
        "own": list(own),
        "sites": [one for one in sites if one.pk not in begun] if may_start else [],
        "crumbs": crumbs(),
    }
    return render(request, "assessments/round.html", context)


def _norm(row: Round) -> str:
    return volume_name(with_seal(row.baseline.seal))


def _baselines(member: Member) -> list[tuple[str, str]]:
    found = [one for one in volumes_for(member) if one.state != "draft" and not one.is_own]
    asked = [one for one in found if one.is_baseline or "en" in one.files]
    asked.sort(key=lambda one: not one.is_baseline)
    return [(f"{one.key} {one.version}", f"{volume_name(one)} · {one.version}") for one in asked]


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def new(request: HttpRequest) -> HttpResponse:
    """Plan a round."""
    member = member_of(request)
    if not moves_rounds(member):
        raise Http404
    form = RoundForm(posted(request), baselines=_baselines(member))
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            return redirect(actions.plan_round(member=member, said=form.said(), now=now()))
    return show_form(request, form, title=_("Plan a round"), back=crumbs()[0][0])


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another plan, before it opens."""
    row, member = moved_round(request, key), member_of(request)
    initial = {name: getattr(row, name) for name in ("title", "kind", "target", "opens_on", "closes_on")}
    initial["baseline"] = f"{row.baseline.key} {row.baseline.version}"
    form = RoundForm(posted(request), baselines=_baselines(member), initial=initial)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            return redirect(actions.change_round(member=member, round=row, said=form.said(), now=now()))
    return show_form(request, form, title=_("Change the round"), back=row.get_absolute_url())


@require_POST
@needs(Act.PUBLISH)
def move(request: HttpRequest, key: UUID) -> HttpResponse:
    """The next step of a round."""
    row = moved_round(request, key)
    return redirect(actions.move_round(member=member_of(request), round=row, to=request.POST.get("to", ""), now=now()))


@require_POST
@needs(Act.KEEP_DUTIES)
def start(request: HttpRequest, key: UUID) -> HttpResponse:
    """A facility takes part."""
    row, member = visible_round(request, key), member_of(request)
    sites = Facility.objects.visible_to(member).select_related("port")
    try:
        named = UUID(request.POST.get("facility", ""))
    except ValueError as unknown:
        raise Http404 from unknown
    facility = get_object_or_404(sites, key=named)
    return redirect(actions.start(member=member, round=row, facility=facility, now=now()))
