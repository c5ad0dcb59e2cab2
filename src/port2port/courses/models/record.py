"""What a person reads, tries, passes, is to take and brought along; each kept by the organisation of the seat."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from port2port.courses.access import Attempts, CourseAssignments, LearnerRoles, OutsideProofs, Passes, Readings
from port2port.courses.models.course import Course, CourseVersion
from port2port.courses.models.wording import ProofKind, Reason
from port2port.members.models import Organisation, Person, Seat


class LearnerRole(models.Model):
    """The role of a seat in training, where somebody said that it is another than the function's."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="learner_role")
    role = models.CharField(max_length=20)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = LearnerRoles.as_manager()

    class Meta:
        ordering = ["seat"]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.role}"


class Reading(models.Model):
    """A lesson that somebody opened, counted from 1; so that it goes on there, on whatever device."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="+")
    lesson = models.PositiveIntegerField()
    at = models.DateTimeField()

    objects = Readings.as_manager()

    class Meta:
        ordering = ["person", "version", "lesson"]
        constraints = [models.UniqueConstraint(fields=["person", "version", "lesson"], name="one_reading_a_lesson")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.version_id} {self.lesson}"


class Attempt(models.Model):
    """One try at the questions. What was drawn is fixed when it begins; what was answered, when it is handed in.

    key         names its page, and draws the questions
    asked       ids of the questions in the order of the draw
    answers     by question id the chosen positions; empty once erased
    certified_at   when a certificate was issued for it, where it earned one
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="attempts")
    language = models.CharField(max_length=2)
    asked = models.JSONField(default=list)
    answers = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)
    right = models.PositiveIntegerField(default=0)
    per_cent = models.PositiveSmallIntegerField(default=0)
    is_passed = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True, blank=True)
    certified_at = models.DateTimeField(null=True, blank=True)

    objects = Attempts.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        indexes = [models.Index(fields=["handed_in_at", "erased_at"], name="answers_to_erase")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version"], condition=Q(handed_in_at=None), name="one_open_attempt_a_course"
            ),
            models.CheckConstraint(condition=Q(per_cent__lte=100), name="an_attempt_is_in_per_cent"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.version_id}"

    def get_absolute_url(self) -> str:
        """Its page, for the person alone."""
        return reverse("courses:attempt", args=[self.key])


class Pass(models.Model):
    """The last time that somebody passed a course from this organisation, and by which version.

    valid_months   how long the certificate runs that it earned; 0 = without end
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveIntegerField()
    on = models.DateField(db_column="passed_on")
    per_cent = models.PositiveSmallIntegerField()
    valid_months = models.PositiveIntegerField(default=0)

    objects = Passes.as_manager()

    class Meta:
        ordering = ["person", "course"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person", "course"], name="one_last_pass_a_course")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.course_id}"


class CourseAssignment(models.Model):
    """A course that somebody is to take until a day; done by a pass, or waived for a reason."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=6, choices=Reason, default=Reason.ROLE)
    due_on = models.DateField()
    made_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    waive_reason = models.TextField(max_length=1_000, blank=True)

    objects = CourseAssignments.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "course"],
                condition=Q(done_at=None, waived_at=None),
                name="one_open_assignment_a_course",
            ),
            models.CheckConstraint(
                condition=Q(waived_at=None) | ~Q(waive_reason=""), name="an_assignment_is_waived_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.course_id}"


class OutsideProof(models.Model):
    """What somebody learned elsewhere, as an officer saw it on paper. The paper itself is not kept here."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=ProofKind)
    codes = models.JSONField(default=list)
    issuer = models.CharField(max_length=200)
    number = models.CharField(max_length=100, blank=True)
    valid_to_on = models.DateField()
    seen_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = OutsideProofs.as_manager()

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.issuer}"
