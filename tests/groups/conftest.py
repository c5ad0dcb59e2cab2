"""Groups made as people make them: through the actions."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from port2port.groups import actions
from port2port.groups.models import Meeting, Proposal, VotingSeat, WorkingGroup
from port2port.members.member import Member
from port2port.members.models import CircleMembership
from port2port.pure.audience import Tlp
from tests.personas import BEFORE, NOW, Community

TODAY = date(2026, 3, 2)
CLOSES = NOW + timedelta(days=7)
AFTER = CLOSES + timedelta(minutes=1)
REASON = "At night there is nobody for the second check."
Propose = Callable[..., Proposal]


def fields(**more: object) -> actions.GroupFields:
    """What a group is for."""
    words = {
        "name": "Access control",
        "mandate": "One way of letting people in, in every port.",
        "language": "en",
        "tlp": Tlp.AMBER,
        "from_on": TODAY,
        "review_on": TODAY + timedelta(days=365),
    }
    return actions.GroupFields(**(words | more))


def wording(**more: object) -> actions.ProposalFields:
    """What is put to the seats."""
    words = {
        "title": "Two people open the gate after ten",
        "text": "After 22:00 a second person confirms each visitor.",
        "language": "en",
        "effective_on": TODAY + timedelta(days=30),
        "review_on": TODAY + timedelta(days=300),
        "closes_at": CLOSES,
    }
    return actions.ProposalFields(**(words | more))


@pytest.fixture
def group(community: Community, author: Member, peer: Member) -> WorkingGroup:
    """North chairs; north and south have a seat; the circle is TLP:AMBER."""
    made = actions.set_up(member=author, said=fields(), circle=community.circles["both"], now=NOW)
    seat = actions.give_seat(member=author, group=made, organisation=community.organisations["south"], now=NOW)
    actions.name_holders(
        member=peer, seat=seat, holder=community.seats["peer"], substitute=community.seats["peer_coordinator"], now=NOW
    )
    return actions.start(member=author, group=made, now=NOW)


@pytest.fixture
def wide(community: Community, group: WorkingGroup, author: Member, outsider: Member) -> WorkingGroup:
    """The same with a third port in the circle and in the group."""
    join(community, "east")
    seat = actions.give_seat(member=author, group=group, organisation=community.organisations["east"], now=NOW)
    actions.name_holders(member=outsider, seat=seat, holder=community.seats["outsider"], substitute=None, now=NOW)
    return group


def join(community: Community, slug: str, *, at=BEFORE) -> None:
    """The organisation joins the circle of both."""
    CircleMembership.objects.create(
        circle=community.circles["both"], organisation=community.organisations[slug], invited_at=at, joined_at=at
    )


@pytest.fixture
def proposed(group: WorkingGroup, author: Member) -> Propose:
    """Propose as the author."""

    def now_proposed(*, member: Member = author, now=NOW, **more: object) -> Proposal:
        said = {name: more.pop(name) for name in list(more) if name in actions.ProposalFields.__slots__}
        return actions.propose(member=member, group=group, said=wording(**said), now=now, **more)

    return now_proposed


@pytest.fixture
def meeting(group: WorkingGroup, author: Member) -> Meeting:
    """Next week, from ten to twelve."""
    starts = NOW + timedelta(days=7)
    said = actions.MeetingFields(title="March", starts_at=starts, ends_at=starts + timedelta(hours=2), place="Quay 1")
    return actions.plan(member=author, group=group, said=said, now=NOW)


def seat_of(group: WorkingGroup, slug: str) -> VotingSeat:
    """The running seat of an organisation."""
    return VotingSeat.objects.running().get(group=group, organisation__slug=slug)


def say(member: Member, proposal: Proposal, position: str = "agree", *, version: int = 1, now=NOW, reason: str = ""):
    """A stance, with a reason where it objects."""
    reason = reason or (REASON if position == "object" else "")
    return actions.state(member=member, proposal=proposal, version=version, position=position, reason=reason, now=now)
