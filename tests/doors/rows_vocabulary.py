"""Who gets what in the vocabulary: it holds no report and no name, so everyone who is signed in reads it."""

from tests.doors.door import door

ROWS = [
    door("vocabulary:browse", default=200),
    door("vocabulary:term", args={"register": "methods", "code": "DRG-EXT-PIN"}, default=200),
    door("vocabulary:csv", args={"register": "controls"}, default=200),
    door("vocabulary:json", args={"register": "glossary"}, default=200),
]
