"""`port2port load-practices`: the practices that come with the software, proposed in this community."""

import argparse
from typing import TYPE_CHECKING

from port2port.site.command import prefer_demo, start_django

if TYPE_CHECKING:
    from port2port.members.member import Member

HELP = "Propose the starting texts of practices: written from public sources, to be gone over by a working group."
EXAMPLE = "port2port load-practices --as secretariat-desk --tlp CLEAR"


def arguments(parser: argparse.ArgumentParser) -> None:
    """On whose account, for whom."""
    parser.add_argument(
        "--as", dest="login", required=True, metavar="LOGIN", help="who proposes them, by an active seat"
    )
    parser.add_argument(
        "--tlp",
        choices=["CLEAR", "GREEN"],
        default="CLEAR",
        help="who may read them (default: CLEAR, all with a login)",
    )


def run(options: argparse.Namespace) -> int:
    """Proposes those that are not here yet. Raises NotAllowed for a seat that may not publish."""
    prefer_demo()
    start_django()
    from port2port.base.clock import now
    from port2port.knowledge.actions.starting import load_starting_texts
    from port2port.pure.audience import Tlp
    from port2port.reports.fields import Readers

    made = load_starting_texts(member=member_of_login(options.login), readers=Readers(tlp=Tlp[options.tlp]), now=now())
    print(f"{len(made)} practices proposed; two other organisations approve each of them.")
    return 0


def member_of_login(login: str) -> "Member":
    """The member that acts by the login's active seat. Raises Refusal."""
    from django.db.models import F

    from port2port.base.refusal import Refusal
    from port2port.members.models import Seat
    from port2port.members.readers import member_of_seat

    # The seat that the person sits in now, as its pages would take it.
    seats = Seat.objects.open().filter(person__username=login, pk=F("person__active_seat"))
    seat = seats.select_related("person", "organisation").first()
    if seat is None:
        raise Refusal(f"{login}: no such login with an active seat")
    return member_of_seat(seat)
