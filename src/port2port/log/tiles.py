"""The six tiles of the gate form: their picture, the questions that fit them, the codes an officer may take over."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from port2port.log.models import Occurrence, Source, Tile
from port2port.log.wording import CHIP_WORDS

ICONS = {
    Tile.INTRUDER: "footprints",
    Tile.FENCE: "fence",
    Tile.DRONE: "drone",
    Tile.QUESTION: "message-circle-question-mark",
    Tile.RELEASE: "file-key",
    Tile.OTHER: "ellipsis",
}
# At most four a tile: more would be a questionnaire, and the text says the rest.
QUESTIONS = {
    Tile.INTRUDER: ("still_there", "several", "vehicle", "police_called"),
    Tile.FENCE: ("inside", "vehicle", "police_called"),
    Tile.DRONE: ("still_there", "several", "police_called"),
    Tile.QUESTION: ("still_there", "several", "on_foot", "vehicle"),
    Tile.RELEASE: ("still_there", "inside", "vehicle", "police_called"),
    Tile.OTHER: ("still_there", "police_called"),
}
# The tile is what the guard saw. What that was in the vocabulary's terms, an officer says: proposed, never written.
PROPOSED = {
    Tile.INTRUDER: ("INT-TRES",),
    Tile.FENCE: ("INT-TRES",),
    Tile.DRONE: ("DRN-RECON",),
    Tile.QUESTION: ("INT-SUSP",),
    Tile.RELEASE: ("DRG-EXT-PIN",),
    Tile.OTHER: (),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A tile as the page draws it."""

    code: str
    words: str | Promise
    icon: str


@dataclass(frozen=True, slots=True)
class Question:
    """A yes/no question; `tiles` are those that it fits, with blanks between."""

    code: str
    words: str | Promise
    tiles: str


def tiles() -> list[Shown]:
    """All six, in their order."""
    return [Shown(tile.value, tile.label, ICONS[tile]) for tile in Tile]


def questions() -> Iterator[Question]:
    """Every question once, in the order in which the tiles ask them."""
    for code in dict.fromkeys(code for asked in QUESTIONS.values() for code in asked):
        fits = " ".join(tile.value for tile, asked in QUESTIONS.items() if code in asked)
        yield Question(code, CHIP_WORDS[code], fits)


def proposed_for(row: Occurrence) -> tuple[str, ...]:
    """Codes that an officer may take over into an entry from the gate; none once it has codes of its own."""
    return PROPOSED[Tile(row.tile)] if row.source == Source.GATE and not row.methods else ()
