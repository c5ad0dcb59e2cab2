"""The page of bands: what every member reads, what it never holds, and who chooses what an organisation shows."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from port2port.counts import actions
from port2port.counts.actions.banding import quarter_before
from port2port.counts.models import CountSeries
from tests.counts.conftest import Count
from tests.counts.test_banding import MADE, fill
from tests.personas import NOW, Community
from tests.reading import without_keys

EXACT = (5_317, 7_411, 9_203, 6_151, 8_089, 3)


@pytest.fixture
def shown(community: Community, count: Count) -> dict[str, CountSeries]:
    """North and south show intrusions; east counts and shows nothing."""
    told = {"north": ("author", EXACT[:3]), "south": ("peer", EXACT[3:]), "east": ("outsider", (61, 62, 63))}
    made = {}
    for port, (name, months) in told.items():
        made[port] = count(community.member(name), port=port)
        fill(community.member(name), made[port], months)
    actions.show_bands(member=community.member("coordinator"), series=[made["north"]], now=NOW)
    actions.show_bands(member=community.member("peer_coordinator"), series=[made["south"]], now=NOW)
    actions.make_band_tables(now=MADE)
    return made


@pytest.mark.parametrize("name", ["outsider", "peer", "secretariat", "colleague"])
def test_every_member_reads_bands_and_no_exact_count(
    client, community: Community, shown: dict[str, CountSeries], name: str
) -> None:
    client.force_login(community.person(name))

    page, csv = client.get("/counts/bands/"), client.get("/counts/bands.csv").content.decode("utf-8-sig")

    for text in (without_keys(page.text), csv):
        assert "below 5" in text
        assert "hidden" in text
        assert "5,000 to 9,999" in text
        # The sums of rows, columns and weeks, and every count: in no notation.
        exact = [*EXACT[:5], sum(EXACT[:3]), sum(EXACT[3:]), EXACT[0] + EXACT[3], EXACT[1] + EXACT[4]]
        for number in exact:
            assert f"{number}" not in text
            assert f"{number:,}" not in text
    assert "East" not in page.text.partition("<h1")[2].partition("</main>")[0]


def test_the_table_says_which_port_of_whom_and_all_together(
    client, community: Community, shown: dict[str, CountSeries]
) -> None:
    client.force_login(community.person("outsider"))

    page = client.get("/counts/bands/?count=intrusions&quarter=2025+Q4").text

    for words in ("October", "November", "December", "Port of North", "Port of South", "All together", "2025 Q4"):
        assert words in page
    assert "TLP:GREEN" in page


@pytest.mark.parametrize(
    "address", ["?count=seizures", "?quarter=1999+Q1", "?count=%00", "?count=intrusions.DRN&quarter=x"]
)
def test_an_address_that_names_nothing_shows_the_newest(
    client, community: Community, shown: dict[str, CountSeries], address: str
) -> None:
    client.force_login(community.person("outsider"))

    def shows(query: str) -> str:
        return client.get(f"/counts/bands/{query}").text.partition("<h1")[2].partition("</main>")[0]

    assert "5,000 to 9,999" in shows("")
    assert shows(address) == shows("")


def test_a_file_of_a_count_that_is_not_there_is_missing(client, community: Community) -> None:
    client.force_login(community.person("outsider"))

    assert client.get("/counts/bands.csv?count=seizures").status_code == 404
    assert client.get("/counts/bands.csv").status_code == 200


def test_before_the_first_table_the_page_says_what_will_appear(client, community: Community) -> None:
    client.force_login(community.person("outsider"))

    assert "No bands yet." in client.get("/counts/bands/").text


def test_the_file_is_the_same_bytes_whatever_a_small_count_is(client, community: Community, count: Count) -> None:
    """Two counts that differ in one small cell give a reader files that differ in nothing but the name of the count."""
    files = []
    for outcome, small in (("intrusions", 0), ("drone_sightings", 4)):
        north = count(community.member("author"), port="north", outcome=outcome)
        south = count(community.member("peer"), port="south", outcome=outcome)
        fill(community.member("author"), north, (19, 19, 30))
        fill(community.member("peer"), south, (small, 40, 30))
        for name, series in (("coordinator", north), ("peer_coordinator", south)):
            before = CountSeries.objects.filter(organisation=series.organisation, shows_bands=True)
            actions.show_bands(member=community.member(name), series=[*before, series], now=NOW)
    actions.make_band_tables(now=MADE)
    client.force_login(community.person("outsider"))

    for outcome, words in (("intrusions", "Intrusions"), ("drone_sightings", "Drone sightings")):
        content = client.get(f"/counts/bands.csv?count={outcome}").content
        files.append(content.replace(words.encode(), b"it"))

    assert b"below 5" in files[0]
    assert files[0] == files[1]


def test_a_coordinator_ticks_what_all_members_see(client, community: Community, count: Count) -> None:
    series = count(community.member("author"))
    theirs = count(community.member("peer"), port="south")
    client.force_login(community.person("coordinator"))

    page = client.get("/counts/bands/show/").text
    assert str(series.key) in page
    assert str(theirs.key) not in page
    assert client.post("/counts/bands/show/", {"series": [str(theirs.key)]}).status_code == 422
    assert client.post("/counts/bands/show/", {"series": [str(series.key)]}).status_code == 302
    series.refresh_from_db()
    assert series.shows_bands
    assert "checked" in client.get("/counts/bands/show/").text

    client.post("/counts/bands/show/", {})
    series.refresh_from_db()
    assert not series.shows_bands


def test_parts_and_whole_are_refused_and_the_ticks_stay(client, community: Community, count: Count) -> None:
    whole, part = count(community.member("author")), count(community.member("author"), category="DRN-RECON")
    client.force_login(community.person("coordinator"))

    answer = client.post("/counts/bands/show/", {"series": [str(whole.key), str(part.key)]})

    assert answer.status_code == 422
    assert "would betray each other" in answer.text
    assert answer.text.count("checked") == 2


def test_more_ports_ask_no_more_of_the_database(
    client, community: Community, shown: dict[str, CountSeries], count: Count
) -> None:
    client.force_login(community.person("outsider"))
    with CaptureQueriesContext(connection) as for_two:
        client.get("/counts/bands/")
    actions.show_bands(member=community.member("outsider_coordinator"), series=[shown["east"]], now=NOW)
    for quarter in (datetime(2025, 10, 20, tzinfo=UTC), datetime(2025, 7, 20, tzinfo=UTC)):
        fill_quarter(community, shown, quarter)
        assert actions.make_band_tables(now=quarter) == 1

    with CaptureQueriesContext(connection) as for_three:
        page = client.get("/counts/bands/?quarter=2025+Q2").text

    assert "Port of East" in page
    assert len(for_three) <= len(for_two)


def fill_quarter(community: Community, series: dict[str, CountSeries], at: datetime) -> None:
    first_day = quarter_before(at.date())
    for port, name in (("north", "author"), ("south", "peer"), ("east", "outsider")):
        fill(community.member(name), series[port], (30, 40, 50), first_day=first_day)
