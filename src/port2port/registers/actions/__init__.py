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
from port2port.registers.actions.freezing import freeze_quarter
from port2port.registers.actions.pickup import (
    advance,
    end_volunteer,
    enter_lane,
    export_lanes,
    plan_lane,
    step_back,
    volunteer,
)
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
    "advance",
    "change_case",
    "choose_readers",
    "end_volunteer",
    "enter_lane",
    "export_cases",
    "export_lanes",
    "forget_measurement",
    "freeze_quarter",
    "keep_case",
    "label_of",
    "measure_case",
    "move_case",
    "plan_lane",
    "share_case",
    "step_back",
    "undo_share",
    "volunteer",
    "widen_case",
]
