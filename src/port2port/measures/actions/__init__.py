"""What changes the state of a common measure."""

from port2port.measures.actions.adopting import (
    AdoptionFields,
    say_adoption,
    show_facility,
    undo_adoption,
    verify,
)
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
from port2port.measures.actions.excepting import (
    ExceptionFields,
    answer_exception,
    ask_exception,
    end_exception,
    expire_exceptions,
    musts,
)
from port2port.measures.actions.exporting import export_adoption, export_measures, label_of
from port2port.measures.actions.helping import offer_help, stop_helping
from port2port.measures.actions.reminding import open_news, tell_measures
from port2port.measures.actions.rounds import make_adoption_rounds
from port2port.measures.actions.shared import roles_of

__all__ = [
    "AdoptionFields",
    "ExceptionFields",
    "MeasureFields",
    "ReplyFields",
    "adopt",
    "allow_fewer",
    "answer_exception",
    "answer_reply",
    "ask_exception",
    "begin_pilot",
    "begin_review",
    "change",
    "change_again",
    "close",
    "conclude",
    "consult",
    "discard",
    "end_exception",
    "expire_exceptions",
    "export_adoption",
    "export_measures",
    "hand_lead_over",
    "have_idea",
    "keep",
    "label_of",
    "make_adoption_rounds",
    "musts",
    "offer_help",
    "open_news",
    "ports_of",
    "reply",
    "roles_of",
    "say_adoption",
    "send_back",
    "show_facility",
    "start_draft",
    "stop_helping",
    "take_back_reply",
    "tell_measures",
    "try_first",
    "undo_adoption",
    "verify",
    "withdraw_measure",
]
