"""Two years of weeks: a quarter stands open, the rest is folded and all of it there; charts say their source."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from port2port.base.clock import now
from port2port.counts import actions
from port2port.counts.models import CountSeries, Outcome
from port2port.counts.rules import last_whole_week
from port2port.counts.weeks_shown import OPEN_WEEKS, folded, quarter_of
from port2port.counts.wording import DEFINITIONS
from port2port.pure.weeks import WEEK
from tests.counts.conftest import weeks
from tests.personas import Community

TWO_YEARS = 104


@pytest.fixture
def long(community: Community) -> CountSeries:
    member, at = community.member("author"), now() - timedelta(hours=1)
    series = actions.open_series(member=member, port=community.ports["north"], outcome="intrusions", now=at)
    said = weeks(range(TWO_YEARS), until=last_whole_week(at))
    actions.enter_weeks(member=member, series=series, said=said, now=at)
    return series


def test_a_week_lies_in_the_quarter_of_its_thursday() -> None:
    assert quarter_of(date(2025, 12, 29)) == "2026 Q1"
    assert quarter_of(date(2026, 3, 30)) == "2026 Q2"
    assert quarter_of(date(2026, 3, 23)) == "2026 Q1"


def test_every_week_stands_once_in_its_order() -> None:
    every = [date(2026, 3, 2) - WEEK * n for n in range(TWO_YEARS)]

    newest, earlier = folded(every, week_of=lambda one: one)

    assert newest == every[:OPEN_WEEKS]
    assert newest + [week for quarter in earlier for week in quarter.weeks] == every
    names = [one.name for one in earlier]
    assert len(set(names)) == len(names)
    assert folded(every[:OPEN_WEEKS], week_of=lambda one: one)[1] == []


def test_the_page_of_two_years_folds_all_but_a_quarter_and_leaves_no_week_out(
    client: Client, community: Community, long: CountSeries
) -> None:
    client.force_login(community.person("author"))

    page = client.get(long.get_absolute_url()).text

    open_part, *_folded = page.partition('<details class="count-quarter">')
    assert page.count('data-label="Number"') == TWO_YEARS
    assert open_part.count('data-label="Number"') == OPEN_WEEKS
    assert page.count('class="count-quarter"') >= (TWO_YEARS - OPEN_WEEKS) // 14


def test_a_comparison_is_folded_alike(client: Client, community: Community) -> None:
    member, at = community.member("author"), now() - timedelta(hours=1)
    said = actions.ComparisonFields(
        title="Elsewhere",
        language="en",
        reason="hinterland",
        why="It lies far inland and nothing that comes by sea is handled there.",
        outcome="intrusions",
    )
    row = actions.declare_comparison(member=member, said=said, now=at)
    numbers = {week: one.number for week, one in weeks(range(TWO_YEARS), until=last_whole_week(at)).items()}
    actions.enter_comparison(member=member, comparison=row, said=numbers, now=at)
    client.force_login(community.person("author"))

    page = client.get(row.get_absolute_url()).text

    open_part, *_folded = page.partition('<details class="count-quarter">')
    assert page.count('<td class="number">') == TWO_YEARS
    assert open_part.count('<td class="number">') == OPEN_WEEKS


def test_a_chart_says_who_counted_until_when_what_and_for_whom(
    client: Client, community: Community, long: CountSeries
) -> None:
    client.force_login(community.person("author"))

    [line] = re.findall(r'<p class="meta count-source">(.*?)</p>', client.get(long.get_absolute_url()).text, re.DOTALL)

    for words in ("Source: counted by Port of North", "as of ", "One intrusion is one event", "TLP:AMBER+STRICT"):
        assert words in line
    assert set(DEFINITIONS) == set(Outcome.values)
