"""Assessments for machines: read what the reader's pages show, nothing of another organisation; nobody is named."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from port2port.assessments.models import Assessment, EvidenceRef, RiskScenario, Round
from port2port.assessments.page import assessment_page
from port2port.assessments.sheets import as_json
from port2port.base.api import READS, answers, json_body, only_known
from port2port.base.clock import now
from port2port.members.actions.rights import record_act
from port2port.members.middleware import member_of

router = Router(tags=["assessments"])
router.add_decorator(json_body, mode="view")

PAGE = 50


class AssessmentRoundOut(Schema):
    """A round. baseline   key and version that every answer is given to; seal   SHA-256 in hex of its bytes"""

    key: UUID
    title: str
    kind: str
    state: str
    baseline: str
    version: str
    seal: str
    target: int
    opens_on: date
    closes_on: date
    frozen_at: datetime | None


class AssessmentFilters(Schema):
    """What the list is asked for. state   without it what is finished: agreed and frozen"""

    state: Literal["", "draft", "submitted", "in_review", "returned", "agreed", "frozen", "all"] = ""
    round: UUID | None = None
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


class AssessmentLine(Schema):
    """An assessment in a list. assessor   the authority whose record it is"""

    key: UUID
    round: UUID
    facility: UUID
    facility_name: str
    kind: str
    state: str
    assessor: str
    withdrawn: bool
    agreed_at: datetime | None
    frozen_at: datetime | None


class AssessmentPage(Schema):
    """Fifty assessments; `next` is the number of the next page, null on the last."""

    items: list[AssessmentLine]
    next: int | None


class AssessmentFamily(Schema):
    """A section of the norm; null where it is not rated."""

    id: str
    title: str
    documented: int | None
    implemented: int | None
    level: int | None
    median: int | None
    gap: int | None


class AssessmentMusts(Schema):
    """The headline of conformity: numbers, never a share."""

    all: int
    open: int
    not_assessed: int
    waiting_for_acceptance: int
    under_derogation: int


class AssessmentOut(AssessmentLine):
    """A whole assessment: three instruments, never summed; `sheet` as the download holds it."""

    musts: AssessmentMusts
    families: list[AssessmentFamily]
    risks: dict[str, int]
    sheet: dict[str, Any]


def _line(row: Assessment) -> dict[str, Any]:
    return {
        "key": row.key,
        "round": row.round.key,
        "facility": row.facility.key,
        "facility_name": row.facility.name,
        "kind": row.kind,
        "state": row.state,
        "assessor": row.assessor.name if row.assessor else "",
        "withdrawn": row.withdrawn_at is not None,
        "agreed_at": row.agreed_at,
        "frozen_at": row.frozen_at,
    }


@router.get(
    "assessments/rounds", response=answers(200, list[AssessmentRoundOut], *READS), summary="List rounds of assessments"
)
def rounds(request: HttpRequest) -> list[AssessmentRoundOut]:
    """What is asked when; who takes part is not said. Empty for seats that cannot take part."""
    rows = Round.objects.visible_to(member_of(request)).with_pins()
    return [
        AssessmentRoundOut(
            key=row.key,
            title=row.title,
            kind=row.kind,
            state=row.state,
            baseline=row.baseline.key,
            version=row.baseline.version,
            seal=row.baseline.seal,
            target=row.target,
            opens_on=row.opens_on,
            closes_on=row.closes_on,
            frozen_at=row.frozen_at,
        )
        for row in rows
    ]


@router.get("assessments", response=answers(200, AssessmentPage, *READS), summary="List assessments")
def assessments(request: HttpRequest, filters: Query[AssessmentFilters]) -> AssessmentPage:
    """Those that the token's seat sees whole, the newest first; without `state` those that are agreed or frozen."""
    only_known(request, AssessmentFilters)
    rows = Assessment.objects.visible_to(member_of(request)).with_names()
    if filters.state != "all":
        rows = rows.filter(state__in=[filters.state] if filters.state else ["agreed", "frozen"])
    if filters.round is not None:
        rows = rows.filter(round__key=filters.round)
    first = (filters.page - 1) * PAGE
    found = list(rows[first : first + PAGE + 1])
    return AssessmentPage(
        items=[AssessmentLine(**_line(row)) for row in found[:PAGE]],
        next=filters.page + 1 if len(found) > PAGE else None,
    )


@router.get("assessments/{uuid:key}", response=answers(200, AssessmentOut), summary="Read an assessment")
def assessment(request: HttpRequest, key: UUID) -> AssessmentOut:
    """Answers, evidence by reference and what they come to; scenarios for the facility's own organisation alone."""
    member, at = member_of(request), now()
    rows = Assessment.objects.visible_to(member).with_names().select_related("submitted_by")
    row = get_object_or_404(rows, key=key)
    page = assessment_page(row, member, today=timezone.localdate(at))
    evidence = EvidenceRef.objects.visible_to(member).standing().filter(assessment=row)
    risks = RiskScenario.objects.visible_to(member).standing().filter(assessment=row)
    record_act(member=member, act="take_out_assessment", subject=f"assessment {row.key}", now=at)
    counts = page.result.musts
    return AssessmentOut(
        **_line(row),
        musts=AssessmentMusts(
            all=counts.all,
            open=counts.open,
            not_assessed=counts.not_assessed,
            waiting_for_acceptance=counts.waiting_for_acceptance,
            under_derogation=counts.under_derogation,
        ),
        families=[
            AssessmentFamily(
                id=one.id,
                title=one.title,
                documented=one.stands.documented,
                implemented=one.stands.implemented,
                level=one.stands.level,
                median=one.stands.median,
                gap=one.gap,
            )
            for one in page.result.families
        ],
        risks={verdict.value: number for verdict, number in page.result.risks.items()} if page.is_own else {},
        sheet=as_json(row, page.lines, evidence, risks),
    )
