"""Bands of counts as their page shows them: one count in one quarter, port by port, drawn and in a table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from port2port.counts.actions.banding import months_of
from port2port.counts.categories import category_words
from port2port.counts.models import BandCell, BandTable, Outcome
from port2port.counts.wording import SourceLine
from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.pure.band_bars import Bar, Drawing, draw_bands
from port2port.pure.disclosed_counts import Band
from port2port.pure.sheets import Column

SHORT = 13


@dataclass(frozen=True, slots=True)
class Words:
    """One cell; is_band: it shows a band, and does not say why it shows none."""

    words: str
    is_band: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A port as one organisation counts it; all together has no organisation."""

    port: str
    organisation: str
    months: tuple[Words, ...]
    quarter: Words | None


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar with its words."""

    bar: Bar
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class BandPage:
    """One table. months: their names; first, last: the days of its weeks."""

    title: str
    quarter: str
    months: tuple[str, ...]
    rows: tuple[Row, ...]
    together: Row
    drawing: Drawing
    bars: tuple[DrawnBar, ...]
    source: SourceLine
    first: date
    last: date


def count_key(table: BandTable) -> str:
    """What is counted, as it stands in an address."""
    return f"{table.outcome}.{table.category}" if table.category else table.outcome


def count_words(table: BandTable) -> str:
    """What is counted, in words."""
    label = str(Outcome(table.outcome).label)
    return f"{label} · {category_words(table.category)}" if table.category else label


def tables_for(member: Member) -> list[BandTable]:
    """All tables, the newest quarter first."""
    return list(BandTable.objects.visible_to(member).select_related("quarter"))


def page_of(table: BandTable, *, member: Member) -> BandPage:
    """The page of one table."""
    rows = _rows(_cells([table], member).get(table.pk, []))
    *ports, together = rows
    totals = [row.band for row in ports]
    drawing = draw_bands(totals)
    months = months_of(table.quarter.first_day)
    bars = [
        DrawnBar(bar, _short(row.row.port), row.row.quarter.words if row.row.quarter else "")
        for bar, row in zip(drawing.bars, ports, strict=True)
    ]
    return BandPage(
        title=count_words(table),
        quarter=str(table.quarter),
        months=month_names(table),
        rows=tuple(row.row for row in ports),
        together=together.row,
        drawing=drawing,
        bars=tuple(bars),
        source=SourceLine(_counted_by([row.row for row in ports]), None, table.outcome, tlp=Tlp.GREEN.label),
        first=months[0].first,
        last=months[-1].last + timedelta(days=6),
    )


def _counted_by(ports: Iterable[Row]) -> str:
    return ", ".join(sorted({one.organisation for one in ports}))


def month_names(table: BandTable) -> tuple[str, ...]:
    """The months of the quarter; the Monday of its last week always lies in a month."""
    mondays = (month.last for month in months_of(table.quarter.first_day))
    return tuple(formats.date_format(one, "F") for one in mondays)


def columns() -> list[Column]:
    """The headings of the file."""
    return [
        Column(_("Quarter"), 10),
        Column(_("What is counted"), 40),
        Column(_("Port"), 24),
        Column(_("Organisation"), 30),
        Column(_("Month 1")),
        Column(_("Month 2")),
        Column(_("Month 3")),
        Column(_("Whole quarter")),
    ]


def cells(tables: Iterable[BandTable], *, member: Member) -> Iterator[Sequence[str]]:
    """The rows of the file."""
    held = list(tables)
    found = _cells(held, member)
    for table in held:
        for one in _rows(found.get(table.pk, [])):
            row = one.row
            quarter = row.quarter.words if row.quarter else ""
            months = [month.words for month in row.months]
            yield [str(table.quarter), count_words(table), row.port, row.organisation, *months, quarter]


@dataclass(frozen=True, slots=True)
class _BandRow:
    """A row and the band of its quarter."""

    row: Row
    band: Band | None


def _cells(tables: Iterable[BandTable], member: Member) -> dict[int, list[BandCell]]:
    """By table: its cells, all read at once however many tables there are."""
    found: dict[int, list[BandCell]] = {}
    seen = BandCell.objects.visible_to(member).filter(table__in=[one.pk for one in tables])
    for cell in seen.select_related("series__port", "series__organisation"):
        found.setdefault(cell.table_id, []).append(cell)
    return found


def _rows(cells_of_table: Iterable[BandCell]) -> list[_BandRow]:
    """The ports by name, all together last."""
    by_series: dict[int, dict[int, BandCell]] = {}
    for cell in cells_of_table:
        by_series.setdefault(cell.series_id or 0, {})[cell.month] = cell
    together = by_series.pop(0, {})
    rows = [_row(its) for its in by_series.values()]
    rows.sort(key=lambda one: (one.row.port, one.row.organisation))
    months = tuple(_words(together[month]) for month in (1, 2, 3))
    return [*rows, _BandRow(Row(_("All together"), "", months, None), None)]


def _row(its: dict[int, BandCell]) -> _BandRow:
    series = its[0].series
    assert series is not None  # noqa: S101 - for the types: a row without a series is all together
    months = tuple(_words(its[month]) for month in (1, 2, 3))
    total = its[0]
    band = None if total.low is None else Band(total.low, total.high)
    return _BandRow(Row(series.port.name, series.organisation.name, months, _words(total)), band)


def _words(cell: BandCell) -> Words:
    if cell.low is None:
        return Words(_("hidden") if cell.why == BandCell.Why.BESIDE else _("not counted whole"), is_band=False)
    return Words(band_words(Band(cell.low, cell.high)), is_band=True)


def band_words(band: Band) -> str:
    """The band in words."""
    low = formats.number_format(band.low, force_grouping=True)
    if band.high is None:
        return _("%(low)s or more") % {"low": low}
    if not band.low:
        return _("below %(high)s") % {"high": formats.number_format(band.high + 1, force_grouping=True)}
    return _("%(low)s to %(high)s") % {"low": low, "high": formats.number_format(band.high, force_grouping=True)}


def _short(name: str) -> str:
    return name if len(name) <= SHORT else f"{name[: SHORT - 1].rstrip()}…"
