"""Who opens which page of published figures: every seat that reads; analyst, coordinator and secretariat add."""

from decimal import Decimal
from typing import Any

from port2port.base.clock import now
from port2port.figures import actions
from port2port.figures.fields import FigureFields
from tests.doors.door import Door, door
from tests.personas import Community

SLUG = "cocaine_seized"


def series(_community: Community) -> dict[str, Any]:
    actions.load_series()
    return {"slug": SLUG}


def figure(community: Community) -> dict[str, Any]:
    actions.load_series()
    said = FigureFields(series=SLUG, place="BEANR", value=Decimal(4), unit="t", source="a newspaper")
    return {"key": actions.add_figure(member=community.member("coordinator"), said=said, now=now()).key}


def entered(_community: Community) -> dict[str, Any]:
    actions.load_series()
    return {"series": SLUG, "place": "Limburg", "value": "4", "source": "a newspaper", "language": "nl"}


# TLP:CLEAR: clients and guests read it too, a guard and a trainer as well; an auditor and an operator read nothing.
PEOPLE = ("author", "peer", "outsider", "coordinator", "trainer", "secretariat", "guard", "client", "guest")
READ: dict[str, Any] = dict.fromkeys(PEOPLE, 200)
KEEP: dict[str, Any] = {"coordinator": 200, "secretariat": 200}

ROWS: list[Door] = [
    door("figures:list", **READ),
    door("figures:export_all_csv", **READ),
    door("figures:export_all_xlsx", **READ),
    door("figures:series", args=series, **READ),
    door("figures:export_csv", args=series, **READ),
    door("figures:export_xlsx", args=series, **READ),
    door("figures:new", **KEEP),
    door("figures:new", "post", data=entered, default=403, coordinator=302, secretariat=302),
    door("figures:withdraw", args=figure, **KEEP),
    door(
        "figures:withdraw",
        "post",
        args=figure,
        data={"reason": "Wrong."},
        default=403,
        coordinator=302,
        secretariat=302,
    ),
]
