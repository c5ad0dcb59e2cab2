"""Who reads a peer review: the facility's own organisation, and its reviewers until 30 days after the visit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from port2port.duties.access import keeps_duties, reads_duties
from port2port.members.member import Act, Function, Member, Standing

if TYPE_CHECKING:
    from port2port.members.models import Port
    from port2port.reviews.models import Finding, Review, Reviewer, ReviewerOffer, ReviewStep  # noqa: F401

AFTER_VISIT = timedelta(days=30)
# How long a reviewer reads while no day of a visit is set.
UNTIL_A_DAY = timedelta(days=180)
REVIEWING = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR})


def _table(name: str) -> Any:
    return apps.get_model("reviews", name).objects


def reviews_others(member: Member) -> bool:
    """Whether a person in this seat can be a reviewer."""
    reviewing = member.function in REVIEWING and member.standing == Standing.MEMBER
    return reviewing and member.may(Act.ANSWER) and member.seat_id is not None


def ports_reviewed_from(member: Member) -> models.QuerySet[Port]:
    """Ports that the own organisation manages, or in which a facility of it has a confirmed baseline."""
    tiers = apps.get_model("norms", "FacilityTier").objects.current().filter(confirmed_at__isnull=False)
    held = tiers.filter(Q(facility__organisation_id=member.organisation_id), facility__is_active=True)
    ports: models.QuerySet[Port] = apps.get_model("members", "Port").objects.all()
    return ports.filter(Q(manager_id=member.organisation_id) | Q(pk__in=held.values("facility__port_id")))


def draws(member: Member) -> bool:
    """Whether the seat holds the draw: the secretariat's."""
    return member.function == Function.SECRETARIAT and member.may(Act.PUBLISH)


class Reviews(models.QuerySet["Review"]):
    """Never shared: no one else learns that there is a review."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(Q(pk__in=self.own_of(member).values("pk")) | Q(pk__in=self.reviewed_by(member).values("pk")))

    def own_of(self, member: Member) -> Self:
        """Of the own facilities, within the seat's scope."""
        if not reads_duties(member):
            return self.none()
        own = apps.get_model("members", "Facility").objects.in_scope_of(member)
        return self.filter(
            assessment__organisation_id=member.organisation_id, assessment__facility__in=own.values("pk")
        )

    def reviewed_by(self, member: Member) -> Self:
        """In which this very seat is a reviewer: until 30 days after the visit, and without one 180 days at most."""
        if not reviews_others(member):
            return self.none()
        mine = _table("Reviewer").filter(review=OuterRef("pk"), seat_id=member.seat_id, state__in=["drawn", "clear"])
        fresh = mine.filter(drawn_at__gte=timezone.now() - UNTIL_A_DAY)
        runs = Q(assessment__round__state__in=["open", "closed"])
        comes = Q(visit_on__gte=timezone.localdate() - AFTER_VISIT)
        rows = self.filter(Exists(mine), assessment__withdrawn_at=None)
        return rows.filter(comes | (Q(visit_on=None) & runs & Q(Exists(fresh))))

    def editable_by(self, member: Member) -> Self:
        """The facility's side: by who keeps its duties."""
        if not keeps_duties(member):
            return self.none()
        kept = apps.get_model("members", "Facility").objects.kept_by(member)
        return self.own_of(member).filter(assessment__facility__in=kept.values("pk"))

    def with_names(self) -> Self:
        return self.select_related("assessment__round__catalogue", "assessment__round__baseline").select_related(
            "assessment__facility__port", "assessment__organisation"
        )


class ReviewerOffers(models.QuerySet["ReviewerOffer"]):
    """Known inside the own organisation; the draw itself lists them by key alone."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(organisation_id=member.organisation_id) if reads_duties(member) else self.none()

    def editable_by(self, member: Member) -> Self:
        """Each seat offers and takes back itself."""
        return self.filter(seat_id=member.seat_id) if reviews_others(member) else self.none()

    def running(self) -> Self:
        return self.filter(ended_at=None)


class Reviewers(models.QuerySet["Reviewer"]):
    """As the review; why somebody was excluded is read by that person alone."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(review__in=_table("Review").visible_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        """The own line, while it waits for a declaration or reviews."""
        reviews = _table("Review").reviewed_by(member).values("pk")
        return self.filter(review__in=reviews, seat_id=member.seat_id, state__in=["drawn", "clear"])

    def standing(self) -> Self:
        """Those who declared no interest."""
        return self.filter(state="clear")


class Findings(models.QuerySet["Finding"]):
    """As the review, and no further: grades are the facility's alone once it is agreed."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(review__in=_table("Review").visible_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        """Its own reviewer's, until the report is handed over."""
        reviews = _table("Review").reviewed_by(member).filter(state="ready").values("pk")
        return self.filter(review__in=reviews, reviewer__seat_id=member.seat_id, taken_out_at=None)

    def standing(self) -> Self:
        return self.filter(taken_out_at=None)


class ReviewSteps(models.QuerySet["ReviewStep"]):
    """The history, as the review."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(review__in=_table("Review").visible_to(member).values("pk"))
