"""Fields of a JSON file, read strictly: each is there or may be missing, is of its kind, and none is unknown."""

import json
from collections.abc import Collection
from datetime import date
from enum import StrEnum
from math import nan

from port2port.pure.displacement.faults import Fault


class FileFault(StrEnum):
    """What is wrong with a file before any count is looked at."""

    NOT_JSON = "not_json"
    TOO_LARGE = "too_large"
    UNKNOWN_FIELD = "unknown_field"
    MISSING_FIELD = "missing_field"
    FIELD_TWICE = "field_twice"
    WRONG_KIND = "wrong_kind"
    ANOTHER_FORMAT = "another_format"
    KILOGRAMS = "kilograms"
    UNKNOWN_OUTCOME = "unknown_outcome"
    UNKNOWN_REASON = "unknown_reason"
    REASON_TOO_SHORT = "reason_too_short"
    UNKNOWN_PORT = "unknown_port"
    PORT_TWICE = "port_twice"
    NO_MONDAY = "no_monday"
    WEEK_TWICE = "week_twice"
    MISSING_EXTERNAL = "missing_external"
    EXTERNAL_NAMED_AS_PORT = "external_named_as_port"
    NO_WEEKS = "no_weeks"


class PanelRefused(ValueError):
    """A file that no study is made of.

    where      the row and field, as one would point at it
    expected   what belongs there, where something of another kind stands; empty: the fault says it
    """

    def __init__(self, fault: Fault | FileFault, where: str = "", *, expected: str = "") -> None:
        self.fault, self.where, self.expected = fault, where, expected
        super().__init__(f"{where}: {fault.value}" if where else fault.value)


# Of one cell; no port counts a million incidents a week.
LARGEST = 1e6
LONGEST = 1_000

type Fields = dict[str, object]


def parsed(content: bytes, *, most_bytes: int) -> object:
    """What the bytes say. Raises PanelRefused; a number twice as long as the file is no concern of ours."""
    if len(content) > most_bytes:
        raise PanelRefused(FileFault.TOO_LARGE)
    try:
        found: object = json.loads(content, object_pairs_hook=_once)
    except PanelRefused:
        raise
    except (ValueError, RecursionError):
        raise PanelRefused(FileFault.NOT_JSON) from None
    return found


def _once(pairs: list[tuple[str, object]]) -> Fields:
    """An object in which each name comes once: of two, a reader and a program may believe different ones."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        raise PanelRefused(FileFault.FIELD_TWICE, _at("", next(name for name in names if names.count(name) > 1)))
    return found


def fields(value: object, where: str, *, required: Collection[str], optional: Collection[str] = ()) -> Fields:
    """An object with these names and no others."""
    if not isinstance(value, dict):
        raise PanelRefused(FileFault.WRONG_KIND, where, expected="an object in braces")
    for name in value:
        if name not in required and name not in optional:
            raise PanelRefused(FileFault.UNKNOWN_FIELD, _at(where, name))
    for name in required:
        if name not in value:
            raise PanelRefused(FileFault.MISSING_FIELD, _at(where, name))
    return value


def rows(value: object, where: str) -> list[object]:
    """A list."""
    if not isinstance(value, list):
        raise PanelRefused(FileFault.WRONG_KIND, where, expected="a list in brackets")
    return value


def text(value: object, where: str) -> str:
    """Words on one line, of a length that one can print."""
    if not isinstance(value, str) or not value.isprintable() or len(value) > LONGEST:
        raise PanelRefused(FileFault.WRONG_KIND, where, expected="a line of words in quotes")
    return value


def day(value: object, where: str) -> date:
    """A date as 2026-11-30."""
    try:
        return date.fromisoformat(text(value, where))
    except ValueError:
        raise PanelRefused(FileFault.WRONG_KIND, where, expected="a day as 2025-01-06") from None


def flag(value: object, where: str) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise PanelRefused(FileFault.WRONG_KIND, where, expected="true or false")
    return value


def number(value: object, where: str, expected: str = "a number without quotes") -> float:
    """A number that is one: neither NaN nor infinite."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PanelRefused(FileFault.WRONG_KIND, where, expected=expected)
    try:
        found = float(value)
    except OverflowError:
        raise PanelRefused(Fault.NOT_A_NUMBER, where) from None
    if not abs(found) < float("inf"):
        raise PanelRefused(Fault.NOT_A_NUMBER, where)
    return found


def whole(value: object, where: str) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise PanelRefused(FileFault.WRONG_KIND, where, expected="a whole number without quotes")
    return value


def count(value: object, where: str) -> float:
    """A count, or NaN where it is empty: that is a missing week, which is refused later with the whole row in view."""
    found = nan if value is None else number(value, where, "a whole number without quotes")
    if found > LARGEST:
        raise PanelRefused(FileFault.TOO_LARGE, where)
    return found


def _at(where: str, name: str) -> str:
    """A field by its name, which came from outside and is printed."""
    shown = name if name.isprintable() and len(name) <= LONGEST else ascii(name[:LONGEST])
    return f"{where}.{shown}" if where else shown
