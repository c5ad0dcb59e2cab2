"""Calendars, the evidence of what was held, and the port's form."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.drills import calendars, listing, portform
from port2port.drills.models import Event
from port2port.drills.printed import PDF_TYPE, pdf_of_page
from port2port.drills.rules import LANGUAGES
from port2port.drills.views.shared import crumbs, for_readers, tabs, today, visible
from port2port.members.middleware import member_of
from port2port.members.models import Organisation
from port2port.pure.calendar_rules import plus_months
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from port2port.reports.printing import makes_pdf


@require_GET
@for_readers
def calendar(request: HttpRequest) -> HttpResponse:
    """The clocks of every facility and port of the scope, as a list or as a month."""
    member, day = member_of(request), today()
    rows = calendars.rows_of(member, today=day)
    first = _month(request.GET.get("month", ""), day)
    context = {
        "rows": rows,
        "facility_rows": [row for row in rows if row.line.place.facility_id is not None],
        "port_rows": [row for row in rows if row.line.place.facility_id is None],
        "states": calendars.counts(rows),
        "tabs": tabs(request),
        "today": day,
        "first": first,
        "before": f"{plus_months(first, -1):%Y-%m}",
        "after": f"{plus_months(first, 1):%Y-%m}",
        "weeks": calendars.month_of(rows, member, first=first) if "month" in request.GET else [],
    }
    return render(request, "drills/calendar.html", context)


def _month(text: str, day: date) -> date:
    """The first day of the month asked for, else of this one."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return day.replace(day=1)
    return asked if 1990 <= asked.year <= 2100 else day.replace(day=1)


@require_GET
@for_readers
def evidence(request: HttpRequest, ending: str) -> HttpResponse:
    """What was held, for an inspector: as CSV, as a sheet, as PDF."""
    member, at = member_of(request), now()
    rows = listing.evidence(listing.asked_in(request.GET), member=member, act=f"export as {ending}", now=at)
    name = listing.file_name(ending, now=at)
    if ending == "csv":
        return download(csv_file(listing.columns(), listing.cells(rows, member=member)), name=name, media_type=CSV_TYPE)
    if ending == "xlsx":
        cells, title = listing.cells(rows, member=member), _("Drills and exercises")
        made = xlsx_file(listing.columns(), cells, title=title, label=_("Internal"), made_at=at)
        return download(made, name=name, media_type=XLSX_TYPE)
    language = get_language() or "en"
    pdf = pdf_of_page("drills/evidence_pdf.html", _evidence_context(request, rows), language=language)
    if pdf is None:
        raise Http404
    return download(pdf, name=name, media_type=PDF_TYPE)


def _evidence_context(request: HttpRequest, rows: list[Event]) -> dict[str, object]:
    member = member_of(request)
    own = Organisation.objects.visible_to(member).filter(pk=member.organisation_id or 0).first()
    counted = listing.counted_of(rows, member)
    lines = [
        (
            row,
            listing.names_of(row),
            [(listing.role_words(code), count) for code, count in row.took_part.items()],
            counted.get(row.pk, []),
        )
        for row in rows
    ]
    return {"lines": lines, "organisation": own, "now": now()}


@require_GET
@for_readers
def form(request: HttpRequest, key: UUID) -> HttpResponse:
    """The form that announces or reports it to the port."""
    row = _scripted(request, key)
    language = _language(request)
    context = {
        "event": row,
        "form": portform.form_of(row, language=language),
        "language": language,
        "crumbs": crumbs(row),
        "makes_pdf": makes_pdf(),
    }
    return render(request, "drills/portform.html", context)


@require_GET
@for_readers
def form_pdf(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same as PDF."""
    row, language = _scripted(request, key), _language(request)
    context: dict[str, object] = {"form": portform.form_of(row, language=language), "now": now()}
    made = pdf_of_page("drills/portform_pdf.html", context, language=language)
    if made is None:
        raise Http404
    return download(made, name=f"{row.planned_at:%Y-%m-%d} {language}.pdf", media_type=PDF_TYPE)


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else get_language() or "en"


def _scripted(request: HttpRequest, key: UUID) -> Event:
    row = visible(request, key)
    if not row.reads_script:  # type: ignore[attr-defined]
        raise Http404
    return row
