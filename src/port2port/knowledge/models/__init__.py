"""The tables of knowledge."""

from port2port.knowledge.models.practice import Cost, Practice, State, Theme
from port2port.knowledge.models.reviews import ReviewDue
from port2port.knowledge.models.said import Approval, Revision, Use

__all__ = ["Approval", "Cost", "Practice", "ReviewDue", "Revision", "State", "Theme", "Use"]
