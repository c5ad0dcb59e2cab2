"""Ask, take back, send on and close; sharing does the publishing, this module knows what a question is."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.knowledge.access_questions import is_outside, is_triage
from port2port.knowledge.actions.floor import mark_sent
from port2port.knowledge.actions.recording import append, version_of
from port2port.knowledge.askers import FEWEST, could_have_asked, kind_to_show, signer_of
from port2port.knowledge.asking import QuestionFields, check_question, digest_source, finds_in_question
from port2port.knowledge.models import Asker, Question, QuestionNews, Routing
from port2port.knowledge.models.question import ANSWERED_WITHIN
from port2port.members.actions.rights import record_act
from port2port.members.member import Act, Member
from port2port.members.models import Organisation
from port2port.members.readers import Placed, readers_of_community
from port2port.pure import stix
from port2port.pure.audience import Handling, Tlp
from port2port.reports.actions import ReadersChanged
from port2port.reports.fields import Readers
from port2port.reports.guard import PersonalDataFound
from port2port.reports.rules import REASON, BadField, cleaned, own_organisation
from port2port.reports.sending import once
from port2port.sharing import actions as sharing
from port2port.sharing.actions.notifying import unread_of
from port2port.sharing.handling_rules import check_handling
from port2port.sharing.would import Receivers, receivers_of, would_receive

# So many open questions, or questions of one day, of an organisation that is no member.
MOST_OPEN, DAY = 3, timedelta(days=1)


class TooFewToHide(Refusal):
    words = _("Fewer than five organisations could have asked this, so your name cannot be hidden. Ask under it.")


class OnlyToAll(Refusal):
    words = _("A hidden question goes to every member, TLP:GREEN: in a circle there are too few to hide among.")


class NoSigner(Refusal):
    words = _("There is no active secretariat that could sign for you. Ask under your organisation's name.")


class OnlyToMembers(Refusal):
    words = _("A question of your organisation goes to every member, TLP:GREEN: no other label and no circle.")


class EnoughOpen(Refusal):
    status = 429
    words = _(
        "Your organisation has three questions open, or asked three in a day. Confirm an answer, close one, or wait a "
        "day."
    )


class SentOnAlready(Refusal):
    status = 409
    words = _("The secretariat has sent this on, or someone answered. Close it instead, with a reason.")


class NotOpen(Refusal):
    status = 409
    words = _("This question is no longer open.")


@transaction.atomic
def ask(
    *,
    member: Member,
    said: QuestionFields,
    readers: Readers,
    hidden: bool = False,
    expected: frozenset[int] | None = None,
    not_personal: frozenset[str] = frozenset(),
    proposal: UUID | None = None,
    key: str = "",
    now: datetime,
) -> Question:
    """Ask the readers; a hidden asker's question is the secretariat's to everyone who may not know better.

    expected       the organisations that the asker was shown
    not_personal   finds of the share guard that the asker says are none, by their tokens
    proposal       key of what a guard of the own organisation wrote, which this sends on
    Raises BadField, BadHandling, PersonalDataFound, ReadersChanged, TooFewToHide, OnlyToAll, OnlyToMembers, EnoughOpen,
    NoSigner, NotAllowed, DoneAlready.
    """
    if not member.may(Act.ASK):
        raise NotAllowed
    check_question(said)
    check_readers(readers, member=member, hidden=hidden)

    def send() -> UUID:
        row = _ask(member, said, readers, hidden=hidden, expected=expected, not_personal=not_personal, now=now)
        if proposal is not None:
            mark_sent(proposal, row, member=member, now=now)
        return row.key

    content = f"{digest_source(said, readers, hidden=hidden)}\n{proposal or ''}"
    made = once(member=member, key=key, act="question", content=content, now=now, do=send)
    return Question.objects.select_related("originator").get(key=made)


def check_readers(readers: Readers, *, member: Member, hidden: bool) -> None:
    """That a question may go to these. Raises BadField, OnlyToMembers, OnlyToAll, TooFewToHide."""
    if is_outside(member) and readers != Readers(tlp=Tlp.GREEN):
        raise OnlyToMembers
    if readers.tlp == Tlp.RED or readers.named or readers.openly:
        raise BadField("tlp", _("A question goes to organisations; choose another label than TLP:RED."))
    if hidden and (readers.tlp != Tlp.GREEN or readers.circles):
        raise OnlyToAll
    if hidden and could_have_asked() < FEWEST:
        raise TooFewToHide


def question_of(member: Member, said: QuestionFields, readers: Readers, *, hidden: bool, now: datetime) -> Question:
    """The row as it would be published; nothing is saved. Raises NoSigner."""
    own = Organisation.objects.get(pk=own_organisation(member))
    return Question(
        title=said.title,
        text=said.text,
        language=said.language,
        themes=list(said.themes),
        methods=list(said.methods),
        controls=list(said.controls),
        is_hidden=hidden,
        shown_kind=kind_to_show(own) if hidden else "",
        originator=_secretariat() if hidden else own,
        author_id=None if hidden else member.person_id,
        tlp=readers.tlp,
        answer_by=timezone.localdate(now) + ANSWERED_WITHIN,
        made_at=now,
        changed_at=now,
    )


def handling_of_question(question: Question, readers: Readers) -> Handling:
    """The handling that the question would have."""
    return Handling(
        tlp=readers.tlp, originator=question.originator_id, author=question.author_id, circles=readers.circles
    )


def _ask(
    member: Member,
    said: QuestionFields,
    readers: Readers,
    *,
    hidden: bool,
    expected: frozenset[int] | None,
    not_personal: frozenset[str],
    now: datetime,
) -> Question:
    if is_outside(member):
        _check_few(member, now=now)
    row = question_of(member, said, readers, hidden=hidden, now=now)
    signer = signer_of(row, member)
    check_handling(handling_of_question(row, readers), member=signer)
    found = finds_in_question(said)
    unresolved = [one for one in found if one.token not in not_personal]
    if unresolved:
        raise PersonalDataFound(unresolved)
    row.not_personal = sorted(one.token for one in found)
    row.save()
    row.circles.set(readers.circles)
    Asker.objects.create(question=row, organisation_id=own_organisation(member), person_id=member.person_id)
    if found:
        # Without the number: the trail must not lead from the asker to its question.
        record_act(member=member, act="not_personal", subject=f"question: {len(found)}", now=now)

    def check(receivers: Receivers) -> None:
        # Who is no member was told of members, not of which.
        if expected is not None and not is_outside(member) and receivers.organisations != expected:
            raise ReadersChanged

    sharing.publish_within(record=row, member=signer, check=check, now=now)
    return row


def _check_few(member: Member, *, now: datetime) -> None:
    """That the organisation has not asked much already. Raises EnoughOpen."""
    # Held, so that of two at once the second counts the first.
    own = Organisation.objects.select_for_update().get(pk=own_organisation(member))
    asked = Question.objects.filter(asker__organisation=own)
    if asked.filter(
        Q(withdrawn_at=None, confirmed_at=None, closed_at=None) | Q(published_at__gt=now - DAY)
    ).count() >= (MOST_OPEN):
        raise EnoughOpen


def _secretariat() -> Organisation:
    found = Organisation.objects.active_members().filter(kind=Organisation.Kind.SECRETARIAT).first()
    if found is None:
        raise NoSigner
    return found


def preview_receivers(
    *, member: Member, said: QuestionFields, readers: Readers, hidden: bool, now: datetime
) -> Receivers:
    """Who would receive the question. Raises BadField, BadHandling, OnlyToAll, TooFewToHide, NoSigner."""
    check_question(said)
    check_readers(readers, member=member, hidden=hidden)
    row = question_of(member, said, readers, hidden=hidden, now=now)
    handling = handling_of_question(row, readers)
    check_handling(handling, member=signer_of(row, member))
    return would_receive(handling, Question, row.facets(), first_at=now)


def open_question(*, member: Member, question: Question, now: datetime) -> None:
    """A reader opened it. A hidden question keeps no receipts: one that comes at once would name its asker."""
    if question.is_hidden:
        unread_of(record=question, member=member).update(read_at=now)
    else:
        sharing.record_opening(record=question, member=member, now=now)


@transaction.atomic
def take_back_question(*, member: Member, question: Question, reason: str, now: datetime) -> Question:
    """Withdraw a question that nobody was sent and nobody answered; its readers see the reason.

    Raises NotAllowed, SentOnAlready, BadField.
    """
    row = locked_question(member, question)
    if row.routed_at or row.answered_at or row.closed_at:
        raise SentOnAlready
    reason = cleaned("reason", reason, REASON)
    sharing.withdraw(record=row, member=signer_of(row, member), reason=reason, now=now)
    return row


@transaction.atomic
def route(*, member: Member, question: Question, organisations: frozenset[int], now: datetime) -> list[Routing]:
    """Send a question on to organisations that read it and are likely to know. Raises NotAllowed, NotOpen, BadField."""
    row = _held(question)
    if not is_triage(member) or not Question.objects.visible_to(member).filter(pk=row.pk).exists():
        raise NotAllowed
    if row.state in {"confirmed", "closed", "withdrawn"}:
        raise NotOpen
    readers = able_to_answer(row)
    asker = Asker.objects.filter(question=row).values_list("organisation_id", flat=True)
    if not organisations or not organisations <= readers - set(asker):
        raise BadField("organisations", _("Choose at least one organisation of those that can read it."))
    known = set(Routing.objects.filter(question=row).values_list("organisation_id", flat=True))
    made = Routing.objects.bulk_create(
        Routing(question=row, organisation_id=one, at=now) for one in sorted(organisations - known)
    )
    if row.routed_at is None:
        row.routed_at = now
        row.save(update_fields=["routed_at"])
    if row.answered_at is None:
        tell(row, QuestionNews.Role.SENT, frozenset(one.organisation_id for one in made), now=now)
    return made


@transaction.atomic
def close_question(*, member: Member, question: Question, reason: str, now: datetime) -> Question:
    """End it without an accepted answer, by its asker or by the secretariat. Raises NotAllowed, NotOpen, BadField."""
    row = _held(question)
    own = Question.objects.editable_by(member).filter(pk=row.pk).exists()
    if not own and not (is_triage(member) and Question.objects.visible_to(member).filter(pk=row.pk).exists()):
        raise NotAllowed
    if row.state in {"confirmed", "closed", "withdrawn"}:
        raise NotOpen
    row.closed_reason, row.closed_at = cleaned("reason", reason, REASON), now
    row.save(update_fields=["closed_reason", "closed_at"])
    signer = signer_of(row, member) if own else member
    say(row, signer, kind="closed", text=row.closed_reason, refs=[row.stix_id], now=now)
    return row


def say(question: Question, signer: Member, *, kind: str, text: str, refs: list[str], now: datetime) -> int:
    """Put what was said of a question into the ledger, with its label; where it stands there."""
    organisation = Organisation.objects.get(pk=own_organisation(signer))
    tlp = Tlp(question.tlp)
    version = version_of(organisation, tlp=tlp, created=now, language=question.language if text else "")
    note = stix.note(
        stix.part_id(question.key, kind, now.isoformat()),
        version,
        content=text or kind,
        refs=refs,
        own={"note_kind": kind},
    )
    return append(member=signer, organisation=organisation, record=question, tlp=tlp, objects=[note], now=now)


def tell(question: Question, role: QuestionNews.Role, organisations: frozenset[int], *, now: datetime) -> int:
    """Tell seats of these organisations, each organisation once for a role, in the caller's transaction."""
    fresh = []
    for organisation in sorted(organisations):
        row, is_new = QuestionNews.objects.get_or_create(
            question=question, organisation_id=organisation, role=role, defaults={"made_at": now}
        )
        fresh += [row] if is_new else []
    community = readers_of_community() if fresh else []
    return sharing.tell_own_news([(row, _told(row, community)) for row in fresh], now=now)


def _told(row: QuestionNews, community: list[Placed]) -> list[Placed]:
    """Seats of the organisation that may see this very line."""
    own = (one for one in community if one.organisation == row.organisation_id)
    return [one for one in own if QuestionNews.objects.visible_to(one.member).filter(pk=row.pk).exists()]


def able_to_answer(question: Question) -> frozenset[int]:
    """The members that can read it now; clients and guests ask and do not answer."""
    readers = receivers_of(question, first_at=question.published_at or question.made_at).organisations
    return frozenset(Organisation.objects.active_members().filter(pk__in=readers).values_list("pk", flat=True))


def locked_question(member: Member, question: Question) -> Question:
    """The own organisation's question as it is now, held until the transaction ends. Raises NotAllowed."""
    row = _held(question)
    if not Question.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    return row


def _held(question: Question) -> Question:
    return Question.objects.select_for_update(of=("self",)).select_related("originator").get(pk=question.pk)
