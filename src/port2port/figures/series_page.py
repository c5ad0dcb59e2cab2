"""One series as its page shows it: for each place its charts, with the table of the same figures beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.figures.grouping import Same, by_period, by_place, newness
from port2port.figures.models import Figure, Series
from port2port.figures.wording import (
    drawn_of,
    period_words,
    place_of,
    published_words,
    short_period,
    value_of,
    with_unit,
)
from port2port.members.member import Member
from port2port.pure.published import Span
from port2port.pure.sideways_bars import WIDTH, Bar, Group, draw_bars

MOST_PERIODS = 60
# So many figures of a place are read at a glance; more are folded by year.
AT_A_GLANCE = 8


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in the table; number: by which the chart names it."""

    number: int
    figure: Figure
    period: str
    value: str
    published: str
    conflicts: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar and what stands at its end."""

    bar: Bar
    words: str


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """The bars of a period."""

    group: Group
    words: str
    conflicts: bool
    bars: list[DrawnBar]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its finding, what it rests on, and its sources: number, words and their language."""

    key: str
    finding: str
    about: str
    width: int
    height: int
    groups: list[DrawnGroup]
    sources: list[tuple[int, str, str]]
    conflicts: bool

    @property
    def is_long(self) -> bool:
        """Whether its line of sources is longer than a line or two, and therefore folded."""
        return len(self.sources) > AT_A_GLANCE


@dataclass(frozen=True, slots=True)
class Year:
    """The figures of periods that end in one year. newest: what it comes to; about: how many there are"""

    name: str
    newest: str
    about: str
    conflicts: bool
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Part:
    """One place of a series.

    newest, period   its newest figure, and of when     about   how many there are, and of which years
    years            newest first; none where its figures are few enough to be read at a glance
    """

    key: str
    name: str
    newest: str
    period: str
    about: str
    conflicts: bool
    charts: list[Chart]
    rows: list[Row]
    years: list[Year]
    withdrawn: list[Figure]


def parts_of(series: Series, *, member: Member, place: str = "") -> list[Part]:
    """The places of a series, those with most figures first; one of them where it is named."""
    rows = Figure.objects.visible_to(member).filter(series=series).select_related("series", "port")
    figures = list(rows.filter(place=place) if place else rows)
    mine = set(Figure.objects.editable_by(member).filter(series=series).values_list("pk", flat=True))
    return [_part(f"place-{number}", its, mine) for number, its in enumerate(by_place(figures).values(), 1)]


def _part(key: str, figures: Sequence[Figure], mine: set[int]) -> Part:
    standing = [one for one in figures if one.withdrawn_at is None]
    groups = by_period(standing)
    rows = list(_rows(groups, mine))
    numbers = {row.figure.pk: row.number for row in rows}
    name = place_of(figures[0])
    spans = [[same for same in groups if same.period and same.period.span == span] for span in (Span.YEAR, Span.HALF)]
    charts = [_chart(f"{key}-{number}", name, its, numbers) for number, its in enumerate(spans) if _can_be_drawn(its)]
    return Part(
        key=key,
        name=name,
        newest=_value(_newest(groups)) if groups else "",
        period=period_words(_newest(groups).period) if groups else "",
        about=_about_all(groups),
        conflicts=any(same.conflicts for same in groups),
        charts=charts,
        rows=rows,
        years=_years(groups, {row.figure.pk: row for row in rows}) if len(rows) > AT_A_GLANCE else [],
        withdrawn=[one for one in figures if one.withdrawn_at is not None],
    )


def _years(groups: Sequence[Same], rows: Mapping[int, Row]) -> list[Year]:
    found: dict[str, list[Same]] = {}
    for same in groups:
        found.setdefault(_year_of(same), []).append(same)
    return [_year(name, its, rows) for name, its in reversed(found.items())]


def _year(name: str, groups: Sequence[Same], rows: Mapping[int, Row]) -> Year:
    figures = [one for same in groups for one in same.figures]
    return Year(
        name=name,
        newest=_value(_newest(groups)),
        about=_count_words(len(figures)),
        conflicts=any(same.conflicts for same in groups),
        rows=[rows[one.pk] for one in figures],
    )


