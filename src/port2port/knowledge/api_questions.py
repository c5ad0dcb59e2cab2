"""Questions for machines: find them, ask, answer; of who asks they say what the reader's page says."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field, StrictBool, StringConstraints

from port2port.base.api import WRITES, Said, answers, json_body, only_known
from port2port.base.clock import now
from port2port.base.refusal import NotAllowed
from port2port.knowledge import actions
from port2port.knowledge.access_questions import is_outside
from port2port.knowledge.askers import shown_asker, shown_askers
from port2port.knowledge.asking import TEXT, TITLE, QuestionFields, finds_in_question, matches
from port2port.knowledge.listing_questions import PAGE, asked_in, listed
from port2port.knowledge.models import Answer, Question
from port2port.knowledge.page_question import page_of_question
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.pure.audience import Tlp
from port2port.reports.api.schemas import Code, LanguageWord, TlpWord
from port2port.reports.api.sent import LABELS, SendingKey
from port2port.reports.fields import Readers
from port2port.reports.recipients import circle_ids, named, organisation_ids
from port2port.reports.rules import cleaned
from port2port.sharing.bundle import STIX_TYPE, newest_bundle
from port2port.sharing.models import Publication

router = Router(tags=["questions"])
router.add_decorator(json_body, mode="view")

type State = Literal["asked", "routed", "answered", "confirmed", "closed", "withdrawn"]
type Label = Literal["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT"]


class QuestionSaid(Said):
    """A question.

    hidden      without a name, with TLP:GREEN alone     circles   keys, with TLP:AMBER and TLP:AMBER+STRICT
    """

    title: str = Field(max_length=200)
    text: str = Field(max_length=4_000)
    language: LanguageWord = "en"
    themes: list[Code] = Field(max_length=20)
    controls: list[Code] = Field(default=[], max_length=20)
    methods: list[Code] = Field(default=[], max_length=20)
    tlp: Label = "TLP:GREEN"
    circles: list[UUID] = Field(default=[], max_length=100)
    hidden: StrictBool = False


class AskedSaid(QuestionSaid):
    """The same, to send. proposal   key of what a guard of the own organisation wrote, which this sends on

    recipients   keys of the organisations that the preview named; a client or a guest is named none
    """

    recipients: list[UUID] = Field(default=[], max_length=1_000)
    proposal: UUID | None = None
    confirmed_not_personal: StrictBool = False


class QuestionAnswerSaid(Said):
    """An answer. practices   keys of those that every member reads"""

    text: str = Field(max_length=10_000)
    language: LanguageWord = "en"
    practices: list[UUID] = Field(default=[], max_length=5)
    controls: list[Code] = Field(default=[], max_length=20)


class RecipientNamed(Schema):
    """An organisation, in short."""

    key: UUID
    name: str


class QuestionMatchOut(Schema):
    """What may answer it already."""

    kind: Literal["practice", "question"]
    key: UUID
    title: str
    language: str


class QuestionPreviewOut(Schema):
    """Who would receive it, and what may answer it already."""

    recipients: list[RecipientNamed]
    matches: list[QuestionMatchOut]
    seems_personal: bool


class QuestionAnswerOut(Schema):
    """An answer as this reader sees it."""

    key: UUID
    who: str
    text: str
    language: str
    practices: list[UUID]
    controls: list[str]
    at: datetime
    thanked_at: datetime | None
    asked_back: str
    confirmed_at: datetime | None


class QuestionLine(Schema):
    """A question in a list; of a withdrawn one the frame alone. asker   in words, as this reader may know"""

    key: UUID
    number: str
    state: str
    tlp: str
    title: str
    language: str
    themes: list[str]
    controls: list[str]
    methods: list[str]
    asker: str
    hidden: bool
    asked_at: datetime | None
    answer_by: date


class QuestionOut(QuestionLine):
    """The whole question."""

    text: str
    closed_reason: str
    withdrawn_reason: str
    answers: list[QuestionAnswerOut]


class QuestionPageOut(Schema):
    """One page; `next` is the number of the following one."""

    items: list[QuestionLine]
    next: int | None


class Filters(Said):
    """As in the address of the list; several values of one name are alternatives."""

    theme: list[Code] = Field(default=[], max_length=20)
    code: list[Code] = Field(default=[], max_length=40)
    control: list[Code] = Field(default=[], max_length=40)
    org: list[Code] = Field(default=[], max_length=40)
    lang: list[LanguageWord] = Field(default=[], max_length=10)
    tlp: list[TlpWord] = Field(default=[], max_length=10)
    q: Annotated[str, StringConstraints(pattern="^[^\x00]*$", max_length=200)] = ""
    state: State | None = None
    mine: bool = False
    page: Annotated[int, Field(ge=1, le=999)] = 1

    def query(self) -> QueryDict:
        """The same as an address."""
        query = QueryDict(mutable=True)
        for name in ("theme", "code", "control", "org", "lang", "tlp"):
            query.setlist(name, getattr(self, name))
        query.update({"q": self.q, "state": self.state or "", "mine": "1" if self.mine else "", "page": str(self.page)})
        return query


@router.get("questions", response=answers(200, QuestionPageOut, 422), summary="List questions")
def questions(request: HttpRequest, filters: Query[Filters]) -> QuestionPageOut:
    """The questions that this reader may see, newest first, thirty a page; withdrawn ones with that state only."""
    only_known(request, Filters)
    member = member_of(request)
    page = listed(asked_in(filters.query()), member=member)
    askers = shown_askers(page.rows, member)
    items = [QuestionLine(**_line(one, askers[one.pk].words)) for one in page.rows[:PAGE]]
    return QuestionPageOut(items=items, next=page.older or None)


def _line(one: Question, asker: str) -> dict[str, Any]:
    gone = one.is_withdrawn
    return {
        "key": one.key,
        "number": one.number,
        "state": str(one.state),
        "tlp": Tlp(one.tlp).label,
        "title": "" if gone else one.title,
        "language": one.language,
        "themes": [] if gone else one.themes,
        "controls": [] if gone else one.controls,
        "methods": [] if gone else one.methods,
        "asker": asker,
        "hidden": one.is_hidden,
        "asked_at": one.published_at,
        "answer_by": one.answer_by,
    }


def visible_in_api(request: HttpRequest, key: UUID) -> Question:
    """The question, tombstones included. Raises Http404, alike for hidden and missing."""
    return get_object_or_404(Question.objects.visible_to(member_of(request)).select_related("originator"), key=key)


def whole_question(request: HttpRequest, one: Question) -> QuestionOut:
    """The question with its answers, as this reader sees them."""
    member, gone = member_of(request), one.is_withdrawn
    page = page_of_question(one, member=member)
    return QuestionOut(
        **_line(one, shown_asker(one, member).words),
        text="" if gone else one.text,
        closed_reason=one.closed_reason,
        withdrawn_reason=page.reason if gone else "",
        answers=[
            QuestionAnswerOut(
                key=given.row.key,
                who=given.who,
                text=given.row.text,
                language=given.row.language,
                practices=[cited.key for cited in given.cited],
                controls=given.row.controls,
                at=given.row.at,
                thanked_at=given.row.thanked_at,
                asked_back=given.row.asked_back,
                confirmed_at=given.row.confirmed_at,
            )
            for given in page.answers
        ],
    )


class Format(Said):
    """`stix`: the bundle of the newest version, with the very objects that were signed."""

    format: Literal["fields", "stix"] = "fields"


STIX_ANSWER = {"responses": {200: {"content": {"application/stix+json": {"schema": {"type": "object"}}}}}}


@router.get(
    "questions/{uuid:key}",
    response=answers(200, QuestionOut, 422),
    summary="Read a question",
    openapi_extra=STIX_ANSWER,
)
def question(request: HttpRequest, key: UUID, asked: Query[Format]) -> QuestionOut | HttpResponse:
    """A question with its answers, or the bundle that was signed.

    A person who reads it here leaves the receipt of opening it, unless it is hidden.
    """
    only_known(request, Format)
    row, member = visible_in_api(request, key), member_of(request)
    if member.person_id is not None:
        actions.open_question(member=member, question=row, now=now())
    if asked.format == "fields":
        return whole_question(request, row)
    content = newest_bundle(Publication.objects.visible_to(member).of(row))
    if content is None:
        raise Http404
    return HttpResponse(content, content_type=STIX_TYPE)


def _fields(said: QuestionSaid) -> QuestionFields:
    return QuestionFields(
        title=cleaned("title", said.title, TITLE),
        text=cleaned("text", said.text, TEXT),
        language=said.language,
        themes=tuple(said.themes),
        controls=tuple(said.controls),
        methods=tuple(said.methods),
    )


def _readers(request: HttpRequest, said: QuestionSaid) -> Readers:
    return Readers(tlp=LABELS[said.tlp], circles=circle_ids(said.circles, member=member_of(request)))


@router.post("questions/preview", response=answers(200, QuestionPreviewOut, *WRITES), summary="Look before asking")
def preview_question(request: HttpRequest, said: QuestionSaid) -> QuestionPreviewOut:
    """Who would receive the question, and up to five practices and answered questions that may say it already."""
    member, fields = member_of(request), _fields(said)
    if not member.may(Act.ASK):
        raise NotAllowed
    receivers = actions.preview_receivers(
        member=member, said=fields, readers=_readers(request, said), hidden=said.hidden, now=now()
    )
    found = [
        QuestionMatchOut(
            kind="practice" if one.is_practice else "question",
            key=one.record.key,
            title=one.record.title,
            language=one.record.language,
        )
        for one in matches(fields, member=member, now=now())
    ]
    # Who is no member learns neither which nor how many: every member.
    reached = [] if is_outside(member) else named(receivers.organisations)
    return QuestionPreviewOut(
        recipients=[RecipientNamed(key=UUID(one["key"]), name=one["name"]) for one in reached],
        matches=found,
        seems_personal=bool(finds_in_question(fields)),
    )


@router.post("questions", response=answers(201, QuestionOut, *WRITES), summary="Ask")
def ask(request: HttpRequest, said: AskedSaid, idempotency_key: SendingKey = "") -> Status[QuestionOut]:
    """Ask the organisations that the preview named; 409 when they are no longer the same."""
    fields = _fields(said)
    known = frozenset(one.token for one in finds_in_question(fields)) if said.confirmed_not_personal else frozenset()
    member = member_of(request)
    made = actions.ask(
        member=member,
        said=fields,
        readers=_readers(request, said),
        hidden=said.hidden,
        expected=None if is_outside(member) else organisation_ids(said.recipients),
        not_personal=known,
        proposal=said.proposal,
        key=idempotency_key,
        now=now(),
    )
    return Status(201, whole_question(request, visible_in_api(request, made.key)))


@router.post("questions/{uuid:key}/answers", response=answers(201, QuestionOut, *WRITES), summary="Answer a question")
def answer_question(
    request: HttpRequest, key: UUID, said: QuestionAnswerSaid, idempotency_key: SendingKey = ""
) -> Status[QuestionOut]:
    """Answer for the own organisation, to all who read the question."""
    row = visible_in_api(request, key)
    actions.answer_question(
        member=member_of(request),
        question=row,
        text=said.text,
        language=said.language,
        practices=tuple(said.practices),
        controls=tuple(said.controls),
        key=idempotency_key,
        now=now(),
    )
    return Status(201, whole_question(request, visible_in_api(request, key)))


@router.post(
    "questions/answers/{uuid:key}/confirm", response=answers(200, QuestionOut, *WRITES), summary="Confirm an answer"
)
def confirm_answer(request: HttpRequest, key: UUID) -> QuestionOut:
    """Say of an answer to an own question that it answers it; for everyone else there is no such address."""
    member = member_of(request)
    row = get_object_or_404(Answer.objects.visible_to(member).judged_by(member).select_related("question"), key=key)
    actions.confirm(member=member, answer=row, now=now())
    return whole_question(request, visible_in_api(request, row.question.key))
