"""An assessment from its beginning to the word of the second person, and out of the round."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from port2port.assessments.actions.shared import State, What, check_open, held, kept, note, seat_of, settle
from port2port.assessments.models import Acceptance, Answer, Assessment, AssessmentStep, Conformity, Kind, Round
from port2port.assessments.refusals import (
    BegunAlready,
    HasSecondPerson,
    NeedsSecondPerson,
    NoBuddy,
    NothingAnswered,
    NotNow,
    PeersAgree,
    ReadAgain,
    RoundNotOpen,
    SamePerson,
    Withdrawn,
)
from port2port.base.refusal import NotAllowed
from port2port.duties.access import READERS, keeps_duties, reads_duties
from port2port.duties.actions.promises import Promise, promise
from port2port.duties.models import Action
from port2port.members.actions.rights import on_rights
from port2port.members.member import Act, Member
from port2port.members.models import Facility, Organisation, Seat
from port2port.pure.texts import Room
from port2port.reports.rules import cleaned, own_organisation
from port2port.vocabulary import lookup

REASON = Room(characters=500, byte_count=2_000, lines=True, required=True)


@transaction.atomic
def start(*, member: Member, round: Round, facility: Facility, now: datetime) -> Assessment:  # noqa: A002
    """A facility takes part; an authority begins its own record. Raises NotAllowed, RoundNotOpen, BegunAlready."""
    # The round is held, so that a freeze and a beginning come one after the other.
    asked = Round.objects.select_for_update(of=("self",)).with_pins().get(pk=round.pk)
    site = _site(member, asked, facility)
    if asked.state != Round.State.OPEN:
        raise RoundNotOpen
    if Assessment.objects.filter(round=asked, facility=site).exists():
        raise BegunAlready
    row = Assessment(round=asked, facility=site, organisation_id=site.organisation_id, kind=asked.kind)
    row.assessor_id = member.organisation_id if asked.kind == Kind.AUTHORITY else None
    row.started_by_id, row.started_at, row.changed_at = seat_of(member), now, now
    row.save()
    note(row, What.STARTED, member=member, now=now)
    if row.assessor_id is None:
        row.action = _remind(row, member=member, now=now)
        row.save(update_fields=["action"])
    return row


def _site(member: Member, round_: Round, facility: Facility) -> Facility:
    if not keeps_duties(member):
        raise NotAllowed
    rows = Facility.objects.filter(is_active=True)
    if round_.kind == Kind.AUTHORITY:
        own = Organisation.objects.filter(pk=own_organisation(member), kind=Organisation.Kind.AUTHORITY)
        rows = rows.exclude(organisation_id=own_organisation(member)) if own.exists() else rows.none()
    else:
        rows = rows.kept_by(member)
    site = rows.select_related("port").filter(pk=facility.pk).first()
    if site is None:
        raise NotAllowed
    return site


def _remind(row: Assessment, *, member: Member, now: datetime) -> Action:
    said = Promise(
        title=(_("Submit the assessment of %(facility)s") % {"facility": row.facility.name})[:200],
        due_on=row.round.closes_on,
        language=lookup.reader_language(),
        facility=row.facility,
        owner=Seat.objects.get(pk=seat_of(member)),
        source=("assessment", row.key),
    )
    return promise(member=member, wish=said, now=now)


def has_second_person(row: Assessment, *, person: int | None) -> bool:
    """Whether the organisation has somebody else who reads this facility's duties."""
    here = Q(facility=None, port=None) | Q(facility=row.facility_id) | Q(port=row.facility.port_id)
    seats = Seat.objects.filter(here, organisation=row.organisation_id, ended_at=None, person__is_active=True)
    return seats.filter(function__in=[one.value for one in READERS]).exclude(person=person).exists()


