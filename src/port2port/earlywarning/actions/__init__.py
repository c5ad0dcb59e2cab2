"""What changes early warning."""

from port2port.earlywarning.actions.playing import conclude, forget_seasons, play, start_season

__all__ = ["conclude", "forget_seasons", "play", "start_season"]
