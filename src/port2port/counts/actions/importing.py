"""A file of counts: kept for a day, tried, written whole or not at all, and undone as far as it still stands."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.counts.access import keeps_counts
from port2port.counts.actions.counting import Entered, enter_effort, enter_weeks, give_way, open_series, seat_of
from port2port.counts.actions.declaring import enter_comparison, give_comparison_back
from port2port.counts.models import Comparison, CountImport, CountSeries, CountUpload, Effort, Source, WeekCount
from port2port.counts.refusals import NothingToUndo
from port2port.counts.rules import WeekSaid
from port2port.counts.sheet_reading import Trial, counts_by_series, efforts_by_kind, trial_of
from port2port.counts.sheet_words import BadSheet, RowsRefused, UndoneAlready
from port2port.log.actions.importing import kept_name
from port2port.log.logbook_words import BadLogbook
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Organisation, Port
from port2port.pure.logbook import LogbookFault
from port2port.pure.logbook_bounds import MAX_BYTES
from port2port.reports.actions.files import files_with_rows, keep_bytes
from port2port.reports.rules import own_organisation

KEPT = timedelta(days=1)
MOST_UPLOADS = 3


def keep_upload(
    *, member: Member, content: bytes, name: str, now: datetime, comparison: Comparison | None = None
) -> CountUpload:
    """Keep a file that can be read until it is imported, for a day at most; a fourth takes the place of the oldest.

    comparison   whose weeks the file holds; None: counts and effort
    Raises NotAllowed, BadLogbook, BadSheet; a file with several sheets of counts is kept, and asked about.
    """
    if not keeps_counts(member) or not _enters(member, comparison):
        raise NotAllowed
    if len(content) > MAX_BYTES:
        raise BadLogbook(LogbookFault.TOO_LARGE)
    try:
        trial_of(content, name=name, sheet="", member=member, now=now, comparison=comparison)
    except BadSheet as problem:
        if not problem.may_choose:
            raise
    return _kept(member=member, content=content, name=name, now=now, comparison=comparison)


def _enters(member: Member, comparison: Comparison | None) -> bool:
    return comparison is None or Comparison.objects.editable_by(member).standing().filter(pk=comparison.pk).exists()


@files_with_rows()
def _kept(*, member: Member, content: bytes, name: str, now: datetime, comparison: Comparison | None) -> CountUpload:
    for old in CountUpload.objects.editable_by(member)[MOST_UPLOADS - 1 :]:
        _forget(old)
    row = CountUpload(
        organisation_id=own_organisation(member),
        seat_id=seat_of(member),
        at=now,
        name=kept_name(name),
        size=len(content),
        comparison=comparison,
    )
    keep_bytes(row.file, "counts", content)
    row.save()
    return row


@transaction.atomic
def choose_sheet(*, member: Member, upload: CountUpload, sheet: str) -> CountUpload:
    """Which sheet of the file is read. Raises NotAllowed."""
    row = _own(member, upload)
    row.sheet = sheet[:200]
    row.save(update_fields=["sheet"])
    return row


@transaction.atomic
def drop_upload(*, member: Member, upload: CountUpload) -> None:
    """Forget the file. Raises NotAllowed."""
    _forget(_own(member, upload))


def try_upload(*, member: Member, upload: CountUpload, now: datetime) -> Trial:
    """What the import would do. Raises BadLogbook, BadSheet."""
    return _trial(member, upload, content_of(upload), now)


def _trial(member: Member, upload: CountUpload, content: bytes, now: datetime) -> Trial:
    about = {"name": upload.name, "sheet": upload.sheet}
    return trial_of(content, **about, member=member, now=now, comparison=upload.comparison)


def import_upload(*, member: Member, upload: CountUpload, now: datetime) -> CountImport | None:
    """Write what is new and what says something else, and forget the file; None where nothing was.

    Raises NotAllowed, BadLogbook, BadSheet, RowsRefused, WithdrawnAlready.
    """
    # Read and checked before anything is held, so that who enters counts meanwhile waits for the writing alone.
    content = content_of(upload)
    trial = _trial(member, upload, content, now)
    if trial.is_refused:
        raise RowsRefused(trial.sheet.rejected)
    with transaction.atomic():
        row = _own(member, upload)
        record = _write(member=member, trial=trial, upload=row, digest=sha256(content).hexdigest(), now=now)
        _forget(row)
    return record


def _write(*, member: Member, trial: Trial, upload: CountUpload, digest: str, now: datetime) -> CountImport | None:
    record = CountImport(
        organisation_id=own_organisation(member),
        seat_id=seat_of(member),
        at=now,
        file_name=upload.name,
        sha256=digest,
        comparison=trial.comparison,
    )
    if trial.comparison is None:
        done = [*_write_counts(member, trial, record), *_write_efforts(member, trial, record)]
    else:
        done = [_write_outside(member, trial, trial.comparison, record)]
    record.made, record.corrected = sum(one.made for one in done), sum(one.corrected for one in done)
    record.same = sum(one.same for one in done)
    if not record.made + record.corrected:
        return None
    record.save()
    record_act(member=member, act="import_counts", subject=f"counts:{record.key}", now=now)
    return record


def _write_counts(member: Member, trial: Trial, record: CountImport) -> list[Entered]:
    done = []
    for (port, outcome, category), rows in counts_by_series(trial.sheet).items():
        series = open_series(member=member, port=trial.ports[port], outcome=outcome, category=category, now=record.at)
        said = {week: WeekSaid(row.number, row.kilograms) for week, row in rows.items()}
        done.append(
            enter_weeks(member=member, series=series, said=said, now=record.at, source=Source.FILE, file=record.key)
        )
    return done


def _write_outside(member: Member, trial: Trial, comparison: Comparison, record: CountImport) -> Entered:
    said = {row.week: row.number for row in trial.sheet.counts}
    return enter_comparison(member=member, comparison=comparison, said=said, now=record.at, file=record.key)


def _write_efforts(member: Member, trial: Trial, record: CountImport) -> list[Entered]:
    done = []
    for (port, kind), rows in efforts_by_kind(trial.sheet).items():
        said: dict[date, Decimal | None] = {week: row.amount for week, row in rows.items()}
        done.append(
            enter_effort(member=member, port=trial.ports[port], kind=kind, said=said, now=record.at, file=record.key)
        )
    return done


@transaction.atomic
def undo_import(*, member: Member, record: CountImport, now: datetime) -> int:
    """What still stands of it gives way to what stood before; how many weeks. What was corrected since stays.

    Raises NotAllowed, UndoneAlready, NothingToUndo, WithdrawnAlready.
    """
    row = CountImport.objects.editable_by(member).select_for_update(of=("self",)).filter(pk=record.pk).first()
    if row is None:
        raise NotAllowed
    if row.undone_at is not None:
        raise UndoneAlready
    if row.comparison is None:
        undone = _undo_counts(member, row, now) + _undo_efforts(member, row, now)
    else:
        undone = give_comparison_back(member=member, comparison=row.comparison, file=row.key, at=row.at, now=now)
    if not undone:
        raise NothingToUndo
    row.undone_at, row.undone_by_id = now, seat_of(member)
    row.save(update_fields=["undone_at", "undone_by"])
    record_act(member=member, act="undo_count_import", subject=f"counts:{row.key}", now=now)
    return undone


def _undo_counts(member: Member, record: CountImport, now: datetime) -> int:
    theirs = WeekCount.objects.standing().filter(file=record.key, at=record.at)
    series = CountSeries.objects.editable_by(member).filter(pk__in=theirs.values("series_id"))
    return sum(give_way(member=member, series=one, at=record.at, now=now) for one in series.order_by("pk"))


def _undo_efforts(member: Member, record: CountImport, now: datetime) -> int:
    Organisation.objects.select_for_update().get(pk=record.organisation_id)
    theirs = Effort.objects.editable_by(member).standing().filter(file=record.key, at=record.at)
    weeks: dict[tuple[int, str], set[date]] = {}
    for port, kind, week in theirs.values_list("port_id", "kind", "week"):
        weeks.setdefault((port, kind), set()).add(week)
    ports: Mapping[int, Port] = Port.objects.in_bulk([port for port, _kind in weeks])
    for (port, kind), its in weeks.items():
        former = Effort.objects.editable_by(member).filter(port_id=port, kind=kind, week__in=its, replaced_at=record.at)
        said: dict[date, Decimal | None] = dict.fromkeys(its)
        said |= dict(former.order_by("pk").values_list("week", "amount"))
        enter_effort(member=member, port=ports[port], kind=kind, said=said, now=now)
    return sum(map(len, weeks.values()))


def forget_uploads(*, now: datetime) -> int:
    """Delete files that nobody imported within a day; how many."""
    rows = list(CountUpload.objects.filter(at__lte=now - KEPT))
    with transaction.atomic():
        for row in rows:
            _forget(row)
    return len(rows)


def content_of(upload: CountUpload) -> bytes:
    """The bytes."""
    with upload.file.open("rb") as file:
        return bytes(file.read())


def _own(member: Member, upload: CountUpload) -> CountUpload:
    row = CountUpload.objects.editable_by(member).select_for_update(of=("self",)).filter(pk=upload.pk).first()
    if row is None:
        raise NotAllowed
    return row


def _forget(row: CountUpload) -> None:
    place, storage = row.file.name, row.file.storage
    row.delete()
    transaction.on_commit(lambda: storage.delete(place or ""))
