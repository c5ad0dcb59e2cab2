"""Feeds: Atom 1.0 (RFC 4287) and JSON Feed 1.1 from the same frozen entries."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

ATOM = "http://www.w3.org/2005/Atom"
ATOM_TYPE = "application/atom+xml; charset=utf-8"
JSON_FEED_TYPE = "application/feed+json; charset=utf-8"

register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One line of a feed. `id` is a lasting URI such as urn:uuid:…; texts are plain, never HTML."""

    id: str
    title: str
    link: str
    published: datetime
    updated: datetime
    author: str
    summary: str = ""
    language: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and its entries, newest first. `link` is the page for people, `self_link` the feed's own address."""

    id: str
    title: str
    link: str
    self_link: str
    updated: datetime
    language: str
    entries: Sequence[FeedEntry]
    next_link: str = ""


def atom(feed: Feed) -> bytes:
    """The Atom document, with every character escaped or known to be allowed in XML 1.0."""
    root = Element(f"{{{ATOM}}}feed", {"xml:lang": feed.language})
    _put(root, "id", feed.id)
    _put(root, "title", feed.title)
    _put(root, "updated", _rfc3339(feed.updated))
    _put(root, "link", rel="alternate", type="text/html", href=feed.link)
    _put(root, "link", rel="self", type="application/atom+xml", href=feed.self_link)
    if feed.next_link:
        _put(root, "link", rel="next", type="application/atom+xml", href=feed.next_link)
    for entry in feed.entries:
        root.append(_atom_entry(entry))
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _atom_entry(entry: FeedEntry) -> Element:
    element = Element(f"{{{ATOM}}}entry", {"xml:lang": entry.language} if entry.language else {})
    _put(element, "id", entry.id)
    _put(element, "title", entry.title)
    _put(element, "published", _rfc3339(entry.published))
    _put(element, "updated", _rfc3339(entry.updated))
    _put(element, "link", rel="alternate", type="text/html", href=entry.link)
    _put(_put(element, "author"), "name", entry.author)
    for category in entry.categories:
        _put(element, "category", term=category)
    if entry.summary:
        _put(element, "summary", entry.summary)
    return element


def _put(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    child = SubElement(parent, f"{{{ATOM}}}{name}", {key: _allowed(value) for key, value in attributes.items()})
    child.text = _allowed(text) or None
    return child


def json_feed(feed: Feed) -> bytes:
    """The JSON Feed 1.1 document."""
    document: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.link,
        "feed_url": feed.self_link,
        "language": feed.language,
        **({"next_url": feed.next_link} if feed.next_link else {}),
        "items": [_json_item(entry) for entry in feed.entries],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _json_item(entry: FeedEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.link,
        "title": entry.title,
        "content_text": entry.summary or entry.title,
        "date_published": _rfc3339(entry.published),
        "date_modified": _rfc3339(entry.updated),
        "authors": [{"name": entry.author}],
        **({"language": entry.language} if entry.language else {}),
        **({"tags": list(entry.categories)} if entry.categories else {}),
    }


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _allowed(text: str) -> str:
    """XML 1.0 has no form, not even an escaped one, for control characters and lone surrogates."""
    return "".join(one if _in_xml(ord(one)) else "\ufffd" for one in text)


def _in_xml(point: int) -> bool:
    return point in {0x9, 0xA, 0xD} or 0x20 <= point <= 0xD7FF or 0xE000 <= point <= 0xFFFD or point >= 0x10000
