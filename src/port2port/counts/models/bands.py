"""Bands of counts that all members read: made once a quarter, and standing. Exact counts are never in these tables."""

from django.db import models
from django.db.models import F, Q

from port2port.counts.access import BandCells, BandTables
from port2port.counts.models.choices import DERIVED, Outcome
from port2port.counts.models.counts import CountSeries


class BandQuarter(models.Model):
    """A quarter whose tables were made, all at one moment; where that was none, they may come at a later one.

    first_day   of the quarter     made_at   when it was first looked at
    """

    first_day = models.DateField(unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-first_day"]

    def __str__(self) -> str:
        return f"{self.first_day.year} Q{(self.first_day.month + 2) // 3}"


class BandTable(models.Model):
    """One outcome of one category in one quarter."""

    quarter = models.ForeignKey(BandQuarter, on_delete=models.PROTECT, related_name="tables")
    outcome = models.CharField(max_length=30, choices=Outcome)
    category = models.CharField(max_length=40, blank=True)

    objects = BandTables.as_manager()

    class Meta:
        ordering = ["-quarter__first_day", "outcome", "category"]
        constraints = [
            models.UniqueConstraint(fields=["quarter", "outcome", "category"], name="one_table_of_bands_a_quarter"),
            models.CheckConstraint(
                condition=Q(outcome__in=[one for one in Outcome.values if one != DERIVED]),
                name="bands_are_of_what_is_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.outcome} {self.category}".strip()


class BandCell(models.Model):
    """What one cell of a table shows.

    series      of the row; empty for all rows together
    month       1 to 3 in the quarter; 0 for the quarter as a whole
    low, high   the band; a high that is empty has no top; both are empty where nothing is shown
    why         why nothing is shown: hidden beside a small count, or not counted whole
    """

    class Why(models.TextChoices):
        """Why a cell shows no band."""

        BESIDE = "beside"
        MISSING = "missing"

    table = models.ForeignKey(BandTable, on_delete=models.PROTECT, related_name="cells")
    series = models.ForeignKey(CountSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    month = models.PositiveSmallIntegerField()
    low = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    why = models.CharField(max_length=7, blank=True, choices=Why)

    objects = BandCells.as_manager()

    class Meta:
        ordering = ["table_id", "series_id", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "series", "month"], condition=Q(series__isnull=False), name="one_band_a_month"
            ),
            models.UniqueConstraint(
                fields=["table", "month"], condition=Q(series=None), name="one_band_of_all_a_month"
            ),
            models.CheckConstraint(condition=Q(month__lte=3), name="a_quarter_has_three_months"),
            models.CheckConstraint(
                condition=Q(low=None, high=None) & ~Q(why="") | Q(low__isnull=False, why=""),
                name="a_cell_shows_a_band_or_why_not",
            ),
            # Whatever is shown, its top is never below 4: no band could name a smaller count.
            models.CheckConstraint(
                condition=Q(high=None) | Q(high__gte=4, high__gt=F("low")), name="no_band_names_a_small_count"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.low}–{self.high}" if self.low is not None else self.why
