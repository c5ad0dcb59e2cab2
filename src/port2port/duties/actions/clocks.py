"""A duty is fulfilled; a place says something of its clock; a date is moved for a reason."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.duties.access import kept
from port2port.duties.actions.running_out import end_running_out
from port2port.duties.clocks import ClockLine, Place, line_of
from port2port.duties.models import ClockSetting, Derogation, Fulfilment, Scoped
from port2port.duties.rulebook import ClockRule, Scope, groups_of
from port2port.members.actions.rights import on_rights
from port2port.members.member import Act, Member
from port2port.members.models import Facility, Organisation, Port
from port2port.pure.calendar_rules import longest_derogation

SHORTEST_REASON = 30


class WrongPlace(Refusal):
    """A port's duty at a facility, or the other way round."""

    words = _("This duty does not concern this place.")


class InTheFuture(Refusal):
    """Only what was held counts."""

    words = _("Only what has happened counts: give a day up to today.")


class NothingTested(Refusal):
    """A drill that tests nothing is no drill."""

    words = _("Say what was tested: at least one element.")


class NoEndDate(Refusal):
    """A paper that names its end."""

    words = _("Give the day until which it is valid; it lies after the day it was given.")


class NoPeriod(Refusal):
    """Periods are the facility's for some duties only."""

    words = _("The period of this duty is set by its rule and lies between 1 and 120 months where it is yours to set.")


class NotDerogable(Refusal):
    """Only the drill's paragraph speaks of circumstances that dictate otherwise."""

    words = _("The rule of this duty knows no derogation.")


class ReasonTooShort(Refusal):
    """Somebody reads it later."""

    words = _("Give the reason in at least 30 characters.")


class WrongUntil(Refusal):
    """A derogation moves the date on, by one period at most."""

    words = _("The new day lies after the due day, and at most three months after it.")


class AlreadyDerogated(Refusal):
    """One at a time."""

    words = _("A derogation of this duty is open already. End it before you ask for another.")


