"""Who opens which page of the watch board: watches are the circle's, a season is its player's own."""

from typing import Any

from port2port.base.clock import now
from port2port.earlywarning import actions
from port2port.earlywarning.models import Alarm, AlarmNews
from tests.doors.door import Door, door
from tests.earlywarning.watching import begun, lay_out, set_up
from tests.personas import Community

BOARD = dict.fromkeys(("author", "peer", "outsider", "coordinator", "secretariat"), 200)
POSTS = dict.fromkeys(("author", "peer", "outsider", "coordinator", "secretariat"), 302)


def season(community: Community) -> dict[str, Any]:
    return {"key": actions.start_season(member=community.member("author"), budget=20, seed=5, now=now()).key}


def lent(community: Community) -> dict[str, Any]:
    scene = lay_out(community)
    return {
        "what": f"{scene.circle.key}:intrusions:",
        "intervention": str(scene.intervention.key),
        "comparison": str(scene.comparison.key),
    }


def prepared(community: Community) -> dict[str, Any]:
    return {"key": set_up(lay_out(community), draws=20).key}


def running(community: Community) -> dict[str, Any]:
    return {"key": begun(lay_out(community)).key}


def alarm(community: Community) -> dict[str, Any]:
    begun(lay_out(community))
    return {"key": Alarm.objects.order_by("number")[0].key}


def news(community: Community) -> dict[str, Any]:
    begun(lay_out(community))
    return {"key": AlarmNews.objects.order_by("pk")[0].key}


CIRCLE: dict[str, Any] = dict.fromkeys(("author", "peer", "coordinator"), 200)
OWNER: dict[str, Any] = dict.fromkeys(("author", "coordinator"), 200)
ELSEWHERE: dict[str, Any] = {"outsider": 404, "secretariat": 404}
CIRCLE_POSTS: dict[str, Any] = {**dict.fromkeys(("author", "peer", "coordinator"), 302), **ELSEWHERE}
OWNER_POSTS: dict[str, Any] = {"author": 302, "coordinator": 302, "peer": 404, **ELSEWHERE}
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
    door("earlywarning:export", **BOARD),
    door("earlywarning:new", **BOARD),
    door(
        "earlywarning:new",
        "post",
        data=lent,
        default=403,
        author=302,
        coordinator=302,
        peer=302,
        outsider=422,
        secretariat=422,
    ),
    door("earlywarning:watch", args=running, **CIRCLE),
    door("earlywarning:export_watch", args=running, **CIRCLE),
    door("earlywarning:stop", args=running, **OWNER),
    door("earlywarning:stop", "post", args=running, data={"why": "It is over."}, default=403, **OWNER_POSTS),
    door("earlywarning:thresholds", "post", args=prepared, default=403, **OWNER_POSTS),
    door("earlywarning:begin", "post", args=prepared, data={"budget": "20"}, default=403, **OWNER_POSTS),
    door("earlywarning:alarm", args=alarm, **CIRCLE),
    door("earlywarning:news", args=news, **dict.fromkeys(CIRCLE, 302)),
    door("earlywarning:acknowledge", "post", args=alarm, data={"done": "Asked."}, default=403, **CIRCLE_POSTS),
    door("earlywarning:ask", "post", args=alarm, default=403, **CIRCLE_POSTS),
    door(
        "earlywarning:judge",
        "post",
        args=alarm,
        data={"judged": "false", "why": "A new form."},
        default=403,
        **OWNER_POSTS,
    ),
]
