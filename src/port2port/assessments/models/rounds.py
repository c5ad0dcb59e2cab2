"""Rounds, the assessment of one facility in a round, its history, and parts of it given to others."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from port2port.assessments.access import Assessments, AssessmentSteps, Assignments, Rounds
from port2port.duties.models import Action
from port2port.members.models import Facility, Organisation, Seat
from port2port.norms.models import CatalogueVersion
from port2port.pure.maturity import HIGHEST, LOWEST


class Kind(models.TextChoices):
    SELF = "self", pgettext_lazy("kind of assessment", "Self-assessment")
    PEER = "peer", pgettext_lazy("kind of assessment", "Peer review")
    AUTHORITY = "authority", pgettext_lazy("kind of assessment", "Assessment by an authority")


class Round(models.Model):
    """When facilities are asked for how they stand to which norm; nothing in it changes once it is frozen.

    catalogue, baseline   the versions that every answer is given to
    target                level of instrument B that the gap is measured from
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("state of a round", "Planned")
        OPEN = "open", pgettext_lazy("state of a round", "Open")
        CLOSED = "closed", pgettext_lazy("state of a round", "Closed")
        FROZEN = "frozen", pgettext_lazy("state of a round", "Frozen")
        CANCELLED = "cancelled", pgettext_lazy("state of a round", "Cancelled")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    catalogue = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="+")
    baseline = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="+")
    target = models.PositiveSmallIntegerField(default=3)
    opens_on = models.DateField()
    closes_on = models.DateField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = Rounds.as_manager()

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="an_assessment_round_closes_later"),
            models.CheckConstraint(condition=Q(target__range=(LOWEST, HIGHEST)), name="a_round_aims_at_a_level"),
            models.CheckConstraint(
                condition=Q(state="frozen", frozen_at__isnull=False) | (~Q(state="frozen") & Q(frozen_at=None)),
                name="a_frozen_round_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("assessments:round", args=[self.key])


class Assessment(models.Model):
    """One facility in one round.

    organisation   that the facility belonged to when it began
    assessor       the authority whose record this is; none = the facility answers for itself
    buddy          organisation whose people agree where the own one has no second person
    reason         why it was returned
    withdrawn_at   it takes no part; until the freeze that can be taken back
    action         the facility's reminder that the round closes
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of an assessment", "Draft")
        SUBMITTED = "submitted", pgettext_lazy("state of an assessment", "Submitted")
        IN_REVIEW = "in_review", pgettext_lazy("state of an assessment", "Being read")
        RETURNED = "returned", pgettext_lazy("state of an assessment", "Returned")
        AGREED = "agreed", pgettext_lazy("state of an assessment", "Agreed")
        FROZEN = "frozen", pgettext_lazy("state of an assessment", "Frozen")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assessments")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    assessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    buddy = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    reason = models.CharField(max_length=500, blank=True)
    started_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = Assessments.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        indexes = [models.Index(fields=["organisation", "state"], name="assessment_by_organisation")]
        constraints = [
            models.UniqueConstraint(fields=["round", "facility"], name="one_assessment_a_facility_and_round"),
            models.CheckConstraint(
                condition=Q(kind="authority", assessor__isnull=False) | (~Q(kind="authority") & Q(assessor=None)),
                name="an_authoritys_record_names_the_authority",
            ),
            models.CheckConstraint(
                condition=~Q(buddy=F("organisation")) | Q(buddy=None), name="nobody_is_its_own_second_person"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["agreed", "frozen"], agreed_by__isnull=False, agreed_at__isnull=False)
                | (~Q(state__in=["agreed", "frozen"]) & Q(agreed_by=None, agreed_at=None)),
                name="an_agreed_assessment_says_who_agreed",
            ),
            models.CheckConstraint(
                condition=Q(state="frozen", frozen_at__isnull=False, withdrawn_at=None)
                | (~Q(state="frozen") & Q(frozen_at=None)),
                name="a_frozen_assessment_says_since_when",
            ),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(reason=""), name="returned_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.facility} · {self.round}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("assessments:assessment", args=[self.key])


class Assignment(models.Model):
    """Some controls given to a colleague's seat, or to another organisation as an outside author.

    controls   ids of the controls that may be answered; nothing else of the assessment is shown or changed
    action     the colleague's to-do; an outside author finds the part on its own Now page
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="assignments")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    controls = models.JSONField(default=list)
    given_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = Assignments.as_manager()

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seat=None, organisation__isnull=False) | Q(seat__isnull=False, organisation=None),
                name="a_part_is_given_to_a_seat_or_an_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {', '.join(self.controls)}"


class AssessmentStep(models.Model):
    """One thing that happened to an assessment, in order; nothing vanishes from it."""

    class What(models.TextChoices):
        STARTED = "started", pgettext_lazy("step of an assessment", "Begun")
        GIVEN = "given", pgettext_lazy("step of an assessment", "Part given")
        TAKEN_BACK = "taken_back", pgettext_lazy("step of an assessment", "Part taken back")
        BUDDY = "buddy", pgettext_lazy("step of an assessment", "Second person named")
        SUBMITTED = "submitted", pgettext_lazy("step of an assessment", "Submitted")
        RECALLED = "recalled", pgettext_lazy("step of an assessment", "Submission taken back")
        IN_REVIEW = "in_review", pgettext_lazy("step of an assessment", "Taken up for reading")
        RETURNED = "returned", pgettext_lazy("step of an assessment", "Returned")
        REOPENED = "reopened", pgettext_lazy("step of an assessment", "Taken up again")
        AGREED = "agreed", pgettext_lazy("step of an assessment", "Agreed")
        WITHDRAWN = "withdrawn", pgettext_lazy("step of an assessment", "Withdrawn from the round")
        REJOINED = "rejoined", pgettext_lazy("step of an assessment", "Takes part again")
        FROZEN = "frozen", pgettext_lazy("step of an assessment", "Frozen")

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=12, choices=What)
    note = models.CharField(max_length=500, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    controls = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AssessmentSteps.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.what}"
