"""Which organisations are likely to know: those whose practices are about the same, for the seat that routes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from port2port.knowledge.actions.asking import able_to_answer
from port2port.knowledge.models import Asker, Expertise, Practice, Question, Routing, Use
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.pure.audience import Tlp
from port2port.sharing.came import named_organisations


@dataclass(slots=True)
class Suggestion:
    """An organisation that can be sent the question, and why it may know."""

    organisation: Organisation
    is_sent: bool
    reasons: list[str] = field(default_factory=list)


def suggestions(question: Question, *, member: Member) -> list[Suggestion]:
    """Those who read it and may be named here, who is likely to know first. Never the asker."""
    asker = Asker.objects.filter(question=question).values_list("organisation_id", flat=True)
    known = able_to_answer(question) - set(asker) - {member.organisation_id or 0}
    if question.tlp > Tlp.GREEN:
        # Who else sits in a circle, the circle itself says; the question does not.
        known &= named_organisations(question, member)
    sent = set(Routing.objects.filter(question=question).values_list("organisation_id", flat=True))
    rows = Organisation.objects.visible_to(member).filter(pk__in=known).order_by("name")
    found = {one.pk: Suggestion(one, one.pk in sent) for one in rows}
    for organisation, reason in _reasons(question, member):
        if organisation in found and reason not in found[organisation].reasons:
            found[organisation].reasons.append(reason)
    return sorted(found.values(), key=lambda one: (-len(one.reasons), one.organisation.name.casefold()))


def _reasons(question: Question, member: Member) -> Iterator[tuple[int, str]]:
    alike = [one for one in Practice.objects.visible_to(member).standing() if _is_alike(one, question)]
    titles = {one.pk: one.title for one in alike}
    for one in alike:
        yield one.originator_id, _("wrote “%(title)s”") % {"title": one.title}
    for said in Expertise.objects.visible_to(member).filter(offers_help=True):
        if _is_alike(said, question):
            yield said.organisation_id, _("offers help with it")
    uses = Use.objects.visible_to(member).filter(practice__in=titles)
    for organisation, practice in uses.values_list("organisation_id", "practice_id"):
        yield organisation, _("uses “%(title)s”") % {"title": titles[practice]}


def _is_alike(practice: Practice | Expertise, question: Question) -> bool:
    """About the same codes; where the question names none, about the same theme."""
    if question.controls or question.methods:
        return bool({*practice.controls, *practice.methods} & {*question.controls, *question.methods})
    return bool(set(practice.themes) & set(question.themes))
