"""What the page of one question shows to one reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.knowledge.access_questions import is_outside, is_triage
from port2port.knowledge.askers import ShownAsker, answerers, shown_asker
from port2port.knowledge.models import Answer, Asker, Practice, Question, QuestionState, Routing
from port2port.knowledge.models.question import ROUTED_WITHIN
from port2port.knowledge.page import theme_words
from port2port.members.member import Act, Member
from port2port.reports.wording import how_it_came, reason_words
from port2port.sharing.models import Delivery
from port2port.sharing.receipts import receipts_of

KINDS = {
    QuestionState.ASKED: "information",
    QuestionState.ROUTED: "information",
    QuestionState.ANSWERED: "medium",
    QuestionState.CONFIRMED: "done",
}


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One answer as this reader sees it.

    cited         practices that it names and this reader sees
    practice      what became of it, where this reader sees that
    may_judge     thank, ask back or confirm     may_make   a practice of it
    """

    row: Answer
    who: str
    cited: list[Practice]
    practice: Practice | None
    may_judge: bool
    may_confirm: bool
    may_make: bool


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Everything on the page."""

    question: Question
    asker: ShownAsker
    state: QuestionState
    themes: list[tuple[str, str]]
    answers: list[ShownAnswer]
    routings: list[Routing]
    receipts: list[Delivery]
    came: list[str]
    may_answer: bool
    may_take_back: bool
    may_close: bool
    may_route: bool
    sent_to_us: bool

    @property
    def state_words(self) -> str:
        """Where it stands, in words."""
        return str(self.state.label)

    @property
    def state_kind(self) -> str:
        """The colour and shape that go with the words."""
        return KINDS.get(self.state, "")

    @property
    def reason(self) -> str:
        """Why it was withdrawn."""
        return reason_words(self.question.withdrawn_reason)

    @property
    def route_by(self) -> datetime:
        """Until when the secretariat sends it on."""
        return (self.question.published_at or self.question.made_at) + ROUTED_WITHIN


def page_of_question(question: Question, *, member: Member) -> QuestionPage:
    """The page as this reader sees it; `question` was found by `visible_to`."""
    is_own = Question.objects.editable_by(member).filter(pk=question.pk).exists()
    is_open = Question.objects.visible_to(member).open().filter(pk=question.pk).exists()
    triage = is_triage(member)
    routings = list(Routing.objects.visible_to(member).filter(question=question).select_related("organisation"))
    return QuestionPage(
        question=question,
        asker=shown_asker(question, member),
        state=question.state,
        themes=theme_words(question.themes),
        answers=list(_answers(question, member, is_own=is_own)),
        routings=routings if triage else [],
        # Of a hidden question there are none: an opening that comes at once would name its asker.
        receipts=receipts_of(question, member) if is_own and not question.is_hidden and not is_outside(member) else [],
        came=_came(question, member, is_own=is_own),
        may_answer=Question.objects.answerable_by(member).filter(pk=question.pk).exists(),
        may_take_back=is_own and is_open and not question.routed_at and not question.answered_at,
        may_close=is_open and (is_own or triage),
        may_route=is_open and triage,
        sent_to_us=any(one.organisation_id == member.organisation_id for one in routings),
    )


def _came(question: Question, member: Member, *, is_own: bool) -> list[str]:
    if is_own and is_outside(member):
        return [_("Your organisation asked it; every member organisation reads it.")]
    # The secretariat did not write what it signs for somebody.
    return [_("It is for every member organisation.")] if question.is_hidden else how_it_came(question, member=member)


def _answers(question: Question, member: Member, *, is_own: bool) -> Iterator[ShownAnswer]:
    rows = list(Answer.objects.visible_to(member).filter(question=question).select_related("organisation"))
    names = answerers(question, rows, member)
    editable = set(Answer.objects.editable_by(member).filter(question=question).values_list("pk", flat=True))
    practices = Practice.objects.visible_to(member).standing()
    is_open = not question.confirmed_at and not question.closed_at
    for row in rows:
        yield ShownAnswer(
            row=row,
            who=names[row.pk],
            cited=list(practices.filter(key__in=row.practices)),
            practice=practices.filter(pk=row.practice_id or 0).first(),
            may_judge=is_own,
            may_confirm=is_own and is_open,
            may_make=row.pk in editable and row.confirmed_at is not None,
        )


def question_crumbs() -> list[tuple[str, str]]:
    """The way back to the list."""
    return [(reverse("knowledge:questions"), _("Questions"))]


def days_open(question: Question, *, now: datetime) -> int:
    """For how many whole days it waits."""
    return (now - (question.published_at or now)) // timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that waits for the own organisation: to judge an answer to its own, or to answer another's."""

    question: Question
    is_own: bool


def questions_for(member: Member, *, most: int) -> list[Waiting]:
    """What was sent to the own organisation and nobody answered, and its own that has an answer; one question."""
    if not member.may(Act.ASK):
        return []
    own = Asker.objects.of_own(member).filter(question=OuterRef("pk"))
    sent = Routing.objects.filter(organisation_id=member.organisation_id or 0, question=OuterRef("pk"))
    rows = (
        Question.objects.visible_to(member)
        .open()
        .filter(Q(Exists(own), answered_at__isnull=False) | Q(~Exists(own), Exists(sent), answered_at=None))
    )
    # Of the two only the own one has an answer.
    return [Waiting(one, one.answered_at is not None) for one in rows.order_by("answer_by", "pk")[:most]]
