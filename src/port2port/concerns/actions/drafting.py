"""A lesson of a concern: a draft report in new words, which knows nothing of the concern."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.concerns.actions.handling import own_desk, thread_key
from port2port.concerns.models import Concern, Part
from port2port.concerns.thread import handler_wrap, key_of_wrap, notes_of, thread_of
from port2port.members.member import Act, Member
from port2port.pure.copied import copied_sentences
from port2port.reports.actions import save_draft
from port2port.reports.fields import Readers, ReportFields
from port2port.reports.models import Kind, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What the handler writes anew. `looked_at`: copied sentences that the handler has seen and means to keep."""

    title: str
    text: str
    language: str
    looked_at: bool = False


class CopiedSentences(Refusal):
    """The draft repeats the reporter's words."""

    words = _(
        "Some sentences stand in the concern too, and could give away who wrote it. Write them anew, or tick the box."
    )

    def __init__(self, sentences: list[str]) -> None:
        super().__init__()
        self.sentences = sentences


@transaction.atomic
def draft_lesson(*, member: Member, concern: Concern, private: bytes, lesson: Lesson, now: datetime) -> Report:
    """Keep it as a draft of the handler's organisation; its readers are chosen there.

    Raises NotAllowed, NotAtThisDesk, CannotOpen, CopiedSentences, BadField.
    """
    row = Concern.objects.visible_to(member).filter(pk=concern.pk).first()
    if row is None or not member.may(Act.PUBLISH):
        raise NotAllowed
    copied = copied_sentences(f"{lesson.title}\n{lesson.text}", _everything(member, row, private))
    if copied and not lesson.looked_at:
        raise CopiedSentences(copied)
    said = ReportFields(kind=Kind.INCIDENT, title=lesson.title, facts=lesson.text, language=lesson.language)
    return save_draft(member=member, said=said, readers=Readers(), now=now)


def _everything(member: Member, concern: Concern, private: bytes) -> str:
    texts = [one.text for one in thread_of(concern, thread_key(member, concern, private))]
    desk = own_desk(member, concern)
    wrap = handler_wrap(concern, member.seat_id or 0, Part.NOTES, desk=desk)
    if wrap is not None:
        rows = concern.notes.filter(desk=desk).select_related("seat__person")
        texts += [one.text for one in notes_of(rows, key_of_wrap(wrap, private))]
    return "\n".join(texts)
