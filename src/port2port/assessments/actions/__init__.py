"""What changes the state of rounds and assessments."""

from port2port.assessments.actions.answering import (
    EvidenceFields,
    Said,
    add_evidence,
    checked,
    comment,
    save_answer,
    save_answers,
    take_out_evidence,
    undo_answer,
)
from port2port.assessments.actions.assigning import give_part, take_part_back
from port2port.assessments.actions.carrying import Carried, Offer, carried_for, take_over
from port2port.assessments.actions.derogating import DerogationFields, end_legal_derogation, enter_derogation
from port2port.assessments.actions.freezing import make_bands
from port2port.assessments.actions.mentoring import end_help, offer_help
from port2port.assessments.actions.moving import (
    agree_assessment,
    agree_by_review,
    has_second_person,
    may_agree,
    name_buddy,
    recall,
    rejoin_round,
    reopen,
    send_back,
    start,
    submit,
    take_up,
    withdraw_assessment,
)
from port2port.assessments.actions.planning import plan_gaps, undo_plan
from port2port.assessments.actions.rounds import RoundFields, change_round, move_round, plan_round
from port2port.assessments.actions.scenarios import ScenarioFields, save_scenario, take_out_scenario

__all__ = [
    "Carried",
    "DerogationFields",
    "EvidenceFields",
    "Offer",
    "RoundFields",
    "Said",
    "ScenarioFields",
    "add_evidence",
    "agree_assessment",
    "agree_by_review",
    "carried_for",
    "change_round",
    "checked",
    "comment",
    "end_help",
    "end_legal_derogation",
    "enter_derogation",
    "give_part",
    "has_second_person",
    "make_bands",
    "may_agree",
    "move_round",
    "name_buddy",
    "offer_help",
    "plan_gaps",
    "plan_round",
    "recall",
    "rejoin_round",
    "reopen",
    "save_answer",
    "save_answers",
    "save_scenario",
    "send_back",
    "start",
    "submit",
    "take_out_evidence",
    "take_out_scenario",
    "take_over",
    "take_part_back",
    "take_up",
    "undo_answer",
    "undo_plan",
    "withdraw_assessment",
]
