"""Receipts: what the originator learns is an organisation and a time, never a name."""

from datetime import datetime

from django.db import transaction

from port2port.members.member import Member
from port2port.sharing.actions.notifying import unread_of
from port2port.sharing.models import Delivery, Opening, Shareable


def record_opening(*, record: Shareable, member: Member, now: datetime) -> None:
    """Record the first opening by this person. Own records leave no receipt."""
    # Reading again writes nothing: a page that is looked at often must not wait for the one writer of SQLite.
    has_opened = _has_opened(record, member)
    if not has_opened or unread_of(record=record, member=member).exists():
        _open(record, member, is_first=not has_opened, now=now)


@transaction.atomic
def _open(record: Shareable, member: Member, *, is_first: bool, now: datetime) -> None:
    unread_of(record=record, member=member).update(read_at=now)
    if member.organisation_id is None or not is_first:
        return
    if member.person_id is not None:
        # Two windows of one person may open it at once: the first of them counts.
        Opening.objects.bulk_create([_opening(record, member, now=now)], ignore_conflicts=True)
    received = Delivery.objects.of(record).filter(organisation_id=member.organisation_id)
    if not received.filter(opened_at=None).update(opened_at=now) and not received.exists():
        # An organisation that joined a circle with history has no delivery until it first opens the record.
        _delivery(record, member, now=now)
        received.filter(opened_at=None).update(opened_at=now)


def _has_opened(record: Shareable, member: Member) -> bool:
    if member.organisation_id == record.originator_id or record.is_withdrawn:
        return True
    if member.person_id is None:
        # A service account opens for its organisation.
        received = Delivery.objects.of(record).filter(organisation_id=member.organisation_id or 0)
        return received.exclude(opened_at=None).exists()
    return Opening.objects.of(record).filter(person=member.person_id).exists()


def _opening(record: Shareable, member: Member, *, now: datetime) -> Opening:
    return Opening(
        record_type=record.record_type,
        record_id=record.pk,
        person_id=member.person_id or 0,
        organisation_id=member.organisation_id or 0,
        first_opened_at=now,
        version=record.version,
    )


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
