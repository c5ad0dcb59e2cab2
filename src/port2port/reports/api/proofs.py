"""What can be checked without trusting this node: versions, their envelopes, and that they stand in the log."""

from base64 import b64encode
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from port2port.base.api import answers, json_body
from port2port.base.refusal import NotAllowed
from port2port.ledger import store
from port2port.ledger.proofs import prove
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.pure.audience import Tlp
from port2port.reports.api.schemas import HeadOut, ProofOut, VersionOut
from port2port.reports.models import Report
from port2port.reports.timeline import first_version_for
from port2port.sharing.models import Publication

router = Router(tags=["ledger"])
router.add_decorator(json_body, mode="view")


def _compares(request: HttpRequest) -> None:
    """Raises NotAllowed, before anything is looked up: a size counts what others publish."""
    if not member_of(request).may(Act.COMPARE_LOGS):
        raise NotAllowed


@router.get("ledger/heads", response=answers(200, list[HeadOut], 403, 422), summary="How far the logs have grown")
def heads(request: HttpRequest) -> list[HeadOut]:
    """Size and root of every log of this node, for the seats of members that compare logs."""
    _compares(request)
    return [HeadOut(origin=one.origin, size=one.size, root=one.root.hex()) for one in store.heads()]


@router.get("reports/{uuid:key}/versions", response=answers(200, list[VersionOut], 422), summary="List the versions")
def versions(request: HttpRequest, key: UUID) -> list[VersionOut]:
    """The versions that this reader has had, oldest first; of a withdrawn report only its withdrawal."""
    return [
        VersionOut(version=one.version, step=one.step, tlp=Tlp(one.tlp).label, content_id=one.content_id, at=one.at)
        for one in _had(request, key)
    ]


def _had(request: HttpRequest, key: UUID) -> list[Publication]:
    member = member_of(request)
    row = get_object_or_404(Report.objects.visible_to(member), key=key)
    published = list(Publication.objects.visible_to(member).of(row).order_by("version"))
    if row.is_withdrawn:
        return published[-1:]
    first = first_version_for(row, published, member)
    return [one for one in published if one.version >= first]


@router.get(
    "reports/{uuid:key}/versions/{int:number}/proof", response=answers(200, ProofOut, 403, 422), summary="Prove it"
)
def proof(request: HttpRequest, key: UUID, number: int) -> ProofOut:
    """The signed envelope of a version, and the proof that it stands in the log; for seats that compare logs."""
    _compares(request)
    one = next((one for one in _had(request, key) if one.version == number), None)
    if one is None:
        raise Http404
    try:
        found = prove(one.position)
    except store.NotInLedger as gone:
        raise Http404 from gone
    return ProofOut(
        origin=found.origin,
        index=found.index,
        size=found.size,
        leaf=found.leaf.hex(),
        salt=found.salt.hex(),
        envelope=b64encode(found.envelope).decode(),
        content_id=one.content_id,
        hashes=[one_hash.hex() for one_hash in found.hashes],
        root=found.root.hex(),
    )
