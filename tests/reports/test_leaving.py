"""Sheets, feeds and what is published openly: the same rule, the label on everything, every export on record."""

import csv
import json
from datetime import timedelta
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from port2port.base.clock import now
from port2port.ledger import store
from port2port.members.actions.tokens import make_token, revoke_token
from port2port.members.models import Token
from port2port.pure.audience import Tlp
from port2port.reports.actions import exporting, withdraw_report
from port2port.reports.fields import Readers
from port2port.reports.models import Kind
from tests.personas import NOW
from tests.reports.conftest import CLEAR, GREEN, amber

ATOM = "{http://www.w3.org/2005/Atom}"
OPENLY = Readers(tlp=Tlp.CLEAR, openly=True)


@pytest.fixture
def signed_in(community):
    def browser(name: str) -> Client:
        client = Client()
        client.force_login(community.person(name))
        return client

    return browser


@pytest.fixture
def feed_of(community):
    def address(name: str, ending: str = "atom", query: str = "") -> str:
        secret = f"p2p_{name}-feed"
        if not Token.objects.filter(label=secret).exists():
            at = now()
            make_token(
                member=community.member(name), label=secret, scope="feed", purpose="reports", secret=secret, now=at
            )
        return f"/feeds/{secret}/reports.{ending}{query}"

    return address


def rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def entries(response) -> list[ET.Element]:
    return ET.fromstring(response.content).findall(f"{ATOM}entry")


def test_a_csv_holds_the_filter_and_the_label_of_each_row(signed_in, publish):
    publish(Kind.ALERT)
    publish(readers=GREEN)

    response = signed_in("peer").get("/reports/export.csv?kind=alert")

    (row,) = rows(response)
    assert (row["TLP"], row["Title"], row["Method codes"]) == (
        "TLP:AMBER",
        "Men in the stack at night",
        "DRG-ENT-RIPON",
    )
    assert 'filename="TLP-AMBER reports ' in response.headers["Content-Disposition"]


def test_a_sheet_carries_the_strictest_label(signed_in, publish, both):
    publish(readers=GREEN)
    publish(readers=amber(both, strict=True))

    response = signed_in("peer").get("/reports/export.xlsx")

    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    assert book.sheet_names[0].startswith("TLP AMBER+STRICT")
    assert {row[0] for row in book.get_sheet_by_index(0).to_python()[1:]} == {"TLP:GREEN", "TLP:AMBER+STRICT"}


def test_headings_and_labels_are_in_the_readers_language(signed_in, publish, community):
    publish()
    person = community.person("peer")
    person.language = "nl"
    person.save()

    (row,) = rows(signed_in("peer").get("/reports/export.csv"))

    assert "Titel" in row
    assert row["Methodecodes"] == "DRG-ENT-RIPON"


