"""Who asked, in the words that each reader may have; and who signs for an asker that stays hidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from django.utils.translation import gettext as _

from port2port.knowledge.models import Answer, Asker, Question
from port2port.members.member import NOBODY, Function, Member, Standing
from port2port.members.models import Organisation
from port2port.pure.audience import Tlp
from port2port.sharing.came import named_organisations

# So many organisations must share what is shown of a hidden asker.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class ShownAsker:
    """The asker as one reader knows it.

    is_known    this reader knows who asked, though the others do not
    """

    words: str
    is_own: bool = False
    is_known: bool = False


def sharing_kind(kind: str) -> int:
    """How many active organisations are of this kind, of those that can ask: members, clients and guests alike."""
    return Organisation.objects.filter(state=Organisation.State.ACTIVE, kind=kind).count()


def could_have_asked() -> int:
    """How many active members there are besides the secretariat, which signs."""
    return Organisation.objects.active_members().exclude(kind=Organisation.Kind.SECRETARIAT).count()


def kind_to_show(organisation: Organisation) -> str:
    """What the question shows of its hidden asker: the kind of organisation where enough share it, else nothing."""
    return organisation.kind if sharing_kind(organisation.kind) >= FEWEST else ""


def shown_askers(questions: Iterable[Question], member: Member) -> dict[int, ShownAsker]:
    """For each question, by its id, whom this reader sees as its asker."""
    rows = list(questions)
    known = Asker.objects.visible_to(member).filter(question__in=[one.pk for one in rows])
    by_question = {one.question_id: one.organisation for one in known.select_related("organisation")}
    counts = _counts(rows)
    return {one.pk: _shown(one, by_question.get(one.pk), member, counts) for one in rows}


def words_for_strangers(questions: Iterable[Question]) -> dict[int, str]:
    """For each question, by its id, its asker as who does not know gets it: for what is read without a login."""
    rows = list(questions)
    counts = _counts(rows)
    return {one.pk: _shown(one, None, NOBODY, counts).words for one in rows}


def _counts(rows: Iterable[Question]) -> dict[str, int]:
    return {kind: sharing_kind(kind) for kind in {one.shown_kind for one in rows if one.shown_kind}}


def shown_asker(question: Question, member: Member) -> ShownAsker:
    """Whom this reader sees as its asker."""
    return shown_askers([question], member)[question.pk]


def _shown(question: Question, known: Organisation | None, member: Member, counts: dict[str, int]) -> ShownAsker:
    is_own = known is not None and known.pk == member.organisation_id
    if not question.is_hidden:
        return ShownAsker(question.originator.label, is_own=is_own)
    if known is not None:
        return ShownAsker(known.label, is_own=is_own, is_known=True)
    # What may have been told on the day of asking is told no longer once fewer share it.
    if question.shown_kind and counts[question.shown_kind] >= FEWEST:
        return ShownAsker(_("An organisation: %(kind)s") % {"kind": question.get_shown_kind_display()})
    # The same words for a member, a client and a guest: of some there are too few to say which of these asks.
    return ShownAsker(_("An organisation"))


def signer_of(question: Question, member: Member) -> Member:
    """Who signs what the asker says: itself, or for a hidden one the secretariat under a random id each time."""
    if not question.is_hidden:
        return member
    return Member(
        actor=uuid4(),
        function=Function.SECRETARIAT,
        standing=Standing.MEMBER,
        organisation_id=question.originator_id,
    )


def answerers(question: Question, answers: Iterable[Answer], member: Member) -> dict[int, str]:
    """Who gave each answer, by its id: by name where this reader may know that it had the question."""
    rows = list(answers)
    listed = set(Organisation.objects.visible_to(member).values_list("pk", flat=True)) if rows else set()
    if question.tlp <= Tlp.GREEN or Asker.objects.visible_to(member).filter(question=question).exists():
        named = listed
    else:
        named = listed & named_organisations(question, member)
    named |= {member.organisation_id or 0} | ({question.originator_id} if not question.is_hidden else set())
    stranger = _("A recipient") if member.standing == Standing.MEMBER else _("A member")
    return {one.pk: one.organisation.label if one.organisation_id in named else stranger for one in rows}
