"""The bands and the imported file of the demonstration come about by the actions alone."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from port2port.base.clock import now
from port2port.counts.actions.banding import MOST_EARLIER
from port2port.counts.models import BandCell, BandQuarter, BandTable, CountImport
from port2port.members.member import Member
from port2port.members.models import Person, Seat
from port2port.members.readers import member_of_seat
from port2port.site.demo.banding import QUARTERS, import_seals, show_bands
from port2port.site.demo.community import found
from port2port.site.demo.counting import keep_counts


@pytest.fixture
def members(db: None) -> dict[str, Member]:
    found(password="a-long-test-password", now=now())
    seats = Seat.objects.select_related("person", "organisation")
    return {seat.person.username: member_of_seat(seat) for seat in seats}


def the_middle_of_a_quarter() -> datetime:
    """The last one: where a quarter has just begun, the three years of counts hold one quarter less."""
    at = now()
    while (at.month % 3, at.day) != (2, 20):
        at -= timedelta(days=1)
    return at


def test_quarters_stand_and_a_file_was_imported(members: dict[str, Member], client: Client) -> None:
    at = the_middle_of_a_quarter()
    keep_counts(members, seed=1, now=at)

    made = show_bands(members, now=at)
    import_seals(members, now=at)

    # The first of the four brought those before it of which nothing was shown.
    assert BandQuarter.objects.count() == QUARTERS + MOST_EARLIER
    assert made == BandTable.objects.count() == 2 * (QUARTERS + MOST_EARLIER)
    assert BandCell.objects.filter(low=0, high=4).exists()
    assert BandCell.objects.filter(why="beside").exists()
    assert BandCell.objects.filter(low__gte=50).exists()
    assert CountImport.objects.get().made == 10
    client.force_login(Person.objects.get(username="liege-officer"))
    assert "Antwerp" in client.get("/counts/bands/").text