@pytest.mark.parametrize("title", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", '=cmd|" /C calc"!A0'])
def test_a_cell_that_looks_like_a_formula_is_neutralised(signed_in, publish, title):
    publish(title=title)

    (row,) = rows(signed_in("peer").get("/reports/export.csv"))

    assert row["Title"] == "'" + title


def test_nothing_hidden_and_nothing_withdrawn_leaves(signed_in, publish, author):
    publish(title="Hidden from the outsider")
    withdraw_report(member=author, report=publish(readers=GREEN, title="Gone"), reason="Wrong.", now=NOW)

    for ending in ("csv", "xlsx"):
        outside = signed_in("outsider").get(f"/reports/export.{ending}")
        assert 'filename="TLP-CLEAR reports ' in outside.headers["Content-Disposition"]
    assert rows(signed_in("outsider").get("/reports/export.csv")) == []
    assert [row["Title"] for row in rows(signed_in("peer").get("/reports/export.csv"))] == ["Hidden from the outsider"]


def test_every_export_writes_one_line_in_the_trail(signed_in, publish, community):
    publish()

    signed_in("peer").get("/reports/export.csv")
    signed_in("peer").get("/reports/export.xlsx")

    south = str(community.organisations["south"].key)
    lines = [line for line in store.trail_of(south) if line.act == "export_reports"]
    assert [line.subject for line in lines] == ["xlsx, 1 reports, TLP:AMBER", "csv, 1 reports, TLP:AMBER"]


def test_too_many_rows_are_refused_with_words_that_say_how_to_narrow(signed_in, publish, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 1)
    publish()
    publish()

    response = signed_in("peer").get("/reports/export.csv")

    assert response.status_code == 413
    assert b"Choose a shorter period" in response.content


def test_a_feed_shows_what_its_owner_may_see(client, feed_of, publish):
    publish(title="For the circle")

    inside, outside = client.get(feed_of("peer")), client.get(feed_of("outsider"))

    assert entries(inside)[0].findtext(f"{ATOM}title") == "TLP:AMBER · Incident · For the circle"
    assert entries(outside) == []
    assert b"circle" not in outside.content
    assert {"ETag", "Last-Modified"} & set(inside.headers) == set()


def test_red_stands_in_a_feed_without_title_and_content(client, feed_of, publish, community):
    named = Readers(tlp=Tlp.RED, named=frozenset({community.person("peer").pk}))
    publish(readers=named, title="CANARY", facts="CANARY")

    for ending in ("atom", "json"):
        response = client.get(feed_of("peer", ending))
        assert b"TLP:RED report" in response.content
        for secret in (b"CANARY", b"Port of North", b"DRG-ENT-RIPON", b"incident"):
            assert secret not in response.content


def test_a_feed_takes_the_filters_of_the_list(client, feed_of, publish):
    publish(Kind.ALERT)
    publish(readers=GREEN)

    items = json.loads(client.get(feed_of("peer", "json", "?kind=alert")).content)["items"]

    assert [item["title"] for item in items] == ["TLP:AMBER · Alert · Men in the stack at night"]


def test_a_feed_holds_the_newest_fifty_and_nothing_withdrawn(client, feed_of, publish, author):
    for number in range(52):
        publish(title=f"Number {number}", now=NOW + timedelta(minutes=number))
    withdraw_report(member=author, report=publish(title="Gone", now=NOW + timedelta(hours=2)), reason="Wrong.", now=NOW)

    found = [one.findtext(f"{ATOM}title") for one in entries(client.get(feed_of("peer")))]

    assert len(found) == 50
    assert found[0].endswith("Number 51")


def test_a_revoked_token_ends_the_feed_at_once(client, feed_of, publish, peer):
    publish()
    address = feed_of("peer")
    assert client.get(address).status_code == 200

    revoke_token(member=peer, token=Token.objects.get(), now=now())

    assert client.get(address).status_code == 401


@pytest.mark.parametrize("scope", ["read", "write"])
def test_a_token_of_the_api_is_no_feed_address(client, community, scope):
    make_token(member=community.member("peer"), label="API", scope=scope, secret="p2p_api", now=now())

    assert client.get("/feeds/p2p_api/reports.atom").status_code == 401


def test_a_feed_address_is_made_from_a_view_and_shown_once(signed_in, client, publish):
    publish(Kind.ALERT)
    browser = signed_in("peer")

    page = browser.get("/reports/feed/?kind=alert")
    made = browser.post("/reports/feed/", {"query": "kind=alert&cursor=x"})
    address = "/feeds/" + made.content.decode().partition("/feeds/")[2].partition("</p>")[0].replace("&amp;", "&")

    assert b"Alert" in page.content
    assert address.endswith("/reports.atom?kind=alert")
    assert len(entries(client.get(address))) == 1


def test_only_what_was_published_openly_is_open(client, publish):
    publish(readers=CLEAR, title="Clear for those inside")
    publish(readers=GREEN, title="Green")
    open_one = publish(readers=OPENLY, title="For everybody")

    page, feed = client.get("/open/").content, client.get("/open/reports.atom")

    assert b"For everybody" in page
    assert len(entries(feed)) == 1
    for hidden in (b"Clear for those inside", b"Green"):
        assert hidden not in page
        assert hidden not in feed.content
    assert client.get(f"/open/{open_one.key}/").status_code == 200


def test_what_is_withdrawn_or_hidden_is_missing_from_what_is_open(client, publish, author):
    gone = publish(readers=OPENLY)
    withdraw_report(member=author, report=gone, reason="Wrong.", now=NOW)
    inside = publish(readers=CLEAR)

    answers = [client.get(f"/open/{key}/") for key in (gone.key, inside.key, "00000000-0000-4000-8000-00000000dead")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_signed_in_reader_sees_no_more_under_open(signed_in, publish):
    publish(title="For the circle")

    assert b"For the circle" not in signed_in("peer").get("/open/").content
