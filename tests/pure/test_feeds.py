import json
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.atom import Feed, FeedEntry, atom, json_feed

NOW = datetime(2026, 3, 2, 14, 5, 7, tzinfo=UTC)
SPACE = {"a": "http://www.w3.org/2005/Atom"}


def feed(title: str = "Reports", summary: str = "", **kwargs: str) -> Feed:
    entry = FeedEntry(
        id="urn:uuid:0d4d1d1f-57cd-4ab1-8f5e-6c4f9a4dd001",
        title=title,
        link="https://ports.example/reports/1/?a=1&b=2",
        published=NOW,
        updated=NOW,
        author="Port of Ostend",
        summary=summary,
        language="nl",
        categories=("DRG-EXT-PIN",),
    )
    return Feed(
        id="urn:uuid:5f1b8a90-8d55-4c9b-9c9c-9a4bb9ad7e02",
        title=title,
        link="https://ports.example/reports/",
        self_link="https://ports.example/feeds/x.atom",
        updated=NOW,
        language="en",
        entries=[entry],
        **kwargs,
    )


def test_an_atom_feed_has_what_the_standard_requires():
    root = ET.fromstring(atom(feed(summary="A & B <b>")))

    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    for element in (root, root.find("a:entry", SPACE)):
        for required in ("id", "title", "updated"):
            assert len(element.findall(f"a:{required}", SPACE)) == 1
    assert [link.get("rel") for link in root.findall("a:link", SPACE)] == ["alternate", "self"]
    assert root.findtext("a:updated", None, SPACE) == "2026-03-02T14:05:07Z"
    entry = root.find("a:entry", SPACE)
    assert entry.findtext("a:author/a:name", None, SPACE) == "Port of Ostend"
    assert entry.findtext("a:summary", None, SPACE) == "A & B <b>"
    assert entry.find("a:category", SPACE).get("term") == "DRG-EXT-PIN"
    assert entry.find("a:link", SPACE).get("href") == "https://ports.example/reports/1/?a=1&b=2"
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "nl"


def test_a_json_feed_has_what_version_1_1_requires():
    document = json.loads(json_feed(feed(next_link="https://ports.example/feeds/x.json?after=1")))

    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["next_url"] == "https://ports.example/feeds/x.json?after=1"
    (item,) = document["items"]
    assert item["id"] == "urn:uuid:0d4d1d1f-57cd-4ab1-8f5e-6c4f9a4dd001"
    assert item["content_text"] == "Reports"
    assert item["authors"] == [{"name": "Port of Ostend"}]
    assert item["date_modified"] == "2026-03-02T14:05:07Z"
    assert "content_html" not in item


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_gives_documents_that_parse(text):
    hostile = feed(title=text, summary=text)

    root = ET.fromstring(atom(hostile))
    document = json.loads(json_feed(hostile))

    assert len(root.findall("a:entry", SPACE)) == 1
    assert len(document["items"]) == 1


def test_an_empty_feed_is_still_a_feed():
    empty = Feed("urn:uuid:1", "Reports", "https://ports.example/", "https://ports.example/f", NOW, "en", [])

    assert ET.fromstring(atom(empty)).findall("a:entry", SPACE) == []
    assert json.loads(json_feed(empty))["items"] == []
