"""Tables of counts."""

from port2port.counts.models.bands import BandCell, BandQuarter, BandTable
from port2port.counts.models.choices import DERIVED, EffortKind, Outcome, Reason, Source
from port2port.counts.models.counts import MOST, CountSeries, Effort, WeekCount
from port2port.counts.models.declared import (
    MOST_RAMP,
    SHORTEST_WHY,
    Comparison,
    ComparisonWeek,
    Intervention,
    RecordingChange,
)
from port2port.counts.models.imports import CountImport, CountUpload
from port2port.counts.models.loans import Loan, LoanNews

__all__ = [
    "DERIVED",
    "MOST",
    "MOST_RAMP",
    "SHORTEST_WHY",
    "BandCell",
    "BandQuarter",
    "BandTable",
    "Comparison",
    "ComparisonWeek",
    "CountImport",
    "CountSeries",
    "CountUpload",
    "Effort",
    "EffortKind",
    "Intervention",
    "Loan",
    "LoanNews",
    "Outcome",
    "Reason",
    "RecordingChange",
    "Source",
    "WeekCount",
]
