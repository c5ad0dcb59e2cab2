"""A correction keeps what stood there before; an entry that should not be is struck out, never deleted."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.log.actions.telling import renew_clocks, stop_clocks
from port2port.log.actions.writing import NotYourLog, editable
from port2port.log.fields import Said, apply, plain, said_of
from port2port.log.models import Occurrence, Version
from port2port.log.rules import check
from port2port.members.member import Member
from port2port.reports.rules import REASON, cleaned
from port2port.sharing.actions import UNDO_SECONDS

# Kept as a word of the house, shown in each reader's language.
UNDONE = "undone"
# The form says ten seconds; the way of the request over a weak line is not held against the guard.
GRACE = timedelta(seconds=5)


class AlreadyStruck(Refusal):
    status = 409
    words = _("This entry was struck out already.")


class ChangedMeanwhile(Refusal):
    status = 409
    words = _("Someone corrected this entry meanwhile. Open it anew and make your correction there.")


class TooLateToUndo(Refusal):
    status = 409
    words = _("The ten seconds are over. Strike the entry out and say why; it stays readable in the log.")


@transaction.atomic
def correct_entry(
    *, member: Member, occurrence: Occurrence, said: Said, reason: str, version: int, now: datetime
) -> Occurrence:
    """Write the next wording; the earlier one stays readable. Nothing new to say changes nothing.

    version   the one that the person had open
    Raises BadField, ChangedMeanwhile, NotYourLog, EntryStruck.
    """
    row = editable(member, occurrence)
    if row.version != version:
        raise ChangedMeanwhile
    why = cleaned("reason", reason, REASON)
    check(said, row.facility, now=now)
    if plain(said) == plain(said_of(row)):
        return row
    apply(said, row)
    row.version += 1
    row.changed_at = now
    row.save()
    Version.objects.create(
        occurrence=row, number=row.version, said=plain(said), reason=why, seat_id=member.seat_id, at=now
    )
    renew_clocks(row, member=member, now=now)
    return row


@transaction.atomic
def strike_entry(*, member: Member, occurrence: Occurrence, reason: str, now: datetime) -> Occurrence:
    """Strike an entry out; number and text stay. Raises BadField, AlreadyStruck, NotYourLog."""
    if Occurrence.objects.editable_by(member).filter(pk=occurrence.pk, struck_at__isnull=False).exists():
        raise AlreadyStruck
    row = editable(member, occurrence)
    return _struck(row, reason=cleaned("reason", reason, REASON), now=now)


@transaction.atomic
def undo_entry(*, member: Member, occurrence: Occurrence, now: datetime) -> Occurrence:
    """Take back what was just written by this seat. Raises TooLateToUndo, AlreadyStruck, NotYourLog."""
    if occurrence.is_struck:
        raise AlreadyStruck
    row = editable(member, occurrence)
    if row.seat_id != member.seat_id:
        raise NotYourLog
    if row.version != 1 or now > row.noted_at + timedelta(seconds=UNDO_SECONDS) + GRACE:
        raise TooLateToUndo
    return _struck(row, reason=UNDONE, now=now)


def _struck(row: Occurrence, *, reason: str, now: datetime) -> Occurrence:
    row.struck_at, row.struck_reason, row.changed_at = now, reason, now
    row.save(update_fields=["struck_at", "struck_reason", "changed_at"])
    stop_clocks(row, now=now)
    return row
