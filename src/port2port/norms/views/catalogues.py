"""Doors to the catalogues: what stands for all is read by all who are signed in, for it holds no one's answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from port2port.members.middleware import member_of
from port2port.norms import browsing, comparison, held, stored
from port2port.norms.access import brings_for_own
from port2port.norms.forms import FilterForm, SealForm
from port2port.norms.library import NoSuchCatalogue
from port2port.norms.models import CatalogueVersion


@require_safe
def catalogues(request: HttpRequest) -> HttpResponse:
    """Everything that is asked somewhere, and the baselines."""
    member = member_of(request)
    laws, baselines = browsing.shelves(member)
    context = {
        "catalogues": laws,
        "baselines": baselines,
        "brings": brings_for_own(member),
        "has_tiers": held.reads_tiers(member),
    }
    return render(request, "norms/catalogues.html", context)


@require_safe
def catalogue(request: HttpRequest, key: str, version: str) -> HttpResponse:
    """One version, by section, with filters; a draft with what can be done with it."""
    member = member_of(request)
    form = FilterForm(request.GET)
    is_valid = form.is_valid()
    try:
        page = browsing.catalogue_page(member, key, version, form.cleaned_data if is_valid else {})
    except NoSuchCatalogue as unknown:
        raise Http404 from unknown
    row = CatalogueVersion.objects.visible_to(member).filter(key=key, version=version, state="draft").first()
    context = {"form": form, "page": page, "draft": row}
    if row is not None:
        context |= {
            "seal_form": SealForm(initial={"seal": page.seal}),
            "approves": CatalogueVersion.objects.visible_to(member).approvable_by(member).filter(pk=row.pk).exists(),
            "edits": CatalogueVersion.objects.editable_by(member).filter(pk=row.pk).exists(),
        }
    return render(request, "norms/catalogue.html", context, status=200 if is_valid else 422)


@require_safe
def control(request: HttpRequest, key: str, version: str, control: str) -> HttpResponse:
    """One control in four languages, with what hangs on it."""
    try:
        page = browsing.control_page(member_of(request), key, version, control)
    except NoSuchCatalogue as unknown:
        raise Http404 from unknown
    return render(request, "norms/control.html", {"page": page})


@require_safe
def compare(request: HttpRequest, key: str, version: str, other: str) -> HttpResponse:
    """Two versions of one key, control by control."""
    try:
        page = comparison.page_of(member_of(request), key, version, other)
    except NoSuchCatalogue as unknown:
        raise Http404 from unknown
    return render(request, "norms/compare.html", {"page": page})


@require_safe
def file(request: HttpRequest, key: str, version: str, name: str) -> HttpResponse:
    """The OSCAL document, byte for byte as it was published."""
    try:
        volume, _among = stored.seen(member_of(request), key, version)
        data = volume.data(name)
    except NoSuchCatalogue as unknown:
        raise Http404 from unknown
    filename = f"{key}-{version}-{name}.json"
    return HttpResponse(
        data,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
