"""The file between the steps of an import: bounded, its own seat's alone, and gone when it has served."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import ngettext

from port2port.base.refusal import Refusal
from port2port.log.actions.importing import Imported, NotYourImport, check_imports, import_logbook, kept_name
from port2port.log.logbook_rows import sheets_of
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


class RowsRejected(Refusal):
    """Nothing was written, because a row could not be taken."""

    def __init__(self, count: int) -> None:
        words = ngettext(
            "%(n)d row was rejected, so nothing was written.",
            "%(n)d rows were rejected, so nothing was written.",
            count,
        )
        super().__init__(words % {"n": count})


@files_with_rows()
def keep_upload(*, member: Member, facility: Facility, content: bytes, name: str, now: datetime) -> LogUpload:
    """Keep a file that can be read until it is imported, for a day at most; a fourth takes the place of the oldest.

    Raises NotYourImport, BadLogbook.
    """
    check_imports(member, facility)
    if member.seat_id is None:
        raise NotYourImport
    if len(content) > MAX_BYTES:
        raise BadLogbook(LogbookFault.TOO_LARGE)
    sheets = sheets_of(content, name)
    for old in LogUpload.objects.editable_by(member)[MOST_UPLOADS - 1 :]:
        _forget(old)
    row = LogUpload(
        facility=facility,
        seat_id=member.seat_id,
        at=now,
        name=kept_name(name),
        size=len(content),
        sheet=sheets[0].name[:200],
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


def try_upload(*, member: Member, upload: LogUpload, now: datetime) -> Imported:
    """What the import would do. Raises what `import_logbook` raises."""
    return _import(member, upload, now=now, dry_run=True)


@transaction.atomic
def import_upload(
    *, member: Member, upload: LogUpload, now: datetime, step: Callable[[int, int], None] = lambda _done, _total: None
) -> Imported:
    """Import it, and forget the file with the same commit. Raises RowsRejected and what `import_logbook` raises."""
    row = _own(member, upload)
    done = _import(member, row, now=now, step=step)
    if done.is_refused:
        raise RowsRejected(len(done.rows.rejected))
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


def _import(member: Member, upload: LogUpload, **more: object) -> Imported:
    return import_logbook(
        member=member,
        facility=upload.facility,
        content=content_of(upload),
        name=upload.name,
        mapping=logbook.mapping_from_json(upload.mapping),
        sheet=upload.sheet,
        **more,  # type: ignore[arg-type]
    )


def _own(member: Member, upload: LogUpload) -> LogUpload:
    row = LogUpload.objects.editable_by(member).select_for_update().filter(pk=upload.pk).first()
    if row is None:
        raise NotYourImport
    return row


def _forget(row: LogUpload) -> None:
    place, storage = row.file.name, row.file.storage
    row.delete()
    transaction.on_commit(lambda: storage.delete(place or ""))
