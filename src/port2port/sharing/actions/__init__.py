"""What changes the state of anything shared."""

from port2port.sharing.actions.publishing import (
    UNDO_SECONDS,
    AlreadyWithdrawn,
    NotYours,
    TooLateToUndo,
    WideningNotConfirmed,
    publish,
    revise,
    undo,
    withdraw,
)
from port2port.sharing.actions.receipts import record_acknowledgement, record_opening

__all__ = [
    "UNDO_SECONDS",
    "AlreadyWithdrawn",
    "NotYours",
    "TooLateToUndo",
    "WideningNotConfirmed",
    "publish",
    "record_acknowledgement",
    "record_opening",
    "revise",
    "undo",
    "withdraw",
]
