"""Doors to the bands of frozen rounds, and to who offers help."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.assessments import actions, comparing
from port2port.assessments.access import offers_help, sees_all_cells
from port2port.assessments.forms.comparing import CompareForm, HelpForm
from port2port.assessments.models import Mentor
from port2port.base.clock import now
from port2port.duties.access import reads_duties
from port2port.members.actions.figures import view_bands
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, show_form, tell
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from port2port.reports.views.shared import refusals_in


def _page(request: HttpRequest) -> comparing.Page | None:
    """The page, on record: who looked at which bands (R11)."""
    member = member_of(request)
    if not (reads_duties(member) or sees_all_cells(member)):
        raise Http404
    page = comparing.page_of(member, request.GET.dict())
    if page is not None:
        view_bands(member=member, quarter=f"round {page.round.key}", figures=[page.group], now=now())
    return page


@require_GET
@needs(Act.READ)
def compare(request: HttpRequest) -> HttpResponse:
    """The own position beside the bands; what the address says of round, facility and group."""
    page = _page(request)
    member = member_of(request)
    context = {
        "page": page,
        "form": CompareForm(page) if page else None,
        "own_help": Mentor.objects.visible_to(member).editable_by(member).running(),
        "offers": offers_help(member),
    }
    return render(request, "assessments/compare.html", context)


@require_GET
@needs(Act.READ)
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The same rows as a file."""
    page = _page(request)
    if page is None:
        raise Http404
    rows, title = comparing.cells_of(page), page.round.title
    if ending == "csv":
        content = csv_file(comparing.columns(), rows)
    else:
        content = xlsx_file(comparing.columns(), rows, title=title, label=_("Internal"), made_at=now())
    response = HttpResponse(content, content_type=CSV_TYPE if ending == "csv" else XLSX_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="bands {now():%Y-%m-%d}.{ending}"'
    return response


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def offer_help(request: HttpRequest) -> HttpResponse:
    """Offer help with an objective."""
    member = member_of(request)
    if not offers_help(member):
        raise Http404
    form = HelpForm(request.POST or None, initial={"objective": request.GET.get("objective", "")})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.offer_help(member=member, now=now(), **form.cleaned_data)
            tell(request, _("Your organisation is listed as one that helps."))
            return redirect("assessments:compare")
    return show_form(
        request,
        form,
        title=_("Offer help"),
        lead=_("Members read the name of your organisation beside the objective, and your note. No level is shown."),
        back=reverse("assessments:compare"),
    )


@require_POST
@needs(Act.KEEP_DUTIES)
def end_help(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take the offer back."""
    member = member_of(request)
    row = get_object_or_404(Mentor.objects.visible_to(member).editable_by(member), key=key)
    actions.end_help(member=member, mentor=row, now=now())
    tell(request, _("The offer was taken back."))
    return redirect("assessments:compare")
