"""Detectors of what rises above the expected, from counts by week; numpy and scipy only, and nothing of ours.

Alike in R: the package surveillance. How the figures compare: docs/reference/detectors.md.
"""

from port2port.pure.outbreak.additive import Terms
from port2port.pure.outbreak.bounds import bayes_bound, rki_bound
from port2port.pure.outbreak.calibrate import (
    YEAR,
    Calibrated,
    Cell,
    Paths,
    calibrate,
    drawn_paths,
    from_paths,
    paths,
    power_table,
)
from port2port.pure.outbreak.counts import Detection
from port2port.pure.outbreak.ears import ears
from port2port.pure.outbreak.farrington import farrington, farrington_flexible
from port2port.pure.outbreak.following import Followed, Reading, by_size, follow
from port2port.pure.outbreak.hhh4 import Hhh4Fit, hhh4
from port2port.pure.outbreak.refusals import (
    BadCount,
    BadSetting,
    DidNotConverge,
    HistoryTooShort,
    NothingCounted,
    Refused,
    ShapeMismatch,
    TooFewCounts,
)
from port2port.pure.outbreak.scan import ScanResult, subset_scan
from port2port.pure.outbreak.seasonal import Seasonal, seasonal_mean
from port2port.pure.outbreak.sequential import Running, cusum, directed_alternative, glr, nb_cusum
from port2port.pure.outbreak.watch import Alarm, Baseline, State, Thresholds, Watch, baseline

__all__ = [
    "YEAR",
    "Alarm",
    "BadCount",
    "BadSetting",
    "Baseline",
    "Calibrated",
    "Cell",
    "Detection",
    "DidNotConverge",
    "Followed",
    "Hhh4Fit",
    "HistoryTooShort",
    "NothingCounted",
    "Paths",
    "Reading",
    "Refused",
    "Running",
    "ScanResult",
    "Seasonal",
    "ShapeMismatch",
    "State",
    "Terms",
    "Thresholds",
    "TooFewCounts",
    "Watch",
    "baseline",
    "bayes_bound",
    "by_size",
    "calibrate",
    "cusum",
    "directed_alternative",
    "drawn_paths",
    "ears",
    "farrington",
    "farrington_flexible",
    "follow",
    "from_paths",
    "glr",
    "hhh4",
    "nb_cusum",
    "paths",
    "power_table",
    "rki_bound",
    "seasonal_mean",
    "subset_scan",
]
