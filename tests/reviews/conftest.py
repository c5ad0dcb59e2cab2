"""A peer round with a review of the northern quay, and people of two other ports who can be drawn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from port2port.assessments import actions as assessing
from port2port.assessments.models import Assessment, Round
from port2port.base.clock import now
from port2port.members.member import Member
from port2port.members.models import Person, Seat
from port2port.members.readers import member_of_seat
from port2port.reviews import actions
from port2port.reviews.models import Review, Reviewer
from tests.personas import BEFORE, Community

CHOSEN = ["acc-05", "gov-01"]


@pytest.fixture
def round_(community: Community) -> Round:
    """Open, of the light baseline."""
    desk, day = community.member("secretariat"), timezone.localdate(now())
    said = assessing.RoundFields(
        title="Peer round",
        kind="peer",
        baseline=("baseline-light", "1.0"),
        opens_on=day,
        closes_on=day + timedelta(days=60),
    )
    row = assessing.plan_round(member=desk, said=said, now=now())
    return assessing.move_round(member=desk, round=row, to="open", now=now())


@pytest.fixture
def assessment(community: Community, round_: Round) -> Assessment:
    """Of the northern quay, submitted."""
    author = community.member("author")
    row = assessing.start(member=author, round=round_, facility=community.facilities["north"], now=now())
    answer = assessing.Said(control="acc-05", conformity="partly", doc=2, impl=3, rationale="The fence at the north.")
    secret = assessing.Said(control="com-01", conformity="not_met", doc=1, impl=1, rationale="Nothing at all.")
    assessing.save_answers(member=author, assessment=row, said=[answer, secret], now=now())
    return assessing.submit(member=author, assessment=row, now=now())


@pytest.fixture
def review(community: Community, assessment: Assessment) -> Review:
    """Asked for; officers of two other ports offer, one of the own port too."""
    for name, port in (("peer", "south"), ("outsider", "east"), ("coordinator", "north")):
        actions.offer(member=community.member(name), port=community.ports[port], now=now())
    return actions.ask_review(member=community.member("author"), assessment=assessment, controls=CHOSEN, now=now())


@pytest.fixture
def drawn(community: Community, review: Review) -> Review:
    """Drawn by the secretariat."""
    actions.draw_round(member=community.member("secretariat"), round=review.assessment.round, now=now())
    review.refresh_from_db()
    return review


def line_of(review: Review, member: Member) -> Reviewer:
    """The member's line as a reviewer."""
    return Reviewer.objects.get(review=review, seat=member.seat_id)


@pytest.fixture
def ready(community: Community, drawn: Review) -> Review:
    """Both have declared that nothing binds them; they come today."""
    for name in ("peer", "outsider"):
        member = community.member(name)
        actions.declare(member=member, reviewer=line_of(drawn, member), now=now())
    actions.set_visit(member=community.member("author"), review=drawn, day=timezone.localdate(now()), now=now())
    drawn.refresh_from_db()
    return drawn


def lead_of(community: Community, review: Review) -> Member:
    """The lead reviewer."""
    return member_of_seat(Seat.objects.select_related("person", "organisation").get(pk=_lead(review).seat_id))


def _lead(review: Review) -> Reviewer:
    return Reviewer.objects.get(review=review, is_lead=True)


def second_officer(community: Community, organisation: str) -> Member:
    """Another officer of that organisation."""
    person = Person.objects.create(
        username=f"second-{organisation}", name="Second", email=f"{organisation}@example.org"
    )
    seat = Seat.objects.create(
        person=person, organisation=community.organisations[organisation], function="officer", given_at=BEFORE
    )
    return member_of_seat(Seat.objects.select_related("person", "organisation").get(pk=seat.pk))
