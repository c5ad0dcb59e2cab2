"""Who reads and who makes studies.

A study is a record like any other, and stricter by one thing: what its counts are lent to is a circle, so whoever is no
longer in that circle reads nothing of it, its author included, unless the lenders let it go further. Then everybody it
reaches reads the sums over whole windows; weeks stay in the circle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from port2port.counts.access import LENDERS, reads_counts
from port2port.members.member import Act, Member, Standing
from port2port.sharing.access import ShareableSet

if TYPE_CHECKING:
    from port2port.studies.models import ResultApproval, Study, StudyResult, Widening  # noqa: F401


def _table(name: str, *, of: str = "studies") -> Any:
    # Access lies below models, so it asks the registry instead of importing.
    return apps.get_model(of, name).objects


def makes_studies(member: Member) -> bool:
    """Whether this seat writes studies at all; in which circles, `editable_by` says."""
    return reads_counts(member) and member.may(Act.PUBLISH)


def approves_results(member: Member) -> bool:
    """Whether this seat says for its organisation that a result may go further: as it lends counts."""
    return makes_studies(member) and member.function in LENDERS and member.facility_id is None


def _stays(member: Member) -> Any:
    """Stays in a circle of the own organisation that last, tied to the circle of the row that asks."""
    stays = _table("CircleMembership", of="members").current()
    return stays.filter(organisation_id=member.organisation_id or 0)


def _in_circle(member: Member, *, circle: str = "circle_id") -> Q:
    """The own organisation, a member, is in the circle now."""
    if member.standing != Standing.MEMBER:
        return Q(pk__in=[])
    return Q(Exists(_stays(member).filter(circle_id=OuterRef(circle))))


class Studies(ShareableSet["Study"]):
    """Studies a member may see: the one rule, and its circle as it is now."""

    def visible_to(self, member: Member) -> Self:
        return super().visible_to(member).filter(Q(is_wide=True) | Q(_in_circle(member)))

    def editable_by(self, member: Member) -> Self:
        """Of the own organisation, as long as it is in the circle."""
        return super().editable_by(member).filter(_in_circle(member)) if makes_studies(member) else self.none()

    def drafted_by(self, member: Member) -> Self:
        """The own drafts."""
        return self.editable_by(member).drafts()

    def with_weeks_for(self, member: Member) -> Self:
        """Those of which this reader sees the weeks: it reads what is lent to the circle."""
        return self.visible_to(member).filter(_in_circle(member)) if reads_counts(member) else self.none()

    def with_names(self) -> Self:
        """With all that a line names."""
        return self.select_related("originator", "circle", "intervention__port", "replaces")


class StudyResults(models.QuerySet["StudyResult"]):
    """What runs found: all to the circle, as far back as it shows its past; to others what was let go further."""

    def visible_to(self, member: Member) -> Self:
        studies = _table("Study").visible_to(member).standing()
        stays = _stays(member).filter(circle_id=OuterRef("study__circle_id"))
        since = Q(circle__shows_history=True) | Q(joined_at__lte=OuterRef("made_at"))
        inside = Q(Exists(stays.filter(since))) if member.standing == Standing.MEMBER else Q(pk__in=[])
        return self.filter(study__in=studies.values("pk")).filter(Q(wide_at__isnull=False) | inside)

    def editable_by(self, member: Member) -> Self:
        """Those that this seat may propose to let go further."""
        return self.filter(study__in=_table("Study").editable_by(member).values("pk"))


class Widenings(models.QuerySet["Widening"]):
    """Proposals to let a result go further: known inside the circle."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(result__study__in=_table("Study").with_weeks_for(member).standing().values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.filter(result__study__in=_table("Study").editable_by(member).values("pk"), done_at=None)

    def open(self) -> Self:
        """Neither done nor given up."""
        return self.filter(done_at=None, ended_at=None)


class ResultApprovals(models.QuerySet["ResultApproval"]):
    """Who agreed that which result goes further."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(widening__in=_table("Widening").visible_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        """The own organisation's."""
        if not approves_results(member):
            return self.none()
        return self.visible_to(member).filter(organisation_id=member.organisation_id, ended_at=None)