@on_rights
@transaction.atomic
def name_buddy(*, member: Member, assessment: Assessment, buddy: Organisation | None, now: datetime) -> Assessment:
    """Another member's people read it and agree; none = nobody any more.

    Raises NotAllowed, NotNow, HasSecondPerson, NoBuddy.
    """
    row = kept(member, assessment)
    _check_in(row, State.DRAFT, State.RETURNED)
    if buddy is not None:
        if row.kind != Kind.SELF or has_second_person(row, person=member.person_id):
            raise HasSecondPerson
        known = Organisation.objects.visible_to(member).active_members().exclude(pk=row.organisation_id)
        if not known.filter(pk=buddy.pk).exists():
            raise NoBuddy
    row.buddy, row.changed_at = buddy, now
    row.save(update_fields=["buddy", "changed_at"])
    note(row, What.BUDDY, member=member, now=now, note=buddy.label if buddy else "")
    return row


@transaction.atomic
def submit(*, member: Member, assessment: Assessment, now: datetime) -> Assessment:
    """It goes to the second person. Raises NotAllowed, NotNow, RoundNotOpen, NothingAnswered, NeedsSecondPerson."""
    row = kept(member, assessment)
    _check_in(row, State.DRAFT)
    check_open(row)
    if not Answer.objects.filter(assessment=row).exclude(conformity=Conformity.NOT_ASSESSED, doc=None).exists():
        raise NothingAnswered
    # A peer review is agreed with its lead reviewer: no second person is needed.
    own = row.assessor_id is not None or row.kind == Kind.PEER or has_second_person(row, person=member.person_id)
    if not own and row.buddy_id is None:
        raise NeedsSecondPerson
    row.submitted_by_id, row.reason = seat_of(member), ""
    settle(row.action, member=member, to="done", now=now)
    return _to(row, State.SUBMITTED, What.SUBMITTED, member=member, now=now)


@transaction.atomic
def recall(*, member: Member, assessment: Assessment, now: datetime) -> Assessment:
    """Undo of a submission that nobody has taken up. Raises NotAllowed, NotNow."""
    row = kept(member, assessment)
    _check_in(row, State.SUBMITTED)
    return _to(row, State.DRAFT, What.RECALLED, member=member, now=now)


@transaction.atomic
def take_up(*, member: Member, assessment: Assessment, now: datetime) -> Assessment:
    """The second person reads it. Raises NotAllowed, SamePerson, NotNow, PeersAgree."""
    row = _read_by(member, assessment)
    _check_in(row, State.SUBMITTED)
    return _to(row, State.IN_REVIEW, What.IN_REVIEW, member=member, now=now)


@on_rights
@transaction.atomic
def agree_assessment(
    *, member: Member, assessment: Assessment, accepted: Collection[str] = (), seen: str = "", now: datetime
) -> Assessment:
    """The second person agrees. Raises NotAllowed, SamePerson, NotNow, PeersAgree, ReadAgain.

    seen       when the assessment that was read had last changed, ISO 8601; empty = whatever stands
    accepted   ids of the controls of which this person accepts that they do not apply; the others stay open
    """
    row = _read_by(member, assessment)
    _check_in(row, State.IN_REVIEW)
    if seen and seen != row.changed_at.isoformat():
        raise ReadAgain
    absent = Answer.objects.filter(assessment=row, control__in=list(accepted)).newest()
    Acceptance.objects.bulk_create(
        Acceptance(answer=one, by_id=seat_of(member), at=now)
        for one in absent.filter(conformity=Conformity.NOT_APPLICABLE, acceptance=None)
    )
    row.agreed_by_id, row.agreed_at = seat_of(member), now
    return _to(row, State.AGREED, What.AGREED, member=member, now=now)


