"""Practices, read by machines: lists with the filters of the page, one practice, the bundle of its newest version."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from port2port.base.api import READS, Said, answers, json_body, only_known
from port2port.base.clock import now
from port2port.knowledge.actions.approving import number_of_approvals
from port2port.knowledge.listing import Asked, rows_of
from port2port.knowledge.models import Approval, Kind, Practice, State, Theme
from port2port.knowledge.usage import banded, sites_used
from port2port.members.middleware import member_of
from port2port.pure.audience import Tlp
from port2port.pure.evidence import Tried, tried_of
from port2port.reports.api.schemas import Code, LanguageWord, OrganisationLine, TlpWord
from port2port.reports.api.shown import organisation_line
from port2port.reports.wording import reason_words
from port2port.sharing.actions import record_opening
from port2port.sharing.audience_index import CAP
from port2port.sharing.bundle import STIX_TYPE, newest_bundle
from port2port.sharing.filters import Wanted
from port2port.sharing.models import Publication

MOST = 200
FACETS = ("kind", "theme", "grade", "code", "control", "org", "lang", "tlp")
type StateWord = Literal["proposed", "approved", "due", "expired", "withdrawn"]
type KindWord = Literal["practice", "guideline", "lesson", "faq"]
type ThemeWord = Literal[
    "inspections", "access", "screening", "drones", "cameras", "cyber", "personnel", "inland", "awareness"
]

router = Router(tags=["practices"])
router.add_decorator(json_body, mode="view")


class Filters(Said):
    """What to list: several values of one name are alternatives, different names must all fit.

    state   left out: everything that is neither out of date nor withdrawn     page   from 1 on
    grade   what is known of the effect, at least
    next    those alone whose next wording waits for the own organisation's approval
    """

    kind: list[KindWord] = Field(default=[], max_length=len(Kind.values))
    grade: list[Annotated[int, Field(ge=0, le=3)]] = Field(default=[], max_length=4)
    theme: list[ThemeWord] = Field(default=[], max_length=len(Theme.values))
    code: list[Code] = Field(default=[], max_length=40)
    control: list[Code] = Field(default=[], max_length=40)
    org: list[Code] = Field(default=[], max_length=40)
    tlp: list[TlpWord] = Field(default=[], max_length=10)
    lang: list[LanguageWord] = Field(default=[], max_length=10)
    state: StateWord | None = None
    next: bool = False
    q: Annotated[str, StringConstraints(pattern="^[^\x00]*$", max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    page: Annotated[int, Field(ge=1, le=1000)] = 1

    def asked(self) -> Asked:
        """The same as the page asks it."""
        named = ((name, [value for value in getattr(self, name) if value not in {"", None}]) for name in FACETS)
        groups = tuple(tuple(f"{name}:{value}" for value in values) for name, values in named if values)
        wanted = Wanted(groups=groups, words=" ".join(self.q.split()), query="")
        return Asked(wanted=wanted, state=State(self.state) if self.state else None, page=self.page, next=self.next)


class PracticeLine(Schema):
    """A practice in a list; of a withdrawn one nothing but that it was there.

    evidence_grade     0 opinion, 1 in use, 2 figures from before and after, 3 compared with other sites or studied
    evidence_too_few   the figures rest on fewer than ten events
    used_at_sites      of the organisations that let this reader know; from ten on rounded down to tens
    """

    key: UUID
    number: str
    kind: KindWord | None
    state: StateWord
    tlp: str
    version: int
    title: str
    summary: str
    language: str
    languages: list[str]
    themes: list[str]
    controls: list[str]
    methods: list[str]
    originator: OrganisationLine
    approved_at: datetime | None
    review_by_on: date | None
    evidence_grade: int | None
    evidence_too_few: bool
    used_at_sites: int
    withdrawn_reason: str


class PracticePage(Schema):
    """A page of the list, approved ones first."""

    items: list[PracticeLine]
    count: int
    count_is_capped: bool
    next: int | None


class TextOut(Schema):
    """The words in one language; `is_behind`: the original has changed since."""

    language: str
    title: str
    summary: str
    body: str
    is_behind: bool


class TriedOut(Schema):
    """What it did at one place; `grade` follows from the other fields."""

    where: str
    cost: str
    effect: str
    stated_by: str
    stated_on: str
    sites: int | None
    months: int | None
    indicator: str
    unit: str
    before: int | None
    before_days: int | None
    after: int | None
    after_days: int | None
    side_effects: str
    displacement: str
    compared: str
    study: str
    grade: int
    too_few: bool


class PracticeOut(PracticeLine):
    """A whole practice.

    sha256     of the wording that approvals name
    approvals  how many; those given before it came to more readers stand in `approved_by` for the earlier readers only
    """

    texts: list[TextOut]
    sources: list[str]
    tried: list[TriedOut]
    for_floor: bool
    is_starting_text: bool
    sha256: str
    approved_by: list[OrganisationLine]
    approvals: int


@router.get("practices", response=answers(200, PracticePage, *READS), summary="List practices")
def practices(request: HttpRequest, filters: Query[Filters]) -> PracticePage:
    """The practices that this reader may see, approved ones first."""
    only_known(request, Filters)
    at, member = now(), member_of(request)
    rows = rows_of(filters.asked(), member, at)
    count, first = rows[: CAP + 1].count(), (filters.page - 1) * filters.limit
    today = timezone.localdate(at)
    found = list(rows.select_related("originator")[first : first + filters.limit])
    sites = sites_used(found, member)
    return PracticePage(
        items=[PracticeLine(**_line(row, today, sites)) for row in found],
        count=min(count, CAP),
        count_is_capped=count > CAP,
        next=filters.page + 1 if count > first + filters.limit else None,
    )


class Format(Said):
    """`stix`: the bundle of the newest version, with the very objects that were signed."""

    format: Literal["fields", "stix"] = "fields"


STIX_ANSWER = {"responses": {200: {"content": {"application/stix+json": {"schema": {"type": "object"}}}}}}


@router.get(
    "practices/{uuid:key}",
    response=answers(200, PracticeOut, *READS),
    summary="Read a practice",
    openapi_extra=STIX_ANSWER,
)
def practice(request: HttpRequest, key: UUID, asked: Query[Format]) -> PracticeOut | HttpResponse:
    """A practice. A person who reads it here leaves the receipt of opening it."""
    only_known(request, Format)
    at, member = now(), member_of(request)
    row = Practice.objects.visible_to(member).select_related("originator").filter(key=key).first()
    if row is None:
        raise Http404
    if member.person_id is not None:
        record_opening(record=row, member=member, now=at)
    if asked.format == "fields":
        approvals = Approval.objects.visible_to(member).filter(practice=row)
        return _whole(row, approvals, timezone.localdate(at), sites_used([row], member))
    bundle = newest_bundle(Publication.objects.visible_to(member).of(row))
    if bundle is None:
        raise Http404
    return HttpResponse(bundle, content_type=STIX_TYPE)


def _line(row: Practice, today: date, sites: dict[int, int]) -> dict[str, Any]:
    gone = row.is_withdrawn
    evidence = row.evidence
    return {
        "key": row.key,
        "number": row.number,
        "kind": None if gone else row.kind,
        "state": row.state_on(today).value,
        "tlp": Tlp(row.tlp).label,
        "version": row.version,
        "title": "" if gone else row.title,
        "summary": "" if gone else row.summary,
        "language": row.language,
        "languages": [] if gone else [row.language, *(one["language"] for one in row.translations)],
        "themes": [] if gone else row.themes,
        "controls": [] if gone else row.controls,
        "methods": [] if gone else row.methods,
        "originator": organisation_line(row.originator),
        "approved_at": None if gone else row.approved_at,
        "review_by_on": None if gone else row.review_by_on,
        "evidence_grade": None if gone else int(evidence.grade),
        "evidence_too_few": not gone and evidence.too_few,
        "used_at_sites": 0 if gone else banded(sites.get(row.pk, 0)),
        "withdrawn_reason": reason_words(row.withdrawn_reason) if gone else "",
    }


def _tried(one: Tried) -> TriedOut:
    return TriedOut(**asdict(one), grade=one.grade, too_few=one.is_too_few)


def _whole(row: Practice, approvals: QuerySet[Approval], today: date, sites: dict[int, int]) -> PracticeOut:
    gone = row.is_withdrawn
    original = {"language": row.language, "title": row.title, "summary": row.summary, "body": row.body}
    texts = [] if gone else [original, *row.translations]
    given = approvals.filter(sha256=row.sha256, step=Approval.Step.APPROVED).select_related("organisation")
    return PracticeOut(
        **_line(row, today, sites),
        texts=[TextOut(**one, is_behind=one["language"] in row.behind) for one in texts],
        sources=[] if gone else row.sources,
        tried=[] if gone else [_tried(tried_of(one)) for one in row.tried],
        for_floor=not gone and row.for_floor,
        is_starting_text=not gone and row.is_starting_text,
        sha256="" if gone else row.sha256,
        approvals=0 if gone else number_of_approvals(row, row.sha256),
        approved_by=[] if gone else [organisation_line(one.organisation) for one in given],
    )
