"""Who reads which version of a catalogue, and who says to which baseline a facility is held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from port2port.members.access import facilities_shown_to
from port2port.members.member import Act, Function, Member, Standing

if TYPE_CHECKING:
    from port2port.norms.models import CatalogueFile, CatalogueVersion, FacilityTier  # noqa: F401


def _table(name: str) -> Any:
    return apps.get_model("norms", name).objects


def brings_for_all(member: Member) -> bool:
    """Whether the seat brings catalogues in for the whole community: the secretariat's."""
    return member.function == Function.SECRETARIAT and member.may(Act.PUBLISH)


def brings_for_own(member: Member) -> bool:
    """Whether the seat brings in a copy that its own organisation has a licence for."""
    return member.standing == Standing.MEMBER and member.may(Act.PUBLISH)


class CatalogueVersions(models.QuerySet["CatalogueVersion"]):
    """What stands for all is read by all; a draft by whoever may judge it; an own copy inside its organisation."""

    def visible_to(self, member: Member) -> Self:
        if not member.is_known or member.function == Function.OPERATOR:
            return self.none()
        mine = Q(owner_id=member.organisation_id)
        standing = Q(owner=None) & ~Q(state="draft")
        if brings_for_own(member):
            return self.filter(mine | Q(owner=None))
        return self.filter(mine | standing)

    def editable_by(self, member: Member) -> Self:
        """Drafts that the seat may put forward or take back."""
        drafts = self.filter(state="draft")
        if brings_for_all(member):
            return drafts.filter(owner=None)
        return drafts.filter(owner_id=member.organisation_id) if brings_for_own(member) else drafts.none()

    def approvable_by(self, member: Member) -> Self:
        """Drafts for all, brought by another organisation."""
        if not brings_for_own(member):
            return self.none()
        return self.filter(state="draft", owner=None).exclude(brought_for_id=member.organisation_id)

    def standing(self) -> Self:
        """Published, superseded ones with them."""
        return self.exclude(state="draft")

    def with_files(self) -> Self:
        """With their documents."""
        return self.prefetch_related("files")


class CatalogueFiles(models.QuerySet["CatalogueFile"]):
    """As the version that they belong to."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(catalogue__in=_table("CatalogueVersion").visible_to(member))


class FacilityTiers(models.QuerySet["FacilityTier"]):
    """To what a facility is held is read where its records are, and by the port that confirms it."""

    def visible_to(self, member: Member) -> Self:
        own = Q(facility__in=facilities_shown_to(member), facility__organisation_id=member.organisation_id)
        return self.filter(own | Q(pk__in=self.confirmable_by(member).values("pk")))

    def editable_by(self, member: Member) -> Self:
        """Of the facilities whose duties the seat keeps."""
        kept = apps.get_model("members", "Facility").objects.kept_by(member)
        return self.filter(facility__in=kept)

    def confirmable_by(self, member: Member) -> Self:
        """In ports that the own organisation manages, for a seat that covers the whole port."""
        if member.facility_id is not None or not member.may(Act.CONFIRM_LEVELS):
            return self.none()
        ports = apps.get_model("members", "Port").objects.filter(manager_id=member.organisation_id)
        if member.port_id is not None:
            ports = ports.filter(pk=member.port_id)
        return self.filter(facility__port__in=ports)

    def current(self) -> Self:
        """Those that hold now."""
        return self.filter(ended_at=None)

    def with_names(self) -> Self:
        """With all that a line names."""
        return self.select_related("facility__port", "facility__organisation", "set_by")
