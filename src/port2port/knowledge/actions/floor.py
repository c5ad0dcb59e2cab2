"""A guard's question: written for the own officers, sent on by one of them or put away with a reason."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.knowledge.access_floor import proposes
from port2port.knowledge.asking import TEXT, TITLE
from port2port.knowledge.models import FloorQuestion, Question
from port2port.knowledge.rules import LANGUAGES
from port2port.members.member import Member
from port2port.members.models import Person
from port2port.reports.rules import REASON, BadField, cleaned, own_organisation
from port2port.reports.sending import once

# So many may wait of one guard.
MOST_WAITING = 5


class DoneAlready(Refusal):
    status = 409
    words = _("Somebody has sent this on or put it away already.")


class EnoughWaiting(Refusal):
    status = 429
    words = _("Five of your questions wait for your officers. Talk to one of them before you write another.")


@transaction.atomic
def propose_question(
    *, member: Member, title: str, text: str, language: str, key: str = "", now: datetime
) -> FloorQuestion:
    """Write a question for the own officers; nobody else reads it. Raises NotAllowed, EnoughWaiting, BadField."""
    if not proposes(member) or member.person_id is None:
        raise NotAllowed
    title, text = cleaned("title", title, TITLE), cleaned("text", text, TEXT)
    if language not in LANGUAGES:
        raise BadField("language", _("Choose one of the values offered."))
    person = member.person_id

    def write() -> UUID:
        # Held, so that of two at once the second counts the first.
        Person.objects.select_for_update().get(pk=person)
        if FloorQuestion.objects.visible_to(member).waiting().count() >= MOST_WAITING:
            raise EnoughWaiting
        row = FloorQuestion.objects.create(
            key=uuid4(),
            organisation_id=own_organisation(member),
            person_id=person,
            title=title,
            text=text,
            language=language,
            made_at=now,
        )
        return row.key

    content = f"{language}\n{title}\n{text}"
    made = once(member=member, key=key, act="floor_question", content=content, now=now, do=write)
    return FloorQuestion.objects.get(key=made)


@transaction.atomic
def put_away(*, member: Member, proposal: FloorQuestion, reason: str, now: datetime) -> FloorQuestion:
    """Ask it not, and say why; the guard reads the reason. Raises NotAllowed, DoneAlready, BadField."""
    row = _held(proposal.key, member)
    row.reason, row.done_at, row.done_by_id = cleaned("reason", reason, REASON), now, member.person_id
    row.save(update_fields=["reason", "done_at", "done_by"])
    return row


def mark_sent(key: UUID, question: Question, *, member: Member, now: datetime) -> None:
    """An officer asked it, in the caller's transaction. Raises NotAllowed, DoneAlready."""
    row = _held(key, member)
    row.question, row.done_at, row.done_by_id = question, now, member.person_id
    row.save(update_fields=["question", "done_at", "done_by"])


def _held(key: UUID, member: Member) -> FloorQuestion:
    row = FloorQuestion.objects.select_for_update(of=("self",)).filter(key=key).first()
    if row is None or not FloorQuestion.objects.visible_to(member).filter(pk=row.pk).exists():
        raise NotAllowed
    if not FloorQuestion.objects.editable_by(member).filter(pk=row.pk).exists():
        raise DoneAlready if row.done_at else NotAllowed
    return row
