"""Who may see and change what stands in the registers; children are seen through what they hang from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from port2port.members.member import Member, Standing
from port2port.sharing.access import ShareableSet

if TYPE_CHECKING:
    from port2port.registers.models import AiUseCase, CaseMove, Measurement  # noqa: F401


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
