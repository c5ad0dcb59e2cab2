"""What changes the state of an exercise while it runs."""

from port2port.live.actions.delivering import add_now, deliver, note_response, open_news, skip, stamp_due
from port2port.live.actions.observing import observe
from port2port.live.actions.reading import answer_inject, read_injects
from port2port.live.actions.running import move_clock, stop_for_real
from port2port.live.actions.scripting import add_inject, change_inject, remove_inject, take_script

__all__ = [
    "add_inject",
    "add_now",
    "answer_inject",
    "change_inject",
    "deliver",
    "move_clock",
    "note_response",
    "observe",
    "open_news",
    "read_injects",
    "remove_inject",
    "skip",
    "stamp_due",
    "stop_for_real",
    "take_script",
]
