"""Counts by week as rows: a number stands as it was given; a correction is a new row, and the former one stays."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from port2port.counts.access import CountSeriesSet, Efforts, WeekCounts
from port2port.counts.models.choices import DERIVED, EffortKind, Outcome, Source
from port2port.members.models import Organisation, Port, Seat

# Nobody counts more in one week; a number above it is a slip of the hand.
MOST = 1_000_000


class CountSeries(models.Model):
    """What one organisation counts at one port: an outcome, of one category or (empty) of all together.

    category     a code of the vocabulary          vocabulary   the register and version that it was taken from
    shows_bands  the organisation lets its counts go into the bands that all members see
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    port = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=30, choices=Outcome)
    category = models.CharField(max_length=40, blank=True)
    vocabulary = models.CharField(max_length=40, blank=True)
    shows_bands = models.BooleanField(default=False)
    made_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = CountSeriesSet.as_manager()

    class Meta:
        ordering = ["organisation_id", "port_id", "outcome", "category"]
        verbose_name_plural = "count series"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "port", "outcome", "category"], name="one_series_of_a_count"
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="kilograms_are_no_outcome"),
            models.CheckConstraint(
                condition=Q(category="", vocabulary="") | ~Q(category="") & ~Q(vocabulary=""),
                name="a_category_names_its_vocabulary",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.category}".strip()

    def get_absolute_url(self) -> str:
        """The page of the series."""
        return reverse("counts:series", kwargs={"key": self.key})

    @property
    def is_derived(self) -> bool:
        """Whether its numbers are worked out from another series and the effort."""
        return self.outcome == DERIVED

    @property
    def counts_mass(self) -> bool:
        """Whether kilograms may stand beside its numbers."""
        return self.outcome == Outcome.SEIZURES


class WeekCount(models.Model):
    """The number of one week, as it was given. Read `standing()`: what was corrected stays, with `replaced_at`.

    week        its Monday            number      None = missing, which is never 0
    kilograms   beside seizures only  file        the import that it came with
    """

    series = models.ForeignKey(CountSeries, on_delete=models.PROTECT, related_name="weeks")
    week = models.DateField()
    number = models.PositiveIntegerField(null=True, blank=True)
    kilograms = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    source = models.CharField(max_length=7, choices=Source)
    file = models.UUIDField(null=True, blank=True, db_index=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaced_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = WeekCounts.as_manager()

    class Meta:
        ordering = ["series_id", "week", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "week"], condition=Q(replaced_at=None), name="one_standing_count_a_week"
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(number__gte=0, number__lte=MOST), name="a_count_is_a_whole_number"
            ),
            models.CheckConstraint(condition=Q(kilograms=None) | Q(kilograms__gte=0), name="mass_is_not_below_zero"),
            models.CheckConstraint(
                condition=Q(replaced_at=None, replaced_by=None) | Q(replaced_at__isnull=False),
                name="who_replaced_a_count_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week}: {'missing' if self.number is None else self.number}"


class Effort(models.Model):
    """What an organisation did in one week at one port to find something; corrected like a count."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    port = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="+")
    week = models.DateField()
    kind = models.CharField(max_length=20, choices=EffortKind)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    file = models.UUIDField(null=True, blank=True, db_index=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaced_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = Efforts.as_manager()

    class Meta:
        ordering = ["organisation_id", "port_id", "kind", "week", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "port", "week", "kind"],
                condition=Q(replaced_at=None),
                name="one_standing_effort_a_week",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="effort_is_not_below_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.kind}: {self.amount}"
