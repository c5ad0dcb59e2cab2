"""What changes a study: drafted, registered, run, let go beyond its circle, withdrawn."""

from port2port.studies.actions.drafting import (
    answer_counted,
    answer_measure,
    answer_outside,
    answer_recording,
    answer_sight,
    answer_weeks,
    begin_study,
    delete_study,
)
from port2port.studies.actions.letting_go import (
    Signature,
    approve_result,
    end_widening,
    let_go,
    propose_widening,
    receivers_beyond,
    signatures_of,
    take_back_approval,
)
from port2port.studies.actions.registering import change_study, former_of, register_study, withdraw_study
from port2port.studies.actions.running import KIND, STUDY_RUN, run_study
from port2port.studies.actions.telling import open_approval_news

__all__ = [
    "KIND",
    "STUDY_RUN",
    "Signature",
    "answer_counted",
    "answer_measure",
    "answer_outside",
    "answer_recording",
    "answer_sight",
    "answer_weeks",
    "approve_result",
    "begin_study",
    "change_study",
    "delete_study",
    "end_widening",
    "former_of",
    "let_go",
    "open_approval_news",
    "propose_widening",
    "receivers_beyond",
    "register_study",
    "run_study",
    "signatures_of",
    "take_back_approval",
    "withdraw_study",
]
