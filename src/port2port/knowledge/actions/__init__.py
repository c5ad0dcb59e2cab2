"""What changes the state of practices and of what hangs from them."""

from port2port.knowledge.actions.approving import approve, still_true
from port2port.knowledge.actions.drafts import delete_draft, save_draft
from port2port.knowledge.actions.exporting import export_practice, export_practices, label_of
from port2port.knowledge.actions.proposing import propose, undo_proposal, withdraw_practice
from port2port.knowledge.actions.reminding import open_review, tell_reviews
from port2port.knowledge.actions.revising import drop_revision, publish_revision, revise
from port2port.knowledge.actions.using import say_use, take_back_use

__all__ = [
    "approve",
    "delete_draft",
    "drop_revision",
    "export_practice",
    "export_practices",
    "label_of",
    "open_review",
    "propose",
    "publish_revision",
    "revise",
    "save_draft",
    "say_use",
    "still_true",
    "take_back_use",
    "tell_reviews",
    "undo_proposal",
    "withdraw_practice",
]
