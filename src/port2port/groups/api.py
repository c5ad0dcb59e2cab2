"""Working groups for machines: read what the reader's pages show, say what the own seat thinks; nobody is named."""

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
from port2port.groups import actions
from port2port.groups.models import (
    AgendaItem,
    Attendance,
    Decision,
    DecisionText,
    GroupFile,
    Meeting,
    Minutes,
    Proposal,
    VotingSeat,
    WorkingGroup,
)
from port2port.groups.page import Asking, with_versions
from port2port.groups.page_decision import listed, translator_of
from port2port.groups.page_proposal import proposal_page
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.pure.audience import Tlp
from port2port.sharing.actions import record_opening
from port2port.sharing.bundle import STIX_TYPE, newest_bundle
from port2port.sharing.models import Publication

router = Router(tags=["working groups"])
router.add_decorator(json_body, mode="view")

MOST = 200
type Words = Annotated[str, StringConstraints(pattern="^[^\x00]*$", max_length=200)]


class GroupOut(Schema):
    """A working group. seats   of organisations     sits   whether the token's seat sits in it"""

    key: UUID
    name: str
    mandate: str
    language: str
    circle: str
    tlp: str
    state: str
    from_on: date
    review_on: date
    seats: list[str]
    sits: bool


class GroupMeetingLine(Schema):
    """A meeting in a list."""

    key: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    state: str


class GroupPoint(Schema):
    """A point of the agenda."""

    number: int
    title: str
    kind: str
    minutes: int
    papers: str
    carried_over: bool


class GroupFileOut(Schema):
    """A file; `address` gives it as a download to a session."""

    name: str
    media_type: str
    size: int
    sha256: str
    address: str


class GroupMinutes(Schema):
    """The newest version of the minutes."""

    version: int
    state: str
    language: str
    text: str
    sha256: str


class GroupMeetingOut(GroupMeetingLine):
    """The whole meeting. there   the organisations that were"""

    place: str
    points: list[GroupPoint]
    there: list[str]
    files: list[GroupFileOut]
    minutes: GroupMinutes | None


class GroupProposalLine(Schema):
    """A proposal in a list, by the wording that counts. needs_stance   the token's seat has not spoken yet"""

    key: UUID
    number: str
    title: str
    language: str
    method: str
    outcome: str
    version: int
    closes_at: datetime
    needs_stance: bool


class GroupStance(Schema):
    """What a seat says; an empty position is silence."""

    organisation: str
    position: str
    reason: str


class GroupProposalOut(GroupProposalLine):
    """The whole proposal."""

    text: str
    effective_on: date
    review_on: date
    stances: list[GroupStance]
    may_speak: bool


class GroupDecisionLine(Schema):
    """A decision in a list; of a withdrawn one the frame alone."""

    key: UUID
    number: str
    title: str
    language: str
    tlp: str
    group: str
    effective_on: date
    review_on: date
    withdrawn: bool


class GroupDecisionText(Schema):
    """The decision in another language, for reading. by   who put it there; outside the circle the group's name"""

    language: str
    title: str
    text: str
    by: str


class GroupDecisionOut(GroupDecisionLine):
    """The whole decision. texts   translations; what was decided is `text`"""

    text: str
    method: str
    counts: dict[str, int]
    objections: list[dict[str, str]]
    measure: str
    texts: list[GroupDecisionText]


class GroupDecisionPage(Schema):
    """One page; `next` is the number of the following one."""

    items: list[GroupDecisionLine]
    next: int | None


class StanceSaid(Said):
    """What the seat of the token's person says. version   that was read"""

    version: int = Field(ge=1, le=999)
    position: Literal["agree", "abstain", "object"]
    reason: str = Field(default="", max_length=2_000)


class ProposalFilters(Said):
    """needs_stance   only those in which the token's seat is silent"""

    needs_stance: bool = False


class DecisionFilters(Said):
    """As in the address of the list."""

    q: Words = ""
    group: UUID | None = None
    state: Literal["all"] | None = None
    page: Annotated[int, Field(ge=1, le=999)] = 1

    def query(self) -> QueryDict:
        """The same as an address."""
        query = QueryDict(mutable=True)
        query.update({"q": self.q, "group": str(self.group or ""), "state": self.state or "", "page": str(self.page)})
        return query


class DecisionFormat(Said):
    """`stix`: the bundle that was signed."""

    format: Literal["fields", "stix"] = "fields"


