"""Who gets what in the norms: they hold no one's answers, so everyone who is signed in reads them."""

from tests.doors.door import door

LIGHT = {"key": "baseline-light", "version": "1.0"}
COMMON = {"key": "p2p-controls", "version": "1.0"}
ROWS = [
    door("norms:catalogues", default=200),
    door("norms:catalogue", args=LIGHT, default=200),
    door("norms:control", args=COMMON | {"control": "acc-05"}, default=200),
    door("norms:file", args=COMMON | {"name": "nl"}, default=200),
]
