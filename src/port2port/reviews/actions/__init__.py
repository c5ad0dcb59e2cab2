"""What changes the state of a peer review."""

from port2port.reviews.actions.drawing import ask_review, declare, draw_round, end_offer, offer, refuse_reviewer
from port2port.reviews.actions.reporting import (
    Seen,
    agree_report,
    hand_over,
    observe,
    reply,
    set_visit,
    take_back,
    take_out,
)

__all__ = [
    "Seen",
    "agree_report",
    "ask_review",
    "declare",
    "draw_round",
    "end_offer",
    "hand_over",
    "observe",
    "offer",
    "refuse_reviewer",
    "reply",
    "set_visit",
    "take_back",
    "take_out",
]
