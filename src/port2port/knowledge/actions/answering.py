"""Answer, thank, ask back, confirm, and make a practice of what was confirmed."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.knowledge.access import Practices
from port2port.knowledge.actions.asking import NotOpen, locked_question, say
from port2port.knowledge.actions.drafts import save_draft
from port2port.knowledge.actions.recording import append, version_of
from port2port.knowledge.askers import signer_of
from port2port.knowledge.asking import ANSWER, ASK_BACK
from port2port.knowledge.fields import PracticeFields
from port2port.knowledge.models import Answer, Kind, Practice, Question
from port2port.knowledge.rules import LANGUAGES, MOST_CODES, NEXT_LOOK, SUMMARY
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.members.readers import choosable_circles
from port2port.pure import stix
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.reports.rules import BadField, cleaned, own_organisation
from port2port.reports.sending import once
from port2port.sharing import actions as sharing
from port2port.sharing import search
from port2port.sharing.audience_index import tokens_of
from port2port.vocabulary import lookup

MOST_CITED = 5


class SaidBefore(Refusal):
    status = 409
    words = _("Your organisation has done this already.")


class NotConfirmed(Refusal):
    status = 409
    words = _("The asker has not confirmed this answer.")


@transaction.atomic
def answer_question(
    *,
    member: Member,
    question: Question,
    text: str,
    language: str,
    practices: tuple[UUID, ...] = (),
    controls: tuple[str, ...] = (),
    key: str = "",
    now: datetime,
) -> Answer:
    """Answer for the own organisation, to all who can read the question. Raises NotAllowed, NotOpen, BadField."""
    row = Question.objects.select_for_update(of=("self",)).select_related("originator").get(pk=question.pk)
    if not Question.objects.answerable_by(member).filter(pk=row.pk).exists():
        raise NotOpen if row.closed_at or row.is_withdrawn else NotAllowed
    text = cleaned("text", text, ANSWER)
    _check_cited(member, language, practices, controls)

    def give() -> UUID:
        said = Answer(
            key=uuid4(),
            question=row,
            organisation=Organisation.objects.get(pk=own_organisation(member)),
            author_id=member.person_id,
            text=text,
            language=language,
            practices=[str(one) for one in practices],
            controls=list(controls),
            at=now,
        )
        _keep(said, member, now=now)
        return said.key

    content = f"{row.key}\n{language}\n{practices}\n{controls}\n{text}"
    return Answer.objects.get(
        key=once(member=member, key=key, act="question_answer", content=content, now=now, do=give)
    )


def _keep(said: Answer, member: Member, *, now: datetime) -> None:
    question = said.question
    said.position = _append(said, member, now=now)
    said.save()
    if question.answered_at is None:
        question.answered_at = now
        question.save(update_fields=["answered_at"])
    # Whoever finds the question finds it by its answers too: both have the same readers.
    search.index(question, tokens=tokens_of(question))
    if not question.is_hidden:
        sharing.record_acknowledgement(record=question, member=member, now=now)


def citable(member: Member) -> Practices:
    """Practices that an answer may name: those that every member reads, so that a name tells nobody of a hidden one."""
    return Practice.objects.visible_to(member).standing().filter(tlp__lte=Tlp.GREEN)


def _check_cited(member: Member, language: str, practices: tuple[UUID, ...], controls: tuple[str, ...]) -> None:
    if language not in LANGUAGES:
        raise BadField("language", _("Choose one of the values offered."))
    if len(controls) > MOST_CODES or not all(lookup.is_known("controls", one) for one in controls):
        raise BadField("controls", _("Choose from the list, at most 20."))
    seen = citable(member).filter(key__in=practices).count()
    if len(practices) > MOST_CITED or seen != len(set(practices)):
        raise BadField("practices", _("Choose from the list, at most 5."))


def _append(said: Answer, member: Member, *, now: datetime) -> int:
    tlp = Tlp(said.question.tlp)
    version = version_of(said.organisation, tlp=tlp, created=now, language=said.language)
    cited = {"practices": said.practices, "controls": said.controls}
    own: stix.Json = {"note_kind": "answer"} | {name: list(codes) for name, codes in cited.items() if codes}
    note = stix.note(said.key, version, content=said.text, refs=[said.question.stix_id], own=own)
    return append(member=member, organisation=said.organisation, record=said.question, tlp=tlp, objects=[note], now=now)


@transaction.atomic
def thank(*, member: Member, answer: Answer, now: datetime) -> Answer:
    """Say thank you, once. Raises NotAllowed, SaidBefore."""
    row = _judged(member, answer)
    if row.thanked_at:
        raise SaidBefore
    row.thanked_at = now
    row.save(update_fields=["thanked_at"])
    _say(row, member, kind="thanks", text="", now=now)
    return row


@transaction.atomic
def ask_back(*, member: Member, answer: Answer, text: str, now: datetime) -> Answer:
    """Ask once what the answer leaves open; all readers see it. Raises NotAllowed, SaidBefore, NotOpen, BadField."""
    row = _judged(member, answer)
    if row.question.confirmed_at or row.question.closed_at:
        raise NotOpen
    if row.asked_back_at:
        raise SaidBefore
    row.asked_back, row.asked_back_at = cleaned("text", text, ASK_BACK), now
    row.save(update_fields=["asked_back", "asked_back_at"])
    _say(row, member, kind="ask-back", text=row.asked_back, now=now)
    return row


@transaction.atomic
def confirm(*, member: Member, answer: Answer, now: datetime) -> Answer:
    """Say that this answers the question. Raises NotAllowed, NotOpen."""
    row = _judged(member, answer)
    question = row.question
    if question.confirmed_at or question.closed_at:
        raise NotOpen
    row.confirmed_at = question.confirmed_at = now
    row.save(update_fields=["confirmed_at"])
    question.save(update_fields=["confirmed_at"])
    _say(row, member, kind="confirmed", text="", now=now)
    return row


def _judged(member: Member, answer: Answer) -> Answer:
    question = locked_question(member, answer.question)
    row = Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    row.question = question
    return row


def _say(row: Answer, member: Member, *, kind: str, text: str, now: datetime) -> None:
    signer = signer_of(row.question, member)
    say(row.question, signer, kind=kind, text=text, refs=[row.question.stix_id, f"note--{row.key}"], now=now)


@transaction.atomic
def make_practice(*, member: Member, answer: Answer, now: datetime) -> Practice:
    """A draft of a practice from a confirmed answer, by the organisation that gave it, for the question's readers.

    Raises NotAllowed, NotConfirmed.
    """
    row = Answer.objects.select_for_update(of=("self",)).select_related("question").get(pk=answer.pk)
    if not Answer.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    if row.confirmed_at is None:
        raise NotConfirmed
    if row.practice_id:
        kept = Practice.objects.editable_by(member).filter(pk=row.practice_id).first()
        if kept is not None:
            return kept
    question = row.question
    handling = question.handling()
    said = PracticeFields(
        kind=Kind.FAQ.value,
        title=question.title,
        summary=question.text.replace("\n", " ")[: SUMMARY.characters],
        body=row.text,
        language=row.language,
        themes=tuple(question.themes),
        methods=tuple(question.methods),
        controls=tuple(dict.fromkeys([*question.controls, *row.controls]))[:MOST_CODES],
        review_by_on=timezone.localdate(now) + NEXT_LOOK,
    )
    circles = handling.circles & choosable_circles(member)
    draft = save_draft(member=member, said=said, readers=Readers(tlp=handling.tlp, circles=circles), now=now)
    row.practice = draft
    row.save(update_fields=["practice"])
    return draft
