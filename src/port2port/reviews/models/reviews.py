"""A review of one facility in a round, who reviews, and what was observed."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.assessments.models import Assessment
from port2port.duties.models import Action
from port2port.members.models import Organisation, Port, Seat
from port2port.reviews.access import Findings, ReviewerOffers, Reviewers, Reviews, ReviewSteps


class Kind(models.TextChoices):
    STRENGTH = "strength", _("Strength")
    IMPROVEMENT = "improvement", _("Improvement")
    PRACTICE = "good_practice", _("Good practice")


class Grade(models.TextChoices):
    """The words of Regulation (EC) No 324/2008; advice, seen by the facility alone, never counted."""

    OBSERVATION = "observation", pgettext_lazy("grade", "Observation")
    MINOR = "non_conformity", pgettext_lazy("grade", "Non-conformity")
    MAJOR = "major", pgettext_lazy("grade", "Major non-conformity")


class ReviewerOffer(models.Model):
    """A seat can be drawn as a reviewer, for one port. One row a seat, ended and opened again.

    key   by which every draw knows it     from_at   since when it offers, for this port
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    port = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewerOffers.as_manager()

    class Meta:
        ordering = ["from_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["seat"], name="one_offer_a_reviewer"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class Review(models.Model):
    """The peer review of one assessment.

    chosen, drawn    ids of controls: what the facility asked to be looked at, and three that the draw added
    seed, root, log_size   by which anybody repeats the draw
    candidates       key, group and port, in words of the seed, of all that could be drawn; out = no more since
    stood            as candidates: those who were reviewers already when it was drawn anew
    refused          the facility has refused one reviewer, as it may once
    facility_agreed_at, lead_agreed_at   both: agreed
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("state of a review", "Waits for the draw")
        DRAWN = "drawn", pgettext_lazy("state of a review", "Reviewers declare")
        READY = "ready", pgettext_lazy("state of a review", "Being reviewed")
        REPORTED = "reported", pgettext_lazy("state of a review", "Report handed over")
        AGREED = "agreed", pgettext_lazy("state of a review", "Agreed")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    chosen = models.JSONField(default=list)
    drawn = models.JSONField(default=list, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    root = models.CharField(max_length=64, blank=True)
    log_size = models.PositiveBigIntegerField(null=True, blank=True)
    candidates = models.JSONField(default=list, blank=True)
    stood = models.JSONField(default=list, blank=True)
    visit_on = models.DateField(null=True, blank=True)
    refused = models.BooleanField(default=False)
    facility_agreed_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    facility_agreed_at = models.DateTimeField(null=True, blank=True)
    lead_agreed_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lead_agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = Reviews.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="agreed", facility_agreed_at__isnull=False, lead_agreed_at__isnull=False)
                | ~Q(state="agreed"),
                name="a_review_is_agreed_by_both",
            ),
            models.CheckConstraint(condition=Q(state="asked") | ~Q(seed=""), name="a_review_is_drawn_by_a_seed"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment.facility} · {self.assessment.round}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("reviews:review", args=[self.key])

    @property
    def scope(self) -> list[str]:
        """The controls that are looked at."""
        return [*self.chosen, *self.drawn]


class Reviewer(models.Model):
    """Somebody drawn.

    interest    why not; kept for that person and the audit, shown to nobody else
    agreed_at   of the report, from when on the row stands
    """

    class State(models.TextChoices):
        DRAWN = "drawn", pgettext_lazy("state of a reviewer", "Drawn")
        CLEAR = "clear", pgettext_lazy("state of a reviewer", "No interest declared")
        EXCLUDED = "excluded", pgettext_lazy("state of a reviewer", "Declared an interest")
        REFUSED = "refused", pgettext_lazy("state of a reviewer", "Refused by the facility")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="reviewers")
    offer = models.ForeignKey(ReviewerOffer, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    operator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    port = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="+")
    is_lead = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.DRAWN)
    interest = models.CharField(max_length=300, blank=True)
    drawn_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)

    objects = Reviewers.as_manager()

    class Meta:
        ordering = ["-is_lead", "drawn_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "seat"], name="a_reviewer_is_drawn_once"),
            models.UniqueConstraint(
                fields=["review"], condition=Q(is_lead=True, state="clear"), name="one_lead_reviewer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.port}"


class Finding(models.Model):
    """What a reviewer saw at one control, and what the facility replies.

    grade       of an improvement, as advice; no verdict on legality
    action      the facility's, made when it agrees the report
    agreed_at   of the report, from when on the row stands
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="findings")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="+")
    control = models.CharField(max_length=80)
    kind = models.CharField(max_length=13, choices=Kind)
    text = models.TextField(max_length=2000)
    grade = models.CharField(max_length=14, choices=Grade, blank=True)
    made_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(max_length=2000, blank=True)
    replied_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    objects = Findings.as_manager()

    class Meta:
        ordering = ["control", "made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(grade="") | Q(kind="improvement"), name="only_improvements_are_graded"),
            models.CheckConstraint(
                condition=Q(reply="", replied_at=None) | Q(replied_at__gte=F("made_at")), name="a_reply_comes_after"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ReviewStep(models.Model):
    """One thing that happened, in order."""

    class What(models.TextChoices):
        ASKED = "asked", pgettext_lazy("step of a review", "Asked for")
        DRAWN = "drawn", pgettext_lazy("step of a review", "Reviewer drawn")
        CLEAR = "clear", pgettext_lazy("step of a review", "No interest declared")
        EXCLUDED = "excluded", pgettext_lazy("step of a review", "Interest declared")
        REFUSED = "refused", pgettext_lazy("step of a review", "Reviewer refused")
        VISIT = "visit", pgettext_lazy("step of a review", "Day of the visit set")
        REPORTED = "reported", pgettext_lazy("step of a review", "Report handed over")
        BACK = "back", pgettext_lazy("step of a review", "Report taken back for changes")
        FACILITY = "facility", pgettext_lazy("step of a review", "Facility agreed")
        LEAD = "lead", pgettext_lazy("step of a review", "Lead reviewer agreed")
        REPLIED = "replied", pgettext_lazy("step of a review", "Reply changed: both agree anew")

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=8, choices=What)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ReviewSteps.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.what}"
