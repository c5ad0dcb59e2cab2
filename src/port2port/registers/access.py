"""Who may see and change what stands in the registers; children are seen through what they hang from."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from port2port.members.member import Act, Function, Member, Standing
from port2port.sharing.access import ShareableSet

if TYPE_CHECKING:
    from port2port.registers.models import (  # noqa: F401
        AiUseCase,
        CaseMove,
        Measurement,
        PickupCell,
        PickupMonth,
        PickupRollout,
        PickupStep,
        PickupVolunteer,
    )


def _cases() -> Any:
    # Access lies below models, so it asks the registry instead of importing.
    return apps.get_model("registers", "AiUseCase").objects


def reads_cameras(member: Member) -> bool:
    """Whether this seat has the register at all."""
    return member.standing != Standing.GUEST and member.function in apps.get_model("registers", "AiUseCase").readers


class AiUseCases(ShareableSet["AiUseCase"]):
    """Use cases a member may see; `visible_to` comes from sharing, the one rule."""

    def in_register_of(self, member: Member) -> Self:
        """What reached the member, and what its own organisation keeps for itself."""
        reached, own = _cases().visible_to(member).values("pk"), _cases().editable_by(member).values("pk")
        return self.filter(Q(pk__in=reached) | Q(pk__in=own))


class Measurements(models.QuerySet["Measurement"]):
    """The own organisation's; those of others where they ticked that their figures go along."""

    def visible_to(self, member: Member) -> Self:
        told = _cases().visible_to(member).standing().filter(shows_figures=True).values("pk")
        return self.filter(Q(case_id__in=told) | Q(pk__in=self.editable_by(member).values("pk")))

    def editable_by(self, member: Member) -> Self:
        return self.filter(case_id__in=_cases().editable_by(member).values("pk"))


class CaseMoves(models.QuerySet["CaseMove"]):
    """Steps are seen with the case; why they were taken stays in the own organisation (page.py)."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(case_id__in=_cases().in_register_of(member).values("pk"))


# Of the own organisation; the desk that serves everybody reads the bands, and of nobody a lane.
LANE_READERS = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR})
BAND_READERS = LANE_READERS | {Function.SECRETARIAT}


def reads_pickup(member: Member) -> bool:
    """Whether this seat has the pages of Certified Pick up: bands and volunteers are for members."""
    return member.may(Act.READ) and member.standing == Standing.MEMBER and member.function in BAND_READERS


def keeps_lanes(member: Member) -> bool:
    """Whether this seat keeps lanes of its organisation."""
    return reads_pickup(member) and member.function in LANE_READERS and member.may(Act.KEEP_DUTIES)


class PickupRollouts(models.QuerySet["PickupRollout"]):
    """The own organisation's, within the seat's scope; nobody else's, by no agreement."""

    def visible_to(self, member: Member) -> Self:
        if not reads_pickup(member) or member.function not in LANE_READERS:
            return self.none()
        facilities = apps.get_model("members", "Facility")._default_manager.all().in_scope_of(member)
        own = Q(facility_id__in=facilities.values("pk"))
        if member.facility_id is None and member.port_id is None:
            own |= Q(facility=None)
        return self.filter(own, organisation_id=member.organisation_id or 0)

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member) if keeps_lanes(member) else self.none()


class PickupSteps(models.QuerySet["PickupStep"]):
    """As the lane."""

    def visible_to(self, member: Member) -> Self:
        lanes = apps.get_model("registers", "PickupRollout")._default_manager.all().visible_to(member)
        return self.filter(rollout_id__in=lanes.values("pk"))


class PickupVolunteers(models.QuerySet["PickupVolunteer"]):
    """Members see who offers help; an organisation's own offers are changed by who keeps its lanes."""

    def visible_to(self, member: Member) -> Self:
        active = self.filter(ended_at=None, organisation__state="active")
        return active if reads_pickup(member) else self.none()

    def editable_by(self, member: Member) -> Self:
        """Ended ones too, so that ending can be undone."""
        return self.filter(organisation_id=member.organisation_id or 0) if keeps_lanes(member) else self.none()


class PickupMonths(models.QuerySet["PickupMonth"]):
    """Who gives sees: the quarters in which a facility of the own organisation stood; all of them for the desk."""

    def visible_to(self, member: Member) -> Self:
        if not reads_pickup(member):
            return self.none()
        if member.function == Function.SECRETARIAT:
            return self
        return self.filter(pk__in=[one.pk for one in self if one.groups_given(member.organisation_id)])


class PickupCells(models.QuerySet["PickupCell"]):
    """Of each quarter the groups in which a facility of the own organisation stood; all of them for the desk.

    What a band was made of is left out of every query that reads it.
    """

    def visible_to(self, member: Member) -> Self:
        months = apps.get_model("registers", "PickupMonth")._default_manager.all().visible_to(member)
        seen = Q(month_id__in=months.values("pk"))
        if member.function != Function.SECRETARIAT:
            given = [Q(month_id=one.pk, name__in=one.groups_given(member.organisation_id)) for one in months]
            seen = reduce(or_, given, Q(pk__in=[]))
        return self.defer("kept", "made_of").filter(seen)
