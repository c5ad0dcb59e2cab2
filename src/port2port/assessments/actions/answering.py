"""Answers, each save a new revision; evidence by reference; comments beside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.assessments.actions.shared import check_asked, held, seat_of, written
from port2port.assessments.models import (
    Answer,
    Assessment,
    Comment,
    Confidence,
    Conformity,
    EvidenceRef,
)
from port2port.assessments.pinned import sheet_of
from port2port.assessments.refusals import ChangedMeanwhile, NotNow
from port2port.base.refusal import NotAllowed
from port2port.duties.access import keeps_duties
from port2port.members.member import Member
from port2port.pure.maturity import HIGHEST, LOWEST
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned, own_organisation

RATIONALE = Room(characters=2_000, byte_count=8_000, lines=True)
NA_REASON = Room(characters=500, byte_count=2_000, lines=True)
TITLE = Room(characters=200, byte_count=800, required=True)
COMMENT = Room(characters=2_000, byte_count=8_000, lines=True, required=True)
MOST_EVIDENCE = 20
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEPT = ("conformity", "doc", "impl", "rationale", "confidence", "na_reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of one control. seen   the revision that was on the page, 0 = none"""

    control: str
    seen: int = 0
    conformity: str = Conformity.NOT_ASSESSED.value
    doc: int | None = None
    impl: int | None = None
    rationale: str = ""
    confidence: str = ""
    na_reason: str = ""
    carried_from: Answer | None = None


def save_answer(*, member: Member, assessment: Assessment, said: Said, now: datetime) -> Answer:
    """One answer; what changes nothing makes no revision. As `save_answers`."""
    return save_answers(member=member, assessment=assessment, said=[said], now=now)[0]


@transaction.atomic
def save_answers(*, member: Member, assessment: Assessment, said: Sequence[Said], now: datetime) -> list[Answer]:
    """All of them or none, in the order in which they were said.

    Raises NotAllowed, NotWritable, RoundNotOpen, Withdrawn, NotOfTheRound, BadField, ChangedMeanwhile.
    """
    wanted = [one.control for one in said]
    row = written(member, assessment, wanted)
    check_asked(wanted, sheet_of(row.round).by_id)
    there = {one.control: one for one in Answer.objects.newest_of(row).filter(control__in=wanted)}
    clean = [checked(one) for one in said]
    newer = [there[one.control] for one in clean if _is_newer(there.get(one.control), one)]
    if newer:
        raise ChangedMeanwhile(newer)
    fresh = [one for one in clean if not _is_same(there.get(one.control), one)]
    made = [_answer(row, one, there.get(one.control), seat=seat_of(member), now=now) for one in fresh]
    there |= {one.control: one for one in Answer.objects.bulk_create(made)}
    return [there[name] for name in wanted if name in there]


def _is_newer(answer: Answer | None, one: Said) -> bool:
    # Who saved the same twice, or by two ways, has lost nothing and is told nothing.
    return answer is not None and answer.revision != one.seen and not _is_same(answer, one)


def _is_same(answer: Answer | None, one: Said) -> bool:
    if answer is None:
        return one == Said(control=one.control, seen=one.seen)
    return all(getattr(answer, name) == getattr(one, name) for name in _KEPT)


def _answer(row: Assessment, one: Said, before: Answer | None, *, seat: int, now: datetime) -> Answer:
    return Answer(
        assessment=row,
        control=one.control,
        revision=(before.revision if before else 0) + 1,
        carried_from=one.carried_from,
        author_id=seat,
        at=now,
        **{name: getattr(one, name) for name in _KEPT},
    )


