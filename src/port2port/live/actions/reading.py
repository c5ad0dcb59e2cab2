"""Players read what came, and say what they did."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from port2port.base.refusal import NotAllowed
from port2port.live.actions.shared import acting_seat
from port2port.live.models import Inject, Receipt
from port2port.live.rules import NOTE
from port2port.members.member import Member
from port2port.reports.rules import cleaned


@transaction.atomic
def read_injects(*, member: Member, injects: QuerySet[Inject], now: datetime) -> int:
    """The first opening by this seat is put on record; of how many. Only what it plays counts."""
    seat = acting_seat(member)
    played = Inject.objects.played_by(member, at=now).filter(pk__in=injects.values("pk"))
    read = Receipt.objects.filter(seat_id=seat).values("inject_id")
    fresh = played.exclude(pk__in=read).values_list("pk", flat=True)
    rows = [Receipt(inject_id=pk, seat_id=seat, read_at=now) for pk in fresh]
    Receipt.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def answer_inject(*, member: Member, inject: Inject, note: str, now: datetime) -> Receipt:
    """Done; with a word on what was done. Raises NotAllowed, BadField."""
    seat = acting_seat(member)
    if not Inject.objects.played_by(member, at=now).filter(pk=inject.pk).exists():
        raise NotAllowed
    row, _is_new = Receipt.objects.get_or_create(inject=inject, seat_id=seat, defaults={"read_at": now})
    row.done_at, row.note = row.done_at or now, cleaned("note", note, NOTE)
    row.save()
    return row
