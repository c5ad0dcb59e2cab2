"""Bands are made once a quarter of what is shown at that moment; whoever joins, leaves or corrects learns nothing."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction

from port2port.base.refusal import NotAllowed
from port2port.counts import actions
from port2port.counts.actions.banding import MOST_EARLIER, months_of, quarter_before
from port2port.counts.models import BandCell, BandQuarter, BandTable, CountSeries
from port2port.counts.refusals import PartsAndWhole, WorkedOut
from port2port.counts.rules import WeekSaid
from port2port.members.member import Member
from port2port.pure.weeks import WEEK
from tests.counts.conftest import Count
from tests.personas import NOW, Community

Q4 = date(2025, 10, 1)
MADE = datetime(2026, 1, 20, 8, tzinfo=UTC)
AFTER_NEXT = datetime(2026, 4, 20, 8, tzinfo=UTC)
FIRST = date(2025, 9, 29)
WEEKS = 13


def fill(
    member: Member,
    series: CountSeries,
    months: tuple[int | None, int | None, int | None],
    *,
    now: datetime = NOW,
    first_day: date = Q4,
) -> None:
    """Every week of the quarter, with these sums by month; None leaves one week out."""
    said = {}
    for month, total in zip(months_of(first_day), months, strict=True):
        said[month.first] = WeekSaid(total)
        week = month.first + WEEK
        while week <= month.last:
            said[week] = WeekSaid(0)
            week += WEEK
    actions.enter_weeks(member=member, series=series, said=said, now=now)


def show(community: Community, name: str, *series: CountSeries) -> None:
    actions.show_bands(member=community.member(name), series=series, now=NOW)


def cells(series: CountSeries | None, *, quarter: date = Q4) -> list[tuple[int | None, int | None, str]]:
    rows = BandCell.objects.filter(series=series, table__quarter__first_day=quarter, table__outcome="intrusions")
    return list(rows.order_by("month").values_list("low", "high", "why"))


@pytest.fixture
def three(community: Community, count: Count) -> dict[str, CountSeries]:
    """North 12, 30 and 2; south 25, 60 and 40; east 3, 18 and 70 in the three months."""
    told = {"north": ("author", (12, 30, 2)), "south": ("peer", (25, 60, 40)), "east": ("outsider", (3, 18, 70))}
    made = {}
    for port, (name, months) in told.items():
        made[port] = count(community.member(name), port=port)
        fill(community.member(name), made[port], months)
    return made


def test_weeks_belong_to_the_month_of_their_thursday() -> None:
    first, second, third = months_of(Q4)

    assert (first.first, first.last) == (FIRST, date(2025, 10, 27))
    assert (second.first, third.last) == (date(2025, 11, 3), date(2025, 12, 22))
    every = [months_of(date(year, month, 1)) for year in range(2020, 2032) for month in (1, 4, 7, 10)]
    flat = [month for quarter in every for month in quarter]
    assert all(one.last + WEEK == after.first for one, after in pairwise(flat))
    assert all(one.first.weekday() == 0 and 4 <= (one.last - one.first).days // 7 + 1 <= 5 for one in flat)
    assert [quarter_before(date(2026, month, 15)) for month in (1, 4, 12)] == [Q4, date(2026, 1, 1), date(2026, 7, 1)]


def test_a_table_is_made_of_what_is_shown_and_says_bands(community: Community, three: dict[str, CountSeries]) -> None:
    for name, port in (("coordinator", "north"), ("peer_coordinator", "south")):
        show(community, name, three[port])

    assert actions.make_band_tables(now=MADE) == 1

    # North's third month is small; the smallest other of its row and of its column are hidden beside it.
    assert cells(three["north"]) == [(20, 49, ""), (None, None, "beside"), (20, 49, ""), (0, 4, "")]
    assert cells(three["south"]) == [(100, 199, ""), (None, None, "beside"), (50, 99, ""), (None, None, "beside")]
    assert cells(three["east"]) == []
    assert cells(None) == [(20, 49, ""), (50, 99, ""), (20, 49, "")]


def test_nothing_is_made_before_two_weeks_have_passed_and_nothing_twice(
    community: Community, three: dict[str, CountSeries]
) -> None:
    show(community, "coordinator", three["north"])

    actions.make_band_tables(now=datetime(2026, 1, 14, 8, tzinfo=UTC))
    assert not BandTable.objects.filter(quarter__first_day=Q4).exists()
    assert actions.make_band_tables(now=MADE) == 1
    before = list(BandCell.objects.order_by("pk").values())
    assert actions.make_band_tables(now=MADE + timedelta(days=1)) == 0

    assert list(BandCell.objects.order_by("pk").values()) == before


def test_who_joins_leaves_or_corrects_after_it_was_made_changes_nothing_of_it(
    community: Community, three: dict[str, CountSeries]
) -> None:
    """Two tables of the same weeks that differ by one port or one week are what an attacker wants to subtract."""
    show(community, "coordinator", three["north"])
    show(community, "peer_coordinator", three["south"])
    actions.make_band_tables(now=MADE)
    before = list(BandCell.objects.order_by("pk").values())

    show(community, "outsider_coordinator", three["east"])
    show(community, "coordinator")
    fill(community.member("peer"), three["south"], (0, 0, 0), now=NOW + timedelta(hours=1))
    actions.make_band_tables(now=MADE + timedelta(days=30))
    show(community, "coordinator", three["north"])
    actions.make_band_tables(now=MADE + timedelta(days=60))
    actions.make_band_tables(now=AFTER_NEXT)
    actions.make_band_tables(now=MADE)

    assert list(BandCell.objects.filter(table__quarter__first_day=Q4).order_by("pk").values()) == before
    assert BandQuarter.objects.count() == 2


def quarters_back(count: int) -> list[date]:
    found = [Q4]
    while len(found) <= count:
        found.append(quarter_before(found[-1]))
    return found


def test_the_first_table_brings_the_quarters_before_it_that_were_counted_and_no_older_ones(
    community: Community, count: Count
) -> None:
    north, author = count(community.member("author"), port="north"), community.member("author")
    counted = [Q4, *quarters_back(MOST_EARLIER + 2)[2:]]
    for first_day in counted:
        fill(author, north, (12, 30, 25), first_day=first_day)
    show(community, "coordinator", north)

    assert actions.make_band_tables(now=MADE) == MOST_EARLIER

    made = list(BandQuarter.objects.values_list("first_day", flat=True))
    # The one before the newest was not counted; the last two lie too far back.
    assert made == counted[:-2]
    assert all(len(cells(north, quarter=one)) == 4 for one in made)
    assert actions.make_band_tables(now=MADE + timedelta(hours=1)) == 0


def test_an_earlier_quarter_comes_with_the_next_table_and_never_within_a_quarter(
    community: Community, three: dict[str, CountSeries]
) -> None:
    """Else who ticks a series has no time to untick it, and sees what an hour of others' ticking changes."""
    assert actions.make_band_tables(now=MADE) == 0
    show(community, "coordinator", three["north"])

    assert actions.make_band_tables(now=MADE + timedelta(days=1)) == 0
    assert actions.make_band_tables(now=AFTER_NEXT) == 1

    assert len(cells(three["north"])) == 4


