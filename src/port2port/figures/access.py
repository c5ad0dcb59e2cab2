"""Who reads published figures, and who adds and withdraws them.

They were published before they came here, so they are TLP:CLEAR: every seat that reads anything reads them, those of
clients and guests too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from port2port.members.member import Act, Function, Member

if TYPE_CHECKING:
    from port2port.figures.models import Figure, Series  # noqa: F401

KEEPERS = frozenset({Function.ANALYST, Function.COORDINATOR, Function.SECRETARIAT})


def reads_figures(member: Member) -> bool:
    """Whether this seat reads published figures."""
    return member.may(Act.READ)


def keeps_figures(member: Member) -> bool:
    """Whether this seat adds figures, and withdraws those of its own organisation."""
    return member.may(Act.PUBLISH) and member.function in KEEPERS and member.seat_id is not None


class SeriesSet(models.QuerySet["Series"]):
    """What figures are about; nobody changes it by hand."""

    def visible_to(self, member: Member) -> Self:
        return self.all() if reads_figures(member) else self.none()

    def editable_by(self, member: Member) -> Self:
        """Never: series come with the software."""
        del member
        return self.none()


class Figures(models.QuerySet["Figure"]):
    """Published figures; a withdrawn one stays readable with its reason."""

    def visible_to(self, member: Member) -> Self:
        return self.all() if reads_figures(member) else self.none()

    def editable_by(self, member: Member) -> Self:
        """Those that this seat withdraws: its organisation's; the secretariat any, also those of the software."""
        if not keeps_figures(member):
            return self.none()
        if member.function == Function.SECRETARIAT:
            return self.visible_to(member)
        return self.visible_to(member).filter(organisation_id=member.organisation_id)

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)
