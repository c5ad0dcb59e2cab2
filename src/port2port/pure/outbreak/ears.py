"""Counts above those of the last few weeks: the three rules of the Early Aberration Reporting System.

Source: Hutwagner et al. (2003), J. Urban Health 80:i89-i96. R's surveillance sums only the two weeks before in C3, as
`present_week=False` does here: docs/reference/detectors.md.
"""

from typing import Literal

import numpy as np
import scipy
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from port2port.pure.outbreak.counts import Detection, Floats, as_counts, as_weeks, at_least, detection, one_of, within

type Method = Literal["C1", "C2", "C3"]
METHODS: tuple[Method, ...] = ("C1", "C2", "C3")
ALPHA: dict[Method, float] = {"C1": 0.001, "C2": 0.001, "C3": 0.025}
# C2 and C3 leave out the two weeks before, so that a slow rise does not lift its own bound.
LAG = 2
# A week gets in C3 what its excess is above this many standard deviations.
EXCESS = 1.0


def ears(
    counts: ArrayLike,
    weeks: ArrayLike | None = None,
    *,
    method: Method = "C1",
    baseline: int = 7,
    alpha: float | None = None,
    min_sigma: float = 0.5,
    present_week: bool = True,
) -> Detection:
    """Alarms by C1, C2 or C3.

    counts         [weeks] or [weeks, series]; with a missing week in its baseline a week has no bound
    baseline       weeks that it is compared with
    alpha          one-sided; None: .001, and .025 for C3
    min_sigma      least standard deviation, in incidents; at 0 a baseline of equal counts gives no bound
    present_week   C3 sums this week and the two before; False: only the two before
    Raises HistoryTooShort, BadCount, BadSetting.
    """
    one_of(method, METHODS, what="method")
    at_least(baseline, 2, what="baseline")
    at_least(min_sigma, 0, what="min_sigma")
    level = ALPHA[method] if alpha is None else alpha
    within(level, 0, 1, what="alpha")
    table = as_counts(counts)
    lag = 0 if method == "C1" else LAG
    rows = as_weeks(weeks, len(table), first=baseline + lag + (LAG if method == "C3" else 0))
    mean, sd = _baseline(table, baseline, lag, min_sigma)
    limit = float(scipy.special.ndtri(1 - level))
    if method == "C3":
        upper = np.maximum(table + sd * (limit - _excess((table - mean) / sd, present_week=present_week)), 0.0)
    else:
        upper = mean + limit * sd
    return detection(rows, table[rows], upper[rows], expected=mean[rows])


def _baseline(table: Floats, baseline: int, lag: int, min_sigma: float) -> tuple[Floats, Floats]:
    """Mean and standard deviation of the weeks before; NaN where one is missing or, with min_sigma 0, all are equal."""
    mean, sd = np.full(table.shape, np.nan), np.full(table.shape, np.nan)
    before = sliding_window_view(table, baseline, axis=0)[: len(table) - baseline - lag]
    mean[baseline + lag :] = before.mean(axis=-1)
    sd[baseline + lag :] = np.maximum(before.std(axis=-1, ddof=1), min_sigma)
    return mean, np.where(sd > 0, sd, np.nan)


def _excess(score: Floats, *, present_week: bool) -> Floats:
    """What the last weeks' scores have above one standard deviation, added up; NaN before there are three."""
    over = np.maximum(score - EXCESS, 0.0)
    total = np.full(score.shape, np.nan)
    total[LAG:] = over[1:-1] + over[:-LAG]
    return total + over if present_week else total
