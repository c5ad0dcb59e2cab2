"""The demonstration's concerns desks: each port has two handlers, and every concern says that it is made up."""

from datetime import UTC, datetime

from port2port.concerns.actions import open_by_code
from port2port.concerns.derive import private_key, reporter_keys
from port2port.concerns.models import Concern, Desk, HandlerKey
from port2port.members.models import Seat
from port2port.members.readers import member_of_seat
from port2port.site.commands.load_demo import logins
from port2port.site.demo.community import found
from port2port.site.demo.concerned import keep, shown_code

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSPHRASE = "of the demonstration"


def test_each_desk_takes_concerns_and_each_concern_is_made_up_and_opens_to_its_code(db):
    found(password=PASSPHRASE, now=NOW)
    seats = Seat.objects.select_related("person", "organisation")
    keep({one.person.username: member_of_seat(one) for one in seats}, password=PASSPHRASE, seed=1, now=NOW)

    assert Desk.objects.ready().count() == Desk.objects.count() >= 15
    assert {one.is_made_up for one in Concern.objects.all()} == {True}
    assert {one.state for one in Concern.objects.all()} >= {"received", "acknowledged", "in-work", "answered", "closed"}
    opened = open_by_code(keys=reporter_keys(shown_code(1)))
    assert ["(Erfunden)" in one.text for one in opened.said] == [True, True]
    assert shown_code(1) in logins(PASSPHRASE, 1)
    assert len(private_key(HandlerKey.objects.get(seat__person__username="antwerp-pso"), PASSPHRASE)) == 32
