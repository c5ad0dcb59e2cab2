"""The legal log on paper: a period of a facility, oldest first, every wording and every line, nothing left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from django.db.models import QuerySet

from port2port.log.listing import Asked
from port2port.log.models import Line, LogFile, Occurrence, Version
from port2port.log.wording import Difference, differences, facts_of, role_of, struck_words
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.vocabulary import lookup

BATCH = 400


@dataclass(frozen=True, slots=True)
class Wording:
    """A correction: when, by which role, why, and what it said otherwise."""

    number: int
    at: datetime
    role: str
    reason: str
    changes: list[Difference]


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """One entry as it stands on paper."""

    row: Occurrence
    role: str
    methods: list[str]
    facts: list[tuple[str, str]]
    struck: str
    corrections: list[Wording] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    files: list[LogFile] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed: whose log, which period, and its entries."""

    organisation: str
    facilities: list[str]
    first: date | None
    last: date | None
    entries: list[PaperEntry]
    is_filtered: bool


def paper_of(rows: Sequence[Occurrence], asked: Asked, *, member: Member, now: datetime) -> Paper:
    """The paper of these entries."""
    del now
    own = Organisation.objects.visible_to(member).filter(pk=member.organisation_id or 0).first()
    return Paper(
        organisation=own.name if own else "",
        facilities=sorted({row.facility.name for row in rows}),
        first=asked.first,
        last=asked.last,
        entries=list(_entries(rows, member)),
        is_filtered=bool(asked.words or asked.tile or asked.state or asked.severity),
    )


def _entries(rows: Sequence[Occurrence], member: Member) -> Iterator[PaperEntry]:
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        ids = [row.pk for row in part]
        versions = _by_entry(Version.objects.visible_to(member).filter(occurrence_id__in=ids).order_by("number"))
        lines = _by_entry(Line.objects.visible_to(member).filter(occurrence_id__in=ids))
        files = _by_entry(LogFile.objects.visible_to(member).filter(occurrence_id__in=ids))
        for row in part:
            yield PaperEntry(
                row=row,
                role=role_of(row.seat),
                methods=[lookup.label(code) for code in row.methods],
                facts=list(facts_of(row)),
                struck=struck_words(row) if row.is_struck else "",
                corrections=_corrections(versions.get(row.pk, [])),
                lines=lines.get(row.pk, []),
                files=files.get(row.pk, []),
            )


def _by_entry[M: (Version, Line, LogFile)](rows: QuerySet[M]) -> dict[int, list[M]]:
    found: dict[int, list[M]] = {}
    for one in rows.select_related("seat"):
        found.setdefault(one.occurrence_id, []).append(one)
    return found


def _corrections(versions: list[Version]) -> list[Wording]:
    return [
        Wording(one.number, one.at, role_of(one.seat), one.reason, differences(before.said, one.said))
        for before, one in pairwise(versions)
    ]
