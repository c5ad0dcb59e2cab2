"""What changes the state of anything shared."""

from port2port.sharing.actions.hearing import Choice, Quiet, choose_hearing
from port2port.sharing.actions.notifying import mark_all_read, mark_read, notify_up_to, skip_to_the_end
from port2port.sharing.actions.publishing import (
    TOLD_AFTER,
    UNDO_SECONDS,
    AlreadyPublished,
    AlreadyWithdrawn,
    NotYours,
    TooLateToUndo,
    WideningNotConfirmed,
    check_widening,
    publish,
    publish_within,
    revise,
    undo,
    withdraw,
)
from port2port.sharing.actions.receipts import record_acknowledgement, record_opening
from port2port.sharing.actions.sending import send_outgoing, send_test
from port2port.sharing.actions.subscribing import (
    Wish,
    change,
    delete,
    pause,
    renew_secret,
    restore,
    secret_of,
    subscribe,
    take_up,
)

__all__ = [
    "TOLD_AFTER",
    "UNDO_SECONDS",
    "AlreadyPublished",
    "AlreadyWithdrawn",
    "Choice",
    "NotYours",
    "Quiet",
    "TooLateToUndo",
    "WideningNotConfirmed",
    "Wish",
    "change",
    "check_widening",
    "choose_hearing",
    "delete",
    "mark_all_read",
    "mark_read",
    "notify_up_to",
    "pause",
    "publish",
    "publish_within",
    "record_acknowledgement",
    "record_opening",
    "renew_secret",
    "restore",
    "revise",
    "secret_of",
    "send_outgoing",
    "send_test",
    "skip_to_the_end",
    "subscribe",
    "take_up",
    "undo",
    "withdraw",
]
