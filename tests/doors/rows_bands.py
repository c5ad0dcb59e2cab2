"""Who gets what of the bands of frozen rounds."""

from typing import Any

from port2port.assessments import actions
from port2port.base.clock import now
from tests.doors.door import door
from tests.personas import Community

READERS = ("author", "peer", "outsider", "coordinator", "client", "secretariat")
HELPERS = ("author", "peer", "outsider", "coordinator")


def offer(community: Community) -> dict[str, Any]:
    row = actions.offer_help(member=community.member("author"), objective="acc", note="", now=now())
    return {"key": row.key}


ROWS = [
    door("assessments:compare", **dict.fromkeys(READERS, 200)),
    # No round is frozen here: there is nothing to take out.
    door("assessments:compare_export", args={"ending": "csv"}),
    door("assessments:offer_help", **dict.fromkeys(HELPERS, 200)),
    door(
        "assessments:offer_help",
        "post",
        data={"objective": "acc"},
        default=403,
        client=404,
        **dict.fromkeys(HELPERS, 302),
    ),
    door(
        "assessments:end_help",
        "post",
        args=offer,
        default=403,
        author=302,
        coordinator=302,
        peer=404,
        outsider=404,
        client=404,
    ),
]
