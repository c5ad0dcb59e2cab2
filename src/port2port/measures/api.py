"""Common measures for machines: what the reader's pages show, and the reply of its organisation; nobody is named."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from port2port.base.api import READS, WRITES, Said, answers, json_body, only_known
from port2port.base.clock import now
from port2port.base.refusal import NotAllowed
from port2port.measures import actions
from port2port.measures.access import takes_part
from port2port.measures.adoption import matrix_of, own_facilities
from port2port.measures.listing import asked_in, listed
from port2port.measures.models import Measure, MeasureVersion
from port2port.measures.page import page_of
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.pure.audience import Tlp
from port2port.reports.api.schemas import Code, OrganisationLine
from port2port.reports.api.shown import organisation_line
from port2port.sharing.actions import record_opening
from port2port.sharing.bundle import STIX_TYPE, newest_bundle
from port2port.sharing.models import Publication

router = Router(tags=["measures"])
router.add_decorator(json_body, mode="view")
type StateWord = Literal["drafting", "consultation", "decision", "pilot", "adopted", "reviewed", "withdrawn"]
type Words = Annotated[str, StringConstraints(pattern="^[^\x00]*$", max_length=200)]


class MeasureFilters(Said):
    """As in the address of the list; without a state all that were not withdrawn."""

    state: StateWord | None = None
    control: Code = ""
    code: Code = ""
    q: Words = ""
    page: Annotated[int, Field(ge=1, le=999)] = 1

    def query(self) -> QueryDict:
        """The same as an address."""
        query = QueryDict(mutable=True)
        query.update({name: str(value) for name, value in self.model_dump().items() if value})
        return query


class MeasureLineOut(Schema):
    """A measure in a list; of a withdrawn one the frame alone. number_in_force   0: none is"""

    key: UUID
    number: str
    state: str
    tlp: str
    title: str
    language: str
    controls: list[str]
    methods: list[str]
    originator: OrganisationLine
    number_in_force: int
    review_on: date | None


class MeasureListOut(Schema):
    """One page; `next` is the number of the following one."""

    items: list[MeasureLineOut]
    next: int | None


class MeasureTextOut(Schema):
    """The wording in one language; paragraphs are what stands between blank lines, numbered from 1."""

    language: str
    title: str
    problem: str
    body: str
    effect: str
    measuring: str


class MeasureReplyOut(Schema):
    """What an organisation says; its name is empty where circles hide it."""

    organisation: str
    text: str
    comments: list[dict[str, Any]]
    language: str
    changed_at: datetime
    answer: str


class MeasureOut(MeasureLineOut):
    """The newest wording that was put to the ports, and what was said to it."""

    number_of_version: int
    texts: list[MeasureTextOut]
    cost: str
    effort: str
    effective_on: date | None
    sha256: str
    replies: list[MeasureReplyOut]
    may_reply: bool


class MeasureFormat(Said):
    """`stix`: the bundle that was signed."""

    format: Literal["fields", "stix"] = "fields"


class ReplySaid(Said):
    """For the organisation of the token's person. comments   words by the number of a paragraph"""

    text: str = Field(default="", max_length=4_000)
    comments: dict[Annotated[int, Field(ge=1, le=60)], Annotated[str, StringConstraints(max_length=1_000)]] = {}
    language: Literal["nl", "fr", "de", "en"]


class AdoptionOut(Schema):
    """One own facility and one measure in force or on trial."""

    measure: UUID
    number_of_version: int
    facility: UUID
    state: str
    by_on: date | None
    since_on: date | None
    is_verified: bool


@router.get("measures", response=answers(200, MeasureListOut, *READS), summary="List common measures")
def measures(request: HttpRequest, filters: Query[MeasureFilters]) -> MeasureListOut:
    """Those that reach the reader, what changed last first, thirty a page."""
    only_known(request, MeasureFilters)
    page = listed(asked_in(filters.query()), member=member_of(request))
    return MeasureListOut(items=[MeasureLineOut(**_line(one)) for one in page.rows], next=page.older or None)


