"""Who sees the gallery of components: everyone who is signed in, for it shows nothing real."""

from tests.doors.door import door

ROWS = [
    door("base:gallery", default=200),
]
