"""What the chair of the group decides, what a pilot shows, and what a review finds."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.measures.access_adoption import says_adoption
from port2port.measures.actions.adopting import AdoptionFields, say_adoption
from port2port.measures.actions.drafting import next_version
from port2port.measures.actions.reminding import tell_withdrawn
from port2port.measures.actions.shared import checked, facts_at, locked, note_step, publish_next, publisher_of
from port2port.measures.models import Adoption, AdoptionState, Measure, MeasureVersion, Result, State
from port2port.measures.rooms import rooms
from port2port.measures.rules import EFFECT, FOUND, REASON
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.pure.canonical import canonical_json
from port2port.pure.measure_life import Move
from port2port.reports.rules import cleaned
from port2port.sharing import actions as sharing


def _found(member: Member, measure: Measure, decision: str) -> bool:
    """Whether the reference names a decision of the measure's group that is in force and that the chair reads."""
    return bool(decision) and decision in {name for name, _label in rooms().decisions(member, measure.working_group)}


@transaction.atomic
def try_first(*, member: Member, measure: Measure, decision: str, now: datetime) -> Measure:
    """The group wants a pilot. By the chair. Raises NotTheChair, NoSuchMove, BadField."""
    row, _held = locked(member, measure)
    known = _found(member, row, decision)
    row.state = checked(member, row, Move.PILOT, facts_at(now, decision=known))
    return _decided(row, Move.PILOT, decision, member=member, now=now)


@transaction.atomic
def send_back(*, member: Member, measure: Measure, decision: str, now: datetime) -> Measure:
    """The group wants another wording: the next version begins with the words of this one. By the chair.

    Raises NotTheChair, NoSuchMove, BadField.
    """
    row, _held = locked(member, measure)
    known = _found(member, row, decision)
    row.state = checked(member, row, Move.BACK, facts_at(now, decision=known))
    next_version(row, now=now)
    return _decided(row, Move.BACK, decision, member=member, now=now)


@transaction.atomic
def adopt(
    *,
    member: Member,
    measure: Measure,
    decision: str,
    effective_on: date | None,
    review_on: date | None,
    now: datetime,
) -> Measure:
    """The version stands from now on; it holds from a day, and is looked at again on another. By the chair.

    Raises NotTheChair, NoSuchMove, BadField.
    """
    row, version = locked(member, measure)
    known = _found(member, row, decision)
    facts = facts_at(now, decision=known, effective_on=effective_on, review_on=review_on)
    row.state = checked(member, row, Move.ADOPT, facts)
    version.frozen_at, version.effective_on = now, effective_on
    version.sha256 = sha256(canonical_json(version.texts)).hexdigest()
    version.save()
    row.in_force, row.review_on = version.n, review_on
    return _decided(row, Move.ADOPT, decision, member=member, now=now)


def _decided(measure: Measure, move: Move, decision: str, *, member: Member, now: datetime) -> Measure:
    measure.decision = decision
    publish_next(measure, now=now)
    note_step(measure, move, member=member, now=now, decision=decision)
    rooms().started(member=member, decision=decision, measure=measure.public_id, now=now)
    return measure


