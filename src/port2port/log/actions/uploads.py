"""The file between the steps of an import: bounded, its own seat's alone, and gone when it has served."""

from datetime import datetime, timedelta
from typing import TypedDict

from django.db import transaction
from django.utils.translation import ngettext

from port2port.base.refusal import Refusal
from port2port.log.actions.importing import (
    Imported,
    NotYourImport,
    check_imports,
    kept_name,
    plan_import,
    try_import,
    write_import,
)
from port2port.log.logbook_rows import Step, sheets_of
from port2port.log.logbook_words import BadLogbook
from port2port.log.models import LogUpload
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.pure import logbook
from port2port.pure.logbook import LogbookFault
from port2port.pure.logbook_bounds import MAX_BYTES
from port2port.reports.actions.files import files_with_rows, keep_bytes

KEPT = timedelta(days=1)
MOST_UPLOADS = 3


class _File(TypedDict):
    """What an import must know of the file."""

    facility: Facility
    content: bytes
    name: str
    mapping: logbook.Mapping
    sheet: str


class RowsRejected(Refusal):
    """Nothing was written, because a row could not be taken."""

    def __init__(self, count: int) -> None:
        words = ngettext(
            "%(n)d row was rejected, so nothing was written.",
            "%(n)d rows were rejected, so nothing was written.",
            count,
        )
        super().__init__(words % {"n": count})


def keep_upload(*, member: Member, facility: Facility, content: bytes, name: str, now: datetime) -> LogUpload:
    """Keep a file that can be read until it is imported, for a day at most; a fourth takes the place of the oldest.

    Raises NotYourImport, BadLogbook.
    """
    check_imports(member, facility)
    if len(content) > MAX_BYTES:
        raise BadLogbook(LogbookFault.TOO_LARGE)
    # A large file is read for seconds, while no other writer waits.
    first, *_others = sheets_of(content, name)
    return _kept(member=member, facility=facility, content=content, name=name, sheet=first.name, now=now)


@files_with_rows()
def _kept(*, member: Member, facility: Facility, content: bytes, name: str, sheet: str, now: datetime) -> LogUpload:
    if member.seat_id is None:
        raise NotYourImport
    for old in LogUpload.objects.editable_by(member)[MOST_UPLOADS - 1 :]:
        _forget(old)
    row = LogUpload(
        facility=facility,
        seat_id=member.seat_id,
        at=now,
        name=kept_name(name),
        size=len(content),
        sheet=sheet[:200],
    )
    keep_bytes(row.file, "logbook", content)
    row.save()
    return row


@transaction.atomic
def say_mapping(*, member: Member, upload: LogUpload, sheet: str, mapping: logbook.Mapping) -> LogUpload:
    """How this file is to be read. Raises NotYourImport."""
    row = _own(member, upload)
    row.sheet, row.mapping = sheet[:200], mapping.as_json()
    row.save(update_fields=["sheet", "mapping"])
    return row


@transaction.atomic
def drop_upload(*, member: Member, upload: LogUpload) -> None:
    """Forget the file. Raises NotYourImport."""
    _forget(_own(member, upload))


def try_upload(
    *,
    member: Member,
    upload: LogUpload,
    now: datetime,
    most: int | None = None,
    step: Step = lambda _done, _total: None,
) -> Imported:
    """What the import would do; `most` looks at the first rows alone. Raises what `import_logbook` raises."""
    return try_import(member=member, now=now, most=most, step=step, **_file(upload))


def import_upload(
    *, member: Member, upload: LogUpload, now: datetime, step: Step = lambda _done, _total: None
) -> Imported:
    """Import it, and forget the file with the same commit. Raises RowsRejected and what `import_logbook` raises.

    The file is read and checked before anything is held, so that other writers wait for the writing alone.
    """
    planned = plan_import(member=member, now=now, step=step, **_file(upload))
    if planned.would.is_refused:
        raise RowsRejected(len(planned.would.rows.rejected))
    with transaction.atomic():
        row = _own(member, upload)
        done = write_import(member=member, planned=planned, now=now)
        _forget(row)
    return done


def forget_uploads(*, now: datetime) -> int:
    """Delete files that nobody imported within a day; how many."""
    rows = list(LogUpload.objects.filter(at__lte=now - KEPT))
    with transaction.atomic():
        for row in rows:
            _forget(row)
    return len(rows)


def content_of(upload: LogUpload) -> bytes:
    """The bytes."""
    with upload.file.open("rb") as file:
        return bytes(file.read())


def _file(upload: LogUpload) -> _File:
    return {
        "facility": upload.facility,
        "content": content_of(upload),
        "name": upload.name,
        "mapping": logbook.mapping_from_json(upload.mapping),
        "sheet": upload.sheet,
    }


def _own(member: Member, upload: LogUpload) -> LogUpload:
    row = LogUpload.objects.editable_by(member).select_for_update().filter(pk=upload.pk).first()
    if row is None:
        raise NotYourImport
    return row


def _forget(row: LogUpload) -> None:
    place, storage = row.file.name, row.file.storage
    row.delete()
    transaction.on_commit(lambda: storage.delete(place or ""))
