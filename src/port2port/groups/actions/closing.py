"""Rounds close by the clock, and when someone looks; what is adopted becomes a decision at once."""

import os
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from port2port.base.refusal import Refusal
from port2port.groups.actions.shared import proposal_seen, seat_of
from port2port.groups.models import Decision, Proposal, ProposalVersion, WorkingGroup
from port2port.groups.models.proposal import Method, Outcome
from port2port.groups.refusals import Decided, NotTheLead, TooFewAdvices
from port2port.groups.rounds import Spoken, round_of, spoken_of
from port2port.groups.rules import DONE_WITH
from port2port.members.member import Act, Member
from port2port.members.models import Seat
from port2port.members.readers import member_of_seat
from port2port.pure import consent
from port2port.pure.audience import Tlp
from port2port.reports.rules import cleaned
from port2port.sharing import actions as sharing

Entropy = Callable[[int], bytes]
BATCH = 50


def settle_due(*, group: WorkingGroup | None = None, now: datetime) -> int:
    """Close every round whose time has come, and record what was adopted and could not be recorded before."""
    over = ProposalVersion.objects.current().filter(closes_at__lte=now).values("proposal_id")
    open_ones = Q(outcome=Outcome.OPEN, pk__in=over)
    unrecorded = Q(outcome=Outcome.ADOPTED, decision=None)
    rows = Proposal.objects.filter(open_ones | unrecorded).order_by("pk")
    due = list((rows if group is None else rows.filter(group=group))[:BATCH])
    for proposal in due:
        settle(proposal=proposal, now=now)
    return len(due)


@transaction.atomic
def settle(*, proposal: Proposal, now: datetime) -> Proposal:
    """The proposal as its rules and the clock have it now."""
    row = Proposal.objects.select_for_update(of=("self",)).select_related("group").get(pk=proposal.pk)
    return settle_locked(row, now=now)


def settle_locked(proposal: Proposal, *, now: datetime, entropy: Entropy = os.urandom) -> Proposal:
    """As `settle`, on a row that the caller holds."""
    if proposal.outcome == Outcome.WITHDRAWN:
        return proposal
    spoken = spoken_of(proposal)
    before = round_of(proposal, spoken)
    after = consent.settle(before, now=now)
    if after.extended != before.extended:
        spoken.current.extended, spoken.current.closes_at = after.extended, after.closes_at
        spoken.current.save(update_fields=["extended", "closes_at"])
    if after.outcome != before.outcome:
        proposal.outcome, proposal.outcome_at, proposal.changed_at = after.outcome, now, now
        proposal.save(update_fields=["outcome", "outcome_at", "changed_at"])
    if proposal.outcome == Outcome.ADOPTED and not Decision.objects.filter(proposal=proposal).exists():
        _record(proposal, spoken, now=now, entropy=entropy)
    return proposal


def _record(proposal: Proposal, spoken: Spoken, *, now: datetime, entropy: Entropy) -> None:
    """The decision, published by the chair's organisation; where nobody can publish it now, it waits."""
    member = _publisher(proposal.group)
    if member is None:
        return
    try:
        with transaction.atomic():
            decision = _decision(proposal, spoken, member, now=now)
            decision.save()
            if decision.tlp in {Tlp.AMBER, Tlp.AMBER_STRICT}:
                decision.circles.set([proposal.group.circle_id])
            sharing.publish_within(record=decision, member=member, now=now, entropy=entropy)
    except Refusal:
        # The chair's organisation has left the circle or the community: another chair records it.
        return


def _publisher(group: WorkingGroup) -> Member | None:
    ids = [one for one in (group.chair_id, group.secretary_id) if one]
    seats = Seat.objects.select_related("person", "organisation").in_bulk(ids)
    members = (member_of_seat(seats[one]) for one in ids)
    return next((one for one in members if one.may(Act.PUBLISH)), None)


def _decision(proposal: Proposal, spoken: Spoken, member: Member, *, now: datetime) -> Decision:
    version, group = spoken.current, proposal.group
    round_ = round_of(proposal, spoken)
    count = consent.tally(round_)
    earlier = None
    if proposal.supersedes is not None:
        earlier = Decision.objects.in_force().filter(key=proposal.supersedes, group=group).first()
    return Decision(
        group=group,
        group_name=group.name,
        proposal=proposal,
        proposal_version=version.n,
        method=proposal.method,
        title=version.title,
        text=version.text,
        language=version.language,
        effective_on=version.effective_on,
        review_on=version.review_on,
        supersedes=earlier,
        counts={"agree": count.agree, "abstain": count.abstain, "object": count.object, "silent": count.silent},
        objections=_standing(spoken, round_) if proposal.method == Method.TWO_THIRDS else [],
        done_with=proposal.done_with,
        tlp=group.tlp,
        originator_id=member.organisation_id or 0,
        author_id=member.person_id,
        made_at=now,
        changed_at=now,
    )


def _standing(spoken: Spoken, one: consent.Round) -> list[dict[str, str]]:
    objections = (spoken.objection_of(seat) for seat in sorted(one.standing))
    return [{"organisation": said.seat.organisation.name, "reason": said.reason} for said in objections if said]


@transaction.atomic
def decide_by_lead(*, member: Member, proposal: Proposal, adopt: bool, done_with: str, now: datetime) -> Proposal:
    """The lead decides after two advices at least, and says what was done with each.

    Raises NotTheLead, Decided, TooFewAdvices, BadField.
    """
    row = settle_locked(proposal_seen(member, proposal), now=now)
    seat = seat_of(member, row.group)
    if seat is None or seat.pk != row.lead_id or row.method != Method.ADVICE:
        raise NotTheLead
    if row.outcome not in {Outcome.OPEN, Outcome.WAITING}:
        raise Decided
    spoken = spoken_of(row)
    if len(spoken.last.get(spoken.current.pk, {})) < consent.ADVICES:
        raise TooFewAdvices
    row.done_with = cleaned("done_with", done_with, DONE_WITH)
    row.outcome = Outcome.ADOPTED if adopt else Outcome.REJECTED
    row.outcome_at = row.changed_at = now
    row.save(update_fields=["done_with", "outcome", "outcome_at", "changed_at"])
    return settle_locked(row, now=now)