def _line(one: Measure) -> dict[str, Any]:
    gone = one.is_withdrawn
    return {
        "key": one.key,
        "number": one.number,
        "state": one.state,
        "tlp": Tlp(one.tlp).label,
        "title": one.caption(),
        "language": one.language,
        "controls": [] if gone else one.controls,
        "methods": [] if gone else one.methods,
        "originator": organisation_line(one.originator),
        "number_in_force": 0 if gone else one.in_force or 0,
        "review_on": None if gone else one.review_on,
    }


def _visible(request: HttpRequest, key: UUID) -> Measure:
    rows = Measure.objects.visible_to(member_of(request)).select_related("originator", "lead__person")
    return get_object_or_404(rows, key=key)


@router.get(
    "measures/{uuid:key}",
    response=answers(200, MeasureOut, *READS),
    summary="Read a common measure",
    openapi_extra={"responses": {200: {"content": {"application/stix+json": {"schema": {"type": "object"}}}}}},
)
def measure(request: HttpRequest, key: UUID, asked: Query[MeasureFormat]) -> MeasureOut | HttpResponse:
    """A measure, or the bundle that was signed; a person's token leaves the receipt of it."""
    only_known(request, MeasureFormat)
    member, row = member_of(request), _visible(request, key)
    if member.person_id is not None:
        record_opening(record=row, member=member, now=now())
    if asked.format == "stix":
        content = newest_bundle(Publication.objects.visible_to(member).of(row))
        if content is None:
            raise Http404
        return HttpResponse(content, content_type=STIX_TYPE)
    return _whole(request, row)


def _whole(request: HttpRequest, row: Measure) -> MeasureOut:
    member = member_of(request)
    shared = MeasureVersion.objects.visible_to(member).filter(measure=row, opened_at__isnull=False)
    version = None if row.is_withdrawn else shared.order_by("-n").first()
    page = page_of(row, member=member, now=now(), n=version.n if version else 0)
    return MeasureOut(
        **_line(row),
        number_of_version=version.n if version else 0,
        texts=[MeasureTextOut(**one) for one in version.texts] if version else [],
        cost=version.cost if version else "",
        effort=version.effort if version else "",
        effective_on=version.effective_on if version else None,
        sha256=version.sha256 if version else "",
        replies=[
            MeasureReplyOut(
                organisation=one.who,
                text=one.reply.text,
                comments=one.reply.comments,
                language=one.reply.language,
                changed_at=one.reply.changed_at,
                answer=one.reply.answer,
            )
            for one in page.replies
        ],
        may_reply=page.may_reply,
    )


@router.post("measures/{uuid:key}/reply", response=answers(200, MeasureOut, *WRITES), summary="Reply to a consultation")
def reply(request: HttpRequest, key: UUID, said: ReplySaid) -> MeasureOut:
    """For the own organisation; said again, the newest counts. 409 when the consultation is not open."""
    member, row = member_of(request), _visible(request, key)
    if not member.may(Act.REPLY):
        raise NotAllowed
    actions.reply(member=member, measure=row, said=actions.ReplyFields(**said.model_dump()), now=now())
    return _whole(request, _visible(request, key))


@router.get("adoption", response=answers(200, list[AdoptionOut], *READS), summary="Adoption at the own facilities")
def adoption(request: HttpRequest) -> list[AdoptionOut]:
    """What the facilities in the seat's scope do with each measure in force or on trial; of others nothing."""
    member = member_of(request)
    if not takes_part(member):
        raise Http404
    places = own_facilities(member)
    return [
        AdoptionOut(
            measure=row.measure.key,
            number_of_version=row.version.n,
            facility=cell.facility.key,
            state=cell.adoption.state if cell.adoption else "",
            by_on=cell.adoption.by_on if cell.adoption else None,
            since_on=cell.adoption.since_on if cell.adoption else None,
            is_verified=cell.adoption is not None and cell.adoption.verified_at is not None,
        )
        for row in (matrix_of(member, facilities=places) if places else [])
        for cell in row.cells
    ]
