"""The list of series: what each is about, its newest figure, how many sources it has, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from port2port.figures.grouping import by_period, by_place, newness
from port2port.figures.models import Figure, Kind, Series
from port2port.figures.wording import name_of, period_words, place_of, place_words, value_of
from port2port.members.member import Member


@dataclass(frozen=True, slots=True)
class Line:
    """One series. where: the place that the list is narrowed to, for the link."""

    series: Series
    name: str
    newest: Figure
    sources: int
    figures: int
    conflicts: int
    where: str

    @property
    def value(self) -> str:
        """The newest figure as published."""
        return value_of(self.newest)

    @property
    def of(self) -> str:
        """Where and when it was counted."""
        return f"{place_of(self.newest)}, {period_words(self.newest.period)}"


@dataclass(frozen=True, slots=True)
class Section:
    """The series of one kind; caveat: what must be said with them."""

    kind: Kind
    caveat: str | Promise
    lines: list[Line]


def figures_of(member: Member, *, place: str = "") -> list[Figure]:
    """What stands, of all places or one."""
    rows = Figure.objects.visible_to(member).standing().select_related("series", "port")
    return list(rows.filter(place=place) if place else rows)


def sections_of(member: Member, *, place: str = "") -> list[Section]:
    """The series that have a figure, by kind."""
    found: dict[Series, list[Figure]] = {}
    for figure in figures_of(member, place=place):
        found.setdefault(figure.series, []).append(figure)
    lines = [_line(series, figures, place) for series, figures in found.items()]
    sections = []
    for kind in Kind:
        its = sorted((line for line in lines if line.series.kind == kind), key=lambda line: line.name.casefold())
        if its:
            sections.append(Section(kind, its[0].series.caveat, its))
    return sections


def places_for(member: Member, *, series: Series | None = None) -> list[tuple[str, str]]:
    """The places to choose from, by name."""
    rows = Figure.objects.visible_to(member)
    if series is not None:
        rows = rows.filter(series=series)
    pairs = rows.order_by("place").values_list("place", "port__name").distinct()
    return sorted(((place, place_words(place, port)) for place, port in pairs), key=lambda pair: pair[1].casefold())


def _line(series: Series, figures: Sequence[Figure], place: str) -> Line:
    newest = max(figures, key=lambda one: (newness(one.period), one.published_on, one.pk))
    conflicts = sum(same.conflicts for its in by_place(figures).values() for same in by_period(its))
    sources = len({one.source for one in figures})
    return Line(series, name_of(series), newest, sources, len(figures), conflicts, place)
