"""Attachments: checked by their content, photos without metadata, nothing left on the disk when the act fails."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.members.member import Act, Member
from port2port.pure.filetypes import MAX_BYTES, MAX_FILES, FileFault, FileRefusedError, identify
from port2port.pure.image_metadata import Tells, found_metadata
from port2port.pure.images import PictureFault, PictureRefusedError, strip_metadata
from port2port.pure.texts import TextRefusedError, safe_file_name
from port2port.reports.models import Attachment, Report
from port2port.sharing.actions import AlreadyWithdrawn, NotYours

FAULTS: dict[FileFault | PictureFault, str | Promise] = {
    FileFault.EMPTY: _("“%(name)s” is empty."),
    FileFault.TOO_LARGE: _("“%(name)s” is larger than 25 MB."),
    FileFault.TOO_MANY: _("At most ten files go with one report."),
    FileFault.UNKNOWN: _("“%(name)s” is not a photo, PDF, office file or text; only these are taken."),
    FileFault.ACTIVE: _("“%(name)s” holds a program or a web page; such files are not taken."),
    FileFault.TWO_FORMATS: _("“%(name)s” is two kinds of file at once; such files are not taken."),
    FileFault.MISMATCH: _("“%(name)s” is not what its name says. Save it anew in its own format."),
    FileFault.BROKEN: _("“%(name)s” cannot be read; it may be damaged."),
    FileFault.MACROS: _("“%(name)s” holds macros. Save it without them."),
    FileFault.BOMB: _("“%(name)s” unpacks to more than we take."),
    FileFault.ENCRYPTED: _("“%(name)s” is encrypted; nobody could check it."),
    PictureFault.BROKEN: _("“%(name)s” cannot be read; it may be damaged."),
    PictureFault.TOO_MANY_PIXELS: _("“%(name)s” has too many pixels. Make it smaller first."),
    PictureFault.UNKNOWN: _("“%(name)s” is not a photo, PDF, office file or text; only these are taken."),
}
_written: ContextVar[list[FieldFile]] = ContextVar("written")
_TOO_MUCH = {FileFault.TOO_LARGE, FileFault.TOO_MANY, FileFault.BOMB, PictureFault.TOO_MANY_PIXELS}


class BadFile(Refusal):
    """A file that is not taken, and why."""

    def __init__(self, fault: FileFault | PictureFault, name: str) -> None:
        super().__init__(str(FAULTS[fault]) % {"name": name})
        self.status = 413 if fault in _TOO_MUCH else 422


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in; `declared` is the sender's word for its type."""

    name: str
    content: bytes
    declared: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was looked into and may be kept.

    held   what a photo told beside the picture, which is no longer in it
    """

    name: str
    content: bytes
    media_type: str
    is_stripped: bool
    held: tuple[Tells, ...] = ()


def looked_into[**P, R](*, takes_video: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Around `files_with_rows`: the action's `uploads` are looked into before it begins.

    Drawing a photo anew takes a second; whoever else wants to write waits for the writing alone. Raises BadFile.
    """

    def of(action: Callable[P, R]) -> Callable[P, R]:
        @wraps(action)
        def begun(*args: P.args, **kwargs: P.kwargs) -> R:
            uploads = kwargs.get("uploads")
            if isinstance(uploads, Sequence):
                kwargs["uploads"] = [checked(one, takes_video=takes_video) for one in uploads]
            return action(*args, **kwargs)

        return begun

    return of


@contextmanager
def files_with_rows() -> Iterator[None]:
    """A transaction that takes the files written inside it along when it, or the one around it, fails."""
    around, written = _written.get(None), list[FieldFile]()
    token = _written.set(written)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for file in written:
            with suppress(OSError):
                file.storage.delete(file.name or "")
        raise
    else:
        if around is not None:
            around.extend(written)
    finally:
        _written.reset(token)


@looked_into()
@files_with_rows()
def attach(*, member: Member, report: Report, uploads: Sequence[Upload | Checked], now: datetime) -> list[Attachment]:
    """Add files to a draft, or to the next version of a published report; the same file twice is one.

    Raises BadFile, NotYours, AlreadyWithdrawn.
    """
    return add_files(member=member, report=report, uploads=uploads, now=now)


