"""Three series or thirty: pages and files of counts ask as often, and a list goes on over pages."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from port2port.base.clock import now
from port2port.counts import actions
from port2port.counts.listing import PER_PAGE
from port2port.counts.models import BandTable, CountSeries
from port2port.counts.rules import last_whole_week
from port2port.pure.weeks import WEEK
from port2port.vocabulary import lookup
from tests.counts.conftest import Count, Lend, weeks
from tests.counts.test_banding import MADE, fill
from tests.personas import NOW, Community

CODES = [one.code for one in lookup.methods()]
FEW, MANY = 3, 30


@pytest.fixture
def asks(client: Client, community: Community) -> Callable[..., int]:
    """How often the database is asked for an address, once what is remembered is remembered."""

    def asked(who: str, address: str) -> int:
        client.force_login(community.person(who))
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    return asked


@pytest.fixture
def counted(community: Community, count: Count, lend: Lend) -> Callable[[int, int], None]:
    """North counts these, each with two weeks and a loan to the circle."""

    def made(first: int, last: int) -> None:
        author, at = community.member("author"), now() - timedelta(hours=3)
        for code in CODES[first:last]:
            series = actions.open_series(
                member=author, port=community.ports["north"], outcome="intrusions", category=code, now=at
            )
            said = weeks([1, 2], until=last_whole_week(at))
            actions.enter_weeks(member=author, series=series, said=said, now=at)
            lend(author, series, now=at)

    return made


def test_the_list_asks_as_often_for_thirty_series_as_for_three(counted: Any, asks: Any) -> None:
    counted(0, FEW)
    own, lent = asks("author", "/counts/"), asks("peer", "/counts/")

    counted(FEW, MANY)

    assert (asks("author", "/counts/"), asks("peer", "/counts/")) == (own, lent)


def test_a_long_list_goes_on_over_pages_and_each_of_both_lists_by_itself(
    counted: Any, client: Client, community: Community
) -> None:
    counted(0, PER_PAGE + 4)
    client.force_login(community.person("author"))

    def shown(query: str) -> set[str]:
        page = client.get(f"/counts/{query}")
        return {str(line.series.key) for line in page.context["own"]}

    first, second = shown(""), shown("?page=2")
    assert (len(first), len(second), first & second) == (PER_PAGE, 4, set())
    assert len(first | second) == CountSeries.objects.count()
    assert 'href="?page=2"' in client.get("/counts/").text
    assert len(shown("?page=nonsense")) == PER_PAGE
    assert len(shown("?page=99")) == 4
    client.force_login(community.person("peer"))
    pages = [client.get(f"/counts/?{query}") for query in ("page=7", "page=7&lent=2")]
    lines = [{str(one.series.key) for circle in page.context["lent"] for one in circle.lines} for page in pages]
    assert [len(one) for one in lines] == [PER_PAGE, 4]
    assert not lines[0] & lines[1]
    assert 'href="?page=7&amp;lent=2"' in pages[0].text


def test_the_file_of_bands_asks_as_often_for_many_tables_as_for_one(
    community: Community, count: Count, asks: Any
) -> None:
    member = community.member("author")
    series = count(member)
    for first_day in (date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1)):
        fill(member, series, (30, 40, 50), first_day=first_day)
    actions.show_bands(member=community.member("coordinator"), series=[series], now=NOW)
    actions.make_band_tables(now=datetime(2025, 7, 20, tzinfo=UTC))
    assert BandTable.objects.count() == 1
    once = asks("outsider", "/counts/bands.csv")

    for at in (datetime(2025, 10, 20, tzinfo=UTC), MADE):
        actions.make_band_tables(now=at)

    assert BandTable.objects.count() == FEW
    assert asks("outsider", "/counts/bands.csv") == once


def test_the_trial_of_a_file_asks_as_often_for_thirty_series_as_for_three_and_reads_no_other_week(
    counted: Any, client: Client, community: Community
) -> None:
    counted(0, MANY)
    client.force_login(community.person("author"))

    def told(codes: list[str]) -> tuple[int, list[str]]:
        lines = [f"{last_whole_week(now()) - WEEK};BENOR;intrusions;{code};9" for code in codes]
        content = "\n".join(["week;port;outcome;category;number", *lines]).encode()
        address = client.post("/counts/import/", {"file": SimpleUploadedFile("counts.csv", content)})["Location"]
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert f"Write {len(codes)} weeks" in client.get(address).text
        return len(captured), [one["sql"] for one in captured if "counts_weekcount" in one["sql"]]

    few, _asked = told(CODES[:FEW])
    many, [asked] = told(CODES[:MANY])

    assert many == few
    assert "BETWEEN" in asked or asked.count('"week" >=') == asked.count('"week" <=') == 1