class NoApprover(Refusal):
    """An authority's word is a letter."""

    words = _("Name the authority and the reference of its letter, or leave both empty to ask the officer of the port.")


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody enters when a duty was fulfilled."""

    on: date
    until: date | None = None
    tested: tuple[str, ...] = ()
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """A derogation that is asked for."""

    reason: str
    until_on: date
    approver: str = ""
    reference: str = ""


def keeps(member: Member, place: Place) -> bool:
    """Whether the member keeps the duties of the place."""
    if member.seat_id is None or not member.may(Act.KEEP_DUTIES) or place.organisation_id != member.organisation_id:
        return False
    if place.scope == Scope.FACILITY:
        return Facility.objects.filter(pk=place.facility_id or 0).kept_by(member).exists()
    if place.scope == Scope.PORT:
        return Port.objects.filter(pk=place.port_id or 0).reportable_by(member).exists()
    return member.facility_id is None and member.port_id is None


def _seat(member: Member, rule: ClockRule, place: Place) -> int:
    if member.seat_id is None or not keeps(member, place):
        raise NotAllowed
    if not place.holds(rule):
        raise WrongPlace
    return member.seat_id


def _today(now: datetime) -> date:
    return timezone.localdate(now)


@transaction.atomic
def fulfil(*, member: Member, rule: ClockRule, place: Place, held: Held, now: datetime) -> Fulfilment:
    """The duty was fulfilled on a day; its clock runs from there.

    Raises NotAllowed, WrongPlace, InTheFuture, NothingTested, NoEndDate.
    """
    seat = _seat(member, rule, place)
    if held.on > _today(now):
        raise InTheFuture
    known = {key for group in groups_of(rule) for key in group.entries}
    tested = [key for key in held.tested if key in known]
    if rule.tested and not tested:
        raise NothingTested
    if rule.names_its_end and (held.until is None or held.until <= held.on):
        raise NoEndDate
    end_running_out(place=place.key, rule=rule.code, now=now)
    return Fulfilment.objects.create(
        rule=rule.code,
        on=held.on,
        until=held.until if rule.names_its_end else None,
        tested=tested,
        evidence=held.evidence,
        entered_by_id=seat,
        entered_at=now,
        **_scope(place),
    )


def _scope(place: Place) -> dict[str, Any]:
    return {"organisation_id": place.organisation_id, "facility_id": place.facility_id, "port_id": place.port_id}


@transaction.atomic
def undo_fulfilment(*, member: Member, fulfilment: Fulfilment, now: datetime) -> None:
    """It does not count; the line stays in the history, struck. Raises NotAllowed."""
    _check_keeps(member, fulfilment)
    _tells_anew(fulfilment, now)
    Fulfilment.objects.filter(pk=fulfilment.pk, undone_at=None).update(undone_at=now, undone_by_id=member.seat_id)


@transaction.atomic
def restore_fulfilment(*, member: Member, fulfilment: Fulfilment, now: datetime) -> None:
    """It counts again. Raises NotAllowed."""
    _check_keeps(member, fulfilment)
    _tells_anew(fulfilment, now)
    Fulfilment.objects.filter(pk=fulfilment.pk).update(undone_at=None, undone_by=None)


def _tells_anew(row: Fulfilment | Derogation, now: datetime) -> None:
    end_running_out(place=row.place_key, rule=row.rule, now=now)


def _check_keeps(member: Member, row: Scoped) -> None:
    if member.seat_id is None or not type(row)._default_manager.filter(kept(member), pk=row.pk).exists():
        raise NotAllowed


@transaction.atomic
def set_clock(*, member: Member, rule: ClockRule, place: Place, setting: ClockSetting, now: datetime) -> ClockSetting:
    """What the place says of its clock: period, start, a major change, or why the duty does not concern it.

    setting   an unsaved row with those fields. Raises NotAllowed, WrongPlace, NoPeriod, InTheFuture.
    """
    seat = _seat(member, rule, place)
    if setting.months is not None and (not rule.sets_own_period or not 1 <= setting.months <= 120):
        raise NoPeriod
    if setting.changed_on is not None and setting.changed_on > _today(now):
        raise InTheFuture
    takes_changes = rule.takes_changes and setting.changed_on is not None
    given = {
        "months": setting.months,
        "starts_on": setting.starts_on,
        "changed_on": setting.changed_on if takes_changes else None,
        "changed_what": setting.changed_what if takes_changes else "",
        "off_reason": setting.off_reason,
        "set_by_id": seat,
        "set_at": now,
    }
    end_running_out(place=place.key, rule=rule.code, now=now)
    row, _made = ClockSetting.objects.update_or_create(rule=rule.code, **_scope(place), defaults=given)
    return row


@on_rights
@transaction.atomic
def ask_derogation(*, member: Member, rule: ClockRule, place: Place, wish: Wish, now: datetime) -> Derogation:
    """A date is to be moved. With an authority's letter it moves at once, else the officer of the port is asked.

    Raises NotAllowed, WrongPlace, NotDerogable, ReasonTooShort, NoApprover, AlreadyDerogated, WrongUntil.
    """
    seat = _seat(member, rule, place)
    if not rule.is_derogable:
        raise NotDerogable
    if len(wish.reason.strip()) < SHORTEST_REASON:
        raise ReasonTooShort
    if bool(wish.approver.strip()) != bool(wish.reference.strip()):
        raise NoApprover
    # One after the other: a date is moved once.
    Organisation.objects.select_for_update(no_key=True).get(pk=place.organisation_id)
    line = line_of(member, rule, place, today=_today(now))
    due = line.clock.original
    _close_what_is_over(line, seat, now)
    if Derogation.objects.filter(rule=rule.code, ended_at=None, **_scope(place)).exists():
        raise AlreadyDerogated
    if due is None or not due < wish.until_on <= longest_derogation(rule.reckoned, due):
        raise WrongUntil
    end_running_out(place=place.key, rule=rule.code, now=now)
    return Derogation.objects.create(
        rule=rule.code,
        due_on=due,
        until_on=wish.until_on,
        reason=wish.reason.strip(),
        approver=wish.approver.strip(),
        reference=wish.reference.strip(),
        asked_by_id=seat,
        asked_at=now,
        approved_at=now if wish.approver.strip() else None,
        **_scope(place),
    )


def _close_what_is_over(line: ClockLine, seat: int, now: datetime) -> None:
    # One that moved an earlier date has nothing to say any more; what is over in time still holds its date.
    rows = Derogation.objects.filter(rule=line.rule.code, ended_at=None, **_scope(line.place))
    if line.clock.original is not None:
        rows = rows.exclude(due_on=line.clock.original)
    rows.update(ended_at=now, ended_by_id=seat)


@on_rights
@transaction.atomic
def approve_derogation(*, member: Member, derogation: Derogation, now: datetime) -> None:
    """The officer of the port says yes; nobody to the own wish. Raises NotAllowed."""
    if not Derogation.objects.all().approvable_by(member).filter(pk=derogation.pk).exists():
        raise NotAllowed
    _tells_anew(derogation, now)
    Derogation.objects.filter(pk=derogation.pk).update(approved_by_id=member.seat_id, approved_at=now)


@on_rights
@transaction.atomic
def end_derogation(*, member: Member, derogation: Derogation, now: datetime) -> None:
    """The original date holds again; the derogation stays in the history. Raises NotAllowed."""
    _check_keeps(member, derogation)
    _tells_anew(derogation, now)
    Derogation.objects.filter(pk=derogation.pk, ended_at=None).update(ended_at=now, ended_by_id=member.seat_id)
