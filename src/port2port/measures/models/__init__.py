"""Tables of common measures."""

from port2port.measures.models.adoption import (
    Adoption,
    AdoptionContribution,
    AdoptionRound,
    AdoptionState,
    AdoptionStep,
    ExceptionGrant,
    MeasureMentor,
    MeasureNews,
    ShownFacility,
)
from port2port.measures.models.measure import Cost, Effort, Measure, MeasureStep, State
from port2port.measures.models.version import MeasureReply, MeasureVersion, Result

__all__ = [
    "Adoption",
    "AdoptionContribution",
    "AdoptionRound",
    "AdoptionState",
    "AdoptionStep",
    "Cost",
    "Effort",
    "ExceptionGrant",
    "Measure",
    "MeasureMentor",
    "MeasureNews",
    "MeasureReply",
    "MeasureStep",
    "MeasureVersion",
    "Result",
    "ShownFacility",
    "State",
]
