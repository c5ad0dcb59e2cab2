"""Small documents that are sound, for tests that break one thing of them."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from port2port.pure.oscal.reading import Document, read
from port2port.pure.oscal.writing import LANGUAGES, Catalogue, Entry, Section, text_of, uuid_of, written

type Break = Callable[[dict[str, Any]], object]


def words(text: str) -> dict[str, str]:
    return {language: f"{text} ({language})" for language in LANGUAGES}


def entry(name: str, label: str, *, class_: str = "isps-a", obligation: str = "must", **props: str) -> Entry:
    said = {"obligation": obligation, "obligation-basis": "32004R0725 art 3(1)"} | props
    found = [(prop, value) for prop, value in said.items() if value]
    found += [("addressee", "pfso"), ("security-level", "1"), ("security-level", "2")]
    return Entry(name, label, class_, words(f"Title of {label}"), words(f"Do {label}."), found)


def law(*, version: str = "1.0", entries: list[Entry] | None = None) -> Catalogue:
    found = entries or [
        entry("a-14.2.1", "A/14.2.1"),
        entry("a-14.2.2", "A/14.2.2"),
        entry("b-4.1", "B/4.1", class_="isps-b"),
        entry("b-16.10", "B/16.10", class_="isps-b", obligation="should"),
    ]
    return Catalogue(
        "test-law", version, "2026-11-29", words("A law"), "eu-law", "law", [Section("s-1", words("One"), found)]
    )


def document(*, language: str = "en", change: Break | None = None, catalogue: Catalogue | None = None) -> Document:
    """The law as read from its bytes, after one change to its root member."""
    return read(changed(written(catalogue or law(), language), change))


def changed(data: bytes, change: Break | None) -> bytes:
    whole = json.loads(data)
    if change is not None:
        change(next(iter(whole.values())))
    return text_of(whole)


def control(body: dict[str, Any], number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = body["groups"][0]["controls"][number]
    return found


def without_prop(body: dict[str, Any], name: str, number: int = 0) -> None:
    one = control(body, number)
    one["props"] = [prop for prop in one["props"] if prop["name"] != name]


def profile(*, change: Break | None = None, ids: tuple[str, ...] = ("a-14.2.1", "b-16.10")) -> bytes:
    base = written(law(), "en")
    resource = uuid_of("resource", "test-law")
    body = {
        "uuid": uuid_of("profile", "test"),
        "metadata": {
            "title": "A baseline",
            "last-modified": "2026-11-29T00:00:00Z",
            "version": "1",
            "oscal-version": "1.2.1",
        },
        "imports": [{"href": f"#{resource}", "include-controls": [{"with-ids": list(ids)}]}],
        "back-matter": {
            "resources": [
                {
                    "uuid": resource,
                    "rlinks": [
                        {"href": "en.json", "hashes": [{"algorithm": "SHA-256", "value": sha256(base).hexdigest()}]}
                    ],
                }
            ]
        },
    }
    return changed(text_of({"profile": body}), change)


def crosswalk(*, change: Break | None = None) -> bytes:
    """From the law to itself: enough to judge by."""
    base = sha256(written(law(), "en")).hexdigest()
    resource, author, reviewer = (uuid_of("test", name) for name in ("resource", "author", "reviewer"))
    side = {"type": "catalog", "href": f"#{resource}"}
    body = {
        "uuid": uuid_of("mapping", "test"),
        "metadata": {
            "title": "A crosswalk",
            "last-modified": "2026-11-29T00:00:00Z",
            "version": "1",
            "oscal-version": "1.2.1",
            "parties": [
                {"uuid": author, "type": "organization", "name": "North"},
                {"uuid": reviewer, "type": "organization", "name": "South"},
            ],
        },
        "provenance": {
            "method": "human",
            "matching-rationale": "semantic",
            "status": "complete",
            "mapping-description": "Read side by side.",
            "responsible-parties": [
                {"role-id": "author", "party-uuids": [author]},
                {"role-id": "reviewer", "party-uuids": [reviewer]},
            ],
        },
        "mappings": [
            {
                "uuid": uuid_of("mapping", "test", "1"),
                "source-resource": side,
                "target-resource": side,
                "maps": [
                    {
                        "uuid": uuid_of("map", "test", "1"),
                        "relationship": "subset-of",
                        "sources": [{"type": "control", "id-ref": "a-14.2.2"}],
                        "targets": [{"type": "control", "id-ref": "b-16.10"}],
                        "props": [{"name": "strength", "ns": "urn:port2port:oscal:1", "value": "7"}],
                    }
                ],
                "source-gap-summary": {
                    "uuid": uuid_of("gap", "test", "1"),
                    "unmapped-controls": [{"with-ids": ["a-14.2.1"]}],
                },
            }
        ],
        "back-matter": {
            "resources": [
                {"uuid": resource, "rlinks": [{"href": "en.json", "hashes": [{"algorithm": "SHA-256", "value": base}]}]}
            ]
        },
    }
    return changed(text_of({"mapping-collection": body}), change)


def shelf() -> dict[str, Document]:
    one = document()
    return {one.sha256: one}
