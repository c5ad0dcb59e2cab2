"""The tables of reports."""

from port2port.reports.models.attachments import Attachment
from port2port.reports.models.compose import SavedFilter, Sending
from port2port.reports.models.report import Credibility, HeightBand, Kind, Precision, Reliability, Report, Severity
from port2port.reports.models.responses import Answer, Reply

__all__ = [
    "Answer",
    "Attachment",
    "Credibility",
    "HeightBand",
    "Kind",
    "Precision",
    "Reliability",
    "Reply",
    "Report",
    "SavedFilter",
    "Sending",
    "Severity",
]