@transaction.atomic
def agree_by_review(*, assessment: Assessment, by: int, now: datetime) -> Assessment:
    """Facility and lead reviewer have agreed the report: what was submitted stands with it.

    by   seat of the lead reviewer       Does nothing where nothing was submitted.
    """
    row = held(assessment)
    if row.kind != Kind.PEER or row.withdrawn_at is not None or row.round.frozen_at is not None:
        raise NotNow
    if row.state not in {State.SUBMITTED, State.IN_REVIEW}:
        return row
    row.agreed_by_id, row.agreed_at, row.state, row.changed_at = by, now, State.AGREED, now
    row.save()
    AssessmentStep.objects.create(assessment=row, what=What.AGREED, by_id=by, at=now)
    return row


@transaction.atomic
def send_back(*, member: Member, assessment: Assessment, reason: str, now: datetime) -> Assessment:
    """The second person returns it, with a reason. Raises NotAllowed, SamePerson, NotNow, PeersAgree, BadField."""
    row = _read_by(member, assessment)
    _check_in(row, State.IN_REVIEW)
    row.reason = cleaned("reason", reason, REASON)
    return _to(row, State.RETURNED, What.RETURNED, member=member, now=now, words=row.reason)


@transaction.atomic
def reopen(*, member: Member, assessment: Assessment, now: datetime) -> Assessment:
    """A returned one is a draft again. Raises NotAllowed, NotNow."""
    row = kept(member, assessment)
    _check_in(row, State.RETURNED)
    return _to(row, State.DRAFT, What.REOPENED, member=member, now=now)


@on_rights
@transaction.atomic
def withdraw_assessment(*, member: Member, assessment: Assessment, now: datetime) -> Assessment:
    """The facility takes no part, until the freeze. Nothing that was written is lost. Raises NotAllowed, NotNow."""
    row = kept(member, assessment)
    if row.withdrawn_at is not None or row.round.frozen_at is not None:
        raise NotNow
    row.withdrawn_at = row.changed_at = now
    row.save(update_fields=["withdrawn_at", "changed_at"])
    settle(row.action, member=member, to="dropped", reason=_("Withdrawn from the round"), now=now)
    note(row, What.WITHDRAWN, member=member, now=now)
    return row


@on_rights
@transaction.atomic
def rejoin_round(*, member: Member, assessment: Assessment, now: datetime) -> Assessment:
    """Undo of that, until the freeze. Raises NotAllowed, NotNow."""
    row = kept(member, assessment)
    if row.withdrawn_at is None or row.round.frozen_at is not None:
        raise NotNow
    row.withdrawn_at, row.changed_at = None, now
    row.save(update_fields=["withdrawn_at", "changed_at"])
    note(row, What.REJOINED, member=member, now=now)
    return row


def may_agree(member: Member, row: Assessment) -> bool:
    """Whether this seat could be the second person, whoever submitted it."""
    if not member.may(Act.ANSWER) or member.seat_id is None:
        return False
    if row.assessor_id is not None:
        return row.assessor_id == member.organisation_id and keeps_duties(member)
    if row.buddy_id is not None and row.buddy_id == member.organisation_id:
        return keeps_duties(member)
    own = row.organisation_id == member.organisation_id and reads_duties(member)
    return own and Assessment.objects.own_of(member).filter(pk=row.pk).exists()


def _read_by(member: Member, assessment: Assessment) -> Assessment:
    row = held(assessment)
    if not may_agree(member, row):
        raise NotAllowed
    if row.kind == Kind.PEER:
        raise PeersAgree
    submitted = row.submitted_by.person_id if row.submitted_by else None
    if row.assessor_id is None and submitted == member.person_id:
        raise SamePerson
    return row


def _check_in(row: Assessment, *states: str) -> None:
    if row.withdrawn_at is not None:
        raise Withdrawn
    if row.round.frozen_at is not None or row.state not in states:
        raise NotNow


def _to(row: Assessment, state: str, what: str, *, member: Member, now: datetime, words: str = "") -> Assessment:
    row.state, row.changed_at = state, now
    row.save()
    note(row, what, member=member, now=now, note=words)
    return row