def _newest(groups: Sequence[Same]) -> Same:
    return max(groups, key=lambda same: newness(same.period))


def _year_of(same: Same) -> str:
    return str(same.period.to_on.year) if same.period else period_words(None)


def _value(same: Same) -> str:
    """What was published of it: one figure, or from the least to the most where there are several."""
    low, high = same.bounds
    unit = same.figures[0].series.unit
    newest = with_unit(drawn_of(same.figures[-1]), unit)
    return f"{with_unit(low, unit)} – {with_unit(high, unit)}" if same.is_range else newest


def _count_words(count: int) -> str:
    return ngettext("%(n)s figure", "%(n)s figures", count) % {"n": count}


def _about_all(groups: Sequence[Same]) -> str:
    if not groups:
        return ""
    first, last = _year_of(groups[0]), _year_of(groups[-1])
    years = first if first == last else f"{first} – {last}"
    return f"{_count_words(sum(len(same.figures) for same in groups))}, {years}"


def _rows(groups: Iterable[Same], mine: set[int]) -> Iterable[Row]:
    number = 0
    for same in groups:
        for figure in same.figures:
            number += 1
            yield Row(
                number,
                figure,
                period_words(same.period),
                value_of(figure),
                published_words(figure.published_on),
                same.conflicts,
                figure.pk in mine,
            )


def _can_be_drawn(groups: Sequence[Same]) -> bool:
    """Two periods or more, none below zero: a single figure needs no chart."""
    return len(groups) > 1 and len(_all_periods(groups)) <= MOST_PERIODS and all(one.bounds[0] >= 0 for one in groups)


def _all_periods(groups: Sequence[Same]) -> list[Same]:
    """Every period from the first to the last; one in which nothing was published is empty, never zero."""
    found = {same.period: same for same in groups}
    period, last = groups[0].period, groups[-1].period
    every: list[Same] = []
    while period and last and period <= last and len(every) <= MOST_PERIODS:
        every.append(found.get(period, Same(period, ())))
        period = period.next
    return every


def _chart(key: str, place: str, groups: Sequence[Same], numbers: dict[int, int]) -> Chart:
    every = _all_periods(groups)
    drawing = draw_bars([[drawn_of(one) for one in same.figures] for same in every])
    figures = [one for same in groups for one in same.figures]
    drawn = [_group(same, group, numbers) for same, group in zip(every, drawing.groups, strict=True)]
    return Chart(
        key=key,
        finding=_finding(place, groups[-1]),
        about=_about(figures, every),
        width=WIDTH,
        height=drawing.height,
        groups=drawn,
        sources=[(numbers[one.pk], one.source, one.language) for one in figures],
        conflicts=any(same.conflicts for same in groups),
    )


def _group(same: Same, group: Group, numbers: dict[int, int]) -> DrawnGroup:
    bars = [
        DrawnBar(bar, f"{with_unit(drawn_of(one), one.series.unit)} [{numbers[one.pk]}]")
        for one, bar in zip(same.figures, group.bars, strict=False)
    ] or [DrawnBar(group.bars[0], _("no figure"))]
    words = short_period(same.period) if same.period else ""
    return DrawnGroup(group, words, len(same.figures) > 1 and same.conflicts, bars)


def _finding(place: str, newest: Same) -> str:
    low, high = newest.bounds
    unit = newest.figures[0].series.unit
    where = f"{place}, {period_words(newest.period)}"
    if newest.conflicts:
        ends = {"where": where, "low": with_unit(low, unit), "high": with_unit(high, unit)}
        return _("%(where)s: %(low)s to %(high)s, as sources differ") % ends
    return f"{where}: {_value(newest)}"


def _about(figures: Sequence[Figure], every: Sequence[Same]) -> str:
    count = _count_words(len(figures))
    sources = len({one.source for one in figures})
    from_sources = ngettext("from %(n)s source", "from %(n)s sources", sources) % {"n": sources}
    return f"{count} {from_sources}, {period_words(every[0].period)} – {period_words(every[-1].period)}"
