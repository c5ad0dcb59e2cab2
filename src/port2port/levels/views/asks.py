"""What a level asks: of the own facilities, of one, on one sheet, and how a port stands."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from port2port.base.clock import now
from port2port.levels import actions
from port2port.levels.asks import known
from port2port.levels.checklist import facility_page, port_board, sites_of
from port2port.levels.forms.checklists import NoteForm
from port2port.levels.models import MeasureNote
from port2port.levels.views.shared import for_the_site, own_facilities
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Facility, Port
from port2port.members.views.shared import needs, posted, show_form
from port2port.reports.views.shared import refusals_in


@require_GET
@for_the_site
def asks(request: HttpRequest) -> HttpResponse:
    """The own facilities: the level of each, what waits, and what a higher one would bring."""
    member, at = member_of(request), now()
    facilities = [one for one in own_facilities(request) if one.isps == Facility.Isps.INSIDE]
    context = {
        "sites": sites_of(facilities, member=member, now=at),
        "ports": list(Port.objects.visible_to(member).of_organisation(member)),
        "now": at,
    }
    return render(request, "levels/asks.html", context)


def _own(request: HttpRequest, key: UUID) -> Facility:
    member = member_of(request)
    rows = Facility.objects.visible_to(member).in_scope_of(member).filter(isps=Facility.Isps.INSIDE)
    return get_object_or_404(rows.select_related("port", "organisation"), key=key)


def _crumbs(facility: Facility | None = None) -> list[tuple[str, str]]:
    way = [(reverse("levels:asks"), _("What a level asks"))]
    return way if facility is None else [*way, (reverse("levels:facility", args=[facility.key]), facility.name)]


@require_GET
@for_the_site
def facility(request: HttpRequest, key: UUID) -> HttpResponse:
    """What each level asks of one facility, and where its instructions lie."""
    row, at = _own(request, key), now()
    page = facility_page(row, member=member_of(request), now=at)
    return render(request, "levels/facility.html", {"page": page, "facility": row, "crumbs": _crumbs(), "now": at})


@require_GET
@for_the_site
def on_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """What comes on at level 2 or 3, on one sheet for the guardhouse."""
    row, at = _own(request, key), now()
    level = 3 if request.GET.get("level") == "3" else 2
    page = facility_page(row, member=member_of(request), now=at)
    context = {"page": page, "facility": row, "level": level, "families": page.asked.by_level[level], "now": at}
    return render(request, "levels/asks_print.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.REPORT_LEVELS)
@for_the_site
def note(request: HttpRequest, key: UUID, catalogue: str, control: str) -> HttpResponse:
    """Where the instruction for one measure is kept."""
    row, member = _own(request, key), member_of(request)
    node = known(catalogue, control)
    if node is None:
        raise Http404
    here = MeasureNote.objects.visible_to(member).filter(facility=row, catalogue=catalogue, control=control).first()
    form = NoteForm(posted(request), initial={"note": here.note if here else ""})
    back = reverse("levels:facility", args=[row.key])
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            said = form.cleaned_data["note"]
            actions.keep_note(member=member, facility=row, catalogue=catalogue, control=control, note=said, now=now())
            return redirect(f"{back}#{control}")
    lead = _("Only where it is kept: folder, number, system. Never the text of the plan: it does not come in here.")
    return show_form(request, form, title=f"{node.label} {node.title}", back=back, lead=lead)


@require_GET
@for_the_site
def port(request: HttpRequest, slug: str) -> HttpResponse:
    """How the facilities of a port stand."""
    member, at = member_of(request), now()
    row = get_object_or_404(Port.objects.visible_to(member).of_organisation(member).distinct(), slug=slug)
    board = port_board(row, member=member, now=at)
    return render(request, "levels/port.html", {"board": board, "port": row, "crumbs": _crumbs(), "now": at})
