"""The tables of duties."""

from port2port.duties.models.clocks import ClockSetting, Derogation, Fulfilment, Scoped
from port2port.duties.models.news import RunningOut
from port2port.duties.models.notices import Notice, Profile
from port2port.duties.models.promises import Action, ActionStep

__all__ = [
    "Action",
    "ActionStep",
    "ClockSetting",
    "Derogation",
    "Fulfilment",
    "Notice",
    "Profile",
    "RunningOut",
    "Scoped",
]
