"""Tables of the log."""

from port2port.log.models.handovers import Handover
from port2port.log.models.imports import LogImport, LogMapping, LogUpload
from port2port.log.models.occurrences import LogYear, Occurrence, Reported, Source, Tile, Version, Zone
from port2port.log.models.sent import FormAddress, SentForm
from port2port.log.models.trail import Line, LogFile

__all__ = [
    "FormAddress",
    "Handover",
    "Line",
    "LogFile",
    "LogImport",
    "LogMapping",
    "LogUpload",
    "LogYear",
    "Occurrence",
    "Reported",
    "SentForm",
    "Source",
    "Tile",
    "Version",
    "Zone",
]
