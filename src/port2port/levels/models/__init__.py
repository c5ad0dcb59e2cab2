"""Tables of security levels and declarations."""

from port2port.levels.models.checklists import LevelChecklist, LevelTick, MeasureNote
from port2port.levels.models.declarations import Dos, DosStep, ShipSignatory, ShoreSignatory, TriggerChoice

__all__ = [
    "Dos",
    "DosStep",
    "LevelChecklist",
    "LevelTick",
    "MeasureNote",
    "ShipSignatory",
    "ShoreSignatory",
    "TriggerChoice",
]
