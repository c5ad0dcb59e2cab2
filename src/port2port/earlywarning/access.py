"""Who reads the watch board, who may play a season there, and whose seasons are whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from port2port.members.member import Act, Function, Member, Standing

if TYPE_CHECKING:
    from port2port.earlywarning.models import Season  # noqa: F401

READERS = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR, Function.SECRETARIAT})


def reads_board(member: Member) -> bool:
    """Whether this seat reads the board at all; which watches are on it is the circles' business."""
    return (
        member.function in READERS
        and member.standing == Standing.MEMBER
        and member.may(Act.PUBLISH)
        and member.seat_id is not None
    )


class Seasons(models.QuerySet["Season"]):
    """A season belongs to the person who plays it, in whatever seat; nobody else knows of it."""

    def visible_to(self, member: Member) -> Self:
        if member.person_id is None or not reads_board(member):
            return self.none()
        return self.filter(person_id=member.person_id)

    def editable_by(self, member: Member) -> Self:
        """Those that still run."""
        return self.visible_to(member).filter(ended_at=None)

    def over(self) -> Self:
        return self.filter(ended_at__isnull=False)
