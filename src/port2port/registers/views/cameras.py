"""AI cameras: the register, one case on screen and on paper, results beside each other, and the register as a file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Organisation
from port2port.members.views.shared import needs
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from port2port.registers import actions
from port2port.registers.forms.camera import FilterForm, MeasureForm, MoveForm, active_filters
from port2port.registers.listing import asked_in, compared, listed
from port2port.registers.models import AiUseCase, CameraKind
from port2port.registers.page import STATE_KINDS, crumbs, page_of
from port2port.registers.sheets import as_json, cells, columns
from port2port.registers.views.shared import only_readers, visible_case
from port2port.reports.views.lists import without_cursor
from port2port.reports.views.shared import status_of
from port2port.sharing.actions import record_opening


@require_GET
@needs(Act.READ)
def cameras(request: HttpRequest) -> HttpResponse:
    """What do we and others let cameras watch, and does it work."""
    only_readers(request)
    member = member_of(request)
    asked = asked_in(request.GET)
    page = listed(asked, member=member)
    given = request.GET.copy()
    given.pop("page", None)
    query = without_cursor(given)
    context = {
        "rows": [(case, STATE_KINDS.get(case.state, "")) for case in page.rows],  # type: ignore[call-overload]
        "page": page,
        "asked": asked,
        "form": FilterForm(request.GET, member=member),
        "filters": active_filters(request.GET, member=member),
        "query": query,
        "newer": _address(query, page.newer),
        "older": _address(query, page.older),
        "may_write": member.may(Act.PUBLISH),
        "may_subscribe": member.may(Act.SUBSCRIBE),
        "own": member.organisation_id,
    }
    return render(request, "registers/cameras.html", context)


def _address(query: str, page: int) -> str:
    return "?" + "&".join(part for part in (query, f"page={page}") if part) if page else ""


@require_GET
@needs(Act.READ)
def camera(request: HttpRequest, key: UUID) -> HttpResponse:
    """What does it watch, under which law, and what was it measured to do."""
    return camera_page(request, visible_case(request, key))


def camera_page(
    request: HttpRequest, case: AiUseCase, *, measure: MeasureForm | None = None, move: MoveForm | None = None
) -> HttpResponse:
    """The page, with the forms that were refused where there are any."""
    member, at = member_of(request), now()
    if not case.is_draft:
        record_opening(record=case, member=member, now=at)
    context = {"page": page_of(case, member=member, now=at), "case": case, "crumbs": crumbs()}
    if case.is_withdrawn:
        return render(request, "registers/tombstone.html", context)
    measure, move = measure or MeasureForm(), move or MoveForm()
    context |= {"measure": measure, "move": move}
    return render(request, "registers/camera.html", context, status=status_of(measure, move))


@require_GET
@needs(Act.READ)
def on_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """The case for a printer."""
    case, member, at = visible_case(request, key), member_of(request), now()
    if not case.is_draft:
        record_opening(record=case, member=member, now=at)
    reader = Organisation.objects.visible_to(member).filter(pk=member.organisation_id or 0).first()
    page = page_of(case, member=member, now=at)
    return render(request, "registers/print.html", {"page": page, "case": case, "now": at, "reader": reader})


@require_GET
@needs(Act.READ)
def compare(request: HttpRequest) -> HttpResponse:
    """Measured results of those who show them, beside the own ones."""
    only_readers(request)
    camera = request.GET.get("camera", "")
    camera = camera if camera in CameraKind.values else ""
    context = {
        "rows": compared(camera, member=member_of(request)),
        "kinds": [
            ("", _("All kinds"), not camera),
            *((code, words, code == camera) for code, words in CameraKind.choices),
        ],
        "crumbs": crumbs(),
    }
    return render(request, "registers/compare.html", context)


@require_GET
@needs(Act.READ)
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The register as it is filtered, as a file; the strictest label stands in its name."""
    only_readers(request)
    member, at = member_of(request), now()
    rows = actions.export_cases(member=member, asked=asked_in(request.GET), ending=ending, now=at)
    label = actions.label_of(rows).label
    name = f"{label.replace(':', '-')} cameras {at:%Y-%m-%d %H%M}.{ending}"
    if ending == "json":
        return download(as_json(rows, member=member), name=name, media_type="application/json")
    lines = list(cells(rows, member=member))
    if ending == "csv":
        return download(csv_file(columns(), lines), name=name, media_type=CSV_TYPE)
    content = xlsx_file(columns(), lines, title=_("AI cameras"), label=label, made_at=at)
    return download(content, name=name, media_type=XLSX_TYPE)
