"""What a person says in an entry, parsed: the one value that forms, the import and the API hand to the actions."""

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
    for name in NAMES:
        value = getattr(said, name)
        setattr(row, name, list(value) if name in LISTS else value)
    row.words = words_of(row)


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


def words_of(row: Occurrence) -> str:
    """The words under which an entry is found: its text, codes, the labels of the codes in every language."""
    parts = [row.number, row.text, row.action_taken, row.where, row.reference, *row.on_duty, *row.methods]
    for language, _name in settings.LANGUAGES:
        parts += [lookup.label(code, language) for code in row.methods]
        parts += [lookup.facet_label(name, value, language) for name in FACETS if (value := getattr(row, name))]
    found = dict.fromkeys(index_words("\n".join(parts), row.language))
    return f" {' '.join(found)} " if found else ""
