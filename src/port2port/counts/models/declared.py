"""What an organisation declares beside its counts: measures, other ways of recording, comparisons from outside."""

from decimal import Decimal
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format

from port2port.counts.access import Comparisons, ComparisonWeeks, Interventions, RecordingChanges
from port2port.counts.models.choices import Outcome, Reason
from port2port.counts.models.counts import MOST
from port2port.members.models import Circle, Organisation, Port, Seat

SHORTEST_WHY = 40
MOST_RAMP = 104


class _Declared(models.Model):
    """Said by one organisation; withdrawn, it stays readable to itself."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class RecordingChange(_Declared):
    """From this day an event was counted in another way, at one port.

    category             empty: every category          language   of `what`
    both_sides_recoded   the weeks before were counted anew in the new way
    """

    port = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=30, choices=Outcome)
    category = models.CharField(max_length=40, blank=True)
    on = models.DateField()
    what = models.CharField(max_length=300)
    both_sides_recoded = models.BooleanField(default=False)

    objects = RecordingChanges.as_manager()

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="a_recording_change_says_what"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="a_change_is_of_an_outcome"),
        ]

    def __str__(self) -> str:
        return f"{date_format(self.on, 'DATE_FORMAT')}: {self.what}"


class Intervention(_Declared):
    """A measure at a port whose effect may be asked after.

    language   of the title        ramp_weeks   until it has its whole effect
    intensity  0 to 1: how much of what it could be        circle   who else reads it; None: the own organisation
    """

    title = models.CharField(max_length=120)
    port = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=40, blank=True)
    announced_on = models.DateField()
    starts_on = models.DateField()
    ramp_weeks = models.PositiveSmallIntegerField(default=8)
    intensity = models.DecimalField(max_digits=3, decimal_places=2, default=Decimal(1))
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = Interventions.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__gte=F("announced_on")), name="a_measure_is_announced_before"),
            models.CheckConstraint(condition=Q(intensity__gte=0, intensity__lte=1), name="intensity_is_a_share"),
            models.CheckConstraint(condition=Q(ramp_weeks__lte=MOST_RAMP), name="a_ramp_has_an_end"),
            models.CheckConstraint(condition=~Q(title=""), name="an_intervention_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the intervention."""
        return reverse("counts:intervention", kwargs={"key": self.key})


class Comparison(_Declared):
    """A series from outside the network: it shares what moves everybody and receives nothing that is pushed away.

    language   of title and why        why      in the organisation's own words, before a study reads anything
    circle     who else reads it, numbers included; None: the own organisation
    """

    title = models.CharField(max_length=120)
    reason = models.CharField(max_length=20, choices=Reason)
    why = models.TextField(max_length=2_000)
    outcome = models.CharField(max_length=30, choices=Outcome)
    category = models.CharField(max_length=40, blank=True)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = Comparisons.as_manager()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="a_comparison_is_of_an_outcome"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="a_comparison_has_a_reason"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(why=""), name="a_comparison_says_why"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the comparison."""
        return reverse("counts:comparison", kwargs={"key": self.key})


class ComparisonWeek(models.Model):
    """The number of one week outside; corrected like a count.

    number   None = missing            file   the import that it came with
    """

    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="weeks")
    week = models.DateField()
    number = models.PositiveIntegerField(null=True, blank=True)
    file = models.UUIDField(null=True, blank=True, db_index=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaced_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ComparisonWeeks.as_manager()

    class Meta:
        ordering = ["comparison_id", "week", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "week"], condition=Q(replaced_at=None), name="one_standing_comparison_a_week"
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(number__gte=0, number__lte=MOST), name="a_comparison_counts_whole_events"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week}: {'missing' if self.number is None else self.number}"
