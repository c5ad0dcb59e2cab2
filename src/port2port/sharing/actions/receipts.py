"""Receipts: what the originator learns is an organisation and a time, never a name."""

from datetime import datetime

from django.db import transaction

from port2port.members.member import Member
from port2port.sharing.actions.notifying import mark_record_read, unread_of
from port2port.sharing.models import Delivery, Opening, Shareable


def record_opening(*, record: Shareable, member: Member, now: datetime) -> bool:
    """Record the first opening by this person; True when it was the first. Own records leave no receipt."""
    # Reading again writes nothing: a page that is looked at often must not wait for the one writer of SQLite.
    if _has_opened(record, member) and not unread_of(record=record, member=member).exists():
        return False
    return _open(record, member, now=now)


@transaction.atomic
def _open(record: Shareable, member: Member, *, now: datetime) -> bool:
    mark_record_read(record=record, member=member, now=now)
    if member.organisation_id is None or member.organisation_id == record.originator_id or record.is_withdrawn:
        return False
    is_first = member.person_id is not None and _first_by(record, member, now=now)
    received = Delivery.objects.of(record).filter(organisation_id=member.organisation_id)
    if not received.filter(opened_at=None).update(opened_at=now) and not received.exists():
        # An organisation that joined a circle with history has no delivery until it first opens the record.
        _delivery(record, member, now=now)
        received.filter(opened_at=None).update(opened_at=now)
    return is_first


def _has_opened(record: Shareable, member: Member) -> bool:
    if member.organisation_id == record.originator_id or record.is_withdrawn:
        return True
    return Opening.objects.of(record).filter(person=member.person_id).exists()


def _first_by(record: Shareable, member: Member, *, now: datetime) -> bool:
    _, is_first = Opening.objects.get_or_create(
        record_type=record.record_type,
        record_id=record.pk,
        person_id=member.person_id or 0,
        defaults={"organisation_id": member.organisation_id or 0, "first_opened_at": now, "version": record.version},
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
    Delivery.objects.get_or_create(
        record_type=record.record_type,
        record_id=record.pk,
        organisation_id=member.organisation_id or 0,
        defaults={"originator_id": record.originator_id, "delivered_at": now},
    )
