"""Drills and exercises as rows."""

from port2port.drills.models.event import Counted, Event, EventPlace, EventRole, EventStep, Objective
from port2port.drills.models.wording import Kind, PlayerRole, Role, State, Step

__all__ = [
    "Counted",
    "Event",
    "EventPlace",
    "EventRole",
    "EventStep",
    "Kind",
    "Objective",
    "PlayerRole",
    "Role",
    "State",
    "Step",
]
