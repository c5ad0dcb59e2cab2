"""What changes declarations and checklists."""

from port2port.levels.actions.declaring import (
    acknowledge,
    acknowledgers,
    agree,
    change,
    decline,
    keep_paper,
    places_of,
    request,
)
from port2port.levels.actions.running import end, erase, mark_revisions, note_ship_level, still_fits

__all__ = [
    "acknowledge",
    "acknowledgers",
    "agree",
    "change",
    "decline",
    "end",
    "erase",
    "keep_paper",
    "mark_revisions",
    "note_ship_level",
    "places_of",
    "request",
    "still_fits",
]
