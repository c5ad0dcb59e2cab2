"""What a facility does with a measure, exceptions from it, who helps others with it, and bands of the community."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from port2port.measures.access_adoption import (
    AdoptionRounds,
    Adoptions,
    AdoptionSteps,
    ExceptionGrants,
    MeasureMentors,
    MeasureNewsSet,
    ShownFacilities,
)
from port2port.measures.models.measure import Cost, Measure
from port2port.measures.models.version import MeasureVersion
from port2port.members.models import Facility, Organisation, Port, Seat
from port2port.sharing.models.own_news import OwnNews


class AdoptionState(models.TextChoices):
    """What a facility does with a measure."""

    NOT_PLANNED = "not_planned", pgettext_lazy("state of adoption", "Not planned")
    PLANNED = "planned", pgettext_lazy("state of adoption", "Planned")
    PILOTING = "piloting", pgettext_lazy("state of adoption", "Being tried")
    IN_PLACE = "in_place", pgettext_lazy("state of adoption", "In place")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("state of adoption", "Does not apply")


class Adoption(models.Model):
    """One facility and one version of a measure. by_on: until when it is planned; since_on: in place since that day."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(MeasureVersion, on_delete=models.PROTECT, related_name="adoptions")
    state = models.CharField(max_length=14, choices=AdoptionState, default=AdoptionState.NOT_PLANNED)
    by_on = models.DateField(null=True, blank=True)
    since_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    cost = models.CharField(max_length=6, choices=Cost, blank=True)
    effect_note = models.CharField(max_length=1_000, blank=True)
    verified_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    objects = Adoptions.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facility", "version"], name="one_adoption_a_facility_and_version"),
            models.CheckConstraint(condition=~Q(state="planned") | Q(by_on__isnull=False), name="planned_by_a_day"),
            models.CheckConstraint(condition=~Q(state="in_place") | Q(since_on__isnull=False), name="in_place_since"),
            models.CheckConstraint(
                condition=~Q(state="not_applicable") | ~Q(reason=""), name="does_not_apply_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by=None)
                | Q(state="in_place", verified_at__isnull=False, verified_by__isnull=False),
                name="verified_is_in_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.version_id} {self.state}"


class AdoptionStep(models.Model):
    """One change of an adoption. before, after   its values; an empty `before` is none at all"""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(MeasureVersion, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = AdoptionSteps.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.version_id}"


class ShownFacility(models.Model):
    """A facility lets the readers of a measure see what it has in place or tries; ended rows are the history."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    objects = ShownFacilities.as_manager()

    class Meta:
        verbose_name_plural = "shown facilities"
        constraints = [
            models.UniqueConstraint(fields=["facility"], condition=Q(until_at=None), name="a_facility_is_shown_or_not"),
        ]

    def __str__(self) -> str:
        return str(self.facility_id)


class ExceptionGrant(models.Model):
    """A facility does something else instead, for a time, with the word of a seat in another organisation.

    control      of the measure, never a `must` of the catalogue
    instead      what is done meanwhile
    asked_of     the officer of the port, or the chair of the group that decided the measure
    action       key of the one action that its end makes
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("state of an exception", "Asked for")
        GRANTED = "granted", pgettext_lazy("state of an exception", "Granted")
        DECLINED = "declined", pgettext_lazy("state of an exception", "Declined")
        EXPIRED = "expired", pgettext_lazy("state of an exception", "Expired")
        ENDED = "ended", pgettext_lazy("state of an exception", "Ended")

    class Asked(models.TextChoices):
        PORT = "port", pgettext_lazy("who grants an exception", "The security officer of the port")
        CHAIR = "chair", pgettext_lazy("who grants an exception", "The chair of the working group")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="exceptions")
    control = models.CharField(max_length=20)
    reason = models.CharField(max_length=1_000)
    instead = models.CharField(max_length=1_000)
    language = models.CharField(max_length=2)
    until_on = models.DateField()
    asked_of = models.CharField(max_length=5, choices=Asked)
    asked_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    approver = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=1_000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    action = models.UUIDField(null=True, blank=True)

    objects = ExceptionGrants.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["adoption", "control"],
                condition=Q(state__in=["asked", "granted"]),
                name="one_running_exception_a_control",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "expired"]) | Q(approver__isnull=False), name="granted_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state="expired") | Q(action__isnull=False), name="an_exception_that_expired_is_an_action"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adoption_id} {self.control}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("measures:exception", args=[self.key])


class MeasureMentor(models.Model):
    """An organisation that has done this and helps others with it; nothing says how well it does it."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="mentors")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    objects = MeasureMentors.as_manager()

    class Meta:
        ordering = ["organisation__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "organisation"], condition=Q(until_at=None), name="one_offer_a_measure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.organisation_id}"


class AdoptionRound(models.Model):
    """What may be shown of the community's adoption of a measure, made once a quarter.

    share     0 under 25 %, 1 to 49, 2 to 74, 3 from 75 %; None = too few to show
    floor     so many facilities at least, or about ten where nine were
    made_of   the round whose contributions the newest share was made of
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="rounds")
    first_day = models.DateField()
    made_at = models.DateTimeField()
    share = models.PositiveSmallIntegerField(null=True, blank=True)
    floor = models.PositiveSmallIntegerField(null=True, blank=True)
    made_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AdoptionRounds.as_manager()

    class Meta:
        ordering = ["measure", "first_day"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "first_day"], name="one_round_a_measure_and_quarter"),
            models.CheckConstraint(
                condition=Q(share=None, floor=None) | Q(share__lte=3, floor__isnull=False), name="a_share_has_a_floor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.first_day}"


class AdoptionContribution(models.Model):
    """What one facility contributed to a round: 1 in place, 0 not. No page reads these."""

    round = models.ForeignKey(AdoptionRound, on_delete=models.CASCADE, related_name="contributions")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    port = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "facility"], name="a_facility_contributes_once"),
            models.CheckConstraint(condition=Q(level__lte=1), name="in_place_or_not"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.facility_id}"


class MeasureNews(OwnNews):
    """A measure comes to its review, or one that the organisation has adopted is withdrawn; told once a stage."""

    news_type: ClassVar[str] = "measuring"

    class Stage(models.TextChoices):
        SOON = "soon", pgettext_lazy("stage of a review", "To be looked at within thirty days")
        TODAY = "today", pgettext_lazy("stage of a review", "To be looked at today")
        LATE = "late", pgettext_lazy("stage of a review", "Thirty days late; soon out of date")
        ASKED = "asked", gettext_lazy("An exception waits for your word")
        GONE = "gone", pgettext_lazy("state of a measure", "Withdrawn")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="news")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=5, choices=Stage)
    due = models.DateField()
    made_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)

    objects = MeasureNewsSet.as_manager()

    class Meta:
        verbose_name_plural = "measure news"
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "organisation", "stage", "due"], name="a_measure_is_news_once_a_stage"
            ),
        ]

    def __str__(self) -> str:
        name = self.measure.number if self.measure.is_withdrawn else self.measure.title
        return f"{self.get_stage_display()}: {name} · {date_format(self.due)}"

    def get_absolute_url(self) -> str:
        """Leads on to the measure; the address itself names none."""
        return reverse("measures:news", args=[self.key])

    def headline(self) -> str:
        """The kind alone."""
        return _("Common measure to look at again, or withdrawn")