@transaction.atomic
def begin_pilot(
    *,
    member: Member,
    measure: Measure,
    facilities: Sequence[Facility] = (),
    until_on: date | None,
    measure_of_effect: str,
    now: datetime,
) -> tuple[Measure, MeasureVersion]:
    """Name beforehand where it is tried, until when, and how the effect is measured. By the lead.

    facilities   that the lead's own seat speaks for; what others that the lead sees try, their own officers have said
    Raises NotTheLead, NoSuchMove, Begun, BadField, NotAllowed.
    """
    row, version = locked(member, measure)
    own = Facility.objects.in_scope_of(member).filter(pk__in=[one.pk for one in facilities], is_active=True)
    if own.count() < len(facilities) or (facilities and not says_adoption(member)):
        raise NotAllowed
    tried = Adoption.objects.filter(version=version, state=AdoptionState.PILOTING).exclude(facility__in=own)
    # What others do not let the lead see does not count: the answer would tell it.
    elsewhere = tried.visible_to(member) | tried.shown_to(member)
    kept = cleaned("measure_of_effect", measure_of_effect, EFFECT)
    facts = facts_at(
        now,
        begun=version.pilot_from_on is not None,
        sites=len(facilities) + elsewhere.count(),
        ends_on=until_on,
        measure_of_effect=kept,
    )
    row.state = checked(member, row, Move.BEGIN, facts)
    version.pilot_from_on, version.pilot_until_on, version.pilot_measure = timezone.localdate(now), until_on, kept
    version.save()
    for place in own:
        said = AdoptionFields(state=AdoptionState.PILOTING)
        say_adoption(member=member, facility=place, version=version, said=said, now=now)
    note_step(row, Move.BEGIN, member=member, now=now, note=kept)
    return row, version


@transaction.atomic
def conclude(*, member: Member, measure: Measure, result: str, found: str = "", now: datetime) -> Measure:
    """What the pilot showed; the group decides on it. By the lead. Raises NotTheLead, NoSuchMove, NotBegun."""
    row, version = locked(member, measure)
    kept = cleaned("found", found, FOUND)
    known = result if result in Result.values else ""
    facts = facts_at(now, begun=version.pilot_from_on is not None, result=known)
    row.state = checked(member, row, Move.CONCLUDE, facts)
    version.pilot_result, version.pilot_found = known, kept
    version.save()
    publish_next(row, now=now)
    note_step(row, Move.CONCLUDE, member=member, now=now, note=kept)
    return row


@transaction.atomic
def begin_review(*, member: Member, measure: Measure, now: datetime) -> Measure:
    """Look at it again. By the chair. Raises NotTheChair, NoSuchMove."""
    row, _held = locked(member, measure)
    row.state = checked(member, row, Move.REVIEW, facts_at(now))
    publish_next(row, now=now)
    note_step(row, Move.REVIEW, member=member, now=now)
    return row


@transaction.atomic
def keep(*, member: Member, measure: Measure, effect_found: str, review_on: date | None, now: datetime) -> Measure:
    """It stays as it is, until a new review. By the chair. Raises NotTheChair, NoSuchMove, BadField."""
    row, _held = locked(member, measure)
    kept = cleaned("effect_found", effect_found, FOUND)
    facts = facts_at(now, effect_found=kept, review_on=review_on)
    row.state, row.review_on = checked(member, row, Move.KEEP, facts), review_on
    publish_next(row, now=now)
    note_step(row, Move.KEEP, member=member, now=now, note=kept)
    return row


@transaction.atomic
def change_again(*, member: Member, measure: Measure, effect_found: str, now: datetime) -> Measure:
    """The next version is written; the adopted one holds meanwhile. By the chair. Raises NotTheChair, BadField."""
    row, _held = locked(member, measure)
    kept = cleaned("effect_found", effect_found, FOUND)
    row.state = checked(member, row, Move.CHANGE, facts_at(now, effect_found=kept))
    next_version(row, now=now)
    publish_next(row, now=now)
    note_step(row, Move.CHANGE, member=member, now=now, note=kept)
    return row


@transaction.atomic
def withdraw_measure(*, member: Member, measure: Measure, effect_found: str, reason: str, now: datetime) -> Measure:
    """It holds no longer, for good; who had it reads the reason. By the chair. Raises NotTheChair, BadField."""
    row, _held = locked(member, measure)
    kept, why = cleaned("effect_found", effect_found, FOUND), cleaned("reason", reason, REASON)
    to = checked(member, row, Move.WITHDRAW, facts_at(now, effect_found=kept, reason=why))
    publisher = publisher_of(row)
    row.state = State(to)
    sharing.withdraw(record=row, member=publisher, reason=why, now=now)
    tell_withdrawn(row, now=now)
    note_step(row, Move.WITHDRAW, member=member, now=now, note=why)
    return row
