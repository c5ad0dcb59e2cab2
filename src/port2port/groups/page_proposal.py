"""What the page of one proposal shows to one reader."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from port2port.groups.models import (
    Decision,
    Meeting,
    Proposal,
    ProposalVersion,
    Resolution,
    Stance,
    VotingSeat,
    WorkingGroup,
)
from port2port.groups.models.proposal import Method, Outcome
from port2port.groups.page import OUTCOME_KINDS
from port2port.groups.rounds import Spoken, round_of, spoken_of
from port2port.members.member import Member
from port2port.pure import consent
from port2port.pure.consent import MAJORITY_FROM_VERSION, REOPENS, Tally
from port2port.pure.markdown import html

POSITION_KINDS = {"agree": "done", "abstain": "", "object": "high"}


@dataclass(frozen=True, slots=True)
class SeatSays:
    """A seat of the round and its last word; none where it is silent."""

    seat: VotingSeat
    stance: Stance | None

    @property
    def kind(self) -> str:
        """The colour and shape of its position."""
        return POSITION_KINDS.get(self.stance.position, "") if self.stance else ""


@dataclass(frozen=True, slots=True)
class Carried:
    """An objection to an earlier version that stands; who may say that it is met."""

    stance: Stance
    may_meet: bool
    needs_reason: bool


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """Everything the template needs, asked once."""

    proposal: Proposal
    version: ProposalVersion
    text: SafeString
    kind: str
    earlier: list[ProposalVersion]
    stances: list[SeatSays]
    revisions: list[Stance]
    tally: Tally
    carried: list[Carried]
    resolutions: list[Resolution]
    own_stance: Stance | None
    may_speak: bool
    may_withdraw_objection: bool
    may_amend: bool
    may_move: bool
    may_decide: bool
    decision: Decision | None
    meeting: Meeting | None

    @property
    def is_open(self) -> bool:
        """Whether seats still speak."""
        return self.proposal.outcome == Outcome.OPEN


def proposal_page(proposal: Proposal, *, member: Member, now: datetime) -> ProposalPage:
    """The page as this reader sees it now; `proposal` was found by `visible_to`."""
    spoken = spoken_of(proposal)
    version = spoken.current
    seats = list(version.seats.select_related("organisation"))
    last = spoken.last.get(version.pk, {})
    own = VotingSeat.objects.held_by(member).filter(group=proposal.group_id).first()
    in_round = own is not None and own.pk in {seat.pk for seat in seats}
    is_open = proposal.outcome == Outcome.OPEN and now < version.closes_at
    own_stance = last.get(own.pk) if own else None
    leads = own is not None and own.pk == proposal.lead_id
    may_amend = Proposal.objects.editable_by(member).filter(pk=proposal.pk).exists()
    stances = Stance.objects.visible_to(member).filter(version__proposal=proposal)
    return ProposalPage(
        proposal=proposal,
        version=version,
        text=SafeString(html(version.text)),
        kind=OUTCOME_KINDS.get(proposal.outcome, ""),
        earlier=spoken.versions[-2::-1],
        stances=[SeatSays(seat, last.get(seat.pk)) for seat in seats],
        revisions=list(stances.select_related("seat__organisation", "version").order_by("-at", "-pk")),
        tally=consent.tally(_round(proposal, spoken)),
        carried=_carried(proposal, spoken, own, member, now=now),
        resolutions=list(
            Resolution.objects.visible_to(member).filter(version=version).select_related("seat__organisation")
        ),
        own_stance=own_stance,
        may_speak=in_round and is_open and not (proposal.method == Method.ADVICE and leads),
        may_withdraw_objection=_objects_after(proposal, own_stance),
        may_amend=may_amend,
        may_move=_may_move(proposal, version, member),
        may_decide=leads and proposal.outcome in {Outcome.OPEN, Outcome.WAITING} and len(last) >= consent.ADVICES,
        decision=Decision.objects.visible_to(member).filter(proposal=proposal).first(),
        # It may be of a day that the circle does not show to this reader.
        meeting=Meeting.objects.visible_to(member).filter(items=proposal.item_id).first() if proposal.item_id else None,
    )


def _round(proposal: Proposal, spoken: Spoken) -> consent.Round:
    if proposal.outcome == Outcome.WITHDRAWN:
        proposal = Proposal(method=proposal.method, outcome=Outcome.OPEN)
    return round_of(proposal, spoken)


def _objects_after(proposal: Proposal, own: Stance | None) -> bool:
    return proposal.outcome == Outcome.OBJECTED and own is not None and own.position == "object"


def _may_move(proposal: Proposal, version: ProposalVersion, member: Member) -> bool:
    may = proposal.outcome in {Outcome.OPEN, Outcome.OBJECTED} and proposal.method == Method.CONSENT
    chairs = WorkingGroup.objects.chaired_by(member).filter(pk=proposal.group_id)
    return may and version.n >= MAJORITY_FROM_VERSION and chairs.exists()


def _carried(
    proposal: Proposal, spoken: Spoken, own: VotingSeat | None, member: Member, *, now: datetime
) -> list[Carried]:
    if proposal.outcome not in {Outcome.OPEN, Outcome.OBJECTED}:
        return []
    chairs = WorkingGroup.objects.chaired_by(member).filter(pk=proposal.group_id).exists()
    late = now >= spoken.current.opens_at + REOPENS
    said = spoken.last.get(spoken.current.pk, {})
    standing = [spoken.objection_of(seat) for seat in sorted(spoken.carried() - said.keys())]
    found = []
    for stance in standing:
        if stance is not None:
            is_own = own is not None and own.pk == stance.seat_id
            found.append(Carried(stance, is_own or (chairs and late), needs_reason=not is_own))
    return found
