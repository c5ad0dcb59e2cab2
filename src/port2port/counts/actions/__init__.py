"""What changes counts, loans and what is declared beside them."""

from port2port.counts.actions.banding import make_band_tables, show_bands
from port2port.counts.actions.counting import Entered, enter_effort, enter_weeks, open_series, undo_weeks
from port2port.counts.actions.declaring import (
    ChangeFields,
    ComparisonFields,
    InterventionFields,
    declare_comparison,
    declare_intervention,
    declare_recording_change,
    enter_comparison,
    withdraw,
)
from port2port.counts.actions.importing import forget_uploads, import_upload, keep_upload, undo_import
from port2port.counts.actions.lending import lend, open_loan_news, take_back
from port2port.counts.actions.taking import record_export

__all__ = [
    "ChangeFields",
    "ComparisonFields",
    "Entered",
    "InterventionFields",
    "declare_comparison",
    "declare_intervention",
    "declare_recording_change",
    "enter_comparison",
    "enter_effort",
    "enter_weeks",
    "forget_uploads",
    "import_upload",
    "keep_upload",
    "lend",
    "make_band_tables",
    "open_loan_news",
    "open_series",
    "record_export",
    "show_bands",
    "take_back",
    "undo_import",
    "undo_weeks",
    "withdraw",
]
