"""Forms of assessments: text in, values for the actions out."""

from port2port.assessments.forms.answer import AnswerForm, EvidenceForm
from port2port.assessments.forms.others import (
    AgreeForm,
    BuddyForm,
    CommentForm,
    FilterForm,
    PartForm,
    PlanForm,
    RoundForm,
    ScenarioForm,
    UploadForm,
)

__all__ = [
    "AgreeForm",
    "AnswerForm",
    "BuddyForm",
    "CommentForm",
    "EvidenceForm",
    "FilterForm",
    "PartForm",
    "PlanForm",
    "RoundForm",
    "ScenarioForm",
    "UploadForm",
]
