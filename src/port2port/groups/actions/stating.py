"""A seat says what it thinks of a proposal; an objector or the chair says that an amendment met an objection."""

from datetime import datetime

from django.db import transaction

from port2port.groups.actions.closing import settle_locked
from port2port.groups.actions.shared import acting_seat, proposal_seen, seat_of
from port2port.groups.models import Proposal, Resolution, Stance, VotingSeat, WorkingGroup
from port2port.groups.models.proposal import Method, Outcome
from port2port.groups.models.proposal import Position as PositionChoice
from port2port.groups.refusals import (
    ChangedMeanwhile,
    ChooseOne,
    Decided,
    GroupEnded,
    NoAdvice,
    NoReason,
    NoReasonMet,
    NoSeat,
    NotTheChair,
    OwnAdvice,
    refusal_of,
)
from port2port.groups.rounds import round_of, spoken_of
from port2port.groups.rules import REASON
from port2port.members.member import Member
from port2port.pure import consent
from port2port.pure.consent import Position, StepRefusedError
from port2port.reports.rules import BadField, cleaned


@transaction.atomic
def state(
    *, member: Member, proposal: Proposal, version: int, position: str, reason: str = "", now: datetime
) -> Stance:
    """The stance of the person's seat; another one takes its place, and both stay readable.

    version   that the person read
    The same said twice is said once. Raises NotAllowed, NoSeat, RoundClosed, NoReason, ChangedMeanwhile, BadField.
    """
    row = settle_locked(proposal_seen(member, proposal), now=now)
    seat = _speaking(member, row)
    spoken = spoken_of(row)
    if spoken.current.n != version:
        raise ChangedMeanwhile
    if position not in PositionChoice.values:
        raise BadField("position", ChooseOne.words)
    reason = cleaned("reason", reason, REASON)
    before = spoken.last.get(spoken.current.pk, {}).get(seat.pk)
    if before is not None and (before.position, before.reason) == (position, reason):
        return before
    if row.method == Method.ADVICE and not reason:
        raise BadField("reason", NoAdvice.words)
    try:
        consent.say(round_of(row, spoken), seat.pk, Position(position), reason=reason, now=now)
    except StepRefusedError as fault:
        if fault.fault == consent.Fault.NO_REASON:
            raise BadField("reason", NoReason.words) from fault
        raise refusal_of(fault) from fault
    said = Stance.objects.create(
        version=spoken.current,
        seat=seat,
        revision=before.revision + 1 if before else 1,
        position=position,
        reason=reason,
        by_id=acting_seat(member),
        at=now,
    )
    settle_locked(row, now=now)
    return said


def _speaking(member: Member, proposal: Proposal) -> VotingSeat:
    if proposal.group.state == WorkingGroup.State.ENDED:
        raise GroupEnded
    if proposal.outcome == Outcome.WITHDRAWN:
        raise Decided
    seat = seat_of(member, proposal.group)
    if seat is None:
        raise NoSeat
    if proposal.method == Method.ADVICE and seat.pk == proposal.lead_id:
        raise OwnAdvice
    return seat


@transaction.atomic
def resolve(*, member: Member, proposal: Proposal, seat: VotingSeat, reason: str = "", now: datetime) -> Resolution:
    """That the newest version meets the seat's objection to an earlier one.

    The objector says so at any time; the chair once it has been open for five days, with a reason.
    Raises NotTheChair, NoObjection, TooEarly, Decided, BadField.
    """
    row = settle_locked(proposal_seen(member, proposal), now=now)
    own = seat_of(member, row.group)
    by_chair = own is None or own.pk != seat.pk
    if by_chair and not WorkingGroup.objects.chaired_by(member).filter(pk=row.group_id).exists():
        raise NotTheChair
    if row.outcome == Outcome.WITHDRAWN:
        raise Decided
    reason = cleaned("reason", reason, REASON)
    if by_chair and len(reason) < consent.REASON_CHARACTERS:
        raise BadField("reason", NoReasonMet.words)
    spoken = spoken_of(row)
    try:
        consent.resolve(round_of(row, spoken), seat.pk, by_chair=by_chair, now=now)
    except StepRefusedError as fault:
        raise refusal_of(fault) from fault
    made = Resolution.objects.create(
        version=spoken.current, seat=seat, by_id=acting_seat(member), by_chair=by_chair, reason=reason, at=now
    )
    settle_locked(row, now=now)
    return made
