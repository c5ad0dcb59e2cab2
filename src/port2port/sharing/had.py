"""Which organisations have had a record: the only ones that may learn of its withdrawal."""

from datetime import datetime

from django.db.models import F, Q

from port2port.members.models import CircleMembership, Clientship
from port2port.pure.audience import Handling, Tlp
from port2port.sharing.models import Delivery, Shareable
from port2port.sharing.would import would_receive


def organisations_that_had(record: Shareable, *, handling: Handling, now: datetime) -> frozenset[int]:
    """Everyone it was delivered to, who can open it now, or who could while in one of its circles."""
    first_at = record.published_at or now
    had = {record.originator_id}
    had |= set(Delivery.objects.of(record).values_list("organisation_id", flat=True))
    had |= would_receive(handling, type(record), record.facets(), first_at=first_at).organisations
    if handling.tlp in {Tlp.AMBER, Tlp.AMBER_STRICT}:
        had |= _passed_through(handling, first_at=first_at)
    return frozenset(had)


def _passed_through(handling: Handling, *, first_at: datetime) -> set[int]:
    """Organisations that were in a circle for some time since the publication, and with AMBER their clients."""
    stays = CircleMembership.objects.filter(
        Q(left_at=None) | Q(left_at__gt=first_at),
        Q(circle__shows_history=True) | Q(joined_at__lte=first_at),
        circle_id__in=handling.circles,
        joined_at__isnull=False,
    )
    members = set(stays.values_list("organisation_id", flat=True))
    if handling.tlp != Tlp.AMBER:
        return members
    clients = Clientship.objects.filter(
        Q(ended_at=None) | (Q(ended_at__gt=F("accepted_at")) & Q(ended_at__gt=first_at)),
        member_id__in=members,
        accepted_at__isnull=False,
    )
    return members | set(clients.values_list("client_id", flat=True))
