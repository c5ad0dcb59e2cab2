"""The campaigns of the demonstration come about by the actions alone."""

from port2port.base.clock import now
from port2port.campaigns.models import Campaign, Sums, Talk
from port2port.members.models import Seat
from port2port.members.readers import member_of_seat
from port2port.site.demo.community import found
from port2port.site.demo.raising_awareness import COUNTED, raise_awareness


def test_one_is_over_with_its_sums_and_others_run(db, monkeypatch):
    monkeypatch.undo()
    found(password="a-long-test-password", now=now())
    seats = Seat.objects.select_related("person", "organisation")
    members = {seat.person.username: member_of_seat(seat) for seat in seats}

    raise_awareness(members, now=now())

    assert Campaign.objects.count() == 3
    assert Talk.objects.count() == len(COUNTED) + 1
    sums = Sums.objects.get()
    assert sums.people == sum(counts[0] for _login, counts in COUNTED) // 10 * 10
