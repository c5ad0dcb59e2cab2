"""The officer of a facility says what it does with a measure, takes that back, and lets others see it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed
from port2port.measures.access_adoption import says_adoption
from port2port.measures.models import (
    Adoption,
    AdoptionState,
    AdoptionStep,
    Cost,
    Measure,
    MeasureVersion,
    ShownFacility,
    State,
)
from port2port.measures.refusals import ChangedMeanwhile, NotToAdopt, SamePerson
from port2port.measures.rules import NOTE, WHY
from port2port.members.member import Act, Member
from port2port.members.models import Facility
from port2port.pure.measure_life import months_later
from port2port.reports.rules import BadField, cleaned

LONGEST_PLAN = 60
VALUES = ("state", "by_on", "since_on", "reason", "cost", "effect_note", "verified_by_id", "verified_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionFields:
    """What is said of one facility and one version."""

    state: str
    by_on: date | None = None
    since_on: date | None = None
    reason: str = ""
    cost: str = ""
    effect_note: str = ""


@transaction.atomic
def say_adoption(
    *, member: Member, facility: Facility, version: MeasureVersion, said: AdoptionFields, now: datetime
) -> AdoptionStep:
    """Say what the facility does; gives the step, by which it is undone. Raises NotAllowed, NotToAdopt, BadField."""
    place, held = _held(member, facility, version)
    values = _values(said, held, today=timezone.localdate(now))
    row = Adoption.objects.select_for_update(of=("self",)).filter(facility=place, version=held).first()
    before = values_of(row) if row is not None else {}
    if row is None:
        row = Adoption(facility=place, version=held)
    return _write(row, values | {"verified_by_id": None, "verified_at": None}, before, member=member, now=now)


def _held(member: Member, facility: Facility, version: MeasureVersion) -> tuple[Facility, MeasureVersion]:
    """The facility, held, and the version, where the member says what the one does with the other."""
    own = Facility.objects.in_scope_of(member).filter(pk=facility.pk, is_active=True)
    place = own.select_for_update(of=("self",)).first()
    measure = Measure.objects.visible_to(member).standing().filter(pk=version.measure_id).first()
    if place is None or measure is None or not says_adoption(member):
        raise NotAllowed
    held = MeasureVersion.objects.get(pk=version.pk)
    if held.frozen_at is None and not (measure.state == State.PILOT and held.n == measure.n):
        raise NotToAdopt
    return place, held


def _values(said: AdoptionFields, version: MeasureVersion, *, today: date) -> dict[str, Any]:
    if said.state not in AdoptionState.values or (said.cost and said.cost not in Cost.values):
        raise BadField("state", _("Choose one of the values offered."))
    state = AdoptionState(said.state)
    if version.frozen_at is None and state not in {AdoptionState.PILOTING, AdoptionState.NOT_PLANNED}:
        raise BadField("state", _("Before a measure is adopted it can only be tried."))
    reason, note = cleaned("reason", said.reason, WHY), cleaned("effect_note", said.effect_note, NOTE)
    by_on = said.by_on if state == AdoptionState.PLANNED else None
    since_on = said.since_on if state == AdoptionState.IN_PLACE else None
    if state == AdoptionState.PLANNED and (by_on is None or not today <= by_on <= months_later(today, LONGEST_PLAN)):
        raise BadField("by_on", _("Say until when, within five years."))
    if state == AdoptionState.IN_PLACE and (since_on is None or since_on > today):
        raise BadField("since_on", _("Say since when; a day that is past, or today."))
    if state == AdoptionState.NOT_APPLICABLE and not reason:
        raise BadField("reason", _("Say why."))
    kept = reason if state == AdoptionState.NOT_APPLICABLE else ""
    return {
        "state": state.value,
        "by_on": by_on,
        "since_on": since_on,
        "reason": kept,
        "cost": said.cost,
        "effect_note": note,
    }


def values_of(row: Adoption) -> dict[str, Any]:
    """What is said, as a step keeps it."""
    found = {name: getattr(row, name) for name in VALUES}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in found.items()}


def _write(
    row: Adoption, values: dict[str, Any], before: dict[str, Any], *, member: Member, now: datetime
) -> AdoptionStep:
    for name, value in values.items():
        setattr(row, name, value)
    row.by_id, row.changed_at = member.seat_id or 0, now
    row.save()
    return AdoptionStep.objects.create(
        facility_id=row.facility_id,
        version_id=row.version_id,
        before=before,
        after=values_of(row),
        by_id=member.seat_id or 0,
        at=now,
    )


@transaction.atomic
def undo_adoption(*, member: Member, step: AdoptionStep, now: datetime) -> None:
    """Put back what stood before a change, while nothing followed on it. Raises NotAllowed, ChangedMeanwhile."""
    if not AdoptionStep.objects.editable_by(member).filter(pk=step.pk).exists():
        raise NotAllowed
    _place, held = _held(member, step.facility, step.version)
    row = Adoption.objects.select_for_update(of=("self",)).filter(facility=step.facility_id, version=held).first()
    held_step = AdoptionStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if row is None or held_step.undone_at is not None or values_of(row) != held_step.after:
        raise ChangedMeanwhile
    if row.exceptions.exists() and not held_step.before:
        raise ChangedMeanwhile
    if held_step.before:
        for name, value in held_step.before.items():
            setattr(row, name, value)
        row.by_id, row.changed_at = member.seat_id or 0, now
        row.save()
    else:
        row.delete()
    held_step.undone_at = now
    held_step.save(update_fields=["undone_at"])


@transaction.atomic
def verify(*, member: Member, adoption: Adoption, now: datetime) -> Adoption:
    """Another person of the organisation has seen that it is in place. Raises NotAllowed, SamePerson, NotToAdopt."""
    rows = Adoption.objects.visible_to(member).select_for_update(of=("self",)).select_related("by")
    row = rows.filter(pk=adoption.pk).first()
    if row is None or member.seat_id is None or not member_verifies(member):
        raise NotAllowed
    if row.state != AdoptionState.IN_PLACE:
        raise NotToAdopt
    if row.by.person_id == member.person_id:
        raise SamePerson
    row.verified_by_id, row.verified_at = member.seat_id, now
    row.save(update_fields=["verified_by", "verified_at"])
    return row


def member_verifies(member: Member) -> bool:
    """Whether this seat verifies what colleagues say: those that keep duties."""
    return member.may(Act.KEEP_DUTIES)


@transaction.atomic
def show_facility(*, member: Member, facility: Facility, shown: bool, now: datetime) -> None:
    """Let the readers of a measure see what this facility has in place or tries, or no longer. Raises NotAllowed."""
    own = Facility.objects.in_scope_of(member).filter(pk=facility.pk).select_for_update(of=("self",)).first()
    if own is None or not says_adoption(member):
        raise NotAllowed
    running = ShownFacility.objects.filter(facility=own, until_at=None)
    if shown and not running.exists():
        ShownFacility.objects.create(facility=own, by_id=member.seat_id or 0, from_at=now)
    if not shown:
        running.update(until_at=now)
