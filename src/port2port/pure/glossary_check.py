"""Translations beside the glossary: terms of the original whose agreed word the translation does not use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from port2port.pure.fold import index_words
from port2port.pure.terms import Term

MOST_STRAYS = 20
# Shorter pieces stand inside words of another meaning.
SHORTEST_PART = 4


@dataclass(frozen=True, slots=True)
class Stray:
    """A term that the original has. said   as the glossary writes it there; agreed   what it says in `language`"""

    language: str
    code: str
    said: str
    agreed: str


def strays_in(original: str, source: str, text: str, language: str, glossary: Iterable[Term]) -> list[Stray]:
    """The terms of the original that the translation says in other words, in the order of the glossary.

    It counts as said where its words stand in the translation in any form, order or compound: what is listed is worth a
    look, and what is not may still be wrong.
    """
    words = index_words(original, source)
    there = frozenset(index_words(text, language))
    plain = f" {' '.join(index_words(text, None))} "
    found = []
    for one in glossary:
        said, agreed = one.labels.get(source, ""), one.labels.get(language, "")
        if not said or not agreed or one.deprecated is not None:
            continue
        if any(_has_run(words, index_words(way, source)) for way in _ways(said)) and not any(
            _is_said(way, language, there, plain) for way in _ways(agreed)
        ):
            found.append(Stray(language, one.code, said, agreed))
        if len(found) == MOST_STRAYS:
            break
    return found


def _ways(label: str) -> list[str]:
    """Each way to say it: what a slash parts, and the abbreviation in brackets."""
    name, _sep, rest = label.partition("(")
    inside = rest.partition(")")[0].strip()
    ways = [one.strip() for one in name.split("/")]
    return [one for one in (*ways, inside if inside.isupper() and " " not in inside else "") if one]


def _has_run(words: Sequence[str], run: Sequence[str]) -> bool:
    if not run:
        return False
    length = len(run)
    return any(list(words[at : at + length]) == list(run) for at in range(len(words) - length + 1))


def _is_said(way: str, language: str, there: frozenset[str], plain: str) -> bool:
    # Without the single letters that an apostrophe leaves (d'accès). A stem is no beginning of every compound, so the
    # word as it is written counts too.
    pairs = zip(index_words(way, language), index_words(way, None), strict=False)
    return all(stem in there or _within(stem, plain) or _within(word, plain) for stem, word in pairs if len(word) > 1)


def _within(part: str, plain: str) -> bool:
    return len(part) >= SHORTEST_PART and part in plain
