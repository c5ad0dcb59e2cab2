"""What changes early warning."""

from port2port.earlywarning.actions.answering import acknowledge, ask_about, judge
from port2port.earlywarning.actions.playing import conclude, forget_seasons, play, start_season
from port2port.earlywarning.actions.reading import opened, read_watch, read_weeks
from port2port.earlywarning.actions.starting import (
    WatchFields,
    begin_watch,
    keep_thresholds,
    odds_in,
    start_watch,
    stop_watch,
)

__all__ = [
    "WatchFields",
    "acknowledge",
    "ask_about",
    "begin_watch",
    "conclude",
    "forget_seasons",
    "judge",
    "keep_thresholds",
    "odds_in",
    "opened",
    "play",
    "read_watch",
    "read_weeks",
    "start_season",
    "start_watch",
    "stop_watch",
]
