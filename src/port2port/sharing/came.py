"""Through which of its circles a record reached a reader; of other circles, and of earlier days, nothing."""

from port2port.members.member import Member
from port2port.members.models import CircleMembership
from port2port.members.readers import reader_of
from port2port.pure.audience import Stay
from port2port.sharing.models import Shareable


def circles_it_came_by(record: Shareable, member: Member) -> frozenset[int]:
    """The ids of the record's circles that open it to this member: own ones, or of members whose client it is."""
    reader = reader_of(member)
    if reader is None:
        return frozenset()
    open_now = {stay.circle for stay in (*reader.stays, *reader.hosts) if _opens(stay, record)}
    return frozenset(open_now & record.handling().circles)


def named_organisations(record: Shareable, member: Member) -> frozenset[int]:
    """The organisations that the record's open circles show to this reader."""
    stays = CircleMembership.objects.visible_to(member).filter(
        circle__in=circles_it_came_by(record, member), circle__is_open=True, joined_at__isnull=False, left_at=None
    )
    return frozenset(stays.values_list("organisation_id", flat=True))


def _opens(stay: Stay, record: Shareable) -> bool:
    return stay.since is None or (record.published_at is not None and record.published_at >= stay.since)