def test_of_a_quarter_of_which_anything_was_shown_no_second_version_comes(
    community: Community, three: dict[str, CountSeries], count: Count
) -> None:
    """Two versions of a quarter, be it of the whole and then of its parts, are what an attacker subtracts."""
    author = community.member("author")
    parts = [count(author, category=code) for code in ("INT-TRES", "INT-STOW")]
    for one, months in zip(parts, ((10, 20, 2), (2, 10, 0)), strict=True):
        fill(author, one, months)
    show(community, "coordinator", three["north"])
    assert actions.make_band_tables(now=MADE) == 1
    before = list(BandCell.objects.order_by("pk").values())

    show(community, "coordinator", *parts)
    show(community, "peer_coordinator", three["south"])
    assert actions.make_band_tables(now=AFTER_NEXT) == 0

    assert list(BandCell.objects.order_by("pk").values()) == before
    every = [(table.quarter.first_day, table.outcome, table.category) for table in BandTable.objects.all()]
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("small", [0, 1, 2, 3, 4])
def test_whatever_a_small_count_is_the_rows_are_the_same(community: Community, count: Count, small: int) -> None:
    """All of the database that others could ever be shown, byte for byte."""
    north = count(community.member("author"), port="north")
    south = count(community.member("peer"), port="south")
    fill(community.member("author"), north, (19, 19, 19))
    fill(community.member("peer"), south, (19, small, 26))
    show(community, "coordinator", north)
    show(community, "peer_coordinator", south)

    actions.make_band_tables(now=MADE)

    assert cells(south) == [(20, 49, ""), (None, None, "beside"), (0, 4, ""), (20, 49, "")]
    assert cells(north) == [(50, 99, ""), (None, None, "beside"), (None, None, "beside"), (10, 19, "")]
    assert cells(None) == [(20, 49, ""), (10, 49, ""), (20, 49, "")]


