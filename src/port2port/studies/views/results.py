"""The list of studies, one study with what it found, its files, and how a result goes beyond its circle."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.base.refusal import Refusal
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.pure.audience import Tlp
from port2port.pure.canonical import canonical_json
from port2port.pure.sheets import CSV_TYPE, csv_file
from port2port.reports.forms.compose import organisations_in
from port2port.reports.preview import preview_of_receivers
from port2port.reports.views.shared import refusals_in, status_of
from port2port.sharing.actions import record_opening
from port2port.sharing.would import Receivers
from port2port.studies import actions
from port2port.studies.forms import ReadersForm
from port2port.studies.listing import studies_page
from port2port.studies.marking import INSIDE
from port2port.studies.models import ApprovalNews, Study, StudyResult, Widening
from port2port.studies.page import shown_to, study_page
from port2port.studies.paper import PDF_TYPE, pdf_of_result
from port2port.studies.refusals import InterimRun
from port2port.studies.runs import covers_all
from port2port.studies.sealing import seal_marked
from port2port.studies.sheets import cells, columns, rows_of
from port2port.studies.steps import REGISTER, missing_of
from port2port.studies.views.shared import crumbs, editable_study, result_asked, visible_study
from port2port.studies.waiting import address_of
from port2port.vocabulary.lookup import reader_language

JSON_TYPE = "application/json"


@require_GET
@needs(Act.READ)
def studies(request: HttpRequest) -> HttpResponse:
    """Which measures were looked at, and what was found."""
    member = member_of(request)
    if member.function not in Study.readers:
        raise Http404
    return render(request, "studies/studies.html", studies_page(request.GET, member=member))


@require_GET
@needs(Act.READ)
def study(request: HttpRequest, key: UUID) -> HttpResponse:
    """The sentence, what it rests on, and what bounds it; `?result=` an earlier run."""
    member = member_of(request)
    draft = Study.objects.editable_by(member).drafts().filter(key=key).select_related("intervention", "circle").first()
    if draft is not None:
        missing = missing_of(draft, member)
        return redirect("studies:step", key=key, step=missing[0].step if missing else REGISTER)
    return shown(request, visible_study(request, key))


def shown(request: HttpRequest, row: Study, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """The page of one study."""
    member, at = member_of(request), now()
    record_opening(record=row, member=member, now=at)
    if row.is_withdrawn:
        return render(request, "studies/tombstone.html", {"row": row, "crumbs": crumbs()}, status=status)
    context = {
        "row": row,
        "page": study_page(row, member=member, number=request.GET.get("result", "")),
        "refusal": refusal,
        "form_key": str(uuid4()),
        "crumbs": crumbs(),
    }
    return render(request, "studies/study.html", context, status=status)


def _name(row: Study, result: StudyResult, ending: str, *, tlp: Tlp = INSIDE) -> str:
    label = tlp.label.replace(":", "-")
    return f"{label} {row.number} {result.number}.{ending}"


@require_GET
@needs(Act.READ)
def weeks_csv(request: HttpRequest, key: UUID) -> HttpResponse:
    """One row a week, for the circle alone."""
    row = visible_study(request, key)
    result = result_asked(request, row, with_weeks=True)
    content = csv_file(columns(), list(cells(rows_of(result))))
    return download(content, name=_name(row, result, "csv"), media_type=CSV_TYPE)


@require_GET
@needs(Act.READ)
def panel_json(request: HttpRequest, key: UUID) -> HttpResponse:
    """The counts that were read, as `port2port study run` takes them; for the circle alone."""
    row = visible_study(request, key)
    result = result_asked(request, row, with_weeks=True)
    return download(canonical_json(result.panel), name=_name(row, result, "json"), media_type=JSON_TYPE)


@require_GET
@needs(Act.READ)
def definition_json(request: HttpRequest, key: UUID) -> HttpResponse:
    """The registration, byte for byte as it was hashed."""
    row = visible_study(request, key)
    if row.is_withdrawn:
        raise Http404
    name = f"{Tlp(row.tlp).label.replace(':', '-')} {row.number}.json"
    return download(canonical_json(row.definition), name=name, media_type=JSON_TYPE)


@require_GET
@needs(Act.READ)
def as_pdf(request: HttpRequest, key: UUID) -> HttpResponse:
    """One page of paper; `?version=sums` as it is read beyond the circle. Without PDF here the page itself prints."""
    row = visible_study(request, key)
    result = result_asked(request, row, with_weeks=False)
    member, sums_only = member_of(request), request.GET.get("version") == "sums"
    if sums_only and not result.wide_at:
        raise Http404
    seen = list(StudyResult.objects.visible_to(member).filter(study=row).order_by("-number"))
    shown = shown_to(row, result, seen, member=member, sums_only=sums_only)
    content = pdf_of_result(row, shown, language=reader_language(), now=now())
    if content is None:
        messages.info(request, _("This machine cannot make PDF files. Print the page from your browser."))
        return redirect(row)
    return download(content, name=_name(row, result, "pdf", tlp=shown.tlp), media_type=PDF_TYPE)


@require_POST
@needs(Act.PUBLISH)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """For good; those who had it see a tombstone."""
    row = editable_study(request, key)
    try:
        actions.withdraw_study(
            member=member_of(request), study=row, reason=request.POST.get("reason", "")[:500], now=now()
        )
    except Refusal as refusal:
        if row.is_draft:
            raise
        return shown(request, row, refusal=str(refusal), status=refusal.status)
    return redirect(row)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def readers(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put a result before its lenders, for readers beyond the circle."""
    row, member = editable_study(request, key), member_of(request)
    if row.is_draft:
        return redirect(row)
    result = result_asked(request, row, with_weeks=True)
    if request.method == "GET" and not covers_all(result):
        return shown(request, row, refusal=str(InterimRun()), status=InterimRun.status)
    posted = request.POST if request.method == "POST" else None
    form = ReadersForm(posted, member=member, study=row, initial={"tlp": row.tlp})
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.propose_widening(member=member, result=result, readers=form.readers(), now=now())
            messages.success(request, _("The organisations whose counts are in it are asked now."))
            return redirect(row)
    context = {"form": form, "row": row, "result": result, "crumbs": [*crumbs(), (row.get_absolute_url(), row.number)]}
    return render(request, "studies/readers.html", context, status=status_of(form))


