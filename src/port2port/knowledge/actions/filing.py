"""Files of a practice: kept with the wording that names them, seen by those who may read that wording."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from hashlib import sha256

from django.db import transaction
from django.db.models import Case, CharField, QuerySet, Value, When

from port2port.knowledge.fields import FileSaid, PracticeFields, of_plain
from port2port.knowledge.models import Practice, PracticeFile, Revision
from port2port.pure.filetypes import MAX_FILES, FileFault
from port2port.reports.actions.files import BadFile, Checked, Upload, checked, keep_bytes


def with_files(
    practice: Practice, said: PracticeFields, uploads: Sequence[Upload | Checked], *, now: datetime
) -> PracticeFields:
    """What was said, with the uploads among its files; inside the caller's `files_with_rows`. Raises BadFile.

    Of the files that it names already only those of this practice stay, as they were looked into.
    """
    own = {str(one.key): one for one in PracticeFile.objects.filter(practice=practice)}
    kept = [_said(own[one.key]) for one in said.files if one.key in own]
    there = {(one.name, one.sha256) for one in kept}
    for upload in uploads:
        taken = checked(upload, takes_video=True)
        digest = sha256(taken.content).hexdigest()
        if (taken.name, digest) in there:
            continue
        if len(kept) >= MAX_FILES:
            raise BadFile(FileFault.TOO_MANY, taken.name)
        row = PracticeFile(
            practice=practice,
            name=taken.name,
            media_type=taken.media_type,
            size=len(taken.content),
            sha256=digest,
            at=now,
        )
        keep_bytes(row.file, row.name, taken.content)
        row.save()
        there.add((row.name, digest))
        kept.append(_said(row))
    if practice.is_draft:
        forget_files(PracticeFile.objects.filter(practice=practice).exclude(key__in=[one.key for one in kept]))
    return replace(said, files=tuple(kept))


def copied_files(source: Practice, target: Practice, said: PracticeFields, *, now: datetime) -> PracticeFields:
    """The same files under another practice; the bytes lie on the disk once."""
    own = {str(one.key): one for one in PracticeFile.objects.filter(practice=source)}
    made = []
    for one in said.files:
        row = own.get(one.key)
        if row is not None:
            copy = PracticeFile(practice=target, file=row.file.name, at=now)
            copy.name, copy.media_type, copy.size, copy.sha256 = row.name, row.media_type, row.size, row.sha256
            copy.save()
            made.append(_said(copy))
    return replace(said, files=tuple(made))


def stamp_files(practice: Practice) -> None:
    """Let each file be seen by those who may read the furthest wording that names it. In the caller's transaction."""
    stands = [] if practice.is_draft else [one["key"] for one in practice.files]
    revision = Revision.objects.filter(practice=practice).first()
    waits = [one.key for one in of_plain(revision.content).files] if revision else []
    stage = PracticeFile.Stage
    PracticeFile.objects.filter(practice=practice).update(
        stage=Case(
            When(key__in=stands, then=Value(stage.STANDS.value)),
            When(key__in=waits, then=Value(stage.WAITING.value)),
            When(stage__in=(stage.STANDS, stage.PAST), then=Value(stage.PAST.value)),
            default=Value(stage.DRAFT.value),
            output_field=CharField(),
        )
    )
    if not practice.is_draft:
        forget_files(PracticeFile.objects.filter(practice=practice, stage=stage.DRAFT))


def forget_files(rows: QuerySet[PracticeFile]) -> None:
    """Delete files that nobody was shown, and after commit the bytes that no other row needs."""
    for one in rows:
        place, storage = one.file.name, one.file.storage
        one.delete()
        if not PracticeFile.objects.filter(file=place).exists():
            transaction.on_commit(partial(storage.delete, place or ""))


def _said(row: PracticeFile) -> FileSaid:
    return FileSaid(str(row.key), row.name, row.media_type, row.size, row.sha256)
