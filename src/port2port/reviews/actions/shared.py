"""What the actions of a review ask before they do anything."""

from datetime import datetime

from port2port.base.refusal import NotAllowed
from port2port.members.member import Member
from port2port.reports.rules import own_organisation
from port2port.reviews.models import Review, ReviewStep
from port2port.reviews.refusals import NotNow

State = Review.State
What = ReviewStep.What


def seat_of(member: Member) -> int:
    """The seat that acts. Raises NotAllowed for a machine."""
    if member.seat_id is None:
        raise NotAllowed
    return member.seat_id


def held(review: Review) -> Review:
    """The row as it is now, and nobody else's until the end."""
    return Review.objects.select_for_update(of=("self",)).with_names().get(pk=review.pk)


def kept(member: Member, review: Review) -> Review:
    """The row under lock, for the facility's side. Raises NotAllowed."""
    row = held(review)
    if not Review.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    return row


def check_in(review: Review, *states: str) -> None:
    """That it stands in one of these. Raises NotNow."""
    if review.state not in states or review.assessment.withdrawn_at is not None:
        raise NotNow


def note(review: Review, what: str, *, organisation: int, now: datetime) -> None:
    """A line of the history, and that the review changed."""
    ReviewStep.objects.create(review=review, what=what, organisation_id=organisation, at=now)
    review.changed_at = now
    review.save()


def own(member: Member) -> int:
    """The own organisation's id."""
    return own_organisation(member)
