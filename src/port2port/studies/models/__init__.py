"""Tables of studies."""

from port2port.studies.models.news import ApprovalNews
from port2port.studies.models.results import ResultApproval, StudyResult, Widening
from port2port.studies.models.study import OUTCOMES, Hypothesis, Study

__all__ = ["OUTCOMES", "ApprovalNews", "Hypothesis", "ResultApproval", "Study", "StudyResult", "Widening"]