@require_GET
@needs(Act.READ)
def approval_news(request: HttpRequest, key: UUID) -> HttpResponse:
    """From a notification to the result that waits."""
    member = member_of(request)
    rows = ApprovalNews.objects.visible_to(member).select_related("widening__result__study")
    row = get_object_or_404(rows, key=key)
    actions.open_approval_news(member=member, news=row, now=now())
    return redirect(address_of(row.widening))


def _open_widening(request: HttpRequest, row: Study) -> Widening:
    rows = Widening.objects.visible_to(member_of(request)).filter(result__study=row).open()
    return get_object_or_404(rows.select_related("result__study"))


@require_POST
@needs(Act.PUBLISH)
def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    """The own organisation lets this result go to these readers."""
    row = visible_study(request, key)
    widening = _open_widening(request, row)
    try:
        seal = seal_marked(widening, request.POST.get("seal", ""))
        actions.approve_result(member=member_of(request), widening=widening, seal=seal, now=now())
    except Refusal as refusal:
        return shown(request, row, refusal=str(refusal), status=refusal.status)
    messages.success(request, _("Approved."))
    return redirect(row)


@require_POST
@needs(Act.PUBLISH)
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """The own approval does not hold."""
    row = visible_study(request, key)
    actions.take_back_approval(member=member_of(request), widening=_open_widening(request, row), now=now())
    return redirect(row)


@require_POST
@needs(Act.PUBLISH)
def end_proposal(request: HttpRequest, key: UUID) -> HttpResponse:
    """The proposal is given up."""
    row = editable_study(request, key)
    actions.end_widening(member=member_of(request), widening=_open_widening(request, row), now=now())
    return redirect(row)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def let_go(request: HttpRequest, key: UUID) -> HttpResponse:
    """By name, who will read the result; then it goes."""
    row, member = editable_study(request, key), member_of(request)
    widening = _open_widening(request, row)
    receivers: Receivers = actions.receivers_beyond(widening, now=now())
    error, status = "", 200
    if request.method == "POST":
        expected = organisations_in(request.POST.get("expected", "")) or frozenset()
        try:
            done = actions.let_go(member=member, widening=widening, expected=expected, now=now())
        except Refusal as refusal:
            error, status = str(refusal), refusal.status
        else:
            messages.success(request, _("The result has gone to these readers."))
            return redirect(done)
    context = {
        "row": row,
        "widening": widening,
        "preview": preview_of_receivers(receivers, member=member),
        "error": error,
        "crumbs": [*crumbs(), (row.get_absolute_url(), row.number)],
    }
    return render(request, "studies/preview.html", context, status=status)
