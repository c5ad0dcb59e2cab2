"""Who can be drawn for a review, and by which words the draw knows groups and ports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from port2port.members.models import Facility, Organisation, Port
from port2port.members.operators import operators
from port2port.pure import draw
from port2port.pure.draw import Candidate
from port2port.reviews.models import Review, Reviewer, ReviewerOffer

STANDING = ("drawn", "clear")
NOT_IN_RETURN = timedelta(days=2 * 365)


@dataclass(frozen=True, slots=True)
class Words:
    """What the draw calls groups and ports: of this seed alone, so that two draws cannot be laid side by side.

    tops   the highest organisation above each     keys   of organisations
    """

    seed: str
    tops: Mapping[int, int]
    keys: Mapping[int, UUID]

    def operator(self, organisation: int) -> str:
        """Of the group that it belongs to."""
        return draw.word(self.seed, "operator", str(self.keys[self.tops[organisation]]))

    def port(self, port: Port) -> str:
        """Of a port."""
        return draw.word(self.seed, "port", str(port.key))

    def candidate(self, one: ReviewerOffer) -> Candidate:
        """Who offers, as the draw knows it."""
        return Candidate(str(one.key), self.operator(one.organisation_id), self.port(one.port))

    def reviewer(self, one: Reviewer) -> Candidate:
        """Who was drawn, in the group and for the port of that moment."""
        return Candidate(str(one.offer.key), self.operator(one.operator_id), self.port(one.port))


def words_of(seed: str) -> Words:
    """The words of one draw."""
    return Words(seed, operators(), dict(Organisation.objects.values_list("pk", "key")))


def eligible(review: Review, *, tops: Mapping[int, int], now: datetime) -> QuerySet[ReviewerOffer]:
    """Who offers, in an active member, of no group that works in the reviewed port or was reviewed in turn (P4)."""
    reviewed, port = review.assessment.organisation_id, review.assessment.facility.port
    there = Facility.objects.filter(port=port, is_active=True).values_list("organisation_id", flat=True)
    groups = {tops[one] for one in (reviewed, port.manager_id, *there) if one is not None}
    groups |= _reviewed_by(tops[reviewed], tops=tops, now=now)
    return (
        ReviewerOffer.objects.running()
        .filter(organisation__state="active", organisation__standing="member", seat__ended_at=None)
        .filter(seat__person__is_active=True)
        .exclude(organisation__in=[one for one, top in tops.items() if top in groups])
        .select_related("port", "organisation", "seat")
        .order_by("pk")
    )


def _reviewed_by(group: int, *, tops: Mapping[int, int], now: datetime) -> set[int]:
    """Groups that this one reviews, or has reviewed of late."""
    its = [one for one, top in tops.items() if top == group]
    rows = Reviewer.objects.filter(Q(organisation__in=its) | Q(operator__in=its), state__in=STANDING)
    rows = rows.filter(drawn_at__gte=now - NOT_IN_RETURN, review__assessment__withdrawn_at=None)
    return {tops[one] for one in rows.values_list("review__assessment__organisation_id", flat=True)}
