"""Who gets what of the ledger: its one page is for everyone, before signing in too."""

from tests.doors.door import door

ROWS = [
    door("ledger:limits", default=200, nobody=200),
]
