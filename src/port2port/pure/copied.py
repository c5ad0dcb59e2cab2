"""Sentences that went from one text into another: what was promised to be written anew."""

import re

from port2port.pure.fold import fold

# So many words in a row are hardly chosen twice by accident; a shorter sentence counts when it is there as a whole.
RUN = 6
SHORTEST = 4
MOST_CHARACTERS = 100_000
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")
_WORDS = re.compile(r"\w+")


def copied_sentences(text: str, source: str) -> list[str]:
    """The sentences of `text` that stand in `source` wholly, or share six words in a row with it."""
    known = _words(source[:MOST_CHARACTERS])
    runs = {length: _runs(known, length) for length in range(SHORTEST, RUN + 1)}
    sentences = (one.strip() for one in _SENTENCES.split(text[:MOST_CHARACTERS]))
    return [one for one in dict.fromkeys(sentences) if one and _is_copied(_words(one), runs)]


def _is_copied(words: list[str], runs: dict[int, set[tuple[str, ...]]]) -> bool:
    length = min(len(words), RUN)
    return length >= SHORTEST and not _runs(words, length).isdisjoint(runs[length])


def _runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[place : place + length]) for place in range(len(words) - length + 1)}


def _words(text: str) -> list[str]:
    return _WORDS.findall(fold(text))
