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

__all__ = ["AiClass", "AiUseCase", "Biometric", "CameraKind", "CaseMove", "Measurement", "Place", "State"]
