"""An exercise while it runs, as rows."""

from port2port.live.models.clock import ClockMove
from port2port.live.models.inject import Inject, Receipt
from port2port.live.models.news import LiveNews
from port2port.live.models.observation import Observation
from port2port.live.models.wording import Channel, Move, Rating

__all__ = ["Channel", "ClockMove", "Inject", "LiveNews", "Move", "Observation", "Rating", "Receipt"]
