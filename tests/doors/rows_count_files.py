"""Who brings a file of counts, and who reads bands: keepers their own, every member that reads counts the bands."""

from datetime import timedelta
from typing import Any

from port2port.base.clock import now
from port2port.counts import actions
from port2port.counts.models import CountUpload
from port2port.counts.rules import last_whole_week
from tests.doors.door import Door, door
from tests.doors.rows_counts import OWN, REFUSED, comparison
from tests.personas import Community


def _text() -> bytes:
    return f"week;port;outcome;number\n{last_whole_week(now()).isoformat()};BENOR;drones;3\n".encode()


def _upload(community: Community) -> CountUpload:
    return actions.keep_upload(member=community.member("author"), content=_text(), name="counts.csv", now=now())


def waiting(community: Community) -> dict[str, Any]:
    return {"key": _upload(community).key}


def record(community: Community) -> dict[str, Any]:
    upload = _upload(community)
    made = actions.import_upload(member=community.member("author"), upload=upload, now=now() - timedelta(hours=1))
    assert made is not None
    return {"key": made.key}


READERS: dict[str, Any] = {"author": 200, "peer": 200, "outsider": 200, "coordinator": 200, "secretariat": 200}
# Who keeps counts finds no file of another seat; who keeps none is refused by right.
OTHERS: dict[str, Any] = {"default": 403, "peer": 404, "outsider": 404, "coordinator": 404, "secretariat": 404}

ROWS: list[Door] = [
    door("counts:imports", **READERS),
    door(
        "counts:imports",
        "post",
        data={},
        default=403,
        author=422,
        coordinator=422,
        peer=422,
        outsider=422,
        secretariat=422,
    ),
    door("counts:import_trial", args=waiting, author=200),
    door("counts:import_trial", "post", args=waiting, **OTHERS, author=302),
    door("counts:import_refused", args=waiting, author=200),
    door("counts:import_drop", "post", args=waiting, **OTHERS, author=302),
    door("counts:imported", args=record, author=200, coordinator=200),
    door(
        "counts:imported",
        "post",
        args=record,
        default=403,
        author=302,
        coordinator=302,
        peer=404,
        outsider=404,
        secretariat=404,
    ),
    door("counts:comparison_import", args=comparison, **OWN),
    door("counts:comparison_import", "post", args=comparison, data={}, **REFUSED, author=422, coordinator=422),
    door("counts:comparison_template", args=comparison, **OWN),
    door("counts:bands", **READERS),
    door("counts:bands_csv", **READERS),
    door("counts:bands_show", coordinator=200, secretariat=200),
    door("counts:bands_show", "post", data={}, default=403, coordinator=302, secretariat=302),
]
