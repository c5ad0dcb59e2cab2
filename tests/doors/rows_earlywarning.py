"""Who opens which page of the watch board: who publishes in a member organisation; a season is its player's own."""

from typing import Any

from port2port.base.clock import now
from port2port.earlywarning import actions
from tests.doors.door import Door, door
from tests.personas import Community

BOARD = dict.fromkeys(("author", "peer", "outsider", "coordinator", "secretariat"), 200)
POSTS = dict.fromkeys(("author", "peer", "outsider", "coordinator", "secretariat"), 302)


def season(community: Community) -> dict[str, Any]:
    return {"key": actions.start_season(member=community.member("author"), budget=20, seed=5, now=now()).key}


# The season of one person is no page for anybody else.
OWN = {"author": 200}
ROWS: list[Door] = [
    door("earlywarning:board", **BOARD),
    door("earlywarning:seasons", **BOARD),
    door("earlywarning:seasons", "post", data={"budget": "20"}, default=403, **POSTS),
    door("earlywarning:forget", **BOARD),
    door("earlywarning:forget", "post", default=403, **POSTS),
    door("earlywarning:season", args=season, **OWN),
    *(
        door(
            f"earlywarning:{name}",
            "post",
            args=season,
            data=data,
            default=403,
            author=302,
            peer=404,
            outsider=404,
            coordinator=404,
            secretariat=404,
        )
        for name, data in (("play", {"week": "0", "move": "wait"}), ("conclude", {"answer": "unsure"}))
    ),
]
