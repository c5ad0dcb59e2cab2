"""Something is proposed, amended, moved to a vote by two thirds, or taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.groups.actions.closing import settle_locked
from port2port.groups.actions.shared import acting_seat, proposal_seen, run_by, sitting_in
from port2port.groups.models import AgendaItem, Decision, Proposal, ProposalVersion, VotingSeat, WorkingGroup
from port2port.groups.models.proposal import Method, Outcome
from port2port.groups.refusals import (
    ChangedMeanwhile,
    ChooseOne,
    Decided,
    GroupEnded,
    GroupForming,
    MajorityTooEarly,
    NeedsALead,
    refusal_of,
)
from port2port.groups.rounds import round_of, spoken_of
from port2port.groups.rules import TEXT, TITLE, check_review, check_round, known_language, markdown
from port2port.members.member import Member
from port2port.pure import consent
from port2port.pure.consent import StepRefusedError
from port2port.reports.rules import BadField, cleaned, own_organisation
from port2port.reports.texts_guard import not_personal_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalFields:
    """One wording, and until when the seats speak.

    not_personal   finds of the share guard that the author says are none, by their tokens
    """

    title: str
    text: str
    language: str
    effective_on: date
    review_on: date
    closes_at: datetime
    not_personal: frozenset[str] = frozenset()


@transaction.atomic
def propose(
    *,
    member: Member,
    group: WorkingGroup,
    said: ProposalFields,
    method: str = Method.CONSENT,
    lead: VotingSeat | None = None,
    item: AgendaItem | None = None,
    by_meeting: bool = False,
    supersedes: UUID | None = None,
    now: datetime,
) -> Proposal:
    """Put a wording to the seats as they stand now.

    by_meeting   the meeting wrote it: who runs the group puts it
    supersedes   key of a decision of this group whose place it takes
    Raises NotInTheGroup, NotTheChair, GroupEnded, BadField, PersonalDataFound.
    """
    row = run_by(member, group) if by_meeting else sitting_in(member, group)
    if row.state != WorkingGroup.State.RUNNING:
        raise BadField("title", GroupForming.words)
    _check_method(row, method, lead)
    check_round(said.closes_at, now=now)
    if item is not None and item.meeting.group_id != row.pk:
        raise NotAllowed
    if supersedes and not Decision.objects.in_force().filter(key=supersedes, group=row).exists():
        raise BadField("supersedes", Decided.words)
    proposal = Proposal.objects.create(
        group=row,
        item=item,
        organisation_id=None if by_meeting else own_organisation(member),
        author_id=acting_seat(member),
        method=method,
        lead=lead if method == Method.ADVICE else None,
        supersedes=supersedes,
        made_at=now,
        changed_at=now,
    )
    _put(proposal, said, n=1, member=member, closes_at=said.closes_at, now=now)
    return proposal


def _check_method(group: WorkingGroup, method: str, lead: VotingSeat | None) -> None:
    if method not in {Method.CONSENT, Method.MAJORITY, Method.ADVICE}:
        raise BadField("method", ChooseOne.words)
    if method == Method.ADVICE and (lead is None or lead.group_id != group.pk or lead.until_at is not None):
        raise BadField("lead", NeedsALead.words)


@transaction.atomic
def amend(*, member: Member, proposal: Proposal, said: ProposalFields, version: int, now: datetime) -> ProposalVersion:
    """The next wording: a new round of five days at least, in which earlier stances do not count.

    version   that its author read
    Raises NotAllowed, Decided, ChangedMeanwhile, BadField, PersonalDataFound.
    """
    row = proposal_seen(member, proposal)
    spoken = spoken_of(settle_locked(row, now=now))
    if not Proposal.objects.editable_by(member).filter(pk=row.pk).exists():
        raise Decided if row.outcome not in {Outcome.OPEN, Outcome.OBJECTED} else NotAllowed
    if spoken.current.n != version:
        raise ChangedMeanwhile
    places = {seat.pk: seat.port_id for seat in VotingSeat.objects.running().filter(group=row.group_id)}
    if said.closes_at > now:
        check_round(said.closes_at, now=now)
    try:
        after = consent.amend(round_of(row, spoken), places=places, now=now, closes_at=said.closes_at)
    except StepRefusedError as fault:
        raise refusal_of(fault) from fault
    made = _put(row, said, n=after.version, member=member, closes_at=after.closes_at, now=now)
    row.outcome, row.changed_at = after.outcome, now
    row.save(update_fields=["outcome", "changed_at"])
    return made


def _put(
    proposal: Proposal, said: ProposalFields, *, n: int, member: Member, closes_at: datetime, now: datetime
) -> ProposalVersion:
    check_review(said.review_on, after=said.effective_on)
    texts = {"title": cleaned("title", said.title, TITLE), "text": markdown("text", said.text, TEXT)}
    made = ProposalVersion.objects.create(
        proposal=proposal,
        n=n,
        **texts,
        not_personal=not_personal_of(texts, said.not_personal),
        language=known_language(said.language),
        effective_on=said.effective_on,
        review_on=said.review_on,
        opens_at=now,
        closes_at=closes_at,
        by_id=acting_seat(member),
    )
    made.seats.set(VotingSeat.objects.running().filter(group=proposal.group_id))
    return made


@transaction.atomic
def move_to_majority(*, member: Member, proposal: Proposal, now: datetime) -> Proposal:
    """After two amendments the chair lets two thirds decide; objections are printed in the decision.

    Raises NotTheChair, MajorityTooEarly, Decided.
    """
    run_by(member, proposal.group)
    row = settle_locked(proposal_seen(member, proposal), now=now)
    if not WorkingGroup.objects.chaired_by(member).filter(pk=row.group_id).exists():
        raise NotAllowed
    spoken = spoken_of(row)
    try:
        after = consent.to_majority(round_of(row, spoken), now=now)
    except StepRefusedError as fault:
        raise (MajorityTooEarly() if fault.fault == consent.Fault.TOO_EARLY else refusal_of(fault)) from fault
    spoken.current.closes_at = after.closes_at
    spoken.current.save(update_fields=["closes_at"])
    row.method, row.outcome, row.changed_at = after.method, after.outcome, now
    row.save(update_fields=["method", "outcome", "changed_at"])
    return row


@transaction.atomic
def withdraw(*, member: Member, proposal: Proposal, now: datetime) -> Proposal:
    """Take it back before it has an outcome. Raises NotAllowed, Decided."""
    row = settle_locked(proposal_seen(member, proposal), now=now)
    if row.outcome not in {Outcome.OPEN, Outcome.OBJECTED}:
        raise Decided
    if not Proposal.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    if row.group.state == WorkingGroup.State.ENDED:
        raise GroupEnded
    row.outcome, row.outcome_at, row.changed_at = Outcome.WITHDRAWN, now, now
    row.save(update_fields=["outcome", "outcome_at", "changed_at"])
    return row
