"""The catalogues as pages: in the reader's language, by section, with filters in the address."""

import json
import re

import pytest
from django.test import Client

from port2port.norms import shipped
from tests.personas import Community

COMMON, LIGHT = "/norms/p2p-controls/1.0/", "/norms/baseline-light/1.0/"


@pytest.fixture
def reader(client: Client, community: Community) -> Client:
    client.force_login(community.person("author"))
    return client


def codes(client: Client, address: str, **asked: str) -> list[str]:
    page = client.get(address, asked).content.decode()
    return re.findall(r'term-lines__code" translate="no">([A-Z]+-\d\d)<', page)


def test_all_that_is_shipped_is_listed(reader: Client) -> None:
    page = reader.get("/norms/").content.decode()
    for folder in {path.parent for path in shipped.paths() if path.stem != "mapping"}:
        assert f"/norms/{folder.parent.name}/{folder.name}/" in page
    assert "26 controls" in page


def test_a_baseline_shows_the_controls_that_it_asks_for(reader: Client) -> None:
    found = codes(reader, LIGHT)
    assert len(found) == 26
    assert set(found) < set(codes(reader, COMMON))


def test_filters_leave_what_says_all_of_them(reader: Client) -> None:
    assert codes(reader, COMMON, q="acc-05") == ["ACC-05"]
    assert codes(reader, COMMON, q="FENCE schedule") == ["ACC-05"]
    high = codes(reader, COMMON, tier="H")
    assert len(high) == 27
    assert set(codes(reader, COMMON, tier="H", obligation="must")) < set(high)
    assert codes(reader, LIGHT, tier="H") == []
    assert "No control matches these filters." in reader.get(LIGHT, {"tier": "H"}).content.decode()


def test_a_filter_that_is_none_is_said(reader: Client) -> None:
    page = reader.get(COMMON, {"tier": "X"})
    assert page.status_code == 422
    assert "X" in page.content.decode()


@pytest.mark.parametrize(("language", "first"), [("nl", "Omheining"), ("fr", "Clôture"), ("de", "Umzäunung")])
def test_a_control_is_said_in_four_languages_the_readers_first(
    reader: Client, community: Community, language: str, first: str
) -> None:
    person = community.person("author")
    person.language = language
    person.save()
    page = reader.get(f"{COMMON}acc-05/").content.decode()
    said = re.findall(r'<dd lang="(..)"><strong>(\w+)', page)
    assert said[0] == (language, first)
    assert {one for one, _ in said} == {"nl", "fr", "de", "en"}
    assert LIGHT in page
    assert "/vocabulary/methods/INT-TRES/" in page


def test_a_control_stands_beside_the_paragraph_that_it_serves_and_the_other_way_round(reader: Client) -> None:
    assert "/norms/isps/1.0/a-14.2.2/" in reader.get(f"{COMMON}acc-05/").content.decode()
    assert f"{COMMON}acc-05/" in reader.get("/norms/isps/1.0/a-14.2.2/").content.decode()


def test_what_was_not_looked_up_says_so(reader: Client) -> None:
    warning = "Do not quote it as law"
    assert warning in reader.get("/norms/isps/1.0/b-18.5/").content.decode()
    assert warning not in reader.get("/norms/isps/1.0/a-14.2.2/").content.decode()


def test_a_file_is_the_bytes_that_are_shipped(reader: Client) -> None:
    answer = reader.get(f"{COMMON}nl.json")
    assert answer.content == (shipped.FOLDER / "p2p-controls/1.0/nl.json").read_bytes()
    assert json.loads(answer.content)["catalog"]["metadata"]["oscal-version"] == "1.2.1"
    assert answer["Content-Disposition"] == 'attachment; filename="p2p-controls-1.0-nl.json"'


@pytest.mark.parametrize(
    "address",
    [
        "/norms/x/1.0/",
        "/norms/p2p-controls/9.9/",
        f"{COMMON}zz-99/",
        f"{COMMON}xx.json",
        f"{LIGHT}nl.json",
        f"{LIGHT}wtr-01/",
    ],
)
def test_what_is_not_there_is_missing(reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 404
