"""The community for machines: who is asking, organisations, circles, ports."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from port2port.base.api import READS, answers, json_body
from port2port.members.member import Act, Member
from port2port.members.middleware import member_of
from port2port.members.models import Circle, Facility, Organisation, Port

router = Router(tags=["community"])
router.add_decorator(json_body, mode="view")


class Place(Schema):
    """An organisation, in short."""

    key: UUID
    slug: str
    name: str


class Me(Schema):
    """The seat or service account behind the token, and what it may do with it."""

    name: str
    function: str
    standing: str
    organisation: Place | None
    port: str
    facility: UUID | None
    is_service_account: bool
    may: list[str]


class OrganisationOut(Place):
    """An organisation of the directory."""

    short_name: str
    kind: str
    standing: str
    language: str
    website: str


class CircleOut(Schema):
    """A circle that reports can be shared with."""

    key: UUID
    name: str
    shows_history: bool
    is_open: bool


class PortOut(Schema):
    """A port; its code in filters and reports is the UN/LOCODE, or the slug where there is none."""

    code: str
    slug: str
    locode: str
    name: str
    geography: str


class FacilityOut(Schema):
    """A facility of the own organisation."""

    key: UUID
    name: str
    port: str
    kind: str


@router.get("me", response=answers(200, Me, *READS), summary="Who am I")
def me(request: HttpRequest) -> Me:
    """The seat or service account, and the acts that it may do with this token."""
    member = member_of(request)
    own = Organisation.objects.visible_to(member).filter(pk=member.organisation_id or 0).first()
    port = Port.objects.visible_to(member).filter(pk=member.port_id or 0).first()
    facility = Facility.objects.visible_to(member).filter(pk=member.facility_id or 0).first()
    return Me(
        name=member.name,
        function=str(member.function or ""),
        standing=str(member.standing or ""),
        organisation=Place(key=own.key, slug=own.slug, name=own.name) if own else None,
        port=code_of(port) if port else "",
        facility=facility.key if facility else None,
        is_service_account=member.service_id is not None,
        may=_acts(member),
    )


def _acts(member: Member) -> list[str]:
    return sorted(act.value for act in Act if member.may(act))


def code_of(port: Port) -> str:
    """The code under which a port stands in filters and reports."""
    return port.locode or port.slug


@router.get("organisations", response=answers(200, list[OrganisationOut], *READS), summary="Organisations")
def organisations(request: HttpRequest) -> object:
    """The organisations of the directory, as far as the seat sees it."""
    return Organisation.objects.visible_to(member_of(request)).filter(state=Organisation.State.ACTIVE)


@router.get("organisations/{uuid:key}", response=answers(200, OrganisationOut, *READS), summary="One organisation")
def organisation(request: HttpRequest, key: UUID) -> object:
    """One organisation of the directory."""
    return get_object_or_404(Organisation.objects.visible_to(member_of(request)), key=key)


@router.get("circles", response=answers(200, list[CircleOut], *READS), summary="Circles to share with")
def circles(request: HttpRequest) -> object:
    """The circles that the own organisation is in, and so can share with."""
    member = member_of(request)
    return Circle.objects.visible_to(member).choosable_by(member).order_by("name")


@router.get("ports", response=answers(200, list[PortOut], *READS), summary="Ports")
def ports(request: HttpRequest) -> list[PortOut]:
    """Every port, inland ports too."""
    found = Port.objects.visible_to(member_of(request)).order_by("name")
    return [
        PortOut(code=code_of(one), slug=one.slug, locode=one.locode, name=one.name, geography=one.geography)
        for one in found
    ]


@router.get("facilities", response=answers(200, list[FacilityOut], *READS), summary="Own facilities")
def facilities(request: HttpRequest) -> list[FacilityOut]:
    """The facilities of the own organisation within the seat's scope."""
    member = member_of(request)
    found = Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True).select_related("port")
    return [FacilityOut(key=one.key, name=one.name, port=code_of(one.port), kind=one.kind) for one in found]
