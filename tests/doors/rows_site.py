"""Who opens the first page, and who chooses language and theme: everyone."""

from tests.doors.door import door

# Seats of members that publish; of them a coordinator decides what is lent.
READERS = {"author": 200, "peer": 200, "outsider": 200, "coordinator": 200, "secretariat": 200}

ROWS = [
    door("now", default=200),
    door("looked", "post", default=302),
    door("search", **READERS, guest=200, guard=200, client=200, trainer=200),
    door("health", **READERS),
    door("lend_figures", "post", default=403, coordinator=302),
    door("keep_figures", "post", default=403, coordinator=302),
    door("language", "post", data={"language": "nl"}, default=302, nobody=302),
    door("theme", "post", data={"theme": "dark"}, default=302, nobody=302),
]
