"""Declarations made as people make them: through the actions."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from port2port.levels import actions
from port2port.levels.models import Dos
from port2port.levels.rules import DosFields
from port2port.members.member import Member
from port2port.members.models import Facility
from tests.personas import NOW, Community

SHIP, NUMBER = "Demo Carrier", "9074729"
START, END = NOW + timedelta(hours=2), NOW + timedelta(hours=22)
DURING = START + timedelta(hours=1)
Ask = Callable[..., Dos]


def said(facility: Facility, **more: object) -> DosFields:
    """What a ship asks for."""
    words = {
        "facility": facility,
        "ship_name": SHIP,
        "imo_number": NUMBER,
        "activity": "Discharging containers",
        "language": "en",
        "trigger": "a5_2_1",
        "from_at": START,
        "to_at": END,
        "requested_at": NOW,
        "port_level": 1,
        "ship_level": 2,
        "by_facility": ("access_facility", "cargo"),
        "by_ship": ("access_ship",),
    }
    return DosFields(**(words | more))


@pytest.fixture
def quay(community: Community) -> Facility:
    return community.facilities["north"]


@pytest.fixture
def ask(author: Member, quay: Facility) -> Ask:
    """Bring a declaration to a state, as the author."""

    def made(until: str = "requested", *, member: Member = author, now=NOW, **more: object) -> Dos:
        row = actions.request(member=member, said=said(more.pop("facility", quay), **more), now=now)
        if until == "requested":
            return row
        if until == "declined":
            return actions.decline(member=member, dos=row, reason="No berth", now=now)
        actions.acknowledge(member=member, dos=row, at=now, by=actions.acknowledgers(row)[0], now=now)
        if until in {"agreed", "in_force", "ended"}:
            actions.agree(member=member, dos=row, ship="sso", shore="pfso", at=now, now=now)
        if until == "ended":
            actions.end(member=member, dos=row, reason="The ship left early", now=now)
        return Dos.objects.get(pk=row.pk)

    return made
