"""What changes the state of practices and of what hangs from them."""

from port2port.knowledge.actions.approving import approve, still_true
from port2port.knowledge.actions.drafts import delete_draft, save_draft
from port2port.knowledge.actions.proposing import propose, undo_proposal, withdraw_practice
from port2port.knowledge.actions.revising import drop_revision, publish_revision, revise
from port2port.knowledge.actions.using import say_use, take_back_use

__all__ = [
    "approve",
    "delete_draft",
    "drop_revision",
    "propose",
    "publish_revision",
    "revise",
    "save_draft",
    "say_use",
    "still_true",
    "take_back_use",
    "undo_proposal",
    "withdraw_practice",
]
