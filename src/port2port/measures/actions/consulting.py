"""A wording is put to the ports: one reply an organisation, an answer to each, and then it goes to the group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed
from port2port.measures.access import answers_for_its_organisation
from port2port.measures.actions.drafting import show
from port2port.measures.actions.shared import checked, facts_at, locked, note_step, publish_next, roles_of
from port2port.measures.models import Measure, MeasureReply, MeasureVersion, State
from port2port.measures.refusals import (
    ConsultationOver,
    NotTheChair,
    NotTheLead,
    OwnMeasure,
    ParagraphsDiffer,
    ReplyChanged,
)
from port2port.measures.rooms import rooms
from port2port.measures.rules import ANSWER, COMMENT, LANGUAGES, REASON, REPLY, paragraphs
from port2port.members.member import Member
from port2port.members.models import Circle, Facility, Port
from port2port.pure.audience import Tlp, audience
from port2port.pure.measure_life import Move, Role
from port2port.reports.fields import Readers
from port2port.reports.rules import BadField, cleaned, own_organisation
from port2port.reports.texts_guard import not_personal_of
from port2port.sharing import actions as sharing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyFields:
    """What an organisation says. comments: words by the number of a paragraph, from 1 on."""

    text: str
    comments: Mapping[int, str]
    language: str


@transaction.atomic
def consult(*, member: Member, measure: Measure, readers: Readers | None = None, now: datetime) -> Measure:
    """Put the wording to the ports. The first time its readers are chosen; later versions keep them.

    Raises NotTheLead, NoSuchMove, TooFewLanguages, ParagraphsDiffer, BadHandling, BadField.
    """
    row, version = locked(member, measure)
    to = checked(member, row, Move.CONSULT, facts_at(now, languages=len(version.languages)))
    if len({len(paragraphs(one["body"])) for one in version.texts if one["language"] in version.languages}) > 1:
        raise ParagraphsDiffer
    version.opened_at = now
    version.save(update_fields=["opened_at"])
    show(version, row)
    row.state = to
    if row.is_draft:
        _share(row, member, readers or Readers(), now=now)
    else:
        publish_next(row, now=now)
    _check_chair_reads(row)
    note_step(row, Move.CONSULT, member=member, now=now)
    return row


def _share(measure: Measure, member: Member, readers: Readers, *, now: datetime) -> None:
    if readers.tlp == Tlp.RED or readers.named:
        raise BadField("tlp", _("A common measure is for ports, not for named people. Choose a wider label."))
    measure.tlp, measure.is_open = readers.tlp, readers.openly
    state, measure.state = measure.state, State.DRAFTING
    measure.save()
    measure.state = State(state)
    measure.circles.set(Circle.objects.filter(pk__in=readers.circles))
    sharing.publish_within(record=measure, member=member, now=now)
    measure.save()


def _check_chair_reads(measure: Measure) -> None:
    chair = rooms().chair_of(measure.working_group) if measure.working_group else None
    if chair is not None and not Measure.objects.visible_to(chair).filter(pk=measure.pk).exists():
        raise BadField("tlp", _("The chair of the working group would not read it. Choose readers that include it."))


@transaction.atomic
def reply(
    *,
    member: Member,
    measure: Measure,
    said: ReplyFields,
    not_personal: frozenset[str] = frozenset(),
    now: datetime,
) -> MeasureReply:
    """What the own organisation says; said again, the newest counts and waits for an answer anew.

    Raises NotAllowed, OwnMeasure, ConsultationOver, BadField, PersonalDataFound.
    """
    if not answers_for_its_organisation(member):
        raise NotAllowed
    row, version = locked(member, measure)
    if row.originator_id == member.organisation_id:
        raise OwnMeasure
    if row.state != State.CONSULTATION or row.is_withdrawn:
        raise ConsultationOver
    text, comments = _kept(said, version)
    not_personal_of({"text": text} | {f"comment_{one['n']}": str(one["text"]) for one in comments}, not_personal)
    organisation = own_organisation(member)
    made = MeasureReply.objects.filter(version=version, organisation_id=organisation).first()
    if made is None:
        made = MeasureReply(version=version, organisation_id=organisation, port=home_port(organisation), made_at=now)
    else:
        made.revision += 1
    made.text, made.comments, made.language, made.by_id = text, comments, said.language, member.seat_id or 0
    made.audience = f" {' '.join(sorted(audience(row.handling())))} "
    made.answer, made.answered_at, made.changed_at = "", None, now
    made.save()
    return made


def _kept(said: ReplyFields, version: MeasureVersion) -> tuple[str, list[dict[str, object]]]:
    number = len(paragraphs(version.texts[0]["body"]))
    text = cleaned("text", said.text, REPLY)
    found = {n: cleaned(f"comment_{n}", words, COMMENT) for n, words in sorted(said.comments.items())}
    if any(not 1 <= n <= number for n in found):
        raise BadField("comments", _("There is no paragraph of this number."))
    comments: list[dict[str, object]] = [{"n": n, "text": words} for n, words in found.items() if words]
    if not text and not comments:
        raise BadField("text", _("Say what your organisation thinks, of the whole or of a paragraph."))
    if said.language not in LANGUAGES:
        raise BadField("language", _("Choose one of the values offered."))
    return text, comments


def home_port(organisation: int) -> Port | None:
    """The port that an organisation counts for: the one that it manages, else that of its first facility."""
    managed = Port.objects.filter(manager_id=organisation).order_by("pk").first()
    if managed is not None:
        return managed
    facility = Facility.objects.filter(organisation_id=organisation, is_active=True).order_by("pk").first()
    return facility.port if facility else None


@transaction.atomic
def take_back_reply(*, member: Member, measure: Measure, now: datetime) -> None:
    """As if the own organisation had said nothing. Raises NotAllowed, ConsultationOver."""
    del now
    row, version = locked(member, measure)
    if row.state != State.CONSULTATION:
        raise ConsultationOver
    MeasureReply.objects.editable_by(member).filter(version=version).delete()


@transaction.atomic
def answer_reply(*, member: Member, reply: MeasureReply, text: str, revision: int, now: datetime) -> MeasureReply:
    """The lead's answer to one reply.

    revision   of the reply that the lead has read
    Raises NotTheLead, ConsultationOver, ReplyChanged, BadField.
    """
    measure, _held = locked(member, reply.version.measure)
    if Role.LEAD not in roles_of(member, measure):
        raise NotTheLead
    if measure.state != State.CONSULTATION:
        raise ConsultationOver
    row = MeasureReply.objects.select_for_update(of=("self",)).filter(pk=reply.pk).first()
    if row is None or row.revision != revision:
        raise ReplyChanged
    row.answer, row.answered_at = cleaned("answer", text, ANSWER), now
    row.save(update_fields=["answer", "answered_at"])
    return row


@transaction.atomic
def allow_fewer(*, member: Member, measure: Measure, reason: str, now: datetime) -> Measure:
    """The chair says why replies from fewer than three ports are enough.

    Raises NotTheChair, ConsultationOver, BadField.
    """
    row, version = locked(member, measure)
    if Role.CHAIR not in roles_of(member, row):
        raise NotTheChair
    if row.state != State.CONSULTATION:
        raise ConsultationOver
    kept = cleaned("reason", reason, REASON)
    if not kept:
        raise BadField("reason", _("Say why."))
    version.fewer_reason = kept
    version.save(update_fields=["fewer_reason"])
    note_step(row, "fewer", member=member, now=now, note=kept)
    return row


@transaction.atomic
def close(*, member: Member, measure: Measure, now: datetime) -> Measure:
    """End the consultation; the group decides. Raises NotTheLead, TooEarly, TooFewPorts, Unanswered, NoSuchMove."""
    row, version = locked(member, measure)
    replies = list(MeasureReply.objects.filter(version=version))
    facts = facts_at(
        now,
        opened_at=version.opened_at,
        ports=ports_of(replies),
        fewer_reason=version.fewer_reason,
        unanswered=sum(one.answered_at is None for one in replies),
    )
    row.state = checked(member, row, Move.CLOSE, facts)
    version.closed_at = now
    version.save(update_fields=["closed_at"])
    publish_next(row, now=now)
    note_step(row, Move.CLOSE, member=member, now=now)
    return row


def ports_of(replies: Iterable[MeasureReply]) -> int:
    """From how many ports these replies came."""
    return len({one.port_id for one in replies if one.port_id is not None})
