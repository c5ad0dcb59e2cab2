"""Bounds without a model, from the weeks around this one in earlier years: Bayes, and the rule of the RKI.

References as in the documentation of R's surveillance, `algo.bayes` and `algo.rki`.
"""

from datetime import date

import numpy as np
import scipy
from numpy.typing import ArrayLike

from port2port.pure.outbreak.counts import Detection, Floats, Whole, as_counts, as_weeks, at_least, detection, within
from port2port.pure.outbreak.reference_weeks import longest_history, patterns, same_week
from port2port.pure.outbreak.refusals import BadSetting

# Upper 95 % limit of a Poisson mean of which 0, 1, … 20 were seen: Crow & Gardner (1959), Biometrika 46:441-453.
# A test reckons them anew from that paper's rule.
CROW_GARDNER = (
    *(3.285, 5.323, 6.686, 8.102, 9.598, 11.177, 12.817, 13.765, 14.921, 16.768, 17.633),
    *(19.050, 20.335, 21.364, 22.945, 23.762, 25.400, 26.306, 27.735, 28.966, 30.017),
)


def bayes_bound(
    counts: ArrayLike,
    weeks: ArrayLike | None = None,
    *,
    years_back: int = 2,
    half_window: int = 4,
    alpha: float = 0.01,
    this_year: bool = True,
    period: int = 52,
    first_monday: date | None = None,
) -> Detection:
    """Alarms above the predictive quantile of a Poisson mean with Jeffreys' prior.

    counts      [weeks] or [weeks, series]; missing reference weeks are left out, half of them must be there
    this_year   also use the `half_window` weeks before; years_back may then be 0
    alpha       one-sided. Raises HistoryTooShort, BadCount, BadSetting.
    """
    within(alpha, 0, 1, what="alpha")
    table = as_counts(counts)
    around = _Around(years_back, half_window, period, first_monday, this_year=this_year)
    rows = as_weeks(weeks, len(table), first=around.history)
    seen = around.of(table, rows)
    there = np.isfinite(seen).sum(axis=0)
    enough = there * 2 >= len(seen)
    total = np.nan_to_num(seen).sum(axis=0)
    number = np.maximum(there, 1)
    upper = np.where(enough, scipy.stats.nbinom.ppf(1 - alpha, total + 0.5, number / (number + 1)), np.nan)
    return detection(rows, table[rows], upper, expected=np.where(enough, (total + 0.5) / number, np.nan))


def rki_bound(
    counts: ArrayLike,
    weeks: ArrayLike | None = None,
    *,
    years_back: int = 2,
    half_window: int = 4,
    this_year: bool = False,
    period: int = 52,
    first_monday: date | None = None,
) -> Detection:
    """Alarms above the mean plus two standard deviations, or above a Poisson limit where the mean is 20 or less.

    As for `bayes_bound`; this year's weeks are left out unless asked for.
    """
    table = as_counts(counts)
    around = _Around(years_back, half_window, period, first_monday, this_year=this_year)
    rows = as_weeks(weeks, len(table), first=around.history)
    seen = around.of(table, rows)
    there = np.isfinite(seen)
    number = there.sum(axis=0)
    enough = (number * 2 >= len(seen)) & (number >= 2)
    mean = np.nan_to_num(seen).sum(axis=0) / np.maximum(number, 1)
    square = (np.where(there, seen - mean, 0.0) ** 2).sum(axis=0)
    wide = mean + 2 * np.sqrt(square / np.maximum(number - 1, 1))
    upper = np.where(mean > 20, wide, np.array(CROW_GARDNER)[np.minimum(mean, 20).astype(np.int64)])
    return detection(rows, table[rows], np.where(enough, upper, np.nan), expected=np.where(enough, mean, np.nan))


class _Around:
    """The weeks around the same week of earlier years, and if asked those just before."""

    def __init__(
        self, years_back: int, half_window: int, period: int, first_monday: date | None, *, this_year: bool
    ) -> None:
        at_least(years_back, 0 if this_year else 1, what="years_back")
        at_least(half_window, 1 if this_year else 0, what="half_window")
        if half_window >= period // 2:
            raise BadSetting(f"half_window is below {period // 2}.")
        self.years_back, self.half_window, self.this_year = years_back, half_window, this_year
        self.period, self.first_monday = period, first_monday

    @property
    def history(self) -> int:
        """Rows that must come before a week."""
        return longest_history(
            years_back=self.years_back,
            half_window=self.half_window,
            period=self.period,
            first_monday=self.first_monday,
        )

    def of(self, table: Floats, rows: Whole) -> Floats:
        """[n, weeks] or [n, weeks, series]: the reference counts of each row."""
        anchors = same_week(rows, years_back=self.years_back, period=self.period, first_monday=self.first_monday)
        window = np.arange(-self.half_window, self.half_window + 1)
        size = window.size * self.years_back + self.half_window * self.this_year
        seen = np.empty((size, rows.size, *table.shape[1:]))
        last = np.arange(-self.half_window, 0) if self.this_year else np.arange(0)
        for places, steps in patterns(rows, anchors):
            offset = np.concatenate([(steps[:, None] + window).ravel(), last])
            seen[:, places] = table[rows[places] + offset[:, None]]
        return seen
