"""What was told and done about an entry, and whether it still waits for something."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.log.actions.writing import NotYourLog, editable
from port2port.log.models import Line, Occurrence
from port2port.log.rules import ACTION, AHEAD
from port2port.members.member import Member
from port2port.pure.texts import LINE
from port2port.reports.rules import LANGUAGES, BadField, cleaned

BY_HAND = frozenset({Line.Kind.TOLD, Line.Kind.DONE, Line.Kind.FOLLOW_UP, Line.Kind.NOTE})


class NothingToClose(Refusal):
    status = 409
    words = _("This entry is closed already.")


class NothingToOpen(Refusal):
    status = 409
    words = _("This entry is open.")


@transaction.atomic
def add_line(
    *,
    member: Member,
    occurrence: Occurrence,
    kind: str,
    text: str = "",
    to: str = "",
    language: str = "en",
    at: datetime | None = None,
    now: datetime,
) -> Line:
    """Write down who was told, what was done, or what is still to do.

    at   when it was told or done; now if not said
    Raises BadField, NotYourLog, EntryStruck.
    """
    row = editable(member, occurrence)
    if kind not in BY_HAND:
        raise BadField("kind", _("Choose one of the values offered."))
    to, text = cleaned("to", to, LINE), cleaned("text", text, ACTION)
    if kind == Line.Kind.TOLD and not to:
        raise BadField("to", _("Say who was told: a service or a role, not a name."))
    if kind != Line.Kind.TOLD and not text:
        raise BadField("text", _("Something must stand here."))
    if language not in LANGUAGES:
        raise BadField("language", _("Choose one of the values offered."))
    if at is not None and at > now + AHEAD:
        raise BadField("at", _("This lies in the future. Say when it happened."))
    if kind == Line.Kind.FOLLOW_UP and row.closed_at is not None:
        _open_again(row, now=now)
    return write_line(row, member, kind=kind, to=to, text=text, language=language, at=at or now, now=now)


def write_line(
    row: Occurrence, member: Member, *, kind: str, text: str, language: str, now: datetime, to: str = "", at: datetime
) -> Line:
    """The line itself, inside the caller's transaction and after its checks."""
    row.changed_at = now
    row.save(update_fields=["changed_at"])
    return Line.objects.create(
        occurrence=row, kind=kind, to=to, text=text, language=language, at=at, made_at=now, seat_id=member.seat_id
    )


@transaction.atomic
def strike_line(*, member: Member, line: Line, now: datetime) -> Line:
    """Strike a line out; it stays readable. Raises NotYourLog, EntryStruck."""
    row = editable(member, line.occurrence)
    if line.kind not in BY_HAND:
        raise NotYourLog(_("What the log wrote by itself cannot be struck out."))
    line.struck_at = line.struck_at or now
    line.save(update_fields=["struck_at"])
    row.changed_at = now
    row.save(update_fields=["changed_at"])
    return line


@transaction.atomic
def close_entry(*, member: Member, occurrence: Occurrence, text: str, language: str, now: datetime) -> Occurrence:
    """Nothing more is to be done. Raises NothingToClose, BadField, NotYourLog, EntryStruck."""
    row = editable(member, occurrence)
    if row.closed_at is not None:
        raise NothingToClose
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    words = cleaned("text", text, ACTION)
    write_line(row, member, kind=Line.Kind.CLOSED, text=words, language=language, at=now, now=now)
    return row


@transaction.atomic
def reopen_entry(*, member: Member, occurrence: Occurrence, now: datetime, language: str = "en") -> Occurrence:
    """It waits for something again. Raises NothingToOpen, NotYourLog, EntryStruck."""
    row = editable(member, occurrence)
    if row.closed_at is None:
        raise NothingToOpen
    _open_again(row, now=now)
    write_line(row, member, kind=Line.Kind.REOPENED, text="", language=language, at=now, now=now)
    return row


def _open_again(row: Occurrence, *, now: datetime) -> None:
    row.closed_at, row.changed_at = None, now
    row.save(update_fields=["closed_at", "changed_at"])
