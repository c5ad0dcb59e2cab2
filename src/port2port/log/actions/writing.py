"""A new entry, and the files that come with it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.log.fields import Said, apply, plain
from port2port.log.models import LogFile, LogYear, Occurrence, SentForm, Source, Version
from port2port.log.rules import check
from port2port.members.member import Act, Member
from port2port.members.models import Facility
from port2port.pure.filetypes import MAX_FILES, FileFault
from port2port.reports.actions.files import BadFile, Checked, Upload, checked, files_with_rows, keep_bytes, looked_into
from port2port.reports.sending import SentOtherwise, once

# Below this a phone's clock counts as right.
SKEW_S = 120


class NotYourLog(NotAllowed):
    words = _("You can write only in the log of your own facility.")


class EntryStruck(Refusal):
    status = 409
    words = _("This entry was struck out; nothing can be added to it.")


@dataclass(frozen=True, slots=True)
class Phone:
    """What a phone says of its own clock.

    queued_at   when it kept the entry for want of signal; None when it was sent at once
    sent_at     when it sent it
    """

    queued_at: datetime | None = None
    sent_at: datetime | None = None


@looked_into()
@files_with_rows()
def write_entry(
    *,
    member: Member,
    facility: Facility,
    said: Said,
    now: datetime,
    source: Source = Source.PAGE,
    uploads: Sequence[Upload | Checked] = (),
    key: str = "",
    phone: Phone | None = None,
    digest: str = "",
) -> Occurrence:
    """Write an entry under the next number of the facility's year; the same key a second time gives the first one.

    A phone's time is told by its own clock; where that is wrong, the entry is kept in the server's time.

    key      idempotency key of the form      digest   of an imported row
    Raises BadField, BadFile, NotYourLog, SentOtherwise.
    """
    check_writes(member, facility)
    told, skew = _by_our_clock(said, phone, now=now)
    check(told, facility, now=now)
    # What was sent decides whether it is the same form, not what the clocks make of it.
    content = _content_of(said, facility, uploads)
    made: list[Occurrence] = []

    def do() -> UUID:
        row = Occurrence(
            facility=facility,
            source=source,
            noted_at=now,
            changed_at=now,
            queued_at=phone.queued_at if phone else None,
            skew_s=skew,
            seat_id=member.seat_id,
            digest=digest,
        )
        row.year, row.sequence = _next_number(facility, now=now)
        apply(told, row)
        row.save()
        Version.objects.create(occurrence=row, number=1, said=plain(told), seat_id=member.seat_id, at=now)
        _add(row, uploads, member=member, now=now)
        made.append(row)
        return row.key

    result = once(member=member, key=key, act="occurrence", content=content, now=now, do=do)
    kept = made[0] if made else Occurrence.objects.visible_to(member).filter(key=result).first()
    if kept is None:
        raise SentOtherwise
    return kept


def check_writes(member: Member, facility: Facility) -> None:
    """Raises NotYourLog unless this seat writes in the facility's log."""
    if not member.may(Act.LOG) or not Facility.objects.in_scope_of(member).filter(pk=facility.pk).exists():
        raise NotYourLog


def skew_of(phone: Phone | None, *, now: datetime) -> int | None:
    """By how many seconds the phone's clock is ahead; None below two minutes."""
    if phone is None or phone.sent_at is None:
        return None
    skew = round((phone.sent_at - now).total_seconds())
    # The column holds 32 bits; more than sixty years is told apart by nobody.
    return max(-2_000_000_000, min(skew, 2_000_000_000)) if abs(skew) > SKEW_S else None


def _by_our_clock(said: Said, phone: Phone | None, *, now: datetime) -> tuple[Said, int | None]:
    skew = skew_of(phone, now=now)
    return (replace(said, happened_at=said.happened_at - timedelta(seconds=skew)) if skew else said), skew


def _content_of(said: Said, facility: Facility, uploads: Sequence[Upload | Checked]) -> str:
    words = json.dumps(plain(said) | {"facility": facility.pk}, sort_keys=True)
    return words + "".join(sha256(one.content).hexdigest() for one in uploads)


def _next_number(facility: Facility, *, now: datetime) -> tuple[int, int]:
    year = timezone.localtime(now).year
    counter, _made = LogYear.objects.select_for_update().get_or_create(facility=facility, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return year, counter.last


@looked_into()
@files_with_rows()
def add_files(
    *, member: Member, occurrence: Occurrence, uploads: Sequence[Upload | Checked], now: datetime
) -> list[LogFile]:
    """Add photos or papers to an entry; the same file twice is one. Raises BadFile, NotYourLog, EntryStruck."""
    row = editable(member, occurrence)
    return _add(row, uploads, member=member, now=now)


@files_with_rows()
def strike_file(*, member: Member, file: LogFile, now: datetime) -> None:
    """Take a file out of the entry; its name stays in the log. Raises NotYourLog, EntryStruck."""
    editable(member, file.occurrence)
    if SentForm.objects.filter(file=file).exists():
        raise NotYourLog(_("What the log wrote by itself cannot be struck out."))
    LogFile.objects.filter(pk=file.pk, struck_at=None).update(struck_at=now)


def editable(member: Member, occurrence: Occurrence) -> Occurrence:
    """The entry as it stands, held until the end of the transaction. Raises NotYourLog, EntryStruck."""
    row = Occurrence.objects.editable_by(member).select_for_update().filter(pk=occurrence.pk).first()
    if row is None:
        raise NotYourLog
    if row.is_struck:
        raise EntryStruck
    return row


def _add(row: Occurrence, uploads: Sequence[Upload | Checked], *, member: Member, now: datetime) -> list[LogFile]:
    there = {(one.name, one.sha256) for one in row.files.standing()} if uploads else set()
    room = MAX_FILES - row.files.standing().brought().count() if uploads else 0
    made: list[LogFile] = []
    for upload in uploads:
        taken = checked(upload)
        digest = sha256(taken.content).hexdigest()
        if (taken.name, digest) in there:
            continue
        if len(made) >= room:
            raise BadFile(FileFault.TOO_MANY, taken.name)
        there.add((taken.name, digest))
        one = LogFile(
            occurrence=row,
            name=taken.name,
            media_type=taken.media_type,
            size=len(taken.content),
            sha256=digest,
            is_stripped=taken.is_stripped,
            held=list(taken.held),
            seat_id=member.seat_id,
            at=now,
        )
        keep_bytes(one.file, one.name, taken.content)
        one.save()
        made.append(one)
    return made
