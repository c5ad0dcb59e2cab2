"""Doors to the catalogues: open to all who are signed in, for they hold law and common measures, no answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from port2port.norms import browsing, library
from port2port.norms.forms import FilterForm
from port2port.norms.library import NoSuchCatalogue


@require_safe
def catalogues(request: HttpRequest) -> HttpResponse:
    """Everything that is asked somewhere, and the three baselines."""
    laws, baselines = browsing.shelves()
    return render(request, "norms/catalogues.html", {"catalogues": laws, "baselines": baselines})


@require_safe
def catalogue(request: HttpRequest, key: str, version: str) -> HttpResponse:
    """One version, by section, with filters."""
    form = FilterForm(request.GET)
    is_valid = form.is_valid()
    try:
        page = browsing.catalogue_page(key, version, form.cleaned_data if is_valid else {})
    except NoSuchCatalogue as unknown:
        raise Http404 from unknown
    context = {"form": form, "page": page}
    return render(request, "norms/catalogue.html", context, status=200 if is_valid else 422)


@require_safe
def control(request: HttpRequest, key: str, version: str, control: str) -> HttpResponse:
    """One control in four languages, with what hangs on it."""
    try:
        page = browsing.control_page(key, version, control)
    except NoSuchCatalogue as unknown:
        raise Http404 from unknown
    return render(request, "norms/control.html", {"page": page})


@require_safe
def file(_request: HttpRequest, key: str, version: str, name: str) -> HttpResponse:
    """The OSCAL document, byte for byte as it was published."""
    try:
        data = library.volume(key, version).data(name)
    except NoSuchCatalogue as unknown:
        raise Http404 from unknown
    filename = f"{key}-{version}-{name}.json"
    return HttpResponse(
        data,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
