"""What machines say about questions, and who has done what: the actions and the directory of the pages."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field, StrictBool

from port2port.base.api import READS, WRITES, Said, answers, json_body, only_known
from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.access_expertise import reads_expertise
from port2port.knowledge.api import ThemeWord
from port2port.knowledge.api_questions import QuestionOut, visible_in_api, whole_question
from port2port.knowledge.directory import Asked, Entry, entries
from port2port.knowledge.models import Answer, Buddy, Question
from port2port.knowledge.page_question import page_of_question
from port2port.members.middleware import member_of
from port2port.reports.api.schemas import Code, OrganisationLine
from port2port.reports.api.shown import organisation_line

router = Router(tags=["questions"])
router.add_decorator(json_body, mode="view")


class ReasonSaid(Said):
    """Why it ends; all readers of the question see it."""

    reason: str = Field(max_length=500)


class AskBackSaid(Said):
    """What the answer leaves open; all readers of the question see it."""

    text: str = Field(max_length=1_000)


def _judged(request: HttpRequest, key: UUID) -> Answer:
    member = member_of(request)
    return get_object_or_404(Answer.objects.visible_to(member).judged_by(member).select_related("question"), key=key)


def _after(request: HttpRequest, answer: Answer) -> QuestionOut:
    return whole_question(request, visible_in_api(request, answer.question.key))


@router.post(
    "questions/answers/{uuid:key}/thank", response=answers(200, QuestionOut, *WRITES), summary="Thank for an answer"
)
def thank_for_answer(request: HttpRequest, key: UUID) -> QuestionOut:
    """Thank once for an answer to an own question; for everyone else there is no such address."""
    row = _judged(request, key)
    actions.thank(member=member_of(request), answer=row, now=now())
    return _after(request, row)


@router.post(
    "questions/answers/{uuid:key}/ask-back", response=answers(200, QuestionOut, *WRITES), summary="Ask back once"
)
def ask_back(request: HttpRequest, key: UUID, said: AskBackSaid) -> QuestionOut:
    """Ask once what an answer to an own question leaves open."""
    row = _judged(request, key)
    actions.ask_back(member=member_of(request), answer=row, text=said.text, now=now())
    return _after(request, row)


@router.post("questions/{uuid:key}/close", response=answers(200, QuestionOut, *WRITES), summary="Close a question")
def close_question(request: HttpRequest, key: UUID, said: ReasonSaid) -> QuestionOut:
    """End an own question, or one that the secretariat routes, without an accepted answer."""
    member, row = member_of(request), visible_in_api(request, key)
    if not page_of_question(row, member=member).may_close:
        # Whoever neither asked nor routes finds nothing here, as with a question that is not there.
        row = get_object_or_404(Question.objects.editable_by(member), key=key)
    actions.close_question(member=member, question=row, reason=said.reason, now=now())
    return whole_question(request, visible_in_api(request, key))


class DirectoryFilters(Said):
    """Whom to list: each code at most once. helps   those that offer help alone"""

    theme: ThemeWord | None = None
    control: Code = ""
    method: Code = ""
    helps: StrictBool | None = None


class PracticeNamed(Schema):
    """A practice that this reader sees."""

    key: UUID
    title: str
    language: str


class ExpertiseOut(Schema):
    """One organisation.

    themes … note        what it says of itself, empty where it says nothing
    wrote, uses          practices, as far as this reader sees them and knows of the use
    buddies, stands_by   organisations that stand by it, and by which it stands; agreed to by both
    """

    organisation: OrganisationLine
    themes: list[str]
    controls: list[str]
    methods: list[str]
    offers_help: bool
    note: str
    language: str
    wrote: list[PracticeNamed]
    uses: list[PracticeNamed]
    buddies: list[OrganisationLine]
    stands_by: list[OrganisationLine]


class ExpertisesOut(Schema):
    """The whole directory: as many entries as there are members at most."""

    items: list[ExpertiseOut]


@router.get("expertise", response=answers(200, ExpertisesOut, *READS), summary="List who has done what")
def expertise(request: HttpRequest, filters: Query[DirectoryFilters]) -> ExpertisesOut:
    """What members say that they have done and help with, those first that say so themselves; for members alone."""
    only_known(request, DirectoryFilters)
    member = member_of(request)
    if not reads_expertise(member):
        raise Http404
    asked = Asked(theme=filters.theme or "", control=filters.control, method=filters.method, helps=bool(filters.helps))
    pairs = list(Buddy.objects.visible_to(member).agreed().select_related("small", "helper"))
    return ExpertisesOut(items=[_entry(one, pairs) for one in entries(asked, member=member)])


def _entry(one: Entry, pairs: list[Buddy]) -> ExpertiseOut:
    said, own = one.declared, one.organisation.pk
    return ExpertiseOut(
        organisation=organisation_line(one.organisation),
        themes=said.themes if said else [],
        controls=said.controls if said else [],
        methods=said.methods if said else [],
        offers_help=bool(said and said.offers_help),
        note=said.note if said else "",
        language=said.language if said else "",
        wrote=[PracticeNamed(key=row.key, title=row.title, language=row.language) for row in one.wrote],
        uses=[PracticeNamed(key=row.key, title=row.title, language=row.language) for row in one.uses],
        buddies=[organisation_line(pair.helper) for pair in pairs if pair.small_id == own],
        stands_by=[organisation_line(pair.small) for pair in pairs if pair.helper_id == own],
    )
