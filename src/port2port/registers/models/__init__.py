"""The tables of the registers."""

from port2port.registers.models.camera import (
    AiClass,
    AiUseCase,
    Biometric,
    CameraKind,
    CaseMove,
    Measurement,
    Place,
    State,
)
from port2port.registers.models.pickup import (
    Flow,
    Mode,
    PickupCell,
    PickupMonth,
    PickupRollout,
    PickupStep,
    PickupVolunteer,
    Stage,
)

__all__ = [
    "AiClass",
    "AiUseCase",
    "Biometric",
    "CameraKind",
    "CaseMove",
    "Flow",
    "Measurement",
    "Mode",
    "PickupCell",
    "PickupMonth",
    "PickupRollout",
    "PickupStep",
    "PickupVolunteer",
    "Place",
    "Stage",
    "State",
]
