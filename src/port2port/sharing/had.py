"""Which organisations have had a record: the only ones that may learn of its withdrawal."""

from datetime import datetime

from django.db.models import Q

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
        had |= _passed_through(handling, first_at=first_at, since=record.revised_at or first_at)
    return frozenset(had)


def _passed_through(handling: Handling, *, first_at: datetime, since: datetime) -> set[int]:
    """Organisations that were in a circle for some time while it had the record, and with AMBER their clients then.

    since   the newest version: from then on these circles had it for certain; who had an earlier one got a delivery
    """
    stays = CircleMembership.objects.filter(
        Q(left_at=None) | Q(left_at__gt=since),
        Q(circle__shows_history=True) | Q(joined_at__lte=first_at),
        circle_id__in=handling.circles,
        joined_at__isnull=False,
    )
    rows = stays.values_list("organisation_id", "joined_at", "left_at")
    spans: list[_Span] = [(one, max(since, start or since), end) for one, start, end in rows]
    members = {one for one, _start, _end in spans}
    return members | _clients_of(spans) if handling.tlp == Tlp.AMBER else members


type _Span = tuple[int, datetime, datetime | None]


def _clients_of(spans: list[_Span]) -> set[int]:
    """Who was a client of one of these organisations during its span."""
    ties = Clientship.objects.filter(member_id__in=[one for one, *_span in spans], accepted_at__isnull=False)
    rows = list(ties.values_list("member_id", "client_id", "accepted_at", "ended_at"))
    return {
        client
        for host, start, end in spans
        for member, client, accepted, ended in rows
        if member == host and (ended is None or ended > start) and (end is None or (accepted and accepted < end))
    }
