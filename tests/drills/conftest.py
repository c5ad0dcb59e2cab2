"""Drills and exercises made as people make them: through the actions."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from port2port.drills import actions
from port2port.drills.models import Event
from port2port.drills.rules import Aim, Held, Plan
from port2port.members.member import Member
from port2port.members.models import Facility
from tests.personas import NOW, Community

SECRET = "Badge lent at gate four"
WHEN = NOW + timedelta(days=7)
ON_THE_DAY = WHEN + timedelta(hours=3)
ELEMENTS = ("b15_11.access", "a16_3.entry", "b18_6.communication")
Make = Callable[..., Event]


def planned(*facilities: Facility, **more: object) -> Plan:
    """A plan with everything that a confirmation asks of it."""
    words = {
        "kind": "drill",
        "title": SECRET,
        "planned_at": WHEN,
        "minutes": 45,
        "language": "en",
        "facilities": facilities,
        "purpose": "See whether a lent badge is noticed",
        "setting": "A driver shows the card of a colleague",
        "safety": "Nobody runs, traffic goes first",
        "stop_word": "REAL EVENT",
        "elements": ELEMENTS,
        "aims": (Aim("The badge is compared with its holder", "ACC-02", ("b15_11.access",)),),
    }
    return Plan(**(words | more))


def held(*present: Facility, **more: object) -> Held:
    """What is written down on the day."""
    words = {
        "on": timezone.localdate(ON_THE_DAY),
        "minutes": 50,
        "took_part": {"guard": 4, "pfso": 1},
        "present": present,
    }
    return Held(**(words | more))


@pytest.fixture
def quay(community: Community) -> Facility:
    return community.facilities["north"]


@pytest.fixture
def their_quay(community: Community) -> Facility:
    return community.facilities["south"]


@pytest.fixture
def make(community: Community, author: Member, quay: Facility) -> Make:
    """Bring an event to a state, as the author; others' facilities are answered for by their officer."""

    def made(
        until: str = "planned", *facilities: Facility, member: Member = author, present=None, **more: object
    ) -> Event:
        places = facilities or (quay,)
        row = actions.plan(member=member, said=planned(*places, **more), now=NOW)
        if until == "planned":
            return row
        for place in row.places.exclude(facility__organisation_id=member.organisation_id):
            actions.consent(member=community.member("peer"), place=place, now=NOW)
        seat = community.seats["colleague"]
        actions.give_role(member=member, event=row, seat=seat, role="controller", now=NOW)
        row = actions.confirm(member=member, event=row, now=NOW)
        if until == "held":
            there = places if present is None else present
            row = actions.hold(member=member, event=row, said=held(*there), now=ON_THE_DAY)
        return Event.objects.get(pk=row.pk)

    return made
