"""The registers for machines: use cases as readers get them, the own lanes of Certified Pick up, bands, offers."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from port2port.base.api import READS, WRITES, Said, answers, json_body, only_known
from port2port.base.clock import now
from port2port.base.refusal import NotAllowed
from port2port.members.actions.figures import view_bands
from port2port.members.member import Act, Member
from port2port.members.middleware import member_of
from port2port.pure.ai_camera import Measured
from port2port.pure.audience import Tlp
from port2port.registers import actions
from port2port.registers.access import reads_cameras, reads_pickup
from port2port.registers.listing import Asked, asked_in, rows_of
from port2port.registers.models import AiUseCase, PickupMonth, PickupRollout, PickupVolunteer
from port2port.registers.models.wording import said_of
from port2port.registers.pickup_page import cells_of
from port2port.registers.pickup_sheets import plain
from port2port.sharing.actions import record_opening
from port2port.sharing.bundle import STIX_TYPE, newest_bundle
from port2port.sharing.models import Publication

router = Router(tags=["registers"])
router.add_decorator(json_body, mode="view")

STIX_ANSWER = {"responses": {200: {"content": {"application/stix+json": {"schema": {"type": "object"}}}}}}


class CameraLine(Schema):
    """A use case of an AI camera in a list; of a withdrawn one only that there was one."""

    key: UUID
    number: str
    tlp: str
    is_shared: bool
    is_withdrawn: bool
    version: int
    organisation: str
    state: str
    title: str
    language: str
    kind: str | None
    ai_class: str | None
    methods: list[str]


class CameraOut(CameraLine):
    """The whole case. answers   as docs/reference/registers.md names them; site and figures where they go along"""

    summary: str
    answers: dict[str, Any]


class CameraPage(Schema):
    """Use cases, the last changed first."""

    items: list[CameraLine]


class CameraFilters(Said):
    """The filters of the register."""

    code: str = ""
    camera: str = ""
    state: str = ""
    org: str = ""
    lang: str = ""
    tlp: str = ""
    whose: str = ""

    def asked(self) -> Asked:
        """As the page reads them from an address."""
        query = QueryDict(mutable=True)
        query.update(self.model_dump())
        return asked_in(query)


class CameraFormat(Said):
    """`stix`: the bundle of the newest version, with the very objects that were signed."""

    format: Literal["fields", "stix"] = "fields"


class MeasurementIn(Said):
    """What was counted in a period; camera_days is cameras times days."""

    from_on: date
    to_on: date
    camera_days: int = Field(ge=0)
    alarms: int = Field(0, ge=0)
    true: int = Field(0, ge=0)
    false: int = Field(0, ge=0)
    staged: int = Field(0, ge=0)
    found: int = Field(0, ge=0)
    test_set: int | None = Field(None, ge=0)
    conditions: list[str] = []
    labelled: str = ""


class MeasurementOut(Schema):
    """The period that was kept."""

    key: UUID


class LaneOut(Schema):
    """A lane of the own organisation."""

    key: UUID
    facility: str | None
    port: str | None
    mode: str
    flow: str
    stage: int
    in_scope: bool
    since_on: date
    next_stage_by_on: date | None
    blocker: str


class PickupBand(Schema):
    """A group's band; without stages there are too few to show."""

    group: str
    lower: int | None
    middle: int | None
    upper: int | None
    at_least: int | None


class PickupMonthOut(Schema):
    """The bands of a quarter; month_on: its first day."""

    month_on: date
    frozen_at: datetime
    bands: list[PickupBand]


class OfferOut(Schema):
    """A member that helps others on."""

    organisation: str
    mode: str
    offer: str
    language: str
    contact: str


@router.get("ai-cameras", response=answers(200, CameraPage, *READS), summary="List use cases of AI cameras")
def cameras(request: HttpRequest, filters: Query[CameraFilters]) -> CameraPage:
    """What reached this reader, and what its own organisation keeps."""
    only_known(request, CameraFilters)
    member = member_of(request)
    if not reads_cameras(member):
        raise Http404
    return CameraPage(items=[CameraLine(**_line(case)) for case in rows_of(filters.asked(), member)])


