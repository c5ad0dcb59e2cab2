"""What early warning keeps."""

from port2port.earlywarning.models.season import Answer, Move, Season

__all__ = ["Answer", "Move", "Season"]