def test_a_month_with_a_week_that_nobody_counted_shows_nothing(community: Community, count: Count) -> None:
    north = count(community.member("author"), port="north")
    fill(community.member("author"), north, (12, None, 20))
    show(community, "coordinator", north)

    actions.make_band_tables(now=MADE)

    assert cells(north) == [(None, None, "missing"), (10, 19, ""), (None, None, "missing"), (20, 49, "")]
    assert cells(None) == [(10, 19, ""), (None, None, "missing"), (20, 49, "")]


def test_an_organisation_that_is_suspended_is_in_no_table(community: Community, three: dict[str, CountSeries]) -> None:
    show(community, "coordinator", three["north"])
    organisation = community.organisations["north"]
    organisation.state = "suspended"
    organisation.save()

    assert actions.make_band_tables(now=MADE) == 0


def test_parts_and_their_whole_are_not_shown_together(community: Community, count: Count) -> None:
    author = community.member("author")
    whole = count(author)
    drones = count(author, category="DRN")
    recon = count(author, category="DRN-RECON")
    cocaine = count(author, category="substance.cocaine")
    cyber = count(author, category="CYB")
    rate = count(author, outcome="seizures_per_1000_inspected")

    for pair in ((whole, recon), (drones, recon), (recon, cocaine)):
        with pytest.raises(PartsAndWhole):
            show(community, "coordinator", *pair)
    with pytest.raises(WorkedOut):
        show(community, "coordinator", rate)
    show(community, "coordinator", cyber, recon)

    assert set(CountSeries.objects.filter(shows_bands=True)) == {cyber, recon}


@pytest.mark.parametrize("name", ["author", "colleague", "guard", "trainer", "auditor", "operator", "guest", "client"])
def test_only_who_answers_for_the_organisation_shows_its_counts(
    community: Community, three: dict[str, CountSeries], name: str
) -> None:
    with pytest.raises(NotAllowed):
        show(community, name, three["north"])


def test_nobody_shows_the_counts_of_another(community: Community, three: dict[str, CountSeries]) -> None:
    with pytest.raises(NotAllowed):
        show(community, "peer_coordinator", three["north"])

    assert not CountSeries.objects.filter(shows_bands=True).exists()


@pytest.mark.parametrize("name", ["author", "colleague", "coordinator", "peer", "outsider", "secretariat"])
def test_every_member_that_reads_counts_reads_the_bands(
    community: Community, three: dict[str, CountSeries], name: str
) -> None:
    show(community, "coordinator", three["north"])
    actions.make_band_tables(now=MADE)

    assert BandTable.objects.visible_to(community.member(name)).count() == 1
    assert not BandTable.objects.editable_by(community.member(name)).exists()


@pytest.mark.parametrize("name", ["guard", "trainer", "auditor", "operator", "client", "guest", "nobody"])
def test_others_read_none(community: Community, three: dict[str, CountSeries], name: str) -> None:
    show(community, "coordinator", three["north"])
    actions.make_band_tables(now=MADE)

    assert not BandTable.objects.visible_to(community.member(name)).exists()
    assert not BandCell.objects.visible_to(community.member(name)).exists()


def test_what_was_made_stands_in_the_database(community: Community, three: dict[str, CountSeries]) -> None:
    show(community, "coordinator", three["north"])
    actions.make_band_tables(now=MADE)

    for change in (
        lambda: BandCell.objects.update(low=0),
        lambda: BandCell.objects.all().delete(),
        lambda: BandTable.objects.update(category="DRN"),
        lambda: BandQuarter.objects.update(made_at=NOW),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
