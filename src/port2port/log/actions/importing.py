"""A whole logbook into the log: all rows or none, and the same rows never twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import batched

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.log.access import runs_log
from port2port.log.fields import lay_ready, number_words, plain
from port2port.log.logbook_rows import Ready, Rows, Step, chosen_sheet, rows_of, sheets_of
from port2port.log.models import Line, LogImport, LogMapping, LogYear, Occurrence, Source, Version
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.pure import logbook
from port2port.pure.texts import Room, TextRefusedError, safe_file_name
from port2port.reports.rules import REASON, cleaned, own_organisation

UNDO = timedelta(hours=24)
MAPPING_NAME = Room(characters=80, byte_count=320, required=True)
MOST_MAPPINGS = 40
_BATCH = 500


class NotYourImport(NotAllowed):
    words = _("You can import only into the log of your own facility, and only when you answer for that log.")


class ImportStruck(Refusal):
    status = 409
    words = _("This import was struck out already.")


class TooLateToStrike(Refusal):
    status = 409
    words = _("An import can be struck out as a whole within 24 hours. Strike out single entries instead.")


class TooManyMappings(Refusal):
    status = 409
    words = _("Forty mappings are saved. Save under a name that is there already.")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do.

    fresh    rows that were or would be written     known   rows that stand in the log already
    record   of what was written; None for a dry run, for rejected rows and when nothing was new
    """

    rows: Rows
    fresh: tuple[Ready, ...]
    known: int
    record: LogImport | None = None

    @property
    def is_refused(self) -> bool:
        """True when a row was rejected; nothing is written then."""
        return bool(self.rows.rejected)


def import_logbook(
    *,
    member: Member,
    facility: Facility,
    content: bytes,
    name: str,
    mapping: logbook.Mapping,
    now: datetime,
    sheet: str = "",
    dry_run: bool = False,
    step: Step = lambda _done, _total: None,
) -> Imported:
    """Write the rows that are new, under the next numbers of the year of import; one rejected row and none is written.

    sheet   its name, where the file has several tables     step   told how far it is
    Raises NotYourImport, BadLogbook, WhichSheet, ColumnsMissing.
    """
    if dry_run:
        return try_import(
            member=member, facility=facility, content=content, name=name, mapping=mapping, now=now, sheet=sheet
        )
    planned = plan_import(
        member=member, facility=facility, content=content, name=name, mapping=mapping, now=now, sheet=sheet, step=step
    )
    return planned.would if planned.would.is_refused else write_import(member=member, planned=planned, now=now)


def try_import(
    *,
    member: Member,
    facility: Facility,
    content: bytes,
    name: str,
    mapping: logbook.Mapping,
    now: datetime,
    sheet: str = "",
    most: int | None = None,
    step: Step = lambda _done, _total: None,
) -> Imported:
    """What an import would do; nothing is laid ready. Raises what `plan_import` raises."""
    check_imports(member, facility)
    rows = rows_of(chosen_sheet(sheets_of(content, name), sheet), mapping, facility, now=now, most=most, step=step)
    fresh = _fresh(facility, rows.ready)
    return Imported(rows, fresh, len(rows.ready) - len(fresh))


@dataclass(frozen=True, slots=True)
class Planned:
    """An import that was read, checked and laid ready: all the long work, and nothing written.

    rows   by the number of their row in the file, without a number of the log yet
    """

    would: Imported
    record: LogImport
    rows: Mapping[int, Occurrence]


def plan_import(
    *,
    member: Member,
    facility: Facility,
    content: bytes,
    name: str,
    mapping: logbook.Mapping,
    now: datetime,
    sheet: str = "",
    step: Step = lambda _done, _total: None,
) -> Planned:
    """Everything that can be done before the log is held: nobody who writes waits for it.

    Raises NotYourImport, BadLogbook, WhichSheet, ColumnsMissing.
    """
    would = try_import(
        member=member, facility=facility, content=content, name=name, mapping=mapping, now=now, sheet=sheet, step=step
    )
    record = LogImport(
        facility=facility,
        seat_id=member.seat_id,
        at=now,
        file_name=kept_name(name),
        sha256=sha256(content).hexdigest(),
        left_out=len(would.rows.left_out),
    )
    return Planned(would, record, {} if would.is_refused else _laid_ready(would.fresh, record))


@transaction.atomic
def write_import(*, member: Member, planned: Planned, now: datetime) -> Imported:
    """Write what was laid ready, all of it or nothing; what came into the log meanwhile is not written twice.

    Raises NotYourImport.
    """
    record, rows = planned.record, planned.would.rows
    check_imports(member, record.facility)
    # Whoever writes in this log waits here: no number twice, and no row twice.
    counter, _made = LogYear.objects.select_for_update().get_or_create(
        facility=record.facility, year=timezone.localtime(record.at).year
    )
    fresh = _fresh(record.facility, planned.would.fresh)
    known = len(rows.ready) - len(fresh)
    if not fresh:
        return Imported(rows, fresh, known)
    record.count, record.known = len(fresh), known
    record.save()
    _write(fresh, planned.rows, record, counter)
    record_act(member=member, act="import_log", subject=f"{len(fresh)} entries", now=now)
    return Imported(rows, fresh, known, record)


