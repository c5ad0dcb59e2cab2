"""What happened to an event, written down: `moved(event, step, by=seat_id, now=…)`, for the actions of every room."""

from datetime import datetime

from port2port.drills.models import Event, EventStep
from port2port.members.models import Facility


def moved(
    event: Event, step: str, *, by: int, now: datetime, facility: Facility | None = None, note: str = ""
) -> EventStep:
    """One line of the timeline. `step` is one of `models.Step`, `by` the id of the seat."""
    return EventStep.objects.create(event=event, step=step, facility=facility, by_id=by, at=now, note=note[:500])
