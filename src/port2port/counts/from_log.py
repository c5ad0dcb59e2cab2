"""What the own log and reports say of an outcome, week by week: a proposal, never entered by itself.

Which tile of the gate form and which code of the vocabulary counts as what: docs/reference/counts.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from port2port.counts.categories import SUBSTANCE, is_below
from port2port.counts.models import CountSeries, Outcome, WeekCount
from port2port.counts.wording import number_words, week_words
from port2port.log.access import Occurrences
from port2port.log.models import Joining, Line, Occurrence, Tile
from port2port.members.member import Member
from port2port.pure.weeks import WEEK, monday_of
from port2port.reports.models import Kind, Precision, Report

TILES: dict[str, frozenset[str]] = {
    Outcome.INTRUSIONS: frozenset({Tile.INTRUDER}),
    Outcome.DRONE_SIGHTINGS: frozenset({Tile.DRONE}),
    Outcome.CORRUPTION_APPROACHES: frozenset({Tile.QUESTION}),
}
# Codes that count, those below them included.
CODES: dict[str, tuple[str, ...]] = {
    Outcome.INTRUSIONS: ("INT-TRES", "INT-STOW", "DRG-EXT-TEAM", "DRG-EXT-HOTEL"),
    Outcome.DRONE_SIGHTINGS: ("DRN-RECON", "DRN-DELIV", "DRN-DISRUPT", "DRN-SPY", "DRN-PAYLD", "DRN-UNSAFE"),
    Outcome.CORRUPTION_APPROACHES: ("COR-BRIBE", "COR-COERCE", "COR-INFO", "COR-RECRUIT"),
    Outcome.TAMPERED_SEALS: ("DRG-ENT-RIPON", "DRG-EXT-CLONE"),
}
FOUND = frozenset({"prevented", "success-discovered"})
REPORTS = (Kind.INCIDENT, Kind.SIGHTING)
# A report that gives only a month says nothing of a week.
FINE = ("", Precision.MINUTE, Precision.HOUR, Precision.DAY, Precision.WEEK)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One week. found: by the log and reports, None where the log was not kept yet; stands: what was entered."""

    week: date
    found: int | None
    stands: int | None
    is_entered: bool

    @property
    def words(self) -> str:
        """The week."""
        return week_words(self.week)

    @property
    def stands_words(self) -> str:
        """What was entered."""
        return number_words(self.stands) if self.is_entered else ""

    @property
    def seen(self) -> str:
        """What a page shows of it, as its form sends it back."""
        return f"{self.found} {self.stands if self.is_entered else '-'}"

    @property
    def differs(self) -> bool:
        """Whether taking it changes something that stands."""
        return self.is_entered and self.stands != self.found


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that happened. same: what makes several entries one event."""

    at: datetime
    methods: Sequence[str]
    substance: str
    outcome: str
    tile: str = ""
    same: str = ""


def proposals(series: CountSeries, *, member: Member, weeks: Sequence[date]) -> list[Proposal]:
    """For these weeks, from what this seat sees of the own log and the own organisation's reports."""
    rows = WeekCount.objects.editable_by(member).standing().filter(series=series, week__in=weeks)
    standing = {row.week: row.number for row in rows}
    entries = _entries(series, member)
    earliest = entries.order_by("happened_at").values_list("happened_at", flat=True).first()
    since = None if earliest is None else monday_of(timezone.localdate(earliest))
    seen: dict[date, set[str]] = {week: set() for week in weeks}
    for number, event in enumerate(_events(series, member, weeks)):
        week = monday_of(timezone.localdate(event.at))
        if week in seen and counts_as(event, series):
            seen[week].add(event.same or str(number))
    return [
        Proposal(
            week,
            len(seen[week]) if since is not None and week >= since else None,
            standing.get(week),
            week in standing,
        )
        for week in weeks
    ]


def counts_as(event: _Event, series: CountSeries) -> bool:
    """Whether it is of the series' outcome and category."""
    return _is_of(event, series.outcome) and _is_in(event, series.category)


def _is_of(event: _Event, outcome: str) -> bool:
    if outcome == Outcome.SEIZURES:
        return event.substance not in {"", "none"} and event.outcome in FOUND
    return event.tile in TILES.get(outcome, ()) or any(code in CODES.get(outcome, ()) for code in event.methods)


def _is_in(event: _Event, category: str) -> bool:
    if category.startswith(f"{SUBSTANCE}."):
        return f"{SUBSTANCE}.{event.substance}" == category
    return category == "" or any(is_below(code, category) for code in event.methods)


def _entries(series: CountSeries, member: Member) -> Occurrences:
    rows = Occurrence.objects.visible_to(member).standing()
    return rows.filter(facility__organisation_id=series.organisation_id, facility__port_id=series.port_id)


def _events(series: CountSeries, member: Member, weeks: Sequence[date]) -> Iterator[_Event]:
    first, last = _bounds(weeks)
    entries = list(_entries(series, member).filter(happened_at__gte=first, happened_at__lt=last))
    joined = dict(
        Joining.objects.visible_to(member)
        .standing()
        .filter(occurrence__in=entries)
        .values_list("occurrence_id", "sighting_id")
    )
    for one in entries:
        same = f"sighting {joined[one.pk]}" if one.pk in joined else f"entry {one.pk}"
        yield _Event(one.happened_at, one.methods, one.substance, one.outcome, one.tile, same)
    yield from _reported(series, member, first, last)


def _reported(series: CountSeries, member: Member, first: datetime, last: datetime) -> Iterable[_Event]:
    """Own reports of this port that do not come from the own log, which is counted already."""
    told = Line.objects.visible_to(member).filter(report__isnull=False).values("report_id")
    rows = Report.objects.visible_to(member).filter(
        originator_id=series.organisation_id,
        port_id=series.port_id,
        kind__in=REPORTS,
        version__gt=0,
        withdrawn_at=None,
        happened_from__gte=first,
        happened_from__lt=last,
        happened_precision__in=FINE,
    )
    for one in rows.exclude(pk__in=told):
        if one.happened_from is not None:
            yield _Event(one.happened_from, one.methods, one.substance, one.outcome, same=f"report {one.pk}")


def _bounds(weeks: Sequence[date]) -> tuple[datetime, datetime]:
    zone = timezone.get_current_timezone()
    first = datetime.combine(min(weeks), time.min, tzinfo=zone)
    return first, datetime.combine(max(weeks) + WEEK, time.min, tzinfo=zone)
