"""Who sees rounds, assessments and answers: the own organisation, and whom the kind of assessment names beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q

from port2port.duties.access import keeps_duties, reads_duties
from port2port.members.member import Act, Function, Member, Standing

if TYPE_CHECKING:
    from port2port.assessments.models import (  # noqa: F401
        Answer,
        Assessment,
        AssessmentStep,
        Assignment,
        Cell,
        Comment,
        Contribution,
        EvidenceRef,
        LegalDerogation,
        Mentor,
        PlanItem,
        RiskScenario,
        Round,
    )

OPEN_STATES = ("draft", "submitted", "in_review", "returned")
# An outside author writes answers; a seat that only looks on, and the machine's, do not.
NO_AUTHORS = frozenset({Function.AUDITOR, Function.OPERATOR, Function.SECRETARIAT})


def _table(name: str) -> Any:
    # Access lies below models, so it asks the registry instead of importing.
    return apps.get_model("assessments", name).objects


def _facilities() -> Any:
    return apps.get_model("members", "Facility").objects


def moves_rounds(member: Member) -> bool:
    """Whether this seat plans, opens, closes and freezes rounds: the secretariat's."""
    return member.function == Function.SECRETARIAT and member.may(Act.PUBLISH)


def knows_rounds(member: Member) -> bool:
    """Whether this seat knows which rounds there are: whoever may take part, and the secretariat."""
    return reads_duties(member) or (member.function == Function.SECRETARIAT and member.may(Act.READ))


def _buddy(member: Member) -> Q:
    """Named because a facility has no second person, until the assessment is agreed."""
    if member.standing != Standing.MEMBER or not keeps_duties(member):
        return Q(pk__in=[])
    return Q(buddy_id=member.organisation_id, state__in=OPEN_STATES, withdrawn_at=None, round__frozen_at=None)


def _assessor(member: Member) -> Q:
    """The authority whose record it is."""
    return Q(assessor_id=member.organisation_id, assessor__isnull=False) if reads_duties(member) else Q(pk__in=[])


def _own(member: Member) -> Q:
    """Of the own facilities within the seat's scope. The officer of a port sees none of another organisation."""
    if not reads_duties(member):
        return Q(pk__in=[])
    return Q(organisation_id=member.organisation_id, facility__in=_facilities().in_scope_of(member))


def _assigned_to(member: Member) -> Q:
    """Parts given to this very seat, or to the own organisation as an outside author."""
    if member.function in NO_AUTHORS or not member.may(Act.READ) or member.standing == Standing.GUEST:
        return Q(pk__in=[])
    given = Q(seat_id=member.seat_id, seat__isnull=False)
    if keeps_duties(member):
        given |= Q(organisation_id=member.organisation_id, organisation__isnull=False)
    return given


class Rounds(models.QuerySet["Round"]):
    """What is asked when is known to whoever may take part; who takes part is not."""

    def visible_to(self, member: Member) -> Self:
        return self if knows_rounds(member) else self.none()

    def editable_by(self, member: Member) -> Self:
        """By the secretariat."""
        return self if moves_rounds(member) else self.none()

    def running(self) -> Self:
        return self.filter(state="open")

    def with_pins(self) -> Self:
        """With the catalogue and baseline that each asks for."""
        return self.select_related("catalogue", "baseline")


class Assessments(models.QuerySet["Assessment"]):
    """An assessment is never shared: its organisation reads it, and beside it only whom its kind names."""

    def visible_to(self, member: Member) -> Self:
        """Whole assessments."""
        return self.filter(_own(member) | _buddy(member) | _assessor(member))

    def own_of(self, member: Member) -> Self:
        """Of the own facilities: what is private to the facility hangs on these."""
        return self.filter(_own(member))

    def editable_by(self, member: Member) -> Self:
        """Whose answers, evidence and steps this seat keeps: the facility's, or the authority's of its own record."""
        if not keeps_duties(member):
            return self.none()
        own = Q(assessor=None, facility__in=_facilities().kept_by(member), organisation_id=member.organisation_id)
        return self.filter(own | Q(assessor_id=member.organisation_id, assessor__isnull=False))

    def reached_by(self, member: Member) -> Self:
        """Those of which the seat sees anything: whole ones, and those in which some controls are given to it."""
        parts = _table("Assignment").open_for(member).values("assessment_id")
        return self.filter(_own(member) | _buddy(member) | _assessor(member) | Q(pk__in=parts))

    def taking_part(self) -> Self:
        """Neither withdrawn nor left behind by the freeze."""
        return self.filter(withdrawn_at=None).filter(Q(round__frozen_at=None) | Q(state="frozen"))

    def with_names(self) -> Self:
        return self.select_related(
            "round__catalogue", "round__baseline", "facility__port", "organisation", "buddy", "assessor"
        )


