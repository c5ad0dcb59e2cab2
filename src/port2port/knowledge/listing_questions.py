"""The list of questions: what an address asks for, and the page that answers it under the one rule."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.knowledge.access_questions import Questions
from port2port.knowledge.models import Question, QuestionState
from port2port.knowledge.models.question import UNANSWERED_AFTER
from port2port.members.member import Member
from port2port.sharing import audience_index, search
from port2port.sharing.audience_index import CAP
from port2port.sharing.filters import Wanted, read_filter

PAGE = 30
MOST_OPEN = 200
_GOING = Q(withdrawn_at=None, closed_at=None)
STATES: dict[str, Q] = {
    QuestionState.ASKED: _GOING & Q(confirmed_at=None, answered_at=None, routed_at=None),
    QuestionState.ROUTED: _GOING & Q(confirmed_at=None, answered_at=None, routed_at__isnull=False),
    QuestionState.ANSWERED: _GOING & Q(confirmed_at=None, answered_at__isnull=False),
    QuestionState.CONFIRMED: _GOING & Q(confirmed_at__isnull=False),
    QuestionState.CLOSED: Q(withdrawn_at=None, closed_at__isnull=False),
    QuestionState.WITHDRAWN: Q(withdrawn_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for.

    mine   those of the own organisation alone
    """

    wanted: Wanted
    state: str
    mine: bool
    page: int

    @property
    def is_everything(self) -> bool:
        """True without any filter."""
        return self.wanted.is_everything and not self.state and not self.mine


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, the newest on top, how many there are in words, and the numbers of its neighbours."""

    rows: list[Question]
    count: str
    newer: int = 0
    older: int = 0


def asked_in(query: QueryDict) -> Asked:
    """The filter in an address; what is no filter is left out."""
    state, page = query.get("state", ""), query.get("page", "")
    return Asked(
        wanted=read_filter(Question, query.urlencode()),
        state=state if state in STATES else "",
        mine=query.get("mine") == "1",
        page=max(1, int(page)) if page.isdecimal() and len(page) < 5 else 1,
    )


def listed(asked: Asked, *, member: Member) -> Listed:
    """The page that answers."""
    rows = rows_of(asked, member)
    number = rows[: CAP + 1].count()
    first = (asked.page - 1) * PAGE
    return Listed(
        rows=list(rows.select_related("originator")[first : first + PAGE]),
        count=count_words(number),
        newer=asked.page - 1,
        older=asked.page + 1 if number > first + PAGE else 0,
    )


def rows_of(asked: Asked, member: Member) -> Questions:
    """All that answers, the newest on top."""
    questions = Question.objects.visible_to(member)
    if asked.mine:
        questions = questions.asked_by(member)
    questions = questions.filter(STATES[asked.state]) if asked.state else questions.standing()
    wanted = asked.wanted
    # Questions are few, as practices are: the newest thousand that carry the facets hold them all.
    if wanted.words:
        found = search.find(Question, member, wanted.words, groups=wanted.groups, limit=CAP).ids
        questions = questions.filter(pk__in=found)
    elif wanted.groups:
        places = audience_index.newest(Question, member, groups=wanted.groups, limit=CAP)
        questions = questions.filter(pk__in=[one.record_id for one in places])
    return questions.order_by("-published_at", "-pk")


def count_words(number: int) -> str:
    """How many questions, in words."""
    if number > CAP:
        return _("%(n)s+ questions") % {"n": number_format(CAP, force_grouping=True)}
    return ngettext("%(n)s question", "%(n)s questions", number) % {"n": number_format(number, force_grouping=True)}


def waiting(member: Member) -> list[Question]:
    """What the routing seat has to look after, the longest waiting first."""
    rows = Question.objects.routable_by(member).select_related("originator")
    return list(rows.order_by("answered_at", "published_at", "pk")[:MOST_OPEN])


def is_late(question: Question, *, now: datetime) -> bool:
    """Whether nobody answered for five days."""
    return question.answered_at is None and (question.published_at or now) + UNANSWERED_AFTER <= now
