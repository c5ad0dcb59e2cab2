"""Tables of security levels and declarations."""

from port2port.levels.models.declarations import Dos, DosStep, ShipSignatory, ShoreSignatory, TriggerChoice

__all__ = ["Dos", "DosStep", "ShipSignatory", "ShoreSignatory", "TriggerChoice"]
