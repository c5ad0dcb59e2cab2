"""What readers say back; each reply and answer is an envelope of its own in the ledger."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.ledger import store
from port2port.members.member import Act, Member
from port2port.members.models import Circle, Organisation, Person
from port2port.pure import stix
from port2port.pure.audience import Tlp, strictest
from port2port.reports.models import Answer, Kind, Reply, Report
from port2port.reports.models.wording import originator_of
from port2port.reports.rules import NOTE, REPLY, cleaned, own_organisation
from port2port.reports.sending import once
from port2port.sharing import actions as sharing
from port2port.sharing.audience_index import tokens_of
from port2port.sharing.came import circles_it_came_by

Entropy = Callable[[int], bytes]


class NotAsked(Refusal):
    status = 409
    words = _("This report asks for no answer, or was withdrawn.")


class OwnReport(Refusal):
    status = 409
    words = _("Your organisation wrote this; the others answer it.")


@transaction.atomic
def reply(
    *,
    member: Member,
    report: Report,
    text: str,
    language: str,
    now: datetime,
    to_author_only: bool = False,
    key: str = "",
    entropy: Entropy = os.urandom,
) -> Reply:
    """Say something to all who can see the report, or to its author alone.

    Raises BadField, NotAllowed, AlreadyWithdrawn, SentOtherwise.
    """
    report = _held(member, Act.REPLY, report)
    text = cleaned("text", text, REPLY)

    def write() -> UUID:
        own = member.organisation_id == report.originator_id
        line = Reply(
            report=report,
            organisation_id=own_organisation(member),
            author_id=member.person_id,
            to_id=report.originator_id if to_author_only and not own else None,
            text=text,
            language=language,
            tlp=strictest(Tlp(report.tlp), Tlp.AMBER_STRICT) if to_author_only and not own else Tlp(report.tlp),
            audience=f" {' '.join(sorted(_audience_of(report)))} ",
            at=now,
        )
        note = _note(
            line.organisation, line.key, report, text=text, language=language, tlp=line.tlp, now=now, kind="reply"
        )
        line.position = _append(member, line.organisation, report, Tlp(line.tlp), [note], now=now, entropy=entropy)
        line.save()
        return line.key

    content = f"{report.key}\n{to_author_only}\n{language}\n{text}"
    result = once(member=member, key=key, act="reply", content=content, now=now, do=write)
    return Reply.objects.get(key=result)


@transaction.atomic
def take_back_reply(*, member: Member, reply: Reply, now: datetime, entropy: Entropy = os.urandom) -> Reply:
    """Withdraw a reply; its place in the thread stays, its text goes. Raises NotAllowed."""
    if not Reply.objects.editable_by(member).filter(pk=reply.pk).exists():
        raise NotAllowed
    organisation = reply.organisation
    note = _note(
        organisation, reply.key, reply.report, text=reply.text, language="", tlp=reply.tlp, now=reply.at, kind="reply"
    )
    revoked = stix.withdrawal(
        [note],
        originator=originator_of(organisation),
        reason="withdrawn",
        at=stix.next_modified(reply.at, now),
    )
    _append(member, organisation, reply.report, Tlp(reply.tlp), revoked, now=now, entropy=entropy)
    reply.withdrawn_at = now
    reply.save(update_fields=["withdrawn_at"])
    return reply


@transaction.atomic
def answer(
    *,
    member: Member,
    report: Report,
    state: Answer.State,
    note: str,
    language: str,
    now: datetime,
    entropy: Entropy = os.urandom,
) -> Answer:
    """Say what this organisation did with an alert or request; it may change its mind, the earlier stays readable.

    "Seen here too" makes a draft of a linked sighting.
    Raises BadField, NotAllowed, NotAsked, OwnReport, AlreadyWithdrawn.
    """
    report = _held(member, Act.ANSWER, report)
    if not report.asks_for_an_answer:
        raise NotAsked
    if member.organisation_id == report.originator_id:
        raise OwnReport
    note = cleaned("note", note, NOTE)
    given = Answer.objects.select_for_update().filter(report=report, organisation_id=own_organisation(member)).first()
    if given is None:
        given = Answer(report=report, organisation_id=own_organisation(member), at=now)
    elif (given.state, given.note, given.tlp) == (state, note, report.tlp):
        return given
    else:
        given.history = [*given.history, _past(given)]
    given.state, given.note, given.language, given.tlp = state, note, language, report.tlp
    given.author_id, given.changed_at = member.person_id, now
    if state == Answer.State.SEEN_HERE and given.sighting_id is None:
        given.sighting = _sighting_draft(member, report, language=language, now=now)
    objects = _answer_objects(given, report, now=now)
    tlp = strictest(Tlp(report.tlp), Tlp.AMBER_STRICT)
    given.position = _append(member, given.organisation, report, tlp, objects, now=now, entropy=entropy)
    given.save()
    sharing.record_acknowledgement(record=report, member=member, now=now)
    return given


@transaction.atomic
def acknowledge(*, member: Member, report: Report, now: datetime) -> None:
    """Record that this organisation has taken note. Raises NotAllowed, AlreadyWithdrawn, OwnReport."""
    report = _held(member, Act.ANSWER, report)
    if member.organisation_id == report.originator_id:
        raise OwnReport
    sharing.record_acknowledgement(record=report, member=member, now=now)


def _held(member: Member, act: Act, report: Report) -> Report:
    """The report as it stands, which nobody withdraws or answers until this is said."""
    if not member.may(act):
        raise NotAllowed
    row = Report.objects.visible_to(member).select_for_update(of=("self",)).filter(pk=report.pk).first()
    if row is None:
        raise NotAllowed
    if row.is_withdrawn:
        raise sharing.AlreadyWithdrawn
    return row


def _audience_of(report: Report) -> frozenset[str]:
    return tokens_of(report) - {"open"} | ({"floor"} if report.for_floor else set())


def _past(given: Answer) -> dict[str, str | int | None]:
    return {
        "state": given.state,
        "note": given.note,
        "at": given.changed_at.isoformat(),
        "tlp": given.tlp,
        "by": given.author_id,
    }


def _sighting_draft(member: Member, report: Report, *, language: str, now: datetime) -> Report | None:
    """A sighting that goes no further than the report it answers; its author fills in the rest."""
    if not member.may(Act.PUBLISH):
        return None
    draft = Report.objects.create(
        kind=Kind.SIGHTING,
        originator_id=own_organisation(member),
        author_id=member.person_id,
        about=report,
        methods=report.methods,
        medium=report.medium,
        language=language,
        tlp=strictest(Tlp(report.tlp), Tlp.AMBER_STRICT),
        made_at=now,
        changed_at=now,
    )
    if draft.tlp == Tlp.RED:
        draft.named.set(Person.objects.filter(pk=report.author_id or 0))
    else:
        draft.circles.set(Circle.objects.choosable_by(member).filter(pk__in=circles_it_came_by(report, member)))
    return draft


def _answer_objects(given: Answer, report: Report, *, now: datetime) -> list[stix.Json]:
    tlp = strictest(Tlp(report.tlp), Tlp.AMBER_STRICT)
    words = given.note or given.state
    return [
        _note(
            given.organisation,
            given.key,
            report,
            text=words,
            language=given.language,
            tlp=tlp,
            now=now,
            created=given.at,
            answer=given.state,
        )
    ]


def _note(
    organisation: Organisation,
    key: UUID,
    report: Report,
    *,
    text: str,
    language: str,
    tlp: int,
    now: datetime,
    created: datetime | None = None,
    kind: str = "",
    answer: str = "",
) -> stix.Json:
    version = stix.Version(
        by=originator_of(organisation).ref, tlp=Tlp(tlp), created=created or now, modified=now, language=language
    )
    own: stix.Json = {"answer": answer} if answer else {"note_kind": kind}
    return stix.note(key, version, content=text, refs=[report.stix_id], own=own)


def _append(
    member: Member,
    organisation: Organisation,
    report: Report,
    tlp: Tlp,
    objects: Sequence[stix.Json],
    *,
    now: datetime,
    entropy: Entropy,
) -> int:
    handling = {"tlp": tlp.stix, "pap": report.pap, "of": str(report.key)}
    entry = store.append(
        organisation=str(organisation.key),
        actor=str(member.actor),
        handling=handling,
        objects=[*objects, stix.identity(originator_of(organisation)), stix.tlp_marking(tlp)],
        prev=None,
        now=now,
        entropy=entropy,
    )
    return entry.position