def add_files(
    *, member: Member, report: Report, uploads: Sequence[Upload | Checked], now: datetime
) -> list[Attachment]:
    """As `attach`, inside the caller's `files_with_rows`."""
    report = _held(member, report)
    there = {(one.name, one.sha256): one for one in report.attachments.standing()}
    made: list[Attachment] = []
    for upload in uploads:
        taken = checked(upload)
        digest = sha256(taken.content).hexdigest()
        if (taken.name, digest) in there:
            continue
        if len(there) >= MAX_FILES:
            raise BadFile(FileFault.TOO_MANY, taken.name)
        one = _stored(report, taken, digest=digest, now=now)
        there[taken.name, digest] = one
        made.append(one)
    return made


@transaction.atomic
def detach(*, member: Member, attachment: Attachment, now: datetime) -> None:
    """Take a file out; what was published with it stays in the record, an unpublished one leaves the disk."""
    _held(member, attachment.report)
    row = Attachment.objects.filter(pk=attachment.pk, removed_at=None).first()
    if row is None:
        # Taken out meanwhile.
        return
    if row.is_published:
        row.removed_at = now
        row.save(update_fields=["removed_at"])
        return
    drop(row)


def drop(attachment: Attachment) -> None:
    """Delete the row, and after commit the bytes that no other row needs."""
    place, storage = attachment.file.name, attachment.file.storage
    attachment.delete()
    if not Attachment.objects.filter(file=place).exists():
        transaction.on_commit(lambda: storage.delete(place or ""))


def check_editable(*, member: Member, report: Report) -> None:
    """That this seat may change the report. Raises NotYours, AlreadyWithdrawn."""
    if report.is_withdrawn:
        raise AlreadyWithdrawn
    if not member.may(Act.PUBLISH) or not Report.objects.editable_by(member).filter(pk=report.pk).exists():
        raise NotYours


def _held(member: Member, report: Report) -> Report:
    """The report as it stands, which nobody publishes or withdraws until this is done."""
    row = Report.objects.select_for_update().get(pk=report.pk)
    check_editable(member=member, report=row)
    return row


def copy_attachments(source: Report, target: Report, *, now: datetime) -> None:
    """The same files under another report; the bytes lie on the disk once."""
    for one in source.attachments.standing():
        Attachment.objects.create(
            report=target,
            name=one.name,
            media_type=one.media_type,
            size=one.size,
            sha256=one.sha256,
            file=one.file.name,
            is_stripped=one.is_stripped,
            at=now,
        )


def checked(upload: Upload | Checked, *, takes_video: bool = False) -> Checked:
    """The file by its content, a photo without what it tells about place and device, once. Raises BadFile."""
    if isinstance(upload, Checked):
        return upload
    try:
        name = safe_file_name(upload.name)
    except TextRefusedError as fault:
        raise BadFile(FileFault.MISMATCH, "?") from fault
    if len(upload.content) > MAX_BYTES and not takes_video:
        raise BadFile(FileFault.TOO_LARGE, name)
    try:
        found = identify(upload.content, name=name, declared=upload.declared, takes_video=takes_video)
        if not found.is_picture:
            return Checked(_named(name, found.extension), upload.content, found.media_type, is_stripped=False)
        picture = strip_metadata(upload.content, found.media_type)
        held = tuple(dict.fromkeys(one.tells for one in found_metadata(upload.content, found.media_type)))
    except (FileRefusedError, PictureRefusedError) as refused:
        raise BadFile(refused.fault, name) from refused
    return Checked(_named(name, picture.extension), picture.content, picture.media_type, is_stripped=True, held=held)


def _named(name: str, extension: str) -> str:
    stem, dot, given = name.rpartition(".")
    if not dot:
        return f"{name}.{extension}"
    return name if given.lower() in {extension, "jpeg"} else f"{stem}.{extension}"


def _stored(report: Report, taken: Checked, *, digest: str, now: datetime) -> Attachment:
    one = Attachment(
        report=report,
        name=taken.name,
        media_type=taken.media_type,
        size=len(taken.content),
        sha256=digest,
        is_stripped=taken.is_stripped,
        at=now,
    )
    keep_bytes(one.file, one.name, taken.content)
    one.save()
    return one


def keep_bytes(file: FieldFile, name: str, content: bytes) -> None:
    """Write the bytes, inside `files_with_rows`: they go again when its transaction fails."""
    file.save(name, ContentFile(content), save=False)
    _written.get().append(file)