def checked(one: Said) -> Said:
    """The answer as it is kept. Raises BadField."""
    if one.conformity not in Conformity.values:
        raise BadField("conformity", _("Choose one of the values offered."))
    if one.confidence and one.confidence not in Confidence.values:
        raise BadField("confidence", _("Choose one of the values offered."))
    for name in ("doc", "impl"):
        level = getattr(one, name)
        if level is not None and not LOWEST <= level <= HIGHEST:
            raise BadField(name, _("Levels run from 1 to 5."))
    is_absent = one.conformity == Conformity.NOT_APPLICABLE
    na_reason = cleaned("na_reason", one.na_reason, NA_REASON) if is_absent else ""
    if is_absent and not na_reason:
        raise BadField("na_reason", _("Say why it does not apply here."))
    return Said(
        control=one.control,
        seen=one.seen,
        conformity=one.conformity,
        # What does not apply has no level.
        doc=None if is_absent else one.doc,
        impl=None if is_absent else one.impl,
        rationale=cleaned("rationale", one.rationale, RATIONALE),
        confidence=one.confidence,
        na_reason=na_reason,
        carried_from=one.carried_from,
    )


@transaction.atomic
def undo_answer(*, member: Member, assessment: Assessment, control: str, seen: int, now: datetime) -> Answer:
    """What stood before the revision that was seen, as a new one. Raises as `save_answers`, and NotNow."""
    rows = {one.revision: one for one in Answer.objects.filter(assessment=assessment, control=control)}
    if seen not in rows:
        raise NotNow
    before = rows.get(seen - 1)
    said = {name: getattr(before, name) for name in _KEPT} if before else {}
    return save_answer(member=member, assessment=assessment, said=Said(control=control, seen=seen, **said), now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFields:
    """Where proof is kept. sha256   in hex, may be empty     on   date of the document"""

    control: str
    title: str
    where_held: str
    sha256: str = ""
    on: date | None = None


@transaction.atomic
def add_evidence(*, member: Member, assessment: Assessment, said: EvidenceFields, now: datetime) -> EvidenceRef:
    """A reference: no file ever comes here. Raises as `save_answers`."""
    row = written(member, assessment, [said.control])
    check_asked([said.control], sheet_of(row.round).by_id)
    if EvidenceRef.objects.standing().filter(assessment=row, control=said.control).count() >= MOST_EVIDENCE:
        raise BadField("title", _("At most twenty references fit beside one control."))
    sha256 = said.sha256.strip().lower()
    if sha256 and not _SHA256.fullmatch(sha256):
        raise BadField("sha256", _("A SHA-256 has 64 characters from 0-9 and a-f."))
    if said.on is not None and said.on > timezone.localdate(now):
        raise BadField("on", _("This day is still to come."))
    return EvidenceRef.objects.create(
        assessment=row,
        control=said.control,
        title=cleaned("title", said.title, TITLE),
        sha256=sha256,
        where_held=cleaned("where_held", said.where_held, TITLE),
        on=said.on,
        by_id=seat_of(member),
        made_at=now,
    )


@transaction.atomic
def take_out_evidence(*, member: Member, evidence: EvidenceRef, now: datetime, back: bool = False) -> EvidenceRef:
    """It proves nothing any more; `back` is the undo. Raises as `save_answers`."""
    written(member, evidence.assessment, [evidence.control])
    row = EvidenceRef.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    row.taken_out_at = None if back else now
    row.save(update_fields=["taken_out_at"])
    return row


@transaction.atomic
def comment(*, member: Member, assessment: Assessment, control: str, text: str, now: datetime) -> Comment:
    """Beside an answer: the facility's word to an authority, and the second person's. Raises NotAllowed, NotNow."""
    row = held(assessment)
    own = Assessment.objects.visible_to(member).filter(pk=row.pk).exists()
    if not own or not keeps_duties(member):
        raise NotAllowed
    if row.round.frozen_at is not None or row.withdrawn_at is not None:
        raise NotNow
    check_asked([control], sheet_of(row.round).by_id)
    return Comment.objects.create(
        assessment=row,
        control=control,
        text=cleaned("text", text, COMMENT),
        organisation_id=own_organisation(member),
        by_id=seat_of(member),
        at=now,
    )
