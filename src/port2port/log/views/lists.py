"""The log as a list, on paper and as a sheet."""

from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.log.access import runs_log, sets_addresses
from port2port.log.actions.exporting import PDF, export_log
from port2port.log.clock24 import clocks_of
from port2port.log.forms.entries import FilterForm, active_filters
from port2port.log.listing import asked_in, found, page_of
from port2port.log.paper import paper_of, parts_of, period_words
from port2port.log.pdf import AT_ONCE, KIND, PDF_TYPE, pdf_of_log
from port2port.log.sheets import cells, columns, file_name
from port2port.log.views.shared import crumbs, for_readers, own_facilities, shown_facilities
from port2port.members.actions.jobs import start_job
from port2port.members.middleware import member_of
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from port2port.reports.printing import makes_pdf


@require_GET
@for_readers
def log_list(request: HttpRequest) -> HttpResponse:
    """What happened this week here."""
    member, asked = member_of(request), asked_in(request.GET)
    facilities = shown_facilities(member)
    page = page_of(found(asked, member=member), request.GET.get("page", ""))
    query = _without_page(request)
    number, clocks = page.paginator.count, clocks_of(page.object_list, now=now())
    context = {
        "now": now(),
        "page": page,
        "rows": [(row, clocks.get(row.pk)) for row in page.object_list],
        "asked": asked,
        "form": FilterForm(request.GET, facilities=facilities),
        "filters": active_filters(request.GET, facilities=facilities),
        "facilities": facilities,
        "writes_at": own_facilities(member),
        "may_run": runs_log(member),
        "may_address": sets_addresses(member),
        "count": ngettext("%(n)d entry", "%(n)d entries", number) % {"n": number},
        "query": query,
        "newer": f"?{query}&page={page.previous_page_number()}" if page.has_previous() else "",
        "older": f"?{query}&page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "log/list.html", context)


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    return query.urlencode()


@require_GET
@for_readers
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The current filter as a file; the act leaves a line in the audit trail."""
    member, at = member_of(request), now()
    rows = export_log(member=member, asked=asked_in(request.GET), act=f"export as {ending}", now=at)
    if ending == "csv":
        content = csv_file(columns(), cells(rows, member=member))
    else:
        content = xlsx_file(columns(), cells(rows, member=member), title=_("Log"), label=_("Internal"), made_at=at)
    media_type = CSV_TYPE if ending == "csv" else XLSX_TYPE
    return download(content, name=file_name(ending, now=at), media_type=media_type)


@require_GET
@for_readers
def on_paper(request: HttpRequest) -> HttpResponse:
    """The legal log of a period, oldest first, with corrections and what was struck out."""
    return _print_page(request)


def _print_page(request: HttpRequest, *, no_pdf: bool = False) -> HttpResponse:
    member, at = member_of(request), now()
    asked = asked_in(request.GET)
    rows = export_log(member=member, asked=asked, act="print", now=at)
    context = {
        "paper": paper_of(rows, asked, member=member, now=at),
        "entries": chain.from_iterable(parts_of(rows, member=member)),
        "no_pdf": no_pdf,
        "now": at,
    }
    return render(request, "log/print.html", context)


@require_http_methods(["GET", "POST"])
@for_readers
def as_pdf(request: HttpRequest) -> HttpResponse:
    """The same as PDF: up to a hundred entries at once, more as a job; where there is no Pango, the print page."""
    member, at = member_of(request), now()
    asked, query = asked_in(request.GET), _without_page(request)
    if not makes_pdf():
        return _print_page(request, no_pdf=True)
    if request.method == "POST":
        about = period_words(asked, now=at)
        job = start_job(
            member=member, kind=KIND, asked={"query": query}, about=about, language=request.LANGUAGE_CODE, now=at
        )
        return redirect(job)
    number = found(asked, member=member).count()
    if number > AT_ONCE:
        count = ngettext("%(n)d entry", "%(n)d entries", number) % {"n": number}
        return render(request, "log/long_pdf.html", {"count": count, "query": query, "crumbs": crumbs()})
    rows = export_log(member=member, asked=asked, act=PDF, now=at)
    content = pdf_of_log(rows, asked, member=member, now=at)
    return download(content, name=file_name("pdf", now=at), media_type=PDF_TYPE)
