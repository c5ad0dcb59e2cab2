"""What the pages show of the questions of guards."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.knowledge.access_floor import proposes, sends_on
from port2port.knowledge.models import FloorQuestion, FloorState, Question
from port2port.members.member import Member

MOST, MOST_DUE = 100, 5
KINDS = {
    FloorState.WAITING: "information",
    FloorState.SENT: "information",
    FloorState.ANSWERED: "done",
}


@dataclass(frozen=True, slots=True)
class FloorLine:
    """One of them. asked   what was asked for it, for those who read that"""

    row: FloorQuestion
    state: str
    kind: str
    asked: Question | None = None

    @property
    def has_answer(self) -> bool:
        """True when an officer can show one."""
        return self.row.state == FloorState.ANSWERED


def floor_lines(member: Member) -> list[FloorLine]:
    """The own ones, or those of the own organisation: what waits first, then the newest."""
    rows = FloorQuestion.objects.visible_to(member).select_related("question", "person")
    return list(lines_of(list(rows.order_by("done_at", "-made_at", "-pk")[:MOST]), member))


def lines_of(rows: list[FloorQuestion], member: Member) -> Iterator[FloorLine]:
    """Each with what this reader sees of what was asked for it."""
    seen = Question.objects.visible_to(member).filter(pk__in=[one.question_id for one in rows if one.question_id])
    asked = {one.pk: one for one in seen} if sends_on(member) else {}
    for one in rows:
        yield FloorLine(one, str(one.state.label), KINDS.get(one.state, ""), asked.get(one.question_id or 0))


def floor_crumb(member: Member) -> tuple[str, str]:
    """The way back to the list."""
    return (reverse("knowledge:floor_questions"), _("My questions") if proposes(member) else _("Questions of guards"))


def waiting_proposal(key: str, *, member: Member) -> FloorQuestion | None:
    """The one of this key that the member can send on."""
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    return FloorQuestion.objects.editable_by(member).filter(key=wanted).first()


def floor_due(member: Member) -> list[FloorQuestion]:
    """What waits for a seat that sends them on, the oldest first."""
    if not sends_on(member):
        return []
    return list(FloorQuestion.objects.editable_by(member).order_by("made_at", "pk")[:MOST_DUE])


def floor_words(member: Member) -> str:
    """For the Now page of a guard: what became of its questions; empty for every other seat."""
    if not proposes(member):
        return ""
    rows = FloorQuestion.objects.visible_to(member).filter(question__answered_at__isnull=False)
    number = rows.filter(question__withdrawn_at=None)[:MOST].count()
    if not number:
        return _("Ask what you want to know; your officers put it to the others.")
    words = ngettext(
        "%(n)d of your questions has an answer. Ask an officer to show it.",
        "%(n)d of your questions have an answer. Ask an officer to show them.",
        number,
    )
    return words % {"n": number}
