"""Tables of the log."""

from port2port.log.models.drones import (
    Behaviour,
    Craft,
    DistanceBand,
    Joining,
    Lights,
    Means,
    Observation,
    Observer,
    Sighting,
    Sound,
)
from port2port.log.models.handovers import Handover
from port2port.log.models.imports import LogImport, LogMapping, LogUpload
from port2port.log.models.occurrences import LogYear, Occurrence, Reported, Source, Tile, Version, Zone
from port2port.log.models.sent import FormAddress, SentForm
from port2port.log.models.trail import Line, LogFile

__all__ = [
    "Behaviour",
    "Craft",
    "DistanceBand",
    "FormAddress",
    "Handover",
    "Joining",
    "Lights",
    "Line",
    "LogFile",
    "LogImport",
    "LogMapping",
    "LogUpload",
    "LogYear",
    "Means",
    "Observation",
    "Observer",
    "Occurrence",
    "Reported",
    "SentForm",
    "Sighting",
    "Sound",
    "Source",
    "Tile",
    "Version",
    "Zone",
]