def check_imports(member: Member, facility: Facility) -> None:
    """Raises NotYourImport unless this seat answers for the facility's log."""
    own = Facility.objects.in_scope_of(member).filter(pk=facility.pk, is_active=True)
    if not runs_log(member) or not own.exists():
        raise NotYourImport


@transaction.atomic
def strike_import(*, member: Member, record: LogImport, reason: str, now: datetime) -> LogImport:
    """Strike out every entry of an import; their rows count as new again. Only its own seat, within 24 hours.

    Raises BadField, ImportStruck, NotYourImport, TooLateToStrike.
    """
    row = LogImport.objects.editable_by(member).select_for_update().filter(pk=record.pk).first()
    if row is None:
        raise NotYourImport
    if row.is_struck:
        raise ImportStruck
    if now > row.at + UNDO:
        raise TooLateToStrike
    why = cleaned("reason", reason, REASON)
    entries = Occurrence.objects.editable_by(member).filter(batch=row)
    entries.standing().update(struck_at=now, struck_reason=why, changed_at=now)
    # What was imported wrongly may be imported again; an entry struck out by hand before the import was not meant.
    entries.update(digest="")
    row.struck_at, row.struck_reason = now, why
    row.save(update_fields=["struck_at", "struck_reason"])
    record_act(member=member, act="strike_log_import", subject=f"{row.count} entries", now=now)
    return row


@transaction.atomic
def save_mapping(*, member: Member, name: str, mapping: logbook.Mapping, now: datetime) -> LogMapping:
    """Keep a mapping for the organisation; the same name is written over.

    Raises BadField, NotAllowed, TooManyMappings.
    """
    own = own_organisation(member)
    if not runs_log(member):
        raise NotAllowed
    called = cleaned("name", name, MAPPING_NAME)
    mine = LogMapping.objects.editable_by(member)
    row = mine.select_for_update().filter(name=called).first()
    if row is None:
        if mine.count() >= MOST_MAPPINGS:
            raise TooManyMappings
        row = LogMapping(organisation_id=own, name=called, made_at=now)
    row.mapping, row.seat_id, row.saved_at = mapping.as_json(), member.seat_id, now
    row.save()
    return row


def _fresh(facility: Facility, ready: Sequence[Ready]) -> tuple[Ready, ...]:
    """The rows that the log does not hold yet."""
    rows = Occurrence.objects.filter(facility=facility)
    known: set[str] = set()
    for some in batched((one.digest for one in ready), _BATCH, strict=False):
        known.update(rows.filter(digest__in=some).values_list("digest", flat=True))
    return tuple(one for one in ready if one.digest not in known)


def _write(fresh: Sequence[Ready], laid_ready: Mapping[int, Occurrence], record: LogImport, counter: LogYear) -> None:
    for some in batched(fresh, _BATCH, strict=False):
        rows = [laid_ready[one.number] for one in some]
        for row in rows:
            counter.last += 1
            row.year, row.sequence, row.batch = counter.year, counter.last, record
            number_words(row)
        Occurrence.objects.bulk_create(rows)
        Version.objects.bulk_create(
            Version(occurrence=row, number=1, said=plain(one.said), seat_id=record.seat_id, at=record.at)
            for row, one in zip(rows, some, strict=True)
        )
        Line.objects.bulk_create(_lines(zip(rows, some, strict=True), record))
    counter.save(update_fields=["last"])


def _laid_ready(fresh: Iterable[Ready], record: LogImport) -> dict[int, Occurrence]:
    found = {}
    for one in fresh:
        row = Occurrence(
            facility_id=record.facility_id,
            source=Source.IMPORT,
            noted_at=record.at,
            changed_at=record.at,
            # What a book of the past tells waits for nothing.
            closed_at=record.at,
            seat_id=record.seat_id,
            digest=one.digest,
        )
        lay_ready(one.said, row)
        found[one.number] = row
    return found


def _lines(pairs: Iterable[tuple[Occurrence, Ready]], record: LogImport) -> Iterator[Line]:
    for row, one in pairs:
        for to in one.told:
            yield Line(
                occurrence=row,
                kind=Line.Kind.TOLD,
                to=to,
                language=row.language,
                at=row.happened_at,
                made_at=record.at,
                seat_id=record.seat_id,
            )


def kept_name(name: str) -> str:
    """The name of the file as it is shown."""
    try:
        return safe_file_name(name)[:120]
    except TextRefusedError:
        return "logbook"
