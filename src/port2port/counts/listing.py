"""The list of counts: what the own organisation counts, and what is lent to it, circle by circle."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.counts.categories import category_words
from port2port.counts.models import CountSeries, Loan, WeekCount
from port2port.counts.rules import last_whole_week
from port2port.counts.wording import ended_words, loan_words, outcome_words, port_words, week_words
from port2port.members.member import Member
from port2port.pure.weeks import WEEK


@dataclass(frozen=True, slots=True)
class Span:
    """The weeks of a series: the first and the newest with a row, and how many hold a number."""

    first: date
    newest: date
    numbers: int


@dataclass(frozen=True, slots=True)
class Line:
    """One series. newest: its newest week; gaps: weeks without a number, in words; loans: in words."""

    series: CountSeries
    outcome: str
    category: str
    newest: str
    gaps: str
    has_gaps: bool
    loans: list[str] = field(default_factory=list)
    from_week: date | None = None

    @property
    def port(self) -> str:
        """Where."""
        return port_words(self.series.port, self.series.organisation)


@dataclass(frozen=True, slots=True)
class Lent:
    """What one circle lends to the reader."""

    circle: str
    lines: list[Line]


PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class OnePage[T]:
    """A page of a list. earlier, later: numbers of the pages beside it; 0 where there is none."""

    rows: list[T]
    earlier: int
    later: int

    @classmethod
    def of(cls, page: Page[Any], rows: list[T]) -> Self:
        """The rows of this page."""
        earlier = page.previous_page_number() if page.has_previous() else 0
        return cls(rows, earlier, page.next_page_number() if page.has_next() else 0)


def page_in(rows: QuerySet[Any], page: str) -> OnePage[Any]:
    """The rows of the page that an address names."""
    one = Paginator(rows, PER_PAGE).get_page(page)
    return OnePage.of(one, list(one))


def own_lines(member: Member, *, now: datetime, page: str = "") -> OnePage[Line]:
    """The own organisation's series, by port and outcome."""
    seen = CountSeries.objects.visible_to(member).of_organisation(member).with_names().order_by(*_ORDER, "pk")
    one = Paginator(seen, PER_PAGE).get_page(page)
    rows = list(one)
    loans: dict[int, list[str]] = {}
    for loan in Loan.objects.visible_to(member).read_by(member).filter(series__in=rows).with_names():
        loans.setdefault(loan.series_id, []).append(loan_words(loan))
    for loan in Loan.objects.visible_to(member).of_organisation(member).ended_for_manager().filter(series__in=rows):
        loans.setdefault(loan.series_id, []).append(ended_words(loan))
    return OnePage.of(one, _lines(rows, member=member, now=now, loans=loans))


def lent_lines(member: Member, *, now: datetime, page: str = "") -> OnePage[Lent]:
    """What others lend to circles that the own organisation is in, circle by circle."""
    loans = Loan.objects.visible_to(member).read_by(member).exclude(organisation_id=member.organisation_id or 0)
    loans = loans.select_related("circle", "series__port", "series__organisation")
    order = [f"series__{name}" for name in _ORDER]
    one = Paginator(loans.order_by("circle__name", "circle_id", *order, "pk"), PER_PAGE).get_page(page)
    by_circle: dict[int, list[Loan]] = {}
    for loan in one:
        by_circle.setdefault(loan.circle_id, []).append(loan)
    spans = _spans(member, [loan.series for each in by_circle.values() for loan in each])
    return OnePage.of(one, [Lent(each[0].circle.name, _lent(each, spans, now=now)) for each in by_circle.values()])


_ORDER = ("port__name", "outcome", "category")


def _lent(loans: Iterable[Loan], spans: dict[int, Span], *, now: datetime) -> list[Line]:
    lines = [_line(one.series, spans.get(one.series_id), now=now, from_week=one.from_week) for one in loans]
    return sorted(lines, key=lambda line: (line.port, line.outcome, line.category))


def _lines(rows: list[CountSeries], *, member: Member, now: datetime, loans: dict[int, list[str]]) -> list[Line]:
    spans = _spans(member, rows)
    return [_line(one, spans.get(one.pk), now=now, loans=loans.get(one.pk, [])) for one in rows]


def _spans(member: Member, rows: list[CountSeries]) -> dict[int, Span]:
    seen = WeekCount.objects.visible_to(member).standing().filter(series__in=rows).order_by()
    found = seen.values_list("series_id").annotate(first=Min("week"), newest=Max("week"), numbers=Count("number"))
    return {series: Span(first, newest, numbers) for series, first, newest, numbers in found}


def _line(
    series: CountSeries,
    span: Span | None,
    *,
    now: datetime,
    loans: list[str] | None = None,
    from_week: date | None = None,
) -> Line:
    missing = 0 if span is None else (last_whole_week(now) - span.first).days // WEEK.days + 1 - span.numbers
    return Line(
        series=series,
        outcome=outcome_words(series.outcome),
        category=category_words(series.category),
        newest=_newest_words(series, span),
        gaps=_gap_words(series, span, missing),
        has_gaps=missing > 0,
        loans=loans or [],
        from_week=from_week,
    )


def _newest_words(series: CountSeries, span: Span | None) -> str:
    if series.is_derived:
        return _("worked out from seizures and containers inspected")
    return week_words(span.newest) if span else _("no week yet")


def _gap_words(series: CountSeries, span: Span | None, missing: int) -> str:
    if series.is_derived or span is None:
        return ""
    if missing <= 0:
        return _("none")
    return ngettext("%(n)s week without a number", "%(n)s weeks without a number", missing) % {"n": missing}
