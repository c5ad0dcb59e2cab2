"""A file of counts held against what stands: which weeks are new, which say something else, and which are refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db.models import QuerySet

from port2port.counts.categories import SUBSTANCE
from port2port.counts.models import Comparison, ComparisonWeek, CountSeries, Effort, WeekCount
from port2port.counts.places import countable_ports
from port2port.counts.rules import WeekSaid, last_whole_week
from port2port.counts.sheet_words import BadSheet
from port2port.log.logbook_words import BadLogbook
from port2port.members.member import Member
from port2port.members.models import Port
from port2port.pure.count_sheet import CountRow, CountSheet, EffortRow, Known, OneSeries, SheetRefusedError, read_counts
from port2port.pure.count_words import key_of
from port2port.pure.logbook_bounds import LogbookRefusedError
from port2port.pure.not_a_sheet import is_text_called_workbook
from port2port.pure.port_names import PortWords, port_words
from port2port.vocabulary import lookup

type CountKey = tuple[str, str, str]
type EffortKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A week that would say something else. before None: missing."""

    row: int
    week: date
    before: WeekSaid | Decimal
    after: WeekSaid | Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """What the file says of one series or one kind of effort.

    port       its short name     name   the outcome or the kind     new, same   numbers of weeks
    gaps       weeks between the first and the last that neither the file nor what stands says
    """

    port: str
    name: str
    category: str
    is_effort: bool
    first: date
    last: date
    new: int
    same: int
    changes: tuple[Change, ...]
    gaps: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What an import would do.

    ports        by short name     comparison   that all rows are of, else None
    is_renamed   it bears the name of a workbook, and was read as the text that it is
    """

    sheet: CountSheet
    ports: Mapping[str, Port]
    parts: tuple[Part, ...]
    comparison: Comparison | None = None
    is_renamed: bool = False

    @property
    def is_refused(self) -> bool:
        """A row cannot be taken: then nothing is."""
        return bool(self.sheet.rejected)

    @property
    def new(self) -> int:
        """Weeks that stand nowhere yet."""
        return sum(one.new for one in self.parts)

    @property
    def changed(self) -> int:
        """Weeks that say something else."""
        return sum(len(one.changes) for one in self.parts)

    @property
    def same(self) -> int:
        """Weeks that stand so already."""
        return sum(one.same for one in self.parts)


def trial_of(
    content: bytes, *, name: str, sheet: str, member: Member, now: datetime, comparison: Comparison | None = None
) -> Trial:
    """What the file would do. comparison: whose weeks all rows are. Raises BadLogbook, BadSheet."""
    is_renamed = is_text_called_workbook(content, name)
    if comparison is not None:
        read = _read(content, name, sheet, OneSeries(last_whole_week(now)))
        return Trial(read, {}, tuple(_outside_parts(read, comparison, member)), comparison, is_renamed)
    ports = {port.slug: port for port in countable_ports(member)}
    read = _read(content, name, sheet, Known(_port_words(ports), _category_words(), last_whole_week(now)))
    parts = (*_count_parts(read, member), *_effort_parts(read, member))
    return Trial(read, ports, parts, is_renamed=is_renamed)


def _read(content: bytes, name: str, sheet: str, known: Known | OneSeries) -> CountSheet:
    try:
        return read_counts(content, name, known=known, sheet=sheet)
    except LogbookRefusedError as problem:
        raise BadLogbook(problem.fault) from problem
    except SheetRefusedError as problem:
        raise BadSheet(problem.fault, problem.names, is_renamed=is_text_called_workbook(content, name)) from problem


def _port_words(ports: Mapping[str, Port]) -> PortWords:
    return port_words({slug: (port.locode, port.name, slug) for slug, port in ports.items()})


def _category_words() -> dict[str, str]:
    """Codes, and the labels in each language that mean one category alone."""
    terms = [*lookup.methods(), *(one for one in lookup.facets(SUBSTANCE) if one.value != "none")]
    found: dict[str, set[str]] = {}
    for one in terms:
        for code, _language in settings.LANGUAGES:
            found.setdefault(key_of(one.label(code)), set()).add(one.code)
    labels = {words: codes.pop() for words, codes in found.items() if len(codes) == 1}
    return labels | {key_of(one.code): one.code for one in terms}


def counts_by_series(sheet: CountSheet) -> dict[CountKey, dict[date, CountRow]]:
    """The rows of each series by Monday."""
    found: dict[CountKey, dict[date, CountRow]] = {}
    for row in sheet.counts:
        found.setdefault((row.port, row.outcome, row.category), {})[row.week] = row
    return dict(sorted(found.items()))


def efforts_by_kind(sheet: CountSheet) -> dict[EffortKey, dict[date, EffortRow]]:
    """The rows of each kind of effort at each port by Monday."""
    found: dict[EffortKey, dict[date, EffortRow]] = {}
    for row in sheet.efforts:
        found.setdefault((row.port, row.kind), {})[row.week] = row
    return dict(sorted(found.items()))


def _count_parts(sheet: CountSheet, member: Member) -> Iterator[Part]:
    series = CountSeries.objects.of_organisation(member)
    standing: dict[CountKey, dict[date, WeekSaid]] = {}
    rows = _standing(sheet, series) if sheet.counts else None
    told = ("series__port__slug", "series__outcome", "series__category", "week", "number", "kilograms")
    for port, outcome, category, week, number, mass in rows.values_list(*told) if rows is not None else ():
        standing.setdefault((port, outcome, category), {})[week] = WeekSaid(number, mass)
    for (port, outcome, category), said in counts_by_series(sheet).items():
        before = standing.get((port, outcome, category), {})
        after: dict[date, WeekSaid | Decimal] = {
            week: WeekSaid(row.number, row.kilograms) for week, row in said.items()
        }
        gaps = tuple(week for week in sheet.gaps.get((port, outcome, category), ()) if week not in before)
        lines = {week: row.row for week, row in said.items()}
        yield _part((port, outcome, category), before, after, lines=lines, gaps=gaps)


def _standing(sheet: CountSheet, series: QuerySet[CountSeries]) -> QuerySet[WeekCount]:
    """Of what stands, the weeks and series that the file speaks of, and what lies between its weeks."""
    weeks = [one.week for one in sheet.counts]
    ports, outcomes = {one.port for one in sheet.counts}, {one.outcome for one in sheet.counts}
    asked = series.filter(port__slug__in=ports, outcome__in=outcomes, category__in={x.category for x in sheet.counts})
    return WeekCount.objects.standing().filter(series__in=asked.values("pk")).between(min(weeks), max(weeks))


def _effort_parts(sheet: CountSheet, member: Member) -> Iterator[Part]:
    standing: dict[EffortKey, dict[date, Decimal]] = {}
    rows = Effort.objects.visible_to(member).standing() if sheet.efforts else None
    if rows is not None:
        # Of what stands only what the file speaks of: ten years of it are many rows.
        weeks = [one.week for one in sheet.efforts]
        ports, kinds = {one.port for one in sheet.efforts}, {one.kind for one in sheet.efforts}
        rows = rows.filter(port__slug__in=ports, kind__in=kinds).between(min(weeks), max(weeks))
    told = ("port__slug", "kind", "week", "amount")
    for port, kind, week, amount in rows.values_list(*told) if rows is not None else ():
        standing.setdefault((port, kind), {})[week] = amount
    for (port, kind), said in efforts_by_kind(sheet).items():
        after: dict[date, WeekSaid | Decimal] = {week: row.amount for week, row in said.items()}
        lines = {week: row.row for week, row in said.items()}
        yield _part((port, kind, ""), standing.get((port, kind), {}), after, lines=lines, is_effort=True)


def _outside_parts(sheet: CountSheet, comparison: Comparison, member: Member) -> Iterator[Part]:
    rows = ComparisonWeek.objects.editable_by(member).standing().filter(comparison=comparison)
    before = {week: WeekSaid(number) for week, number in rows.values_list("week", "number")}
    for key, said in counts_by_series(sheet).items():
        after: dict[date, WeekSaid | Decimal] = {week: WeekSaid(row.number) for week, row in said.items()}
        gaps = tuple(week for week in sheet.gaps.get(key, ()) if week not in before)
        yield _part(key, before, after, lines={week: row.row for week, row in said.items()}, gaps=gaps)


def _part(
    key: CountKey,
    before: Mapping[date, WeekSaid | Decimal],
    after: Mapping[date, WeekSaid | Decimal],
    *,
    lines: Mapping[date, int],
    gaps: tuple[date, ...] = (),
    is_effort: bool = False,
) -> Part:
    changes = [
        Change(lines[week], week, before[week], one)
        for week, one in sorted(after.items())
        if week in before and before[week] != one
    ]
    new = sum(week not in before for week in after)
    port, name, category = key
    same = len(after) - new - len(changes)
    return Part(port, name, category, is_effort, min(after), max(after), new, same, tuple(changes), gaps)
