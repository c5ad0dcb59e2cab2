"""What the actions of a declaration ask before they do anything."""

from datetime import datetime

from django.conf import settings

from port2port.base.refusal import NotAllowed
from port2port.levels.models import Dos, DosStep
from port2port.levels.refusals import BeforeTheRequest, InTheFuture, NotNow
from port2port.members.member import Member
from port2port.pure.declaration import Move, keep_until, may
from port2port.reports.rules import BadField


def acting_seat(member: Member) -> int:
    """The seat that acts. Raises NotAllowed for machines."""
    if member.seat_id is None:
        raise NotAllowed
    return member.seat_id


def held(member: Member, dos: Dos, move: Move, *, now: datetime) -> Dos:
    """The declaration as it is now, held, where it can make the move. Raises NotAllowed, NotNow."""
    acting_seat(member)
    rows = Dos.objects.editable_by(member).select_for_update(of=("self",)).select_related("facility")
    row = rows.filter(pk=dos.pk).first()
    if row is None:
        raise NotAllowed
    if row.erased_at is not None or not may(row.state(now), move):
        raise NotNow
    return row


def stepped(row: Dos, move: str, *, member: Member, now: datetime) -> Dos:
    """Save the row with the step that was made."""
    row.changed_at = now
    if row.agreed_at is None:
        row.keep_until_on = keep_until(row.to_at, ended_at=row.ended_at, years=settings.DOS_KEEP_YEARS)
    row.revision += 1
    row.save()
    DosStep.objects.create(dos=row, move=move, by_id=acting_seat(member), at=now)
    return row


def happened(name: str, at: datetime, *, since: datetime, now: datetime) -> datetime:
    """A moment that was, and not before what came first; people enter whole minutes. Raises BadField."""
    if at > now:
        raise BadField(name, InTheFuture.words)
    if at < since.replace(second=0, microsecond=0):
        raise BadField(name, BeforeTheRequest.words)
    return max(at, since)
