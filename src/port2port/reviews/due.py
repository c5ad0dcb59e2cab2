"""What waits for a seat among peer reviews."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from port2port.members.member import Member
from port2port.reviews.models import Review, Reviewer

MOST = 5


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One line."""

    words: str
    title: str
    address: str


def review_lines(member: Member) -> list[ReviewLine]:
    """Declarations that the own seat owes; everything else of a review is an action."""
    mine = Reviewer.objects.visible_to(member).editable_by(member).filter(state="drawn")
    rows = Review.objects.visible_to(member).filter(pk__in=mine.values("review_id")).with_names()
    return [
        ReviewLine(_("You were drawn as a reviewer: say what binds you"), str(one), one.get_absolute_url())
        for one in rows[:MOST]
    ]
