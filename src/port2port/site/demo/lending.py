"""The demonstration's members lend their figures, so that the health of the cooperation has bands to show."""

from datetime import datetime, timedelta

from port2port.members.actions.figures import lend_figures
from port2port.members.models import Organisation, Seat
from port2port.members.readers import member_of_seat
from port2port.site.health_rounds import make_rounds

LENT_FOR = timedelta(days=200)


def lend(*, now: datetime) -> int:
    """Each member's coordinator lends, and the round of the newest quarter that is over is made; how many lend."""
    members = Organisation.objects.filter(state=Organisation.State.ACTIVE, standing=Organisation.Standing.MEMBER)
    since = now - LENT_FOR
    seats = [seat for row in members.order_by("pk") if (seat := _coordinator(row, since=since)) is not None]
    for seat in seats:
        lend_figures(member=member_of_seat(seat), now=since)
    make_rounds(now=now)
    return len(seats)


def _coordinator(organisation: Organisation, *, since: datetime) -> Seat | None:
    """The coordinator's seat; where nobody has one, the first person of the organisation takes it as a second seat."""
    open_seats = Seat.objects.open().filter(organisation=organisation).select_related("person", "organisation")
    found = open_seats.filter(function="coordinator").order_by("pk").first()
    if found is not None:
        return found
    first = open_seats.filter(function__in=["officer", "analyst"]).order_by("pk").first()
    if first is None:
        return None
    return Seat.objects.create(
        person=first.person, organisation=organisation, function="coordinator", title="Coordinator", given_at=since
    )
