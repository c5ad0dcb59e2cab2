"""Who may see what a guard would like to have asked: the guard that wrote it, and who asks for its organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from port2port.knowledge.access_questions import KNOWERS
from port2port.members.member import Act, Function, Member

if TYPE_CHECKING:
    from port2port.knowledge.models import FloorQuestion  # noqa: F401


def proposes(member: Member) -> bool:
    """Whether this is a seat that writes a question for its officers."""
    return member.may(Act.PROPOSE) and member.person_id is not None


def sends_on(member: Member) -> bool:
    """Whether this is a seat that sends on what the guards of its organisation wrote."""
    return member.may(Act.ASK) and member.function in KNOWERS - {Function.TRAINER} and member.person_id is not None


class FloorQuestions(models.QuerySet["FloorQuestion"]):
    """Inside one organisation: a guard its own, the seats that ask for the organisation all of them."""

    def visible_to(self, member: Member) -> Self:
        own = self.filter(organisation_id=member.organisation_id or 0)
        if sends_on(member):
            return own
        return own.filter(person_id=member.person_id) if proposes(member) else self.none()

    def editable_by(self, member: Member) -> Self:
        """Those that wait, for the seats that send them on or put them away."""
        return self.visible_to(member).waiting() if sends_on(member) else self.none()

    def waiting(self) -> Self:
        """That nobody has sent on or put away."""
        return self.filter(done_at=None)
