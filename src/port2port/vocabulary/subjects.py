"""What people are trained in, by code: read once a process from the YAML file beside this module."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

from port2port.vocabulary.registers import LOADER

FILE = Path(__file__).resolve().parent / "subjects.yaml"


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that somebody must know. labels: by language."""

    code: str
    labels: Mapping[str, str]

    @property
    def paragraph(self) -> str:
        """Where it stands in the Code, such as B/18.2.3; empty for the platform's own."""
        parts = self.code.split("-")
        return f"B/18.{parts[1]}.{parts[2]}" if parts[0] == "b18" else ""


@cache
def subjects() -> Mapping[str, Subject]:
    """All of them in the order of the file."""
    document = yaml.load(FILE.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - the safe one
    return {one["code"]: Subject(one["code"], one["labels"]) for one in document["subjects"]}


def in_words(labels: Mapping[str, str]) -> str:
    """In the reader's language."""
    return labels.get((get_language() or "en")[:2]) or labels["en"]


def subject_words(code: str) -> str:
    """What the subject is, in the reader's language; a code that is gone by itself."""
    found = subjects().get(code)
    return in_words(found.labels) if found is not None else code
