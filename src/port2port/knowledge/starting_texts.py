"""The practices that come with the software, written from public sources, for a working group to go over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid5

import yaml

from port2port.knowledge.fields import PracticeFields
from port2port.knowledge.rules import NEXT_LOOK
from port2port.pure.stix import PracticeText
from port2port.vocabulary.registers import LOADER

FILES = ("inspections", "access", "screening", "drones", "cameras", "cyber", "people")
# The same name on every node, so that the same text is known again when nodes meet and is loaded once.
_NAMES = UUID("0a5c9a4e-6d0b-4b52-9d0c-6f3c3f1f5a27")


@dataclass(frozen=True, slots=True)
class StartingText:
    """One practice, with the name under which it is kept."""

    slug: str
    key: UUID
    said: PracticeFields


def starting_texts(*, today: date) -> Iterator[StartingText]:
    """Every one, in the order of the files; it is looked at again a year from today."""
    for name in FILES:
        text = files("port2port.knowledge").joinpath("starting", f"{name}.yaml").read_text(encoding="utf-8")
        for entry in yaml.load(text, Loader=LOADER):  # noqa: S506 - the safe loader, in C where there is one
            yield StartingText(entry["slug"], uuid5(_NAMES, entry["slug"]), _said(entry, today))


def _said(entry: Mapping[str, Any], today: date) -> PracticeFields:
    original = entry["en"]
    return PracticeFields(
        title=original["title"],
        summary=original["summary"],
        body=original["body"].strip(),
        language="en",
        translations=tuple(
            PracticeText(code, entry[code]["title"], entry[code]["summary"], entry[code].get("body", "").strip())
            for code in ("nl", "fr", "de")
        ),
        themes=tuple(entry["themes"]),
        methods=tuple(entry["methods"]),
        controls=tuple(entry["controls"]),
        sources=tuple(entry["sources"]),
        review_by_on=today + NEXT_LOOK,
        for_floor=entry.get("floor", False),
        is_starting_text=True,
    )
