"""What a person says in an entry, parsed: the one value that forms, the import and the API hand to the actions."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from port2port.log.models import Occurrence, Tile, Zone
from port2port.pure.fold import index_words
from port2port.vocabulary import lookup

FACETS = ("stage", "medium", "substance", "outcome", "detected_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Everything that a wording of an entry says; names as in the table."""

    happened_at: datetime
    tile: str = Tile.OTHER.value
    happened_precision: str = "minute"
    zone: Zone | None = None
    place: str = ""
    methods: tuple[str, ...] = ()
    severity: str = ""
    stage: str = ""
    medium: str = ""
    substance: str = ""
    outcome: str = ""
    detected_by: str = ""
    text: str = ""
    language: str = "en"
    action_taken: str = ""
    on_duty: tuple[str, ...] = ()
    answers: dict[str, bool] = field(default_factory=dict)
    reference: str = ""


NAMES = tuple(one.name for one in fields(Said))
LISTS = frozenset({"methods", "on_duty"})


def apply(said: Said, row: Occurrence) -> None:
    """Write what was said into the row; nothing is saved."""
    lay_ready(said, row)
    number_words(row)


def lay_ready(said: Said, row: Occurrence) -> None:
    """As `apply`, for a row that has no number yet; `number_words` makes its words whole once it has one."""
    for name in NAMES:
        value = getattr(said, name)
        setattr(row, name, list(value) if name in LISTS else value)
    row.words = _joined(_words_beside_number(row))


def number_words(row: Occurrence) -> None:
    """File the row under its number too, before its other words."""
    row.words = _joined([*index_words(row.number, row.language), *row.words.split()])


def said_of(row: Occurrence) -> Said:
    """What the row says now."""
    values = {name: getattr(row, name) for name in NAMES}
    return Said(**(values | {name: tuple(values[name]) for name in LISTS}))


def plain(said: Said) -> dict[str, Any]:
    """The wording as JSON keeps it: moments in ISO 8601 UTC, the zone by key and name."""
    values = {name: getattr(said, name) for name in NAMES}
    zone = said.zone
    return values | {
        "happened_at": said.happened_at.astimezone(UTC).isoformat(),
        "zone": {"key": str(zone.key), "name": zone.name} if zone else None,
        "methods": list(said.methods),
        "on_duty": list(said.on_duty),
    }


def _words_beside_number(row: Occurrence) -> Iterable[str]:
    """Text, codes, and the labels of the codes in every language."""
    parts = [row.text, row.action_taken, row.where, row.reference, *row.on_duty, *row.methods]
    for language, _name in settings.LANGUAGES:
        parts += [lookup.label(code, language) for code in row.methods]
        parts += [lookup.facet_label(name, value, language) for name in FACETS if (value := getattr(row, name))]
    return index_words("\n".join(parts), row.language)


def _joined(words: Iterable[str]) -> str:
    found = dict.fromkeys(words)
    return f" {' '.join(found)} " if found else ""
