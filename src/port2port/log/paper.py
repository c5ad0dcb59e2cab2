"""The legal log on paper: a period of a facility, oldest first, every wording and every line, nothing left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.base.templatetags.ui import when
from port2port.log.listing import Asked
from port2port.log.models import Line, LogFile, Observation, Occurrence, Version
from port2port.log.observed import paper_words
from port2port.log.wording import Difference, differences, facts_of, role_of, struck_words
from port2port.members.member import Member
from port2port.members.models import Organisation, Seat
from port2port.vocabulary import lookup

PART = 100


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
    """One entry as it stands on paper; `facts` are short parts of one line."""

    row: Occurrence
    facts: list[str]
    struck: str
    corrections: list[Wording] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    files: list[LogFile] = field(default_factory=list)
    seen: list[tuple[Observation, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Paper:
    """The head of what is printed: whose log, which period, for whom.

    whose   the facility, or how many; stands at the top of each sheet
    """

    organisation: str
    facilities: list[str]
    whose: str
    period: str
    count: int
    for_whom: str
    is_filtered: bool


def paper_of(rows: Sequence[Occurrence], asked: Asked, *, member: Member, now: datetime) -> Paper:
    """The head over these entries."""
    own = Organisation.objects.visible_to(member).filter(pk=member.organisation_id or 0).first()
    seat = Seat.objects.visible_to(member).filter(pk=member.seat_id or 0).first()
    name = own.name if own else ""
    facilities = sorted({row.facility.name for row in rows})
    many = ngettext("%(n)d facility", "%(n)d facilities", len(facilities)) % {"n": len(facilities)}
    return Paper(
        organisation=name,
        facilities=facilities,
        whose=facilities[0] if len(facilities) == 1 else f"{name}, {many}",
        period=period_words(asked, now=now),
        count=len(rows),
        for_whom=f"{role_of(seat)}, {name}",
        is_filtered=bool(asked.words or asked.tile or asked.state or asked.severity),
    )


def period_words(asked: Asked, *, now: datetime) -> str:
    """From which day to which."""
    first = date_format(asked.first, "DATE_FORMAT") if asked.first else _("from the beginning")
    return f"{first} – {date_format(asked.last or timezone.localdate(now), 'DATE_FORMAT')}"


def parts_of(rows: Sequence[Occurrence], *, member: Member) -> Iterator[list[PaperEntry]]:
    """The entries, a hundred at a time."""
    for start in range(0, len(rows), PART):
        part = rows[start : start + PART]
        ids = [row.pk for row in part]
        versions = _by_entry(Version.objects.visible_to(member).filter(occurrence_id__in=ids).order_by("number"))
        lines = _by_entry(Line.objects.visible_to(member).filter(occurrence_id__in=ids).select_related("report"))
        files = _by_entry(LogFile.objects.visible_to(member).filter(occurrence_id__in=ids))
        seen = _by_entry(Observation.objects.visible_to(member).filter(occurrence_id__in=ids).select_related("zone"))
        yield [
            PaperEntry(
                row=row,
                facts=list(_facts(row)),
                struck=struck_words(row) if row.is_struck else "",
                corrections=_corrections(versions.get(row.pk, [])),
                lines=lines.get(row.pk, []),
                files=files.get(row.pk, []),
                seen=[(one, paper_words(one)) for one in seen.get(row.pk, [])],
            )
            for row in part
        ]


def _facts(row: Occurrence) -> Iterator[str]:
    yield row.facility.name
    if row.where:
        yield row.where
    yield f"{_('Written down')}: {when(row.noted_at)}, {role_of(row.seat)}"
    if row.methods:
        yield f"{_('Methods')}: {'; '.join(lookup.label(code) for code in row.methods)}"
    for name, words in facts_of(row):
        yield f"{name}: {words}"


def _by_entry[M: (Version, Line, LogFile, Observation)](rows: QuerySet[M]) -> dict[int, list[M]]:
    found: dict[int, list[M]] = {}
    for one in rows.select_related("seat"):
        found.setdefault(one.occurrence_id, []).append(one)
    return found


def _corrections(versions: list[Version]) -> list[Wording]:
    return [
        Wording(one.number, one.at, role_of(one.seat), one.reason, differences(before.said, one.said))
        for before, one in pairwise(versions)
    ]
