"""Writes catalogues in our profile of OSCAL: one file a language, the same bytes every time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from port2port.pure.canonical import Json
from port2port.pure.oscal.controls import NAMESPACE
from port2port.pure.oscal.reading import WRITTEN_VERSION

type Words = Mapping[str, str]
LANGUAGES = ("de", "en", "fr", "nl")


@dataclass(frozen=True, slots=True)
class Entry:
    """One control to be written; words by language.

    props   our own, in order: (name, value), such as ("obligation", "must")
    parts   beside the statement, in order: (name, words), such as ("guidance", …)
    """

    id: str
    label: str
    class_: str
    title: Words
    statement: Words
    props: Sequence[tuple[str, str]]
    parts: Sequence[tuple[str, Words]] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A group of controls: a family, or a section of a law."""

    id: str
    title: Words
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A version of a catalogue to be written.

    released_on   YYYY-MM-DD        licence, kind   as `controls.licence` and `controls.kind` read them
    """

    key: str
    version: str
    released_on: str
    title: Words
    licence: str
    kind: str
    sections: Sequence[Section]
    remarks: Words = field(default_factory=dict)


def written(catalogue: Catalogue, language: str) -> bytes:
    """The document in one language, UTF-8 with a line a member."""
    return text_of({"catalog": _catalog(catalogue, language)})


def text_of(whole: Mapping[str, Json]) -> bytes:
    """How every document of ours is laid out."""
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def uuid_of(*names: str) -> str:
    """The same uuid for the same names, for ever (RFC 9562 version 5)."""
    return str(uuid5(NAMESPACE_URL, ":".join([NAMESPACE, *names])))


def _catalog(catalogue: Catalogue, language: str) -> dict[str, Json]:
    head: dict[str, Json] = {
        "title": catalogue.title[language],
        "last-modified": f"{catalogue.released_on}T00:00:00Z",
        "version": catalogue.version,
        "oscal-version": WRITTEN_VERSION,
        "props": [_own("kind", catalogue.kind), _own("text-licence", catalogue.licence)],
        "links": [{"href": f"{other}.json", "rel": "translation"} for other in LANGUAGES if other != language],
    }
    if catalogue.remarks:
        head["remarks"] = catalogue.remarks[language]
    return {
        "uuid": uuid_of("catalogue", catalogue.key, catalogue.version, language),
        "metadata": head,
        "groups": [
            {
                "id": section.id,
                "title": section.title[language],
                "controls": [_control(entry, language) for entry in section.entries],
            }
            for section in catalogue.sections
        ],
    }


def _control(entry: Entry, language: str) -> dict[str, Json]:
    parts: list[Json] = [_part(entry, "statement", "smt", entry.statement[language])]
    parts += [_part(entry, name, name, words[language]) for name, words in entry.parts]
    return {
        "id": entry.id,
        "class": entry.class_,
        "title": entry.title[language],
        "props": [{"name": "label", "value": entry.label}, *(_own(name, value) for name, value in entry.props)],
        "parts": parts,
    }


def _part(entry: Entry, name: str, ending: str, prose: str) -> dict[str, Json]:
    # Parts that OSCAL does not know carry our namespace, as its props do.
    known = name in {"statement", "guidance", "assessment-objective"}
    part: dict[str, Json] = {"id": f"{entry.id}_{ending}", "name": name}
    return part | ({} if known else {"ns": NAMESPACE}) | {"prose": prose}


def _own(name: str, value: str) -> dict[str, Json]:
    return {"name": name, "ns": NAMESPACE, "value": value}