@router.get(
    "ai-cameras/{uuid:key}",
    response=answers(200, CameraOut, *READS),
    summary="Read a use case of an AI camera",
    openapi_extra=STIX_ANSWER,
)
def camera(request: HttpRequest, key: UUID, asked: Query[CameraFormat]) -> CameraOut | HttpResponse:
    """A use case. A person who reads it here leaves the receipt of opening it."""
    only_known(request, CameraFormat)
    member = member_of(request)
    own = AiUseCase.objects.editable_by(member).select_related("originator").filter(key=key).first()
    case = own or get_object_or_404(AiUseCase.objects.visible_to(member).select_related("originator"), key=key)
    if member.person_id is not None and not case.is_draft:
        record_opening(record=case, member=member, now=now())
    if asked.format == "stix":
        bundle = newest_bundle(Publication.objects.visible_to(member).of(case))
        if bundle is None:
            raise Http404
        return HttpResponse(bundle, content_type=STIX_TYPE)
    gone = case.is_withdrawn
    told = {} if gone else said_of(case, whole=case.originator_id == member.organisation_id)
    return CameraOut(**_line(case), summary="" if gone else case.summary, answers=told)


@router.post(
    "ai-cameras/{uuid:key}/measurements",
    response=answers(201, MeasurementOut, *WRITES),
    summary="Add measured results of an AI camera",
)
def measure(request: HttpRequest, key: UUID, said: MeasurementIn) -> Status[MeasurementOut]:
    """One period; readers get it where the owner shares figures."""
    member = member_of(request)
    if not member.may(Act.PUBLISH):
        raise NotAllowed
    case = get_object_or_404(AiUseCase.objects.editable_by(member), key=key)
    made = actions.measure_case(
        member=member,
        case=case,
        from_on=said.from_on,
        to_on=said.to_on,
        measured=Measured(**{name: getattr(said, name) for name in Measured.__slots__}),
        conditions=tuple(said.conditions),
        labelled=said.labelled,
        test_set=said.test_set,
        now=now(),
    )
    return Status(201, MeasurementOut(key=made.key))


@router.get("pickup/lanes", response=answers(200, list[LaneOut], *READS), summary="List own lanes of Certified Pick up")
def lanes(request: HttpRequest) -> list[LaneOut]:
    """The own organisation's lanes and nobody else's."""
    only_known(request, Said)
    member = _pickup_reader(request)
    rows = PickupRollout.objects.visible_to(member).select_related("facility__port")
    return [LaneOut.model_validate(plain(row)) for row in rows]


@router.get("pickup/bands", response=answers(200, list[PickupMonthOut], *READS), summary="Bands of Certified Pick up")
def bands(request: HttpRequest) -> list[PickupMonthOut]:
    """The quarters whose bands this member sees, the newest first, with every group; each look is on record."""
    only_known(request, Said)
    member = _pickup_reader(request)
    found = []
    for month in PickupMonth.objects.visible_to(member)[:24]:
        cells = cells_of(month, member=member)
        shown = [one.name for one in cells if one.lower is not None]
        view_bands(member=member, quarter=f"Certified Pick up {month.quarter}", figures=shown, now=now())
        rows = [
            PickupBand(group=one.name, lower=one.lower, middle=one.middle, upper=one.upper, at_least=one.floor)
            for one in cells
        ]
        found.append(PickupMonthOut(month_on=month.month_on, frozen_at=month.frozen_at, bands=rows))
    return found


@router.get("pickup/volunteers", response=answers(200, list[OfferOut], *READS), summary="Who helps on")
def volunteers(request: HttpRequest) -> list[OfferOut]:
    """Members that offer help, without any stage."""
    only_known(request, Said)
    rows = PickupVolunteer.objects.visible_to(_pickup_reader(request)).select_related("organisation", "contact")
    return [
        OfferOut(
            organisation=row.organisation.name,
            mode=row.mode,
            offer=row.offer,
            language=row.language,
            contact=row.contact.title or str(row.contact.get_function_display()),
        )
        for row in rows
    ]


def _pickup_reader(request: HttpRequest) -> Member:
    member = member_of(request)
    if not reads_pickup(member):
        raise Http404
    return member


def _line(case: AiUseCase) -> dict[str, Any]:
    gone = case.is_withdrawn
    return {
        "key": case.key,
        "number": case.number,
        "tlp": Tlp(case.tlp).label,
        "is_shared": not case.is_draft,
        "is_withdrawn": gone,
        "version": case.version,
        "organisation": case.originator.name,
        "state": case.state,
        "title": "" if gone else case.title,
        "language": case.language,
        "kind": None if gone else case.kind,
        "ai_class": None if gone else case.ai_class,
        "methods": [] if gone else case.purposes,
    }
