"""What each role must know, and by which courses: read once a process from the YAML file beside this module."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from port2port.members.member import Function
from port2port.pure.course_front import Known
from port2port.pure.training_due import Need
from port2port.vocabulary.registers import LOADER, registers
from port2port.vocabulary.subjects import in_words, subjects

FILE = Path(__file__).resolve().parent / "roles.yaml"


@dataclass(frozen=True, slots=True)
class RoleText:
    """One role as it ships."""

    role: str
    basis: str
    labels: Mapping[str, str]
    needs: tuple[Need, ...]


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
        covers=frozenset(subjects()),
        controls=frozenset(term.code for term in registers()["controls"].terms),
        methods=frozenset(term.code for term in registers()["methods"].terms),
    )


def role_words() -> list[tuple[str, str]]:
    """Every role with its words in the reader's language."""
    return [(role.role, in_words(role.labels)) for role in roles().values()]


def default_role(function: str, *, of_facility: bool) -> str:
    """The role of a seat about which nobody said anything."""
    if function == Function.GUARD:
        return "guard"
    return "pfso" if function == Function.OFFICER and of_facility else "all-staff"
