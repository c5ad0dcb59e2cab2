"""Who may see courses, and whose results: the person, the officer in whose scope the seat lies, the own trainer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from port2port.certificates.access import staff_of
from port2port.members.member import Act, Function, Member
from port2port.members.operators import operators

if TYPE_CHECKING:
    from port2port.courses.models import (  # noqa: F401
        Attempt,
        Course,
        CourseAssignment,
        CourseFile,
        CourseVersion,
        ItemCount,
        LearnerRole,
        OutsideProof,
        Pass,
        QuarterCount,
        Reading,
    )


def learns(member: Member) -> bool:
    """Whether this is a person who can take courses."""
    return member.may(Act.LEARN) and member.seat_id is not None


def teaches(member: Member) -> bool:
    """Whether this seat writes courses, and reads those of others before they are released."""
    return member.may(Act.TEACH) and member.seat_id is not None


def assigns(member: Member) -> bool:
    """Whether this seat gives courses to people and sees what came of it."""
    return member.may(Act.ASSIGN) and member.seat_id is not None


def counts_own(member: Member) -> bool:
    """Whether this seat sees how many of its organisation are trained, and no names."""
    return member.function == Function.COORDINATOR and member.may(Act.MANAGE_PEOPLE)


def counts_all(member: Member) -> bool:
    """Whether this seat sees what the community as a whole has passed, over the floors."""
    return member.function == Function.SECRETARIAT and member.may(Act.TEACH)


def learners_of(member: Member) -> Any:
    """Open seats whose results the member sees: a trainer all of the own organisation, an officer those of its scope.

    A seat without a place of its own is in the scope of the whole organisation alone.
    """
    return staff_of(member)


def taught_by(member: Member) -> Any:
    """The seats of `learners_of` about which the member says something: those of other people."""
    return learners_of(member).exclude(person_id=member.person_id)


def may_see_results(member: Member) -> Q:
    """The rule of every table that holds what a person did, by its columns person and organisation."""
    mine = Q(person_id=member.person_id) if learns(member) else Q(pk__in=[])
    if not assigns(member):
        return mine
    taught = learners_of(member).values("person_id")
    return mine | Q(organisation_id=member.organisation_id, person_id__in=taught)


class Courses(models.QuerySet["Course"]):
    """Released ones for everyone who learns; others for those who write them."""

    def visible_to(self, member: Member) -> Self:
        if not learns(member):
            return self.none()
        released = Q(current__isnull=False)
        if not teaches(member):
            return self.filter(released)
        versions = apps.get_model("courses", "CourseVersion")._default_manager.all()
        return self.filter(released | Q(pk__in=versions.visible_to(member).values("course_id")))

    def editable_by(self, member: Member) -> Self:
        """Those of the own organisation."""
        return self.filter(organisation_id=member.organisation_id) if teaches(member) else self.none()

    def offered(self) -> Self:
        """That can be taken now."""
        return self.filter(current__isnull=False, retired_at=None)

    def listed(self) -> Self:
        """With the version that counts."""
        return self.select_related("current", "organisation")

    def matching(self, audience: str) -> Self:
        """Written for that audience; in text, as both engines search it alike."""
        return self.filter(current__audiences__contains=f" {audience} ") if audience else self


class CourseVersions(models.QuerySet["CourseVersion"]):
    """Released ones for everyone who learns; a draft for its organisation's writers, an offered one for all writers."""

    def visible_to(self, member: Member) -> Self:
        if not learns(member):
            return self.none()
        released = Q(released_at__isnull=False)
        if not teaches(member):
            return self.filter(released)
        return self.filter(released | Q(offered_at__isnull=False) | Q(course__organisation_id=member.organisation_id))

    def editable_by(self, member: Member) -> Self:
        """Drafts of the own organisation."""
        if not teaches(member):
            return self.none()
        return self.filter(released_at=None, course__organisation_id=member.organisation_id)

    def releasable_by(self, member: Member) -> Self:
        """Offered by another operator, and neither written in any part nor offered by this person."""
        if not teaches(member):
            return self.none()
        tops = operators()
        house = [one for one, top in tops.items() if top == tops.get(member.organisation_id or 0)]
        offered = self.filter(offered_at__isnull=False, released_at=None).exclude(course__organisation_id__in=house)
        return offered.exclude(offered_by__person_id=member.person_id).exclude(writers=member.person_id)


class CourseFiles(models.QuerySet["CourseFile"]):
    """As their version."""

    def visible_to(self, member: Member) -> Self:
        versions = apps.get_model("courses", "CourseVersion")._default_manager.all()
        return self.filter(version__in=versions.visible_to(member))


class ItemCounts(models.QuerySet["ItemCount"]):
    """How a question is answered, for the organisation that wrote the course."""

    def visible_to(self, member: Member) -> Self:
        if not teaches(member):
            return self.none()
        return self.filter(version__course__organisation_id=member.organisation_id)


class QuarterCounts(models.QuerySet["QuarterCount"]):
    """Of the own organisation for its coordinator, of the community for the secretariat."""

    def visible_to(self, member: Member) -> Self:
        own = Q(organisation_id=member.organisation_id, organisation__isnull=False)
        found = (own if counts_own(member) else Q(pk__in=[])) | (
            Q(organisation=None) if counts_all(member) else Q(pk__in=[])
        )
        return self.filter(found)

    def newest(self) -> Self:
        """Of the last quarter that was counted."""
        last = apps.get_model("courses", "QuarterCount")._default_manager.order_by("-quarter").values("quarter")[:1]
        return self.filter(quarter=last)


class _Results[M: models.Model](models.QuerySet[M]):
    """What a person did, for whom `may_see_results` names."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(may_see_results(member))


class _Own[M: models.Model](_Results[M]):
    """Only the person changes it."""

    def editable_by(self, member: Member) -> Self:
        return self.filter(person_id=member.person_id) if learns(member) else self.none()


class _Taught[M: models.Model](_Results[M]):
    """Whoever sees it by a seat, and not because it is its own, changes it: nobody waives or proves for itself."""

    def editable_by(self, member: Member) -> Self:
        if not assigns(member):
            return self.none()
        return self.filter(organisation_id=member.organisation_id, person_id__in=taught_by(member).values("person_id"))


class Attempts(_Own["Attempt"]):
    """Answers and scores."""

    def handed_in(self) -> Self:
        return self.filter(handed_in_at__isnull=False)


class Readings(_Own["Reading"]):
    """Which lessons somebody has read: seen by that person alone."""

    def visible_to(self, member: Member) -> Self:
        return self.editable_by(member)


class Passes(_Results["Pass"]):
    """The last time that somebody passed a course."""


class CourseAssignments(_Taught["CourseAssignment"]):
    """What somebody is to take."""

    def open(self) -> Self:
        return self.filter(done_at=None, waived_at=None)

    def past(self, day: date) -> Self:
        return self.open().filter(due_on__lt=day)


class OutsideProofs(_Taught["OutsideProof"]):
    """What was learned elsewhere."""

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class LearnerRoles(models.QuerySet["LearnerRole"]):
    """The role that a seat has in training, where it is another than its function says."""

    def visible_to(self, member: Member) -> Self:
        own = Q(seat_id=member.seat_id) if learns(member) else Q(pk__in=[])
        return self.filter(own | Q(seat__in=learners_of(member).values("pk")))

    def editable_by(self, member: Member) -> Self:
        return self.filter(seat__in=taught_by(member).values("pk"))
