"""The library of scenarios: the list, one of them, and its sheets on paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.drills.access import helps_with_drills
from port2port.drills.library import library, said, scenario
from port2port.drills.models import Kind
from port2port.drills.printed import PDF_TYPE, pdf_of_page, scenario_context
from port2port.drills.rules import LANGUAGES
from port2port.drills.suggesting import threats_without_scenario
from port2port.drills.views.shared import crumbs, for_readers, tabs
from port2port.duties.rulebook import element_label
from port2port.members.middleware import member_of
from port2port.reports.printing import makes_pdf


@require_GET
@for_readers
def scenarios(request: HttpRequest) -> HttpResponse:
    """Every scenario; who plays has no business here."""
    kind = request.GET.get("kind", "")
    found = [one for one in library().values() if not kind or kind in one.kinds]
    lines = [(one, said(one.title), said(one.purpose), [Kind(code).label for code in one.kinds]) for one in found]
    context = {
        "lines": lines,
        "tabs": tabs(request),
        "plans": helps_with_drills(member_of(request)),
        "kinds": [("", _("All"), not kind), *((code, words, code == kind) for code, words in Kind.choices)],
        "missing": threats_without_scenario(),
    }
    return render(request, "drills/library.html", context)


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else get_language() or "en"


def _context(request: HttpRequest, code: str) -> dict[str, object]:
    found = scenario(code)
    if found is None:
        raise Http404
    return scenario_context(found, language=_language(request), now=now())


@require_GET
@for_readers
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One scenario with its script, to read and to print."""
    context = _context(request, code)
    elements = [element_label(key) for key in context["scenario"].elements]  # type: ignore[attr-defined]
    more = {
        "elements": elements,
        "plans": helps_with_drills(member_of(request)),
        "makes_pdf": makes_pdf(),
        "crumbs": [*crumbs(), ("/drills/library/", _("Scenarios"))],
    }
    return render(request, "drills/scenario.html", context | more)


@require_GET
@for_readers
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Its sheets as PDF: at most two, in the reader's language or another."""
    context, language = _context(request, code), _language(request)
    made = pdf_of_page("drills/scenario_pdf.html", context, language=language)
    if made is None:
        raise Http404
    return download(made, name=f"{code} {language}.pdf", media_type=PDF_TYPE)
