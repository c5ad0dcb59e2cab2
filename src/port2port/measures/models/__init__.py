"""Tables of common measures."""

from port2port.measures.models.measure import Cost, Effort, Measure, MeasureStep, State
from port2port.measures.models.version import MeasureReply, MeasureVersion, Result

__all__ = ["Cost", "Effort", "Measure", "MeasureReply", "MeasureStep", "MeasureVersion", "Result", "State"]
