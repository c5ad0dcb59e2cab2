"""Drones that several ports saw at one time: together for who may see them, and no trace for who may not."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from port2port.log.together import WINDOWS, spotted_by, together
from port2port.pure.audience import Tlp
from port2port.reports.actions import publish_report, save_draft
from port2port.reports.fields import Readers, ReportFields
from port2port.reports.models import Kind, Report
from tests.personas import NOW

HALF_HOUR, TWO_HOURS, DAY = WINDOWS


@pytest.fixture
def at_noon(monkeypatch):
    monkeypatch.setattr("port2port.log.views.drones.now", lambda: NOW + timedelta(hours=3))


@pytest.fixture
def share(community):
    """A sighting of a drone that a port shares with a circle, or with one named person."""

    def shared(who="peer", port="south", *, after_min=0, red=False, title="Drone over the lock", **more):
        member = community.member(who)
        readers = Readers(tlp=Tlp.AMBER_STRICT, circles=frozenset({community.circles["both"].pk}))
        if red:
            readers = Readers(tlp=Tlp.RED, named=frozenset({community.person("peer_coordinator").pk}))
        values = {
            "kind": Kind.SIGHTING,
            "title": title,
            "facts": "Seen by two.",
            "medium": "drone",
            "happened_from": NOW + timedelta(minutes=after_min),
            "happened_precision": "minute",
            "port": community.ports[port],
        }
        fields = ReportFields(**(values | more))
        draft = save_draft(member=member, said=fields, readers=readers, now=NOW)
        return publish_report(member=member, report=draft, now=NOW)

    return shared


def groups(member, window=TWO_HOURS):
    return together(spotted_by(member, period="30", now=NOW + timedelta(hours=3)), window)


def test_what_two_ports_saw_within_the_window_stands_together(author, write, share):
    entry = write(tile="drone")
    report = share(after_min=20)

    (group,) = groups(author)

    assert [row.address for row in group.rows] == [entry.get_absolute_url(), report.get_absolute_url()]
    assert group.ports == ["North", "South"]
    assert group.is_of_several_ports


def test_the_window_decides_what_stands_together(author, write, share):
    write(tile="drone")
    share(after_min=60)

    assert [len(group.rows) for group in groups(author, HALF_HOUR)] == [1, 1]
    assert [len(group.rows) for group in groups(author, TWO_HOURS)] == [2]


def test_what_is_known_by_the_day_stands_in_no_window_of_hours(author, write, share):
    write(tile="drone")
    share(happened_precision="day", happened_from=NOW.replace(hour=0))

    assert [len(group.rows) for group in groups(author, TWO_HOURS)] == [1]
    assert [len(group.rows) for group in groups(author, DAY)] == [2]


def test_only_sightings_of_a_drone_stand_here(author, write, share):
    write()
    share(medium="", methods=("INT-TRES",))
    by_method = share(medium="", methods=("DRN-SPY",))

    (group,) = groups(author)

    assert [row.address for row in group.rows] == [by_method.get_absolute_url()]


def test_what_one_may_not_see_is_in_no_list_count_or_window(client, community, author, write, share, at_noon):
    """The attack: whoever asks sees the same bytes before and after something hidden came."""
    write(tile="drone")
    share(after_min=100)
    askers = ("outsider", "guest", "client", "guard", "author")
    before = {who: _page(client, community, who) for who in askers}

    share(after_min=50, red=True, title="Named only")
    share(after_min=250, red=True, title="Named only")
    write(tile="drone", member=community.member("peer"), facility=community.facilities["south"])

    assert {who: _page(client, community, who) for who in askers} == before
    assert "Drone over the lock" in before["author"]
    assert "Drone over the lock" not in before["outsider"] + before["guard"] + before["guest"] + before["client"]
    assert "Quay north" not in before["outsider"]


def test_a_guard_sees_the_own_log_alone(guard, write, share):
    entry = write(tile="drone")
    share()

    (group,) = groups(guard)

    assert [row.address for row in group.rows] == [entry.get_absolute_url()]


def _page(client, community, who):
    client.force_login(community.person(who))
    pages = [client.get(f"/log/drones/?window={one.code}&period=30").content.decode() for one in WINDOWS]
    return re.sub(r'csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|_?[0-9A-Za-z]{64}', "", "".join(pages))


@pytest.mark.parametrize("who", ["author", "peer", "guard"])
def test_the_list_of_reports_leads_there_for_whoever_may_open_it(client, community, who):
    client.force_login(community.person(who))

    assert 'href="/log/drones/"' in client.get("/reports/").content.decode()
    assert client.get("/log/drones/").status_code == 200


def test_the_page_asks_no_more_for_many_sightings_and_reads_no_long_text(client, community, write, share, at_noon):
    client.force_login(community.person("author"))
    write(tile="drone")
    share()
    client.get("/log/drones/?period=30")
    with CaptureQueriesContext(connection) as of_two:
        client.get("/log/drones/?period=30")
    for minutes in range(5):
        write(tile="drone")
        share(after_min=minutes, methods=("DRN-SPY",), medium="", drone_count=2, drone_heading_deg=90)

    with CaptureQueriesContext(connection) as of_twelve:
        page = client.get("/log/drones/?period=30").text

    assert page.count("Drone over the lock") == 6
    assert len(of_twelve) == len(of_two)
    assert not [one["sql"] for one in of_twelve if '"reports_report"."facts"' in one["sql"]]


def test_sightings_of_a_period_are_found_by_their_time(author):
    since = NOW - timedelta(days=30)
    rows = (
        Report.objects.standing().filter(kind=Kind.SIGHTING, happened_from__gte=since).order_by("-happened_from", "-pk")
    )

    plan = rows.explain()

    if connection.vendor == "sqlite":
        assert "report_sightings_by_time" in plan
        assert "TEMP B-TREE" not in plan
