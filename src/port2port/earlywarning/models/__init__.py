"""What early warning keeps."""

from port2port.earlywarning.models.alarm import Acknowledgement, Alarm, AlarmNews, AlarmRequest, Judged, Judgement
from port2port.earlywarning.models.season import Answer, Move, Season
from port2port.earlywarning.models.watch import (
    PAUSE,
    Calibration,
    Stop,
    WatchedMeasure,
    WatchedPort,
    WatchWeek,
    week_of,
)

__all__ = [
    "PAUSE",
    "Acknowledgement",
    "Alarm",
    "AlarmNews",
    "AlarmRequest",
    "Answer",
    "Calibration",
    "Judged",
    "Judgement",
    "Move",
    "Season",
    "Stop",
    "WatchWeek",
    "WatchedMeasure",
    "WatchedPort",
    "week_of",
]
