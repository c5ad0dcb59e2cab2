"""Who opens the first page, and who chooses language and theme: everyone."""

from tests.doors.door import door

ROWS = [
    door("now", default=200),
    door("looked", "post", default=302),
    door("language", "post", data={"language": "nl"}, default=302, nobody=302),
    door("theme", "post", data={"theme": "dark"}, default=302, nobody=302),
]
