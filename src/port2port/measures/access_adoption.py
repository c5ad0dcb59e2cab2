"""Who may see and change what facilities do with measures: the own organisation, and whoever a facility lets see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from port2port.measures.access import READERS, table, takes_part
from port2port.measures.rooms import rooms
from port2port.members.member import Act, Function, Member

if TYPE_CHECKING:
    from port2port.measures.models import (  # noqa: F401
        Adoption,
        AdoptionRound,
        AdoptionStep,
        ExceptionGrant,
        MeasureMentor,
        MeasureNews,
        ShownFacility,
    )


def _facilities() -> Any:
    return apps.get_model("members", "Facility").objects


def says_adoption(member: Member) -> bool:
    """Whether this seat says what a facility does with measures: the officer of the facility."""
    return takes_part(member) and member.function == Function.OFFICER and member.may(Act.KEEP_DUTIES)


def _of_own_facilities(member: Member, *, to_facility: str = "facility") -> Q:
    if not takes_part(member):
        return Q(pk__in=[])
    return Q(**{f"{to_facility}__in": _facilities().in_scope_of(member).values("pk")})


class Adoptions(models.QuerySet["Adoption"]):
    """Inside the own organisation, each within its scope."""

    def visible_to(self, member: Member) -> Self:
        measures = table("Measure").visible_to(member).values("pk")
        return self.filter(_of_own_facilities(member), version__measure__in=measures)

    def editable_by(self, member: Member) -> Self:
        """By the officer of the facility, of measures that still hold."""
        if not says_adoption(member):
            return self.none()
        standing = table("Measure").visible_to(member).standing().values("pk")
        return self.visible_to(member).filter(version__measure__in=standing, facility__is_active=True)

    def shown_to(self, member: Member) -> Self:
        """Of others: what is in place or tried at facilities that let others see it. Nothing else leaves."""
        if not takes_part(member):
            return self.none()
        lent = table("ShownFacility").filter(until_at=None).values("facility_id")
        measures = table("Measure").visible_to(member).standing().values("pk")
        return self.filter(
            state__in=["in_place", "piloting"],
            facility__in=lent,
            facility__is_active=True,
            facility__organisation__state="active",
            version__measure__in=measures,
        ).exclude(facility__organisation_id=member.organisation_id)


class AdoptionSteps(models.QuerySet["AdoptionStep"]):
    """As the facility whose step it was."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(_of_own_facilities(member))

    def editable_by(self, member: Member) -> Self:
        """That may be undone: by the officer of the facility."""
        return self.visible_to(member).filter(undone_at=None) if says_adoption(member) else self.none()


class ShownFacilities(models.QuerySet["ShownFacility"]):
    """Which of the own facilities let others see what they do."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(_of_own_facilities(member), until_at=None)

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member) if says_adoption(member) else self.none()


class ExceptionGrants(models.QuerySet["ExceptionGrant"]):
    """Inside the own organisation, and to the one seat elsewhere that is asked, as long as it is."""

    def visible_to(self, member: Member) -> Self:
        own = _of_own_facilities(member, to_facility="adoption__facility")
        given = Q(approver_id=member.seat_id, approver__isnull=False)
        asked = Q(pk__in=self.model._default_manager.all().approvable_by(member).values("pk"))
        measures = table("Measure").visible_to(member).values("pk")
        return self.filter(own | given | asked, adoption__version__measure__in=measures)

    def editable_by(self, member: Member) -> Self:
        """Taken back or ended by the officer of the facility."""
        if not says_adoption(member):
            return self.none()
        own = _of_own_facilities(member, to_facility="adoption__facility")
        return self.filter(own, state__in=["asked", "granted"])

    def approvable_by(self, member: Member) -> Self:
        """Those that wait for this member's word: never of the own organisation.

        The officer of the port, whole, of who manages it; or the chair of the working group that decided the measure.
        """
        if not takes_part(member) or member.seat_id is None or not member.may(Act.PUBLISH):
            return self.none()
        asked = Q(asked_of="chair", adoption__version__measure__working_group__in=rooms().chaired(member))
        if member.function == Function.OFFICER and member.facility_id is None:
            managed = Q(asked_of="port", adoption__facility__port__manager_id=member.organisation_id)
            if member.port_id is not None:
                managed &= Q(adoption__facility__port_id=member.port_id)
            asked |= managed
        read = table("Measure").visible_to(member).standing().values("pk")
        waiting = self.filter(asked, state="asked", adoption__version__measure__in=read)
        others = waiting.exclude(adoption__facility__organisation_id=member.organisation_id)
        return others.exclude(asked_by__person_id=member.person_id)

    def running(self) -> Self:
        """Asked or granted."""
        return self.filter(state__in=["asked", "granted"])


class MeasureMentors(models.QuerySet["MeasureMentor"]):
    """Volunteers are known to who reads the measure."""

    def visible_to(self, member: Member) -> Self:
        if not takes_part(member):
            return self.none()
        standing = table("Measure").visible_to(member).standing().values("pk")
        return self.filter(until_at=None, measure__in=standing, organisation__state="active")

    def editable_by(self, member: Member) -> Self:
        """The own organisation's."""
        if not member.may(Act.ANSWER):
            return self.none()
        return self.visible_to(member).filter(organisation_id=member.organisation_id)


class AdoptionRounds(models.QuerySet["AdoptionRound"]):
    """Bands of the community: for organisations that contributed to them, and for the secretariat (rule R9)."""

    def visible_to(self, member: Member) -> Self:
        if not takes_part(member):
            return self.none()
        rows = self.filter(measure__in=table("Measure").visible_to(member).standing().values("pk"))
        if member.function == Function.SECRETARIAT:
            return rows
        return rows.filter(contributions__organisation_id=member.organisation_id).distinct()

    def editable_by(self, member: Member) -> Self:
        """Never: what a round showed, it showed."""
        del member
        return self.none()


class MeasureNewsSet(models.QuerySet["MeasureNews"]):
    """Seats of the organisation that is told; that an exception waits, those alone that may grant it now."""

    def visible_to(self, member: Member) -> Self:
        if not member.may(Act.READ) or member.function not in READERS:
            return self.none()
        own = self.filter(
            organisation_id=member.organisation_id, measure__in=table("Measure").visible_to(member).values("pk")
        )
        asked = Q(stage="asked")
        # Every page counts the news; what the seat chairs is asked for only where an exception waits.
        if not table("MeasureNews").filter(asked, organisation_id=member.organisation_id, over_at=None).exists():
            return own.exclude(asked)
        waiting = table("ExceptionGrant").approvable_by(member).values("adoption__version__measure")
        return own.filter(~asked | Q(measure__in=waiting, over_at=None))

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)

    def standing(self) -> Self:
        """That are news still."""
        return self.filter(over_at=None)
