"""What changes the state of a common measure."""

from port2port.measures.actions.consulting import (
    ReplyFields,
    allow_fewer,
    answer_reply,
    close,
    consult,
    ports_of,
    reply,
    take_back_reply,
)
from port2port.measures.actions.deciding import (
    adopt,
    begin_pilot,
    begin_review,
    change_again,
    conclude,
    keep,
    send_back,
    try_first,
    withdraw_measure,
)
from port2port.measures.actions.drafting import (
    MeasureFields,
    change,
    discard,
    hand_lead_over,
    have_idea,
    start_draft,
)
from port2port.measures.actions.shared import roles_of

__all__ = [
    "MeasureFields",
    "ReplyFields",
    "adopt",
    "allow_fewer",
    "answer_reply",
    "begin_pilot",
    "begin_review",
    "change",
    "change_again",
    "close",
    "conclude",
    "consult",
    "discard",
    "hand_lead_over",
    "have_idea",
    "keep",
    "ports_of",
    "reply",
    "roles_of",
    "send_back",
    "start_draft",
    "take_back_reply",
    "try_first",
    "withdraw_measure",
]
