"""Doors to the proof pack of a facility of the own organisation."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from port2port.assessments.models import Assessment
from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.base.refusal import Refusal
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.proof.actions import take_out_proof
from port2port.proof.pack import bundle_of, pack_of, pdf_of_pack
from port2port.vocabulary.lookup import reader_language


class NoPdfHere(Refusal):
    """Pango is missing."""

    status = 503
    words = gettext_lazy("This machine cannot make PDF files. Print the page from your browser.")


def _own(request: HttpRequest, key: UUID) -> Assessment:
    """The assessment of an own facility. Raises Http404, alike for hidden and missing."""
    member = member_of(request)
    return get_object_or_404(Assessment.objects.visible_to(member).own_of(member).with_names(), key=key)


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else reader_language()


@require_GET
@needs(Act.READ)
def proof(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the pack holds, ready to print, and its two files."""
    row, language = _own(request, key), _language(request)
    with translation.override(language):
        pack = pack_of(member_of(request), row, now=now())
    context = {
        "pack": pack,
        "language": language,
        "crumbs": [(row.get_absolute_url(), row.facility.name)],
        "languages": settings.LANGUAGES,
    }
    return render(request, "proof/proof.html", context)


@require_GET
@needs(Act.READ)
def paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """As one PDF."""
    row, language = _own(request, key), _language(request)
    with translation.override(language):
        pack = take_out_proof(member=member_of(request), assessment=row, how="pdf", now=now())
        made = pdf_of_pack(pack, language=language)
        name = _("proof pack")
    if made is None:
        raise NoPdfHere
    return download(made, name=f"{name} {row.facility.name} {now():%Y-%m-%d}.pdf", media_type="application/pdf")


@require_GET
@needs(Act.READ)
def bundle(request: HttpRequest, key: UUID) -> HttpResponse:
    """As one OSCAL bundle."""
    row = _own(request, key)
    pack = take_out_proof(member=member_of(request), assessment=row, how="oscal", now=now())
    return download(
        bundle_of(pack), name=f"oscal {row.facility.name} {now():%Y-%m-%d}.zip", media_type="application/zip"
    )
