"""Detectors of what rises above the expected, from counts by week; numpy and scipy only, and nothing of ours.

Alike in R: the package surveillance. How the figures compare: docs/reference/detectors.md.
"""

from port2port.pure.outbreak.bounds import bayes_bound, rki_bound
from port2port.pure.outbreak.counts import Detection
from port2port.pure.outbreak.ears import ears
from port2port.pure.outbreak.farrington import farrington, farrington_flexible
from port2port.pure.outbreak.refusals import (
    BadCount,
    BadSetting,
    DidNotConverge,
    HistoryTooShort,
    NothingCounted,
    Refused,
    ShapeMismatch,
)
from port2port.pure.outbreak.scan import ScanResult, subset_scan
from port2port.pure.outbreak.sequential import Running, cusum, directed_alternative, glr, nb_cusum

__all__ = [
    "BadCount",
    "BadSetting",
    "Detection",
    "DidNotConverge",
    "HistoryTooShort",
    "NothingCounted",
    "Refused",
    "Running",
    "ScanResult",
    "ShapeMismatch",
    "bayes_bound",
    "cusum",
    "directed_alternative",
    "ears",
    "farrington",
    "farrington_flexible",
    "glr",
    "nb_cusum",
    "rki_bound",
    "subset_scan",
]
