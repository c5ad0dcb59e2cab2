"""What is wrong with a document, so that a page can say it in the reader's language and a test can name it."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """Which rule a fault breaks: reading, the official schema, or one of ours beyond it."""

    READ = "read"
    SCHEMA = "schema"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"
    S5 = "S5"
    S6 = "S6"
    S7 = "S7"
    S8 = "S8"
    S9 = "S9"
    S10 = "S10"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong.

    where   JSON pointer (RFC 6901) into the document; empty for the whole
    word    which sentence says it, the same for ever: `id-twice`
    about   what the sentence is about: an id, a number, the schema's own words in English
    """

    rule: Rule
    where: str
    word: str
    about: str = ""

    def __str__(self) -> str:
        return f"{self.rule} {self.where or '/'}: {self.word}{f' ({self.about})' if self.about else ''}"


# A file of faults alone must not fill a page, or the memory.
MOST = 200


def first(faults: list[Fault]) -> list[Fault]:
    """In the order of the document's rules and places, never more than `MOST`."""
    return sorted(faults, key=lambda one: (list(Rule).index(one.rule), one.where, one.word, one.about))[:MOST]
