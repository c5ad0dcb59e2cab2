"""What a handling must be before a member may publish with it."""

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.members.member import Member
from port2port.members.models import Organisation, Seat
from port2port.members.readers import Community, ask_community, choosable_circles, readers_of_community
from port2port.pure.audience import Handling, Tlp


class BadHandling(Refusal):
    """The label and the chosen readers do not fit together."""


def check_handling(handling: Handling, *, member: Member, community: Community | None = None) -> None:
    """Raises BadHandling with the reason.

    community   as it is now, when the caller has asked for it already
    """
    if handling.tlp == Tlp.RED:
        _check_red(handling, community or ask_community()())
    elif handling.named:
        raise BadHandling(_("Named people go with TLP:RED only. Take them out or choose TLP:RED."))
    if handling.tlp in {Tlp.AMBER, Tlp.AMBER_STRICT}:
        mine = choosable_circles(member) if community is None else community.circles_of(member)
        _check_circles(handling, mine)
    elif handling.circles:
        raise BadHandling(_("Circles go with TLP:AMBER and TLP:AMBER+STRICT only. Take them out or change the label."))
    if handling.openly and handling.tlp != Tlp.CLEAR:
        raise BadHandling(_("Only TLP:CLEAR can be published openly."))


def _check_red(handling: Handling, community: Community) -> None:
    if handling.circles or handling.openly:
        raise BadHandling(_("TLP:RED goes to named people, never to a circle."))
    if not handling.named - {handling.author}:
        raise BadHandling(_("TLP:RED needs at least one named person besides you."))
    known = {placed.person for placed in community.seats if not placed.stand.is_guest}
    if not handling.named <= known:
        raise BadHandling(_("One of the named people cannot receive TLP:RED, or no longer has a seat. Choose again."))


def _check_circles(handling: Handling, mine: frozenset[int]) -> None:
    if not handling.circles:
        raise BadHandling(_("Choose at least one circle."))
    if not handling.circles <= mine:
        raise BadHandling(_("You can share only with circles that your organisation is in."))


def nameable(member: Member) -> list[tuple[int, str]]:
    """Who can be named on TLP:RED, as (id, organisation and function); names only inside the own organisation.

    Of the clients of others, whom the directory does not show, no one is offered.
    """
    seats = (
        Seat.objects.open()
        .filter(pk__in=[placed.member.seat_id for placed in readers_of_community() if not placed.stand.is_guest])
        .filter(organisation__in=Organisation.objects.visible_to(member))
        .exclude(person_id=member.person_id or 0)
        .select_related("person", "organisation", "facility", "port")
    )
    labels: dict[int, str] = {}
    for seat in seats:
        parts = [seat.organisation.label, seat.title or seat.get_function_display()]
        parts += [str(place) for place in (seat.facility, seat.port) if place]
        if seat.organisation_id == member.organisation_id:
            parts.append(seat.person.name)
        labels.setdefault(seat.person_id, " · ".join(parts))
    return sorted(labels.items(), key=lambda pair: pair[1].casefold())