class _OfAssessment[M: models.Model](models.QuerySet[M]):
    """What hangs from an assessment is seen with it."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(assessment__in=_table("Assessment").visible_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.filter(assessment__in=_table("Assessment").editable_by(member).values("pk"))


class _ByControl[M: models.Model](_OfAssessment[M]):
    """Seen also by whom the control is given to."""

    def visible_to(self, member: Member) -> Self:
        seen = Q(assessment__in=_table("Assessment").visible_to(member).values("pk"))
        for assessment, controls in _table("Assignment").open_for(member).values_list("assessment_id", "controls"):
            seen |= Q(assessment_id=assessment, control__in=controls)
        return self.filter(seen)


class GivenAnswers(_ByControl["Answer"]):
    """Each save is a revision; the last of each control counts."""

    def newest(self) -> Self:
        same = {"assessment_id": OuterRef("assessment_id"), "control": OuterRef("control")}
        later = self.model._default_manager.filter(**same, revision__gt=OuterRef("revision"))
        return self.exclude(Exists(later))

    def newest_of(self, assessment: Assessment) -> Self:
        """The newest of one assessment, found in one pass however the tables' statistics stand."""
        # A later revision is a later row: both are written under the assessment's lock.
        rows = self.model._default_manager.filter(assessment=assessment).order_by()
        return self.filter(pk__in=rows.values("control").annotate(last=Max("pk")).values("last"))


class EvidenceRefs(_ByControl["EvidenceRef"]):
    """Where the proof is kept; the file itself never comes here."""

    def standing(self) -> Self:
        """Not taken out."""
        return self.filter(taken_out_at=None)


class RiskScenarios(_OfAssessment["RiskScenario"]):
    """Private to the facility: neither a buddy nor an authority reads them."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(assessment__in=_table("Assessment").own_of(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        own = _table("Assessment").own_of(member) & _table("Assessment").editable_by(member)
        return self.filter(assessment__in=own.values("pk"))

    def standing(self) -> Self:
        """Not taken out."""
        return self.filter(taken_out_at=None)


class Comments(_OfAssessment["Comment"]):
    """What the facility says to an authority's record, and a reviewer to an answer."""


class AssessmentSteps(_OfAssessment["AssessmentStep"]):
    """The history, as the assessment."""


class PlanItems(_OfAssessment["PlanItem"]):
    """What is promised for a gap: private to the facility."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(assessment__in=_table("Assessment").own_of(member).values("pk"))


class Assignments(_OfAssessment["Assignment"]):
    """Parts given away: seen with the assessment, and by whom they are given to."""

    def visible_to(self, member: Member) -> Self:
        whole = Q(assessment__in=_table("Assessment").visible_to(member).values("pk"))
        return self.filter(whole | _assigned_to(member))

    def open_for(self, member: Member) -> Self:
        """Given to this seat or its organisation, while answers are taken."""
        return self.filter(
            _assigned_to(member),
            ended_at=None,
            assessment__state="draft",
            assessment__withdrawn_at=None,
            assessment__round__state="open",
        )

    def running(self) -> Self:
        return self.filter(ended_at=None)


class Contributions(models.QuerySet["Contribution"]):
    """A level is seen where its assessment is: by the own organisation, within the seat's scope."""

    def visible_to(self, member: Member) -> Self:
        if not reads_duties(member):
            return self.none()
        return self.filter(organisation_id=member.organisation_id, facility__in=_facilities().in_scope_of(member))


def sees_all_cells(member: Member) -> bool:
    """Secretariat and authorities see the cells that are shown, and no rows."""
    if moves_rounds(member):
        return True
    authority = apps.get_model("members", "Organisation").objects.filter(
        pk=member.organisation_id or 0, kind="authority"
    )
    return reads_duties(member) and member.standing == Standing.MEMBER and bool(authority.exists())


class Cells(models.QuerySet["Cell"]):
    """Who gives sees: a cell is for organisations that had a facility in that objective in that round (R9)."""

    def visible_to(self, member: Member) -> Self:
        if sees_all_cells(member):
            return self
        if not reads_duties(member):
            return self.none()
        given = _table("Contribution").filter(
            organisation_id=member.organisation_id, round_id=OuterRef("round_id"), objective=OuterRef("objective")
        )
        return self.filter(Exists(given))

    def shown(self) -> Self:
        """With a band that may be shown."""
        return self.filter(is_shown=True)


class Mentors(models.QuerySet["Mentor"]):
    """Who offers help is known to all members."""

    def visible_to(self, member: Member) -> Self:
        reads = member.standing == Standing.MEMBER and member.may(Act.PUBLISH)
        return self.filter(organisation__state="active") if reads else self.none()

    def editable_by(self, member: Member) -> Self:
        return self.filter(organisation_id=member.organisation_id) if offers_help(member) else self.none()

    def running(self) -> Self:
        return self.filter(ended_at=None)


def offers_help(member: Member) -> bool:
    """Whether the seat offers the help of its organisation."""
    return member.standing == Standing.MEMBER and keeps_duties(member) and member.may(Act.PUBLISH)


class LegalDerogations(models.QuerySet["LegalDerogation"]):
    """Private to the facility's organisation, within the seat's scope."""

    def visible_to(self, member: Member) -> Self:
        if not reads_duties(member):
            return self.none()
        own = _facilities().in_scope_of(member)
        return self.filter(facility__in=own.values("pk"), facility__organisation_id=member.organisation_id)

    def editable_by(self, member: Member) -> Self:
        return self.filter(facility__in=_facilities().kept_by(member).values("pk"))

    def standing(self) -> Self:
        return self.filter(ended_at=None)
