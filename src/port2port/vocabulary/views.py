"""Doors to the vocabulary: open to everyone who is signed in; it holds no report and no name."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from port2port.pure.sheets import CSV_TYPE
from port2port.pure.terms import Register, UnknownCode
from port2port.vocabulary import browse as shown
from port2port.vocabulary import downloads, lookup
from port2port.vocabulary.forms import SearchForm


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """The registers as trees, or what answers a search."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        return render(request, "vocabulary/browse.html", {"form": form}, status=422)
    overview = shown.overview(form.cleaned_data["q"], form.cleaned_data["register"])
    return render(request, "vocabulary/browse.html", {"form": form, "overview": overview})


@require_safe
def term(request: HttpRequest, register: str, code: str) -> HttpResponse:
    """One term: what it is called in four languages, and what hangs on it."""
    try:
        page = shown.page_of(register, code)
    except UnknownCode as unknown:
        raise Http404 from unknown
    return render(request, "vocabulary/term.html", {"page": page})


@require_safe
def download_csv(_request: HttpRequest, register: str) -> HttpResponse:
    """The register as CSV."""
    found = _register(register)
    return _file(found, downloads.csv_of(found), CSV_TYPE, "csv")


@require_safe
def download_json(_request: HttpRequest, register: str) -> HttpResponse:
    """The register as JSON."""
    found = _register(register)
    return _file(found, downloads.json_of(found), "application/json", "json")


def _register(name: str) -> Register:
    try:
        return lookup.register(name)
    except UnknownCode as unknown:
        raise Http404 from unknown


def _file(register: Register, content: bytes, media_type: str, ending: str) -> HttpResponse:
    name = f"port2port-{register.name}-{register.version}.{ending}"
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
