"""Who may see and change questions, and who may know who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from port2port.members.member import Act, Function, Member, Standing
from port2port.sharing.access import ShareableSet

if TYPE_CHECKING:
    from port2port.knowledge.models import Answer, Asker, Question, QuestionNews, Routing  # noqa: F401

# Seats of the asking organisation that know that it asked.
KNOWERS = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR, Function.TRAINER, Function.SECRETARIAT})


def _table(name: str) -> Any:
    # Access lies below models, so it asks the registry instead of importing.
    return apps.get_model("knowledge", name).objects


def is_triage(member: Member) -> bool:
    """Whether this is the seat that routes questions."""
    return member.may(Act.ADMIT) and member.standing == Standing.MEMBER


def is_outside(member: Member) -> bool:
    """Whether this is a seat of a client or a guest: it asks every member, and reads little else."""
    return member.standing != Standing.MEMBER


class Questions(ShareableSet["Question"]):
    """Questions a member may see; `visible_to` comes from sharing, the one rule."""

    def editable_by(self, member: Member) -> Self:
        """Those that the own organisation asked, under its name or hidden. Who signed a hidden one edits nothing."""
        if not member.may(Act.ASK):
            return self.none()
        asked = _table("Asker").filter(organisation_id=member.organisation_id)
        return self.visible_to(member).standing().filter(pk__in=asked.values("question_id"))

    def asked_by(self, member: Member) -> Self:
        """Those that the own organisation asked, as far as this seat may know it."""
        asked = _table("Asker").of_own(member)
        return self.visible_to(member).filter(pk__in=asked.values("question_id"))

    def routable_by(self, member: Member) -> Self:
        """Those that wait for an answer, for the seat that routes them."""
        if not is_triage(member):
            return self.none()
        return self.visible_to(member).open()

    def answerable_by(self, member: Member) -> Self:
        """Open questions of others."""
        if not member.may(Act.ADVISE):
            return self.none()
        asked = _table("Asker").filter(organisation_id=member.organisation_id)
        return self.visible_to(member).standing().filter(closed_at=None).exclude(pk__in=asked.values("question_id"))

    def open(self) -> Self:
        """Neither confirmed nor closed nor withdrawn."""
        return self.filter(withdrawn_at=None, confirmed_at=None, closed_at=None)

    def unanswered(self) -> Self:
        return self.open().filter(answered_at=None)


class Askers(models.QuerySet["Asker"]):
    """Who asked: known inside the own organisation and to the seat that routes what it can read; to nobody else."""

    def visible_to(self, member: Member) -> Self:
        own = self.of_own(member).values("pk")
        if is_triage(member):
            return self.filter(Q(pk__in=own) | Q(question__in=_table("Question").visible_to(member).values("pk")))
        return self.filter(pk__in=own)

    def editable_by(self, member: Member) -> Self:
        """Never: who asked stands."""
        del member
        return self.none()

    def of_own(self, member: Member) -> Self:
        if not member.may(Act.READ) or member.function not in KNOWERS:
            return self.none()
        return self.filter(organisation_id=member.organisation_id)


class Routings(models.QuerySet["Routing"]):
    """To whom a question went: known there and to the seat that routes; a reader learns of no other recipient."""

    def visible_to(self, member: Member) -> Self:
        rows = self.filter(question__in=_table("Question").visible_to(member).values("pk"))
        return rows if is_triage(member) else rows.filter(organisation_id=member.organisation_id)

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member) if is_triage(member) else self.none()


class QuestionAnswers(models.QuerySet["Answer"]):
    """As the question: everyone who can read it reads its answers."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(question__in=_table("Question").visible_to(member).standing().values("pk"))

    def editable_by(self, member: Member) -> Self:
        """The organisation that gave it makes a practice of it."""
        if not member.may(Act.PUBLISH):
            return self.none()
        return self.visible_to(member).filter(organisation_id=member.organisation_id)

    def judged_by(self, member: Member) -> Self:
        """Answers to questions of the own organisation, which thanks, asks back and confirms."""
        return self.filter(question__in=_table("Question").editable_by(member).values("pk"))


class QuestionNewsSet(models.QuerySet["QuestionNews"]):
    """Reminders of the own organisation, as long as the question reaches this seat."""

    def visible_to(self, member: Member) -> Self:
        rows = self.filter(
            organisation_id=member.organisation_id,
            question__in=_table("Question").visible_to(member).standing().values("pk"),
        )
        kinds = [] if not member.may(Act.ADVISE) else ["routed", "sent"]
        kinds += ["triage"] if is_triage(member) else []
        # That the own organisation asked, a seat must be allowed to know.
        kinds += ["asked"] if member.function in KNOWERS and member.may(Act.READ) else []
        return rows.filter(role__in=kinds)

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)

    def standing(self) -> Self:
        """That are news still."""
        return self.filter(question__in=_table("Question").unanswered().values("pk"))
