"""Receipts: what the originator learns is an organisation and a time, never a name."""

from datetime import datetime

from django.db import transaction

from port2port.members.member import Member
from port2port.sharing.actions.notifying import mark_record_read
from port2port.sharing.models import Delivery, Opening, Shareable


@transaction.atomic
def record_opening(*, record: Shareable, member: Member, now: datetime) -> bool:
    """Record the first opening by this person; True when it was the first. Own records leave no receipt."""
    mark_record_read(record=record, member=member, now=now)
    if member.organisation_id is None or member.organisation_id == record.originator_id or record.is_withdrawn:
        return False
    _delivery(record, member, now=now)
    Delivery.objects.of(record).filter(organisation_id=member.organisation_id, opened_at=None).update(opened_at=now)
    if member.person_id is None:
        return False
    _, is_first = Opening.objects.get_or_create(
        record_type=record.record_type,
        record_id=record.pk,
        person_id=member.person_id,
        defaults={"organisation_id": member.organisation_id, "first_opened_at": now, "version": record.version},
    )
    return is_first


@transaction.atomic
def record_acknowledgement(*, record: Shareable, member: Member, now: datetime) -> None:
    """The organisation has said what it did with it."""
    if member.organisation_id is None or member.organisation_id == record.originator_id:
        return
    _delivery(record, member, now=now)
    Delivery.objects.of(record).filter(organisation_id=member.organisation_id).update(acknowledged_at=now)


def _delivery(record: Shareable, member: Member, *, now: datetime) -> None:
    # An organisation that joined a circle with history has no delivery until it first opens the record.
    Delivery.objects.get_or_create(
        record_type=record.record_type,
        record_id=record.pk,
        organisation_id=member.organisation_id or 0,
        defaults={"originator_id": record.originator_id, "delivered_at": now},
    )
