"""Reports, read: lists with the filters of the page, one report, the exact STIX bundle of its newest version."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field, StringConstraints

from port2port.base.api import Moment, Said, answers, only_known
from port2port.base.clock import now
from port2port.members.middleware import member_of
from port2port.reports.api.routing import router
from port2port.reports.api.schemas import (
    Code,
    KindWord,
    LanguageWord,
    ReceiptOut,
    ReportLine,
    ReportOut,
    ReportPage,
    SeverityWord,
    TlpWord,
)
from port2port.reports.api.shown import line, organisation_line, whole
from port2port.reports.finding import Wished, found
from port2port.reports.models import Report
from port2port.sharing.actions import record_opening
from port2port.sharing.audience_index import CAP
from port2port.sharing.bundle import STIX_TYPE, newest_bundle
from port2port.sharing.models import Publication
from port2port.sharing.receipts import receipts_of

MOST = 200
FACETS = ("kind", "severity", "code", "port", "org", "tlp", "substance", "lang")


class Filters(Said):
    """What to list: several values of one name are alternatives, different names must all fit."""

    kind: list[KindWord] = Field(default=[], max_length=10)
    code: list[Code] = Field(default=[], max_length=40)
    port: list[Code] = Field(default=[], max_length=40)
    org: list[Code] = Field(default=[], max_length=40)
    tlp: list[TlpWord] = Field(default=[], max_length=10)
    severity: list[SeverityWord] = Field(default=[], max_length=10)
    substance: list[Code] = Field(default=[], max_length=40)
    lang: list[LanguageWord] = Field(default=[], max_length=10)
    q: Annotated[str, StringConstraints(pattern="^[^\x00]*$", max_length=200)] = ""
    since: Moment | None = None
    until: Moment | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    cursor: Annotated[str, StringConstraints(pattern="^[A-Za-z0-9_-]*$", max_length=200)] = ""

    def wished(self) -> Wished:
        """The same for the audience index and the search."""
        asked = ((name, [value for value in getattr(self, name) if value]) for name in FACETS)
        return Wished(
            groups=tuple(tuple(f"{name}:{value}" for value in values) for name, values in asked if values),
            words=" ".join(self.q.split()),
            since=self.since,
            until=self.until,
            limit=self.limit,
            cursor=self.cursor,
        )


@router.get("reports", response=answers(200, ReportPage, 400, 422), summary="List reports")
def reports(request: HttpRequest, filters: Query[Filters]) -> ReportPage:
    """The reports that this reader may see, tombstones included, newest first."""
    only_known(request, Filters)
    page = found(filters.wished(), member=member_of(request))
    capped = page.count is not None and page.count > CAP
    return ReportPage(
        items=[line(row) for row in page.rows],
        count=CAP if capped else page.count,
        count_is_capped=capped,
        next=page.next or None,
    )


@router.get("drafts", response=answers(200, list[ReportLine], 422), summary="List drafts")
def drafts(request: HttpRequest) -> list[ReportLine]:
    """What the own organisation has begun and not published, newest first."""
    rows = Report.objects.editable_by(member_of(request)).drafts().select_related("originator", "port")
    return [line(row) for row in rows.order_by("-changed_at")[:MOST]]


class Format(Said):
    """`stix`: the bundle of the newest version, with the very objects that were signed."""

    format: Literal["fields", "stix"] = "fields"


STIX_ANSWER = {"responses": {200: {"content": {"application/stix+json": {"schema": {"type": "object"}}}}}}


@router.get(
    "reports/{uuid:key}", response=answers(200, ReportOut, 422), summary="Read a report", openapi_extra=STIX_ANSWER
)
def report(request: HttpRequest, key: UUID, asked: Query[Format]) -> ReportOut | HttpResponse:
    """A report, or a draft of the own organisation. A person who reads it here leaves the receipt of opening it."""
    only_known(request, Format)
    row, member = readable(request, key), member_of(request)
    if row.version and member.person_id is not None:
        record_opening(record=row, member=member, now=now())
    return _bundle(request, row) if asked.format == "stix" else whole(request, row)


def readable(request: HttpRequest, key: UUID) -> Report:
    """The report that the reader may see, or may change as a draft. Raises Http404, alike for hidden and missing."""
    member = member_of(request)
    related = ("originator", "port", "facility")
    row = Report.objects.visible_to(member).select_related(*related).filter(key=key).first()
    row = row or Report.objects.editable_by(member).select_related(*related).filter(key=key).first()
    if row is None:
        raise Http404
    return row


def _bundle(request: HttpRequest, row: Report) -> HttpResponse:
    bundle = newest_bundle(Publication.objects.visible_to(member_of(request)).of(row))
    if bundle is None:
        raise Http404
    return HttpResponse(bundle, content_type=STIX_TYPE)


@router.get("reports/{uuid:key}/receipts", response=answers(200, list[ReceiptOut], 422), summary="Read the receipts")
def receipts(request: HttpRequest, key: UUID) -> list[ReceiptOut]:
    """For the author every organisation that got it, for a reader the own one: delivered, opened, acknowledged."""
    member = member_of(request)
    row = get_object_or_404(Report.objects.visible_to(member), key=key)
    return [
        ReceiptOut(
            organisation=organisation_line(one.organisation),
            delivered_at=one.delivered_at,
            opened_at=one.opened_at,
            acknowledged_at=one.acknowledged_at,
        )
        for one in receipts_of(row, member)
    ]