def _group(one: WorkingGroup, seats: list[str], *, sits: bool) -> GroupOut:
    return GroupOut(
        key=one.key,
        name=one.name,
        mandate=one.mandate,
        language=one.language,
        circle=one.circle.name,
        tlp=Tlp(one.tlp).label,
        state=one.state,
        from_on=one.from_on,
        review_on=one.review_on,
        seats=seats,
        sits=sits,
    )


def _visible_group(request: HttpRequest, key: UUID) -> WorkingGroup:
    return get_object_or_404(WorkingGroup.objects.visible_to(member_of(request)), key=key)


@router.get("groups", response=answers(200, list[GroupOut], *READS), summary="List working groups")
def groups(request: HttpRequest) -> list[GroupOut]:
    """Those of the reader's circles."""
    member = member_of(request)
    rows = list(WorkingGroup.objects.visible_to(member).select_related("circle")[:MOST])
    own = set(WorkingGroup.objects.visible_to(member).met_by(member).values_list("pk", flat=True))
    seats: dict[int, list[str]] = {}
    running = VotingSeat.objects.visible_to(member).running().filter(group__in=[one.pk for one in rows])
    for one in running.select_related("organisation"):
        seats.setdefault(one.group_id, []).append(one.organisation.label)
    return [_group(one, seats.get(one.pk, []), sits=one.pk in own) for one in rows]


@router.get("groups/{uuid:key}/meetings", response=answers(200, list[GroupMeetingLine], *READS), summary="Meetings")
def meetings(request: HttpRequest, key: UUID) -> list[GroupMeetingLine]:
    """Of one group, the newest first, at most two hundred."""
    rows = Meeting.objects.visible_to(member_of(request)).filter(group=_visible_group(request, key))
    return [GroupMeetingLine(**_meeting(one)) for one in rows[:MOST]]


def _meeting(one: Meeting) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("key", "title", "starts_at", "ends_at", "state")}


@router.get("meetings/{uuid:key}", response=answers(200, GroupMeetingOut, *READS), summary="Read a meeting")
def meeting(request: HttpRequest, key: UUID) -> GroupMeetingOut:
    """When, what about, which organisations were there, and the newest minutes."""
    member = member_of(request)
    row = get_object_or_404(Meeting.objects.visible_to(member), key=key)
    there = Attendance.objects.visible_to(member).filter(meeting=row).select_related("organisation")
    newest = Minutes.objects.visible_to(member).filter(meeting=row).newest().first()
    return GroupMeetingOut(
        **_meeting(row),
        place=row.place,
        points=[
            GroupPoint(
                number=one.number,
                title=one.title,
                kind=one.kind,
                minutes=one.minutes,
                papers=one.papers,
                carried_over=one.is_carried_over,
            )
            for one in AgendaItem.objects.visible_to(member).filter(meeting=row)
        ],
        there=sorted(one.organisation.label for one in there),
        files=[
            GroupFileOut(
                name=one.name,
                media_type=one.media_type,
                size=one.size,
                sha256=one.sha256,
                address=one.get_absolute_url(),
            )
            for one in GroupFile.objects.visible_to(member).filter(meeting=row)
        ],
        minutes=GroupMinutes(**{name: getattr(newest, name) for name in GroupMinutes.model_fields}) if newest else None,
    )


@router.get("groups/{uuid:key}/proposals", response=answers(200, list[GroupProposalLine], *READS), summary="Proposals")
def proposals(request: HttpRequest, key: UUID, filters: Query[ProposalFilters]) -> list[GroupProposalLine]:
    """Of one group, the newest first, at most two hundred."""
    only_known(request, ProposalFilters)
    member, group, at = member_of(request), _visible_group(request, key), now()
    rows = Proposal.objects.visible_to(member).filter(group=group)
    asking = set(rows.asking(member, at=at).values_list("pk", flat=True))
    found = with_versions(list(rows[:MOST]))
    lines = [GroupProposalLine(**_proposal(one, needs=one.proposal.pk in asking)) for one in found]
    return [one for one in lines if one.needs_stance] if filters.needs_stance else lines


def _proposal(one: Asking, *, needs: bool) -> dict[str, Any]:
    return {
        "key": one.proposal.key,
        "number": one.proposal.number,
        "title": one.version.title,
        "language": one.version.language,
        "method": one.proposal.method,
        "outcome": one.proposal.outcome,
        "version": one.version.n,
        "closes_at": one.version.closes_at,
        "needs_stance": needs,
    }


