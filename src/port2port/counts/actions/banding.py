"""Bands of counts: an organisation shows a series to all members, and once a quarter tables are made that stand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.counts.access import shows_counts
from port2port.counts.categories import is_below
from port2port.counts.models import BandCell, BandQuarter, BandTable, CountSeries, WeekCount
from port2port.counts.refusals import PartsAndWhole, WorkedOut
from port2port.members.actions.rights import record_act
from port2port.members.member import Member, Standing
from port2port.members.models import Organisation
from port2port.pure.disclosed_counts import Band, Cell, Disclosed, Table, Weeks, Withheld, disclosed
from port2port.pure.weeks import WEEK, monday_of
from port2port.reports.rules import own_organisation

# Late counts are in by then, and who wants its counts out has had time to say so.
AFTER = timedelta(days=14)
# Two years: who begins to show later than it began to count has something to show at once.
MOST_EARLIER = 8
type Months = tuple[Weeks, Weeks, Weeks]


@transaction.atomic
def show_bands(*, member: Member, series: Iterable[CountSeries], now: datetime) -> int:
    """All members see bands of these series, and of no other of the organisation; how many that changes.

    Tables that were made stand.
    Raises NotAllowed, WorkedOut, PartsAndWhole.
    """
    if not shows_counts(member):
        raise NotAllowed
    Organisation.objects.select_for_update().get(pk=own_organisation(member))
    rows = list(CountSeries.objects.showable_by(member).with_names())
    asked = {one.pk for one in series}
    if asked - {one.pk for one in rows}:
        raise NotAllowed
    shown = [one for one in rows if one.pk in asked]
    check_together(shown)
    changed = [one for one in rows if one.shows_bands != (one.pk in asked)]
    for one in changed:
        one.shows_bands = one.pk in asked
        act = "show_bands" if one.shows_bands else "hide_bands"
        record_act(member=member, act=act, subject=f"counts:{one.key}", now=now)
    CountSeries.objects.bulk_update(changed, ["shows_bands"])
    return len(changed)


def check_together(series: Sequence[CountSeries]) -> None:
    """That no series is a part of another, nor cut in another way. Raises WorkedOut, PartsAndWhole."""
    if any(one.is_derived for one in series):
        raise WorkedOut
    by_count: dict[tuple[int, str], list[CountSeries]] = defaultdict(list)
    for one in series:
        by_count[one.port_id, one.outcome].append(one)
    for its in by_count.values():
        codes = [one.category for one in its]
        # Methods and substances cut the same events in two ways.
        nested = any(is_below(code, other) for code in codes for other in codes if code != other)
        if nested or len({one.vocabulary.partition(" ")[0] for one in its}) > 1:
            raise PartsAndWhole(its[0].port)


def make_band_tables(*, now: datetime) -> int:
    """The tables of the newest quarter that is over for two weeks, and of earlier ones without any; how many.

    Only when a new quarter is made are the eight before it looked at, so once a quarter, as whoever shows something is
    told. Safe to repeat.
    """
    first_day = quarter_before(timezone.localdate(now - AFTER))
    if BandQuarter.objects.filter(first_day=first_day).exists():
        return 0
    return _make_newest(first_day, now)


def quarter_before(day: date) -> date:
    """The first day of the quarter before the one of this day."""
    month = (day.month - 1) // 3 * 3 + 1
    return date(day.year - 1, 10, 1) if month == 1 else date(day.year, month - 3, 1)


def months_of(first_day: date) -> Months:
    """The three months of a quarter in whole weeks; a week lies in the month of its Thursday (ISO 8601)."""
    year, month = first_day.year, first_day.month
    firsts = [date(year, month, 1), date(year, month + 1, 1), date(year, month + 2, 1)]
    firsts.append(date(year + 1, 1, 1) if month == 10 else date(year, month + 3, 1))
    first, second, third = (Weeks(one, after - WEEK) for one, after in pairwise(map(_first_week, firsts)))
    return first, second, third


def _first_week(first: date) -> date:
    """The Monday of the first week whose Thursday lies in the month."""
    return monday_of(first + timedelta(days=3))


@transaction.atomic
def _make_newest(first_day: date, now: datetime) -> int:
    quarter, is_new = BandQuarter.objects.get_or_create(first_day=first_day, defaults={"made_at": now})
    if not is_new:
        return 0
    shown = _shown()
    made = _make_quarter(quarter, shown)
    for _back in range(MOST_EARLIER):
        first_day = quarter_before(first_day)
        # Of a quarter of which anything was shown no second version is made, be it of another count (D2): the parts of
        # a whole that came later would betray each other.
        if not BandTable.objects.filter(quarter__first_day=first_day).exists():
            made += _make_earlier(first_day, shown, now)
    return made


def _make_earlier(first_day: date, shown: Sequence[CountSeries], now: datetime) -> int:
    """Leaves no row where nobody counted a whole month."""
    counts = _counts([one.pk for one in shown], months_of(first_day))
    if not any(number is not None for months in counts.values() for number in months):
        return 0
    quarter, _is_new = BandQuarter.objects.get_or_create(first_day=first_day, defaults={"made_at": now})
    return _make_quarter(quarter, shown)


def _shown() -> list[CountSeries]:
    active = {"organisation__state": Organisation.State.ACTIVE, "organisation__standing": Standing.MEMBER}
    rows = CountSeries.objects.filter(shows_bands=True, **active)
    return list(rows.order_by("port__name", "organisation__name", "pk"))


def _make_quarter(quarter: BandQuarter, shown: Sequence[CountSeries]) -> int:
    by_count: dict[tuple[str, str], list[CountSeries]] = defaultdict(list)
    for one in shown:
        by_count[one.outcome, one.category].append(one)
    counts = _counts([one.pk for one in shown], months_of(quarter.first_day))
    tables = [_make(quarter, outcome, category, its, counts) for (outcome, category), its in sorted(by_count.items())]
    return sum(tables)


def _counts(series: Sequence[int], months: Months) -> dict[int, tuple[int | None, ...]]:
    """What each series counted in each month; None where a week of it is missing."""
    rows = WeekCount.objects.standing().filter(series__in=series).between(months[0].first, months[2].last)
    said: dict[int, dict[date, int | None]] = defaultdict(dict)
    for one, week, number in rows.values_list("series_id", "week", "number"):
        said[one][week] = number
    return {one: tuple(_sum(said[one], month) for month in months) for one in series}


def _sum(said: Mapping[date, int | None], month: Weeks) -> int | None:
    total, week = 0, month.first
    while week <= month.last:
        number = said.get(week)
        if number is None:
            return None
        total, week = total + number, week + WEEK
    return total


def _make(
    quarter: BandQuarter,
    outcome: str,
    category: str,
    series: Sequence[CountSeries],
    counts: Mapping[int, tuple[int | None, ...]],
) -> int:
    earlier = BandTable.objects.filter(outcome=outcome, category=category).values_list("quarter__first_day", flat=True)
    before = [month for first_day in earlier for month in months_of(first_day)]
    rows = [one for one in series if any(number is not None for number in counts[one.pk])]
    if not rows:
        return 0
    exact = Table(
        tuple(str(one.pk) for one in rows), months_of(quarter.first_day), tuple(counts[one.pk] for one in rows)
    )
    shown = disclosed(exact, shown_before=before)
    table = BandTable.objects.create(quarter=quarter, outcome=outcome, category=category)
    BandCell.objects.bulk_create(_cells(table, rows, shown))
    return 1


def _cells(table: BandTable, rows: Sequence[CountSeries], shown: Disclosed) -> Iterable[BandCell]:
    for one, cells, total in zip(rows, shown.cells, shown.row_totals, strict=True):
        for month, cell in enumerate([total or Withheld.MISSING, *cells]):
            yield _cell(table, one, month, cell)
    for month, band in enumerate(shown.period_totals, start=1):
        yield _cell(table, None, month, band or Withheld.MISSING)


def _cell(table: BandTable, series: CountSeries | None, month: int, cell: Cell) -> BandCell:
    if isinstance(cell, Band):
        return BandCell(table=table, series=series, month=month, low=cell.low, high=cell.high)
    return BandCell(table=table, series=series, month=month, why=cell.value)
