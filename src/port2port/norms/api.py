"""Catalogues, baselines and crosswalks for machines: what the token's seat may read, byte for byte."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router, Schema

from port2port.base.api import READS, answers, json_body
from port2port.members.middleware import member_of
from port2port.norms import stored
from port2port.norms.library import NoSuchCatalogue, Volume

router = Router(tags=["norms"])
router.add_decorator(json_body, mode="view")


class NormFile(Schema):
    """One OSCAL document of a version. sha256   in hex, of its bytes"""

    name: str
    sha256: str


class NormLine(Schema):
    """One version.

    seal    SHA-256 in hex over the names and hashes of its files
    state   draft, published or superseded
    """

    key: str
    version: str
    model: str
    state: str
    own_copy: bool
    seal: str
    files: list[NormFile]


@router.get("norms", response=answers(200, list[NormLine], *READS), summary="Catalogues, baselines and crosswalks")
def norms(request: HttpRequest) -> list[NormLine]:
    """Every version that the seat may read; those that come with the software first."""
    return [_line(one) for one in stored.volumes_for(member_of(request))]


def _line(one: Volume) -> NormLine:
    return NormLine(
        key=one.key,
        version=one.version,
        model=one.document("").model,
        state=one.state,
        own_copy=one.is_own,
        seal=one.seal,
        files=[NormFile(name=name, sha256=document.sha256) for name, document in sorted(one.files.items())],
    )


@router.get(
    "norms/{slug:key}/{str:version}/{slug:name}",
    response=answers(200, dict[str, Any], *READS),
    summary="One OSCAL document",
)
def norm_file(request: HttpRequest, key: str, version: str, name: str) -> HttpResponse:
    """The document as it was published: its bytes hash to `sha256` of the list."""
    try:
        volume, _among = stored.seen(member_of(request), key, version)
        return HttpResponse(volume.data(name), content_type="application/json")
    except NoSuchCatalogue as unknown:
        raise Http404 from unknown
