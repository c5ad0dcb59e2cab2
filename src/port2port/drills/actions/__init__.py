"""What changes drills and exercises; keyword-only, atomic, each takes `now`. Other rooms use:

`move_on(member, event, to, note, now)`        held → evaluated → closed with the step; the caller checks what each asks
`plan`, `change`, `confirm`, `cancel`, `close` the plan; `missing` says what keeps it from being confirmed
`consent`, `decline`, `give_role`, `end_role`  who takes part
`hold`, `undo_hold`, `count`, `uncount`        the record, and what it does to the clocks
`record`                                       a drill in one go
"""

from port2port.drills.actions.answering import consent, decline, end_role, give_role
from port2port.drills.actions.counting import count, uncount
from port2port.drills.actions.holding import hold, undo_hold
from port2port.drills.actions.planning import cancel, change, close, confirm, missing, move_on, plan
from port2port.drills.actions.recording import Recorded, record

__all__ = [
    "Recorded",
    "cancel",
    "change",
    "close",
    "confirm",
    "consent",
    "count",
    "decline",
    "end_role",
    "give_role",
    "hold",
    "missing",
    "move_on",
    "plan",
    "record",
    "uncount",
    "undo_hold",
]
