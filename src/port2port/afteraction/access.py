"""Who may see and change what was learnt from an event: who sees its script after it was held; a lesson, by the rule.

Before it is put to the participants an after-action is its writers'. A lesson is a record of its own: published, the
one rule says who reads it, and nothing in it leads back to the event; before that, the facilities approve it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from port2port.drills.access import HELD, asked_places, of_own_scope, reads_drills, roles_of, runs_drills, takes_part
from port2port.members.member import Act, Member
from port2port.sharing.access import ShareableSet

if TYPE_CHECKING:
    from port2port.afteraction.models import (  # noqa: F401
        AfterAction,
        EventApproval,
        EventComment,
        EventFinding,
        Lesson,
        LessonApproval,
        LessonPractice,
    )


def table(name: str) -> Any:
    """The rows of a table of this context; access lies below models, so it asks the registry."""
    return apps.get_model("afteraction", name).objects


def events() -> Any:
    """All events; whoever asks goes on with `visible_to` or its like."""
    return apps.get_model("drills", "Event").objects


def held_for(member: Member) -> Any:
    """Events that were held and that this seat evaluates or reads with their script."""
    return events().script_for(member).filter(state__in=HELD)


def written_by(member: Member) -> Any:
    """Events that were held and whose after-action this seat writes: who plans them, and who controlled them."""
    held = events().filter(state__in=HELD)
    leads = held.controlled_by(member).values("pk")
    return held.filter(Q(pk__in=held.editable_by(member).values("pk")) | Q(pk__in=leads))


def signed_for(member: Member) -> Any:
    """Places whose officer this seat is, of facilities that take part: it approves for them."""
    if not runs_drills(member):
        return apps.get_model("drills", "EventPlace").objects.none()
    return asked_places(member).filter(consented_at__isnull=False)


def _took_part(member: Member) -> Q:
    """Events that this seat had a role in, planned, or in which a facility of its scope said yes: who was only asked
    reads nothing of it.
    """
    found = Q(pk__in=roles_of(member).values("event_id")) if takes_part(member) else Q(pk__in=[])
    if reads_drills(member):
        found |= of_own_scope(member)
        found |= Q(pk__in=asked_places(member).filter(consented_at__isnull=False).values("event_id"))
    return found


class AfterActions(models.QuerySet["AfterAction"]):
    """A draft is its writers'; then whoever took part or reads the script reads it."""

    def visible_to(self, member: Member) -> Self:
        writes = written_by(member).values("pk")
        took_part = events().filter(state__in=HELD).filter(_took_part(member)).values("pk")
        return self.filter(Q(event__in=writes) | Q(event__in=took_part) & ~Q(state="draft"))

    def editable_by(self, member: Member) -> Self:
        return self.filter(event__in=written_by(member).values("pk")).exclude(state="final")

    def of_events(self, found: Any) -> Self:
        return self.filter(event__in=found)


class OfAfterAction[M: models.Model](models.QuerySet[M]):
    """Base of what hangs from an after-action."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(after_action__in=table("AfterAction").visible_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.filter(after_action__in=table("AfterAction").editable_by(member).values("pk"))


class EventFindings(OfAfterAction["EventFinding"]):
    """Strengths and improvements; who answers for the facility of an improvement promises what is done about it."""

    def promised_by(self, member: Member) -> Self:
        """Improvements that this seat may turn into an action of its own organisation."""
        if not member.may(Act.KEEP_DUTIES) or not reads_drills(member):
            return self.none()
        own = Q(facility=None, after_action__event__organisation_id=member.organisation_id)
        facilities = apps.get_model("members", "Facility").objects.in_scope_of(member).values("pk")
        mine = (own if member.facility_id is None else Q(pk__in=[])) | Q(facility__in=facilities)
        return self.visible_to(member).filter(mine, kind="improvement")

    def promised_in(self, member: Member) -> Self:
        """Improvements of events that the own organisation planned or took part in: what its actions come from.

        Without a subquery: it is asked within others, and SQLite reads no statement that goes very deep.
        """
        if not reads_drills(member):
            return self.none()
        own = Q(facility=None, after_action__event__organisation_id=member.organisation_id)
        return self.filter(own | Q(facility__organisation_id=member.organisation_id), kind="improvement")

    def unpromised(self) -> Self:
        """Improvements without an action."""
        return self.filter(kind="improvement", action=None)


class EventComments(OfAfterAction["EventComment"]):
    """What participants say; signed by role."""

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member).filter(by_id=member.seat_id or 0)


class EventApprovals(OfAfterAction["EventApproval"]):
    """Who agreed to which wording."""

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member).filter(by_id=member.seat_id or 0)


class Lessons(ShareableSet["Lesson"]):
    """Sanitised lessons a member may see; `visible_to` comes from sharing, the one rule."""

    def drafted_for(self, member: Member) -> Self:
        """Drafts that this seat writes, or approves for a facility that took part."""
        writes = written_by(member).values("pk")
        signs = signed_for(member).values("event_id")
        return self.drafts().filter(Q(event__in=writes) | Q(event__in=signs))

    def editable_by(self, member: Member) -> Self:
        return super().editable_by(member).filter(event__in=written_by(member).values("pk"))


class LessonApprovals(models.QuerySet["LessonApproval"]):
    """For whoever writes or approves the lesson; no reader of a published one learns who took part."""

    def visible_to(self, member: Member) -> Self:
        writes, signs = written_by(member).values("pk"), signed_for(member).values("event_id")
        return self.filter(Q(lesson__event__in=writes) | Q(lesson__event__in=signs))

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member).filter(by_id=member.seat_id or 0)


class LessonPractices(models.QuerySet["LessonPractice"]):
    """For who sees both."""

    def visible_to(self, member: Member) -> Self:
        lessons = table("Lesson").visible_to(member).values("pk")
        practices = apps.get_model("knowledge", "Practice").objects.visible_to(member).values("pk")
        return self.filter(lesson__in=lessons, practice__in=practices)

    def editable_by(self, member: Member) -> Self:
        """Never: what it was made from stays so."""
        del member
        return self.none()
