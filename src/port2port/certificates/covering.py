"""What a certificate covers, in words: subjects of training, controls and methods, each with where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from port2port.pure.badge_check import code_words
from port2port.vocabulary import lookup
from port2port.vocabulary.subjects import subject_words, subjects


@dataclass(frozen=True, slots=True)
class Covered:
    """One thing. source: where it stands, such as `ISPS B/18.2.1` or `ACC-02`; empty for the platform's own."""

    words: str
    source: str

    def __str__(self) -> str:
        return f"{self.words} ({self.source})" if self.source else self.words


def covered(codes: Iterable[str]) -> list[Covered]:
    """In the reader's language; a code that is known no more by itself."""
    return [_covered(code) for code in codes]


def _covered(code: str) -> Covered:
    source = code_words(code)[0]
    if code in subjects():
        return Covered(subject_words(code), source if source != code else "")
    words = lookup.label(code)
    return Covered(source, "") if words == code else Covered(words, source)
