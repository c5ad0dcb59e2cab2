"""The tables of the assessments."""

from port2port.assessments.models.answers import (
    Acceptance,
    Answer,
    Comment,
    Confidence,
    Conformity,
    EvidenceRef,
    PlanItem,
    RiskScenario,
)
from port2port.assessments.models.benchmark import Cell, Contribution, Grouping, Mentor
from port2port.assessments.models.derogations import LegalDerogation
from port2port.assessments.models.rounds import Assessment, AssessmentStep, Assignment, Kind, Round

__all__ = [
    "Acceptance",
    "Answer",
    "Assessment",
    "AssessmentStep",
    "Assignment",
    "Cell",
    "Comment",
    "Confidence",
    "Conformity",
    "Contribution",
    "EvidenceRef",
    "Grouping",
    "Kind",
    "LegalDerogation",
    "Mentor",
    "PlanItem",
    "RiskScenario",
    "Round",
]
