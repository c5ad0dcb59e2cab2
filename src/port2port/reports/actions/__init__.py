"""What changes the state of reports and of what hangs from them."""

from port2port.reports.actions.drafts import ComposedMeanwhile, compose, delete_draft, mask_draft, save_draft
from port2port.reports.actions.files import BadFile, Upload, attach, detach
from port2port.reports.actions.filters import delete_filter, save_filter
from port2port.reports.actions.publishing import (
    ReadersChanged,
    publish_report,
    revise_report,
    undo_publish,
    withdraw_report,
)
from port2port.reports.actions.responding import acknowledge, answer, reply, take_back_reply

__all__ = [
    "BadFile",
    "ComposedMeanwhile",
    "ReadersChanged",
    "Upload",
    "acknowledge",
    "answer",
    "attach",
    "compose",
    "delete_draft",
    "delete_filter",
    "detach",
    "mask_draft",
    "publish_report",
    "reply",
    "revise_report",
    "save_draft",
    "save_filter",
    "take_back_reply",
    "undo_publish",
    "withdraw_report",
]
