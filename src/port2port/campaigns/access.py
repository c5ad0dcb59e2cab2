"""Who may see and run campaigns, and who sees what an organisation counted: itself alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from port2port.members.member import Act, Function, Member, Standing
from port2port.pure.reach import LATE

if TYPE_CHECKING:
    from port2port.campaigns.models import Campaign, Part, PutUp, Sums, Talk  # noqa: F401

READERS = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR, Function.TRAINER, Function.SECRETARIAT})


def _table(name: str) -> Any:
    # Access lies below models, so it asks the registry instead of importing.
    return apps.get_model("campaigns", name).objects


def reads_campaigns(member: Member) -> bool:
    """Whether this seat reads campaigns and kits at all; which, `visible_to` says."""
    return member.may(Act.READ) and member.standing != Standing.GUEST and member.function in READERS


def runs_campaigns(member: Member) -> bool:
    """Whether this seat starts and joins campaigns for its organisation, and says what was done in them."""
    acts = member.may(Act.DRILL) or member.may(Act.ASSIGN)
    return reads_campaigns(member) and member.seat_id is not None and acts


def calls_everybody(member: Member) -> bool:
    """Whether this seat starts a campaign that is open to every member: the secretariat."""
    return runs_campaigns(member) and member.function == Function.SECRETARIAT


class Campaigns(models.QuerySet["Campaign"]):
    """The own organisation's, those of circles it is in now, and those that are open to every member."""

    def visible_to(self, member: Member) -> Self:
        if not reads_campaigns(member):
            return self.none()
        seen = Q(organisation_id=member.organisation_id)
        if member.standing == Standing.MEMBER:
            circles = apps.get_model("members", "Circle")._default_manager.all().choosable_by(member)
            seen |= Q(reach="circle", circle__in=circles.values("pk")) | Q(reach="community")
        return self.filter(seen)

    def editable_by(self, member: Member) -> Self:
        """Those that this seat ends: its own organisation's."""
        if not runs_campaigns(member):
            return self.none()
        return self.visible_to(member).filter(organisation_id=member.organisation_id)

    def open_on(self, today: date) -> Self:
        """That run or are to come."""
        return self.filter(to_on__gte=today)

    def over_on(self, today: date) -> Self:
        return self.filter(to_on__lt=today)

    def running_on(self, today: date) -> Self:
        return self.filter(from_on__lte=today, to_on__gte=today)

    def to_evaluate(self, today: date) -> Self:
        """Of which nothing more is written down, and whose sums were not made yet."""
        made = _table("Sums").values("campaign_id")
        return self.filter(to_on__lt=today - LATE).exclude(pk__in=made)

    def joined_by(self, organisation: int | None) -> Self:
        """In which the organisation takes part now."""
        parts = _table("Part").filter(organisation_id=organisation, left_at=None)
        return self.filter(pk__in=parts.values("campaign_id"))


class _OfOrganisation[M: models.Model](models.QuerySet[M]):
    """What an organisation does in campaigns is seen by its own readers alone."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(organisation_id=member.organisation_id) if reads_campaigns(member) else self.none()

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member) if runs_campaigns(member) else self.none()


class Parts(_OfOrganisation["Part"]):
    """Its own; and whose campaign it is sees who joined, which the page says before anybody joins."""

    def visible_to(self, member: Member) -> Self:
        if not reads_campaigns(member):
            return self.none()
        own = _table("Campaign").filter(organisation_id=member.organisation_id).values("pk")
        return self.filter(Q(organisation_id=member.organisation_id) | Q(campaign__in=own))

    def editable_by(self, member: Member) -> Self:
        return self.filter(organisation_id=member.organisation_id) if runs_campaigns(member) else self.none()

    def running(self) -> Self:
        return self.filter(left_at=None)


class Talks(_OfOrganisation["Talk"]):
    """Toolbox talks: counts, and nobody's name."""

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(undone_at=None)


class PutUps(_OfOrganisation["PutUp"]):
    """What was put up, by the organisation's own word."""

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(undone_at=None)


class SumsSet(models.QuerySet["Sums"]):
    """Of campaigns that one sees, for whose campaign it is and for who gave to them."""

    def visible_to(self, member: Member) -> Self:
        seen = _table("Campaign").visible_to(member)
        own = Q(campaign__organisation_id=member.organisation_id)
        gave = Q(
            campaign__in=_table("Talk")
            .filter(organisation_id=member.organisation_id, counted=True)
            .values("campaign_id")
        )
        return self.filter(own | gave, campaign__in=seen.values("pk"))

    def editable_by(self, member: Member) -> Self:
        """Never: they were made once."""
        del member
        return self.none()
