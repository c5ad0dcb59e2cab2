"""Who may see and change common measures: the one rule once they are put to the ports, before that their writers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from port2port.members.member import Act, Function, Member, Standing
from port2port.pure.audience import Tlp
from port2port.sharing.access import ShareableSet, held_keys

if TYPE_CHECKING:
    from port2port.measures.models import Measure, MeasureReply, MeasureStep, MeasureVersion  # noqa: F401

READERS = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR, Function.SECRETARIAT})
# Who has an idea for a measure, and writes it out.
WRITERS = frozenset({Function.OFFICER, Function.ANALYST, Function.SECRETARIAT})


def table(name: str) -> Any:
    """The rows of a table of this context; access lies below models, so it asks the registry."""
    return apps.get_model("measures", name).objects


def writes(member: Member) -> bool:
    """Whether this seat writes measures at all."""
    return member.may(Act.PUBLISH) and member.function in WRITERS and member.seat_id is not None


def takes_part(member: Member) -> bool:
    """Whether this seat reads what is said about measures beside their text: replies, adoption, who helps."""
    return member.may(Act.READ) and member.standing == Standing.MEMBER and member.function in READERS


def answers_for_its_organisation(member: Member) -> bool:
    """Whether this seat replies in a consultation."""
    return takes_part(member) and member.may(Act.REPLY) and member.seat_id is not None


def told(member: Member) -> Q:
    """Rows with an audience of their own, as tokens, that this member is in."""
    seen = Q(pk__in=[])
    for key in held_keys(member):
        held = Q(audience__contains=f" {key.token} ")
        seen |= held if key.since is None else held & Q(made_at__gte=key.since)
    return seen


class Measures(ShareableSet["Measure"]):
    """Measures a member may see; `visible_to` comes from sharing, the one rule."""

    def consulted(self) -> Self:
        """Open for replies."""
        return self.standing().filter(state="consultation")

    def waiting_for(self, member: Member) -> Self:
        """Consultations of others in which the own organisation has not replied."""
        if not answers_for_its_organisation(member):
            return self.none()
        given = table("MeasureReply").filter(
            version__measure=OuterRef("pk"), version__n=OuterRef("n"), organisation_id=member.organisation_id
        )
        seen = self.visible_to(member).consulted().exclude(originator_id=member.organisation_id)
        return seen.exclude(Exists(given))


class MeasureVersions(models.QuerySet["MeasureVersion"]):
    """Wordings that were put to the ports, with their measure; the one in the making is its writers'."""

    def visible_to(self, member: Member) -> Self:
        seen = table("Measure").visible_to(member).standing().values("pk")
        return self.filter(
            Q(opened_at__isnull=False, measure__in=seen) | Q(measure__in=table("Measure").editable_by(member))
        )

    def editable_by(self, member: Member) -> Self:
        """Until it is put to the ports."""
        return self.filter(opened_at=None, measure__in=table("Measure").editable_by(member))


class MeasureReplies(models.QuerySet["MeasureReply"]):
    """What organisations said, to the readers of the day on which they said it."""

    def visible_to(self, member: Member) -> Self:
        if not takes_part(member):
            return self.none()
        own = Q(organisation_id=member.organisation_id) & ~Q(version__measure__tlp=Tlp.RED)
        return self.filter(
            told(member) | own, version__measure__in=table("Measure").visible_to(member).standing().values("pk")
        )

    def editable_by(self, member: Member) -> Self:
        """The own organisation's, as long as the consultation is open."""
        if not answers_for_its_organisation(member):
            return self.none()
        open_ones = table("Measure").visible_to(member).consulted().values("pk")
        return self.filter(organisation_id=member.organisation_id, version__measure__in=open_ones)


class MeasureSteps(models.QuerySet["MeasureStep"]):
    """As the measure; what was said before it was shared is its writers'."""

    def visible_to(self, member: Member) -> Self:
        seen = table("Measure").visible_to(member).values("pk")
        own = table("Measure").editable_by(member).values("pk")
        return self.filter(Q(is_inside=False, measure__in=seen) | Q(measure__in=own))

    def editable_by(self, member: Member) -> Self:
        """Never: what was done was done."""
        del member
        return self.none()
