"""What each role must know, and by which courses: read once a process from the YAML file beside this module."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

from port2port.members.member import Function
from port2port.pure.course_front import Known
from port2port.pure.training_due import Need
from port2port.vocabulary.registers import LOADER, registers

FILE = Path(__file__).resolve().parent / "roles.yaml"


@dataclass(frozen=True, slots=True)
class Code:
    """One thing that somebody must know. labels: by language."""

    code: str
    labels: Mapping[str, str]

    @property
    def paragraph(self) -> str:
        """Where it stands in the Code, such as B/18.2.3; empty for the platform's own."""
        parts = self.code.split("-")
        return f"B/18.{parts[1]}.{parts[2]}" if parts[0] == "b18" else ""


@dataclass(frozen=True, slots=True)
class RoleText:
    """One role as it ships."""

    role: str
    basis: str
    labels: Mapping[str, str]
    needs: tuple[Need, ...]


@cache
def codes() -> Mapping[str, Code]:
    """All codes in the order of the file."""
    return {one["code"]: Code(one["code"], one["labels"]) for one in _document()["codes"]}


@cache
def roles() -> Mapping[str, RoleText]:
    """All roles in the order of the file."""
    return {one["role"]: _role(one) for one in _document()["roles"]}


def _role(entry: Mapping[str, Any]) -> RoleText:
    needs = tuple(Need(tuple(one["codes"]), tuple(one["courses"]), one["renew_months"]) for one in entry["needs"])
    return RoleText(entry["role"], entry["basis"], entry["labels"], needs)


@cache
def _document() -> Mapping[str, Any]:
    document: Mapping[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - the safe one
    return document


@cache
def known() -> Known:
    """What a course may point at here. A course brings no pictures yet."""
    return Known(
        covers=frozenset(codes()),
        controls=frozenset(term.code for term in registers()["controls"].terms),
        methods=frozenset(term.code for term in registers()["methods"].terms),
    )


def label_of(labels: Mapping[str, str]) -> str:
    """In the reader's language."""
    return labels.get((get_language() or "en")[:2]) or labels["en"]


def role_words() -> list[tuple[str, str]]:
    """Every role with its words in the reader's language."""
    return [(role.role, label_of(role.labels)) for role in roles().values()]


def code_words(code: str) -> str:
    """What the code says, in the reader's language; a code that is gone by itself."""
    found = codes().get(code)
    return label_of(found.labels) if found is not None else code


def default_role(function: str, *, of_facility: bool) -> str:
    """The role of a seat about which nobody said anything."""
    if function == Function.GUARD:
        return "guard"
    return "pfso" if function == Function.OFFICER and of_facility else "all-staff"
