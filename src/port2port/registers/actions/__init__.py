"""What changes the registers."""

from port2port.registers.actions.cases import (
    ChangedMeanwhile,
    change_case,
    forget_measurement,
    keep_case,
    measure_case,
    move_case,
)
from port2port.registers.actions.exporting import export_cases, label_of
from port2port.registers.actions.sharing_cases import (
    FewerReaders,
    choose_readers,
    share_case,
    undo_share,
    widen_case,
)

__all__ = [
    "ChangedMeanwhile",
    "FewerReaders",
    "change_case",
    "choose_readers",
    "export_cases",
    "forget_measurement",
    "keep_case",
    "label_of",
    "measure_case",
    "move_case",
    "share_case",
    "undo_share",
    "widen_case",
]
