"""What changes declarations and checklists."""

from port2port.levels.actions.checklists import (
    acknowledgements_of,
    all_in_effect,
    keep_note,
    levels_of,
    tick,
    untick,
)
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
    "acknowledgements_of",
    "acknowledgers",
    "agree",
    "all_in_effect",
    "change",
    "decline",
    "end",
    "erase",
    "keep_note",
    "keep_paper",
    "levels_of",
    "mark_revisions",
    "note_ship_level",
    "places_of",
    "request",
    "still_fits",
    "tick",
    "untick",
]
