"""Where in a text the words of a search stand, and the words that a mistyped one may have meant."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from port2port.pure.fold import JOINED, Group, index_words

SHORTEST_MISTYPED, LONG = 4, 8
ALLOWED_SHORT, ALLOWED_LONG = 1, 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, met by the search or not."""

    text: str
    is_met: bool


def pieces(text: str, language: str, words: Iterable[Group]) -> Iterator[Piece]:
    """The text in order, cut where a word begins or ends that one of the groups asks for; joined they are the text."""
    asked = frozenset[str]().union(*words)
    at = 0
    for found in JOINED.finditer(text):
        if asked.isdisjoint(index_words(found[0], language)):
            continue
        if found.start() > at:
            yield Piece(text[at : found.start()], is_met=False)
        yield Piece(found[0], is_met=True)
        at = found.end()
    if at < len(text):
        yield Piece(text[at:], is_met=False)


def met(text: str, language: str, words: Sequence[Group]) -> int:
    """How many of the groups the text answers."""
    filed = frozenset(index_words(text, language))
    return sum(not group.isdisjoint(filed) for group in words)


def nearest(word: str, known: Collection[str]) -> str:
    """The known word that differs by a slip of the fingers; empty when there is none, or none as near as the first.

    One slip (a letter left out, doubled, changed, or two that changed places) in words of four to seven letters, two in
    longer ones. word, known   folded
    """
    if len(word) < SHORTEST_MISTYPED or any(letter.isdigit() for letter in word):
        return ""
    allowed = ALLOWED_LONG if len(word) >= LONG else ALLOWED_SHORT
    found = extract(word, known, scorer=OSA.distance, score_cutoff=allowed, limit=1)
    return str(found[0][0]) if found else ""
