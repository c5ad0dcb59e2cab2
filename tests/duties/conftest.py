"""Facilities with duties: a pier of east in the port that north manages."""

from datetime import date

import pytest

from port2port.duties.clocks import Place, place_of
from port2port.duties.rulebook import clock_rules
from port2port.members.models import Facility, Seat
from tests.personas import BEFORE, Community

TODAY = date(2026, 3, 2)


@pytest.fixture
def pier(community: Community) -> Facility:
    return Facility.objects.create(
        organisation=community.organisations["east"],
        port=community.ports["north"],
        name="Pier",
        kind="terminal",
        isps="inside",
    )


@pytest.fixture
def quay(community: Community) -> Place:
    return facility_place(community, "north")


def facility_place(community: Community, name: str) -> Place:
    return place_of(community.facilities[name], organisation=community.organisations[name])


def rule(code):
    return clock_rules()[code]


def port_officer(community: Community):
    """A person of north whose seat covers the whole port of north."""
    seat = Seat.objects.create(
        person=community.person("colleague"),
        organisation=community.organisations["north"],
        function="officer",
        port=community.ports["north"],
        given_at=BEFORE,
    )
    from port2port.members.readers import member_of_seat

    return member_of_seat(seat)
