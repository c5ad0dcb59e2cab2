"""Who may see and change what organisations say they can help with, and who is whose buddy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from port2port.knowledge.access_questions import is_triage
from port2port.members.member import Act, Function, Member, Standing

if TYPE_CHECKING:
    from port2port.knowledge.models import Buddy, BuddyNews, Expertise  # noqa: F401


READERS = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR, Function.SECRETARIAT})


def reads_expertise(member: Member) -> bool:
    """Whether this seat opens the directory: the members' own."""
    return member.may(Act.READ) and member.standing == Standing.MEMBER and member.function in READERS


def coordinates(member: Member) -> bool:
    """Whether this seat agrees for its organisation."""
    return member.function == Function.COORDINATOR and member.may(Act.MANAGE_PEOPLE)


class Expertises(models.QuerySet["Expertise"]):
    """Said by a member to all members, for as long as it is one."""

    def visible_to(self, member: Member) -> Self:
        if not reads_expertise(member):
            return self.none()
        return self.filter(organisation__state="active", organisation__standing="member")

    def editable_by(self, member: Member) -> Self:
        """The own organisation's."""
        if not member.may(Act.PUBLISH):
            return self.none()
        return self.visible_to(member).filter(organisation_id=member.organisation_id)


class Buddies(models.QuerySet["Buddy"]):
    """A pair that both agreed to is known to all members; a proposal to the two and to who proposed it."""

    def visible_to(self, member: Member) -> Self:
        if not reads_expertise(member):
            return self.none()
        if is_triage(member):
            return self
        own = Q(small_id=member.organisation_id) | Q(helper_id=member.organisation_id)
        return self.filter(own | Q(small_agreed_at__isnull=False, helper_agreed_at__isnull=False, ended_at=None))

    def editable_by(self, member: Member) -> Self:
        """By the coordinators of the two and the secretariat, until it ends."""
        rows = self.visible_to(member).running()
        if is_triage(member):
            return rows
        if not coordinates(member):
            return self.none()
        return rows.filter(Q(small_id=member.organisation_id) | Q(helper_id=member.organisation_id))

    def waiting_for(self, member: Member) -> Self:
        """Proposals that this coordinator has not agreed to."""
        if not coordinates(member):
            return self.none()
        small = Q(small_id=member.organisation_id, small_agreed_at=None)
        helper = Q(helper_id=member.organisation_id, helper_agreed_at=None)
        return self.visible_to(member).running().filter(small | helper)

    def running(self) -> Self:
        return self.filter(ended_at=None)

    def agreed(self) -> Self:
        """By both, and not ended."""
        return self.running().filter(small_agreed_at__isnull=False, helper_agreed_at__isnull=False)


class BuddyNewsSet(models.QuerySet["BuddyNews"]):
    """The coordinators who are asked to agree; nobody else is told."""

    def visible_to(self, member: Member) -> Self:
        if not coordinates(member) or not reads_expertise(member):
            return self.none()
        return self.filter(organisation_id=member.organisation_id)

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)

    def standing(self) -> Self:
        """That are news still: neither agreed to by this side nor ended."""
        small = Q(organisation_id=F("buddy__small_id"), buddy__small_agreed_at=None)
        helper = Q(organisation_id=F("buddy__helper_id"), buddy__helper_agreed_at=None)
        return self.filter(small | helper, buddy__ended_at=None)
