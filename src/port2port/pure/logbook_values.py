"""Codes of the vocabulary for the words of a logbook's own categories: suggestions, by the words that they share."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log

from port2port.pure.fold import fold, index_words

_LANGUAGES = ("nl", "fr", "de", "en")
_SHORTEST = 4
_SHORTEST_PART = 5
MOST = 3

# A code and what it is called: its labels in all languages, and other words for the same.
type Labels = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code that a value may mean, and how well its words fit, from 0 to 1."""

    code: str
    score: float


def suggestions(values: Iterable[str], labels: Labels) -> dict[str, tuple[Suggestion, ...]]:
    """For each value the codes that share words with it, the best first, at most three; none is no suggestion.

    values   of a column, as they stand there     labels   by code
    """
    filed = {code: [_words(label) for label in texts] for code, texts in labels.items()}
    held = Counter(chain.from_iterable(frozenset(chain.from_iterable(words)) for words in filed.values()))
    # A word that many codes share says little of any.
    weights = {word: log(1 + len(filed) / times) for word, times in held.items()}
    exact = {_key(label): code for code, texts in labels.items() for label in texts}
    return {value: _best(value, filed, weights, exact, labels) for value in dict.fromkeys(values)}


def _key(text: str) -> str:
    return " ".join(fold(text).split())


def _words(text: str) -> frozenset[str]:
    words = chain.from_iterable(index_words(text, language) for language in _LANGUAGES)
    return frozenset(word for word in words if len(word) >= _SHORTEST)


def _best(
    value: str,
    filed: Mapping[str, Sequence[frozenset[str]]],
    weights: Mapping[str, float],
    exact: Mapping[str, str],
    labels: Labels,
) -> tuple[Suggestion, ...]:
    for code in labels:
        if _key(value) == _key(code):
            return (Suggestion(code, 1.0),)
    if (named := exact.get(_key(value))) is not None:
        return (Suggestion(named, 1.0),)
    asked = _words(value)
    scored = (
        Suggestion(code, max((_score(asked, label, weights) for label in texts), default=0.0))
        for code, texts in filed.items()
    )
    found = sorted((one for one in scored if one.score >= 0.15), key=lambda one: (-one.score, one.code))
    return tuple(found[:MOST])


def _is_part(word: str, other: str) -> bool:
    """Whether one is a part of the other, as in Dutch and German compounds."""
    return min(len(word), len(other)) >= _SHORTEST_PART and (word in other or other in word)


def _score(asked: frozenset[str], label: frozenset[str], weights: Mapping[str, float]) -> float:
    """The weight of the words that both share, against that of the value's own words; a part of a word counts half."""
    shared = sum(weights[word] for word in asked & label)
    for word in asked - label:
        parts = [other for other in label if _is_part(word, other)]
        shared += max((weights[other] for other in parts), default=0.0) / 2
    whole = sum(weights.get(word, 1.0) for word in asked)
    return round(min(0.95, shared / whole), 3) if whole else 0.0