def _visible_proposal(request: HttpRequest, key: UUID) -> Proposal:
    return get_object_or_404(Proposal.objects.visible_to(member_of(request)).select_related("group"), key=key)


def _whole(request: HttpRequest, row: Proposal) -> GroupProposalOut:
    member, at = member_of(request), now()
    page = proposal_page(row, member=member, now=at)
    asked = Proposal.objects.visible_to(member).asking(member, at=at).filter(pk=row.pk).exists()
    return GroupProposalOut(
        **_proposal(Asking(row, page.version), needs=asked),
        text=page.version.text,
        effective_on=page.version.effective_on,
        review_on=page.version.review_on,
        stances=[
            GroupStance(
                organisation=one.seat.organisation.label,
                position=one.stance.position if one.stance else "",
                reason=one.stance.reason if one.stance else "",
            )
            for one in page.stances
        ],
        may_speak=page.may_speak,
    )


@router.get("proposals/{uuid:key}", response=answers(200, GroupProposalOut, *READS), summary="Read a proposal")
def proposal(request: HttpRequest, key: UUID) -> GroupProposalOut:
    """The wording that counts, and what the seats of its round say to it."""
    return _whole(request, _visible_proposal(request, key))


@router.post("proposals/{uuid:key}/stance", response=answers(200, GroupProposalOut, *WRITES), summary="Take a stance")
def stance(request: HttpRequest, key: UUID, said: StanceSaid) -> GroupProposalOut:
    """For the seat of the token's person; said again, the newest counts. 409 when another wording was put meanwhile."""
    row, member = _visible_proposal(request, key), member_of(request)
    if not member.may(Act.ANSWER):
        raise NotAllowed
    actions.state(member=member, proposal=row, now=now(), **said.model_dump())
    return _whole(request, _visible_proposal(request, key))


@router.get("decisions", response=answers(200, GroupDecisionPage, *READS), summary="List decisions")
def decisions(request: HttpRequest, filters: Query[DecisionFilters]) -> GroupDecisionPage:
    """Those in force, the newest first, thirty a page; with `state=all` superseded ones too."""
    only_known(request, DecisionFilters)
    page = listed(filters.query(), member=member_of(request))
    return GroupDecisionPage(items=[GroupDecisionLine(**_decision(one)) for one in page.rows], next=page.older or None)


def _decision(one: Decision) -> dict[str, Any]:
    return {
        "key": one.key,
        "number": one.number,
        "title": one.caption(),
        "language": one.language,
        "tlp": Tlp(one.tlp).label,
        "group": one.group_name,
        "effective_on": one.effective_on,
        "review_on": one.review_on,
        "withdrawn": one.is_withdrawn,
    }


@router.get(
    "decisions/{uuid:key}",
    response=answers(200, GroupDecisionOut, *READS),
    summary="Read a decision",
    openapi_extra={"responses": {200: {"content": {"application/stix+json": {"schema": {"type": "object"}}}}}},
)
def decision(request: HttpRequest, key: UUID, asked: Query[DecisionFormat]) -> GroupDecisionOut | HttpResponse:
    """A decision with its translations, or the bundle that was signed; a person's token leaves the receipt of it."""
    only_known(request, DecisionFormat)
    member = member_of(request)
    row = get_object_or_404(Decision.objects.visible_to(member).select_related("originator", "group"), key=key)
    if member.person_id is not None:
        record_opening(record=row, member=member, now=now())
    if asked.format == "stix":
        content = newest_bundle(Publication.objects.visible_to(member).of(row))
        if content is None:
            raise Http404
        return HttpResponse(content, content_type=STIX_TYPE)
    gone = row.is_withdrawn
    texts = DecisionText.objects.visible_to(member).newest().filter(decision=row)
    return GroupDecisionOut(
        **_decision(row),
        text="" if gone else row.text,
        method=row.method,
        counts=row.counts,
        objections=[] if gone else row.objections,
        measure=row.measure,
        texts=[]
        if gone
        else [
            GroupDecisionText(
                language=one.language, title=one.title, text=one.text, by=translator_of(one, member=member)
            )
            for one in texts.select_related("organisation", "decision")
        ],
    )
