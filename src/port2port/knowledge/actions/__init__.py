"""What changes the state of practices and of what hangs from them."""

from port2port.knowledge.actions.answering import answer_question, ask_back, confirm, make_practice, thank
from port2port.knowledge.actions.approving import approve, still_true
from port2port.knowledge.actions.asking import (
    ask,
    close_question,
    open_question,
    preview_receivers,
    route,
    take_back_question,
)
from port2port.knowledge.actions.drafts import delete_draft, save_draft
from port2port.knowledge.actions.exporting import export_practice, export_practices, label_of
from port2port.knowledge.actions.exporting_questions import export_questions, label_of_questions
from port2port.knowledge.actions.floor import propose_question, put_away
from port2port.knowledge.actions.helping import agree_to_buddy, declare, end_buddy, propose_buddy
from port2port.knowledge.actions.proposing import propose, undo_proposal, withdraw_practice
from port2port.knowledge.actions.reminding import open_review, tell_reviews
from port2port.knowledge.actions.revising import drop_revision, publish_revision, revise
from port2port.knowledge.actions.using import say_use, take_back_use
from port2port.knowledge.actions.widening import widen

__all__ = [
    "agree_to_buddy",
    "answer_question",
    "approve",
    "ask",
    "ask_back",
    "close_question",
    "confirm",
    "declare",
    "delete_draft",
    "drop_revision",
    "end_buddy",
    "export_practice",
    "export_practices",
    "export_questions",
    "label_of",
    "label_of_questions",
    "make_practice",
    "open_question",
    "open_review",
    "preview_receivers",
    "propose",
    "propose_buddy",
    "propose_question",
    "publish_revision",
    "put_away",
    "revise",
    "route",
    "save_draft",
    "say_use",
    "still_true",
    "take_back_question",
    "take_back_use",
    "tell_reviews",
    "thank",
    "undo_proposal",
    "widen",
    "withdraw_practice",
]
