"""What was answered last time, beside what is asked now: offered, never moved by itself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from port2port.assessments.actions.answering import Said, save_answers
from port2port.assessments.models import Answer, Assessment
from port2port.assessments.pinned import Asked, sheet_of
from port2port.assessments.results import Line, lines_of
from port2port.members.member import Member


@dataclass(frozen=True, slots=True)
class Offer:
    """One control of the new round and its old answer.

    was       how it was asked when that answer was given
    is_same   the statement is the same: the answer may be taken over as a draft
    """

    asked: Asked
    was: Asked
    answer: Answer
    is_same: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """Everything that the last assessment of the facility has for this one.

    removed   answers to controls that are asked no more: they stay where they are
    """

    last: Assessment
    same: tuple[Offer, ...]
    changed: tuple[Offer, ...]
    removed: tuple[Line, ...]


def carried_for(row: Assessment, member: Member) -> Carried | None:
    """What the last assessment of this facility offers for what is unanswered here; none where there was none."""
    last = _last(row, member)
    if last is None:
        return None
    now, then = sheet_of(row.round), sheet_of(last.round)
    answered = {one.asked.id for one in lines_of(row, now) if one.is_answered}
    old = [one for one in lines_of(last, then) if one.is_answered]
    offers = [
        Offer(now.by_id[one.asked.id], one.asked, one.answer, now.by_id[one.asked.id].same == one.asked.same)
        for one in old
        if one.answer is not None and one.asked.id in now.by_id and one.asked.id not in answered
    ]
    return Carried(
        last=last,
        same=tuple(one for one in offers if one.is_same),
        changed=tuple(one for one in offers if not one.is_same),
        removed=tuple(one for one in old if one.asked.id not in now.by_id),
    )


def _last(row: Assessment, member: Member) -> Assessment | None:
    rows = Assessment.objects.visible_to(member).with_names().exclude(pk=row.pk)
    same = rows.filter(facility=row.facility_id, kind=row.kind, assessor=row.assessor_id, withdrawn_at=None)
    return same.filter(started_at__lte=row.started_at).order_by("-started_at", "-pk").first()


@transaction.atomic
def take_over(*, member: Member, assessment: Assessment, controls: Collection[str], now: datetime) -> list[Answer]:
    """The old answers to these controls become drafts here, where the statement is the same. As `save_answers`."""
    carried = carried_for(assessment, member)
    offers = [one for one in carried.same if one.asked.id in controls] if carried is not None else []
    return save_answers(member=member, assessment=assessment, said=[_said(one) for one in offers], now=now)


def _said(one: Offer) -> Said:
    old = one.answer
    return Said(
        control=one.asked.id,
        conformity=old.conformity,
        doc=old.doc,
        impl=old.impl,
        rationale=old.rationale,
        confidence=old.confidence,
        na_reason=old.na_reason,
        carried_from=old,
    )
