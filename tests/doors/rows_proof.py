"""Who gets what of the proof pack."""

from typing import Any

from tests.doors.door import door
from tests.doors.rows_reviews import _assessment
from tests.personas import Community


def assessment(community: Community) -> dict[str, Any]:
    return {"key": _assessment(community).key}


SIDE = dict.fromkeys(("author", "coordinator"), 200)
ROWS = [
    door("proof:proof", args=assessment, **SIDE),
    # A machine without Pango says so.
    door("proof:paper", args=assessment, author={200, 503}, coordinator={200, 503}),
    door("proof:bundle", args=assessment, **SIDE),
]
