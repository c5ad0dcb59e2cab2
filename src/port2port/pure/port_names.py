"""Which port a word of a file means: its code or its name, in Dutch, French, German or English, however it is spelt."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from port2port.pure.count_words import key_of
from port2port.pure.towns import TOWNS

type PortWords = Mapping[str, Sequence[str]]

# Port of Ghent, haven van Gent, port d'Anvers, Hafen Lüttich.
_OF = re.compile(r"(?:port of|port de|port d|port|zeehaven van|haven van|haven|hafen von|hafen) (?=\S)")
_IN_BRACKETS = re.compile(r"\(([^)]*)\)")
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def port_words(named: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """By the key of each word, whom of `named` it may mean: one where that is clear, several where it is not.

    named   by whatever stands for a port: its code, name and short name
    """
    found: dict[str, set[str]] = {}
    loose: dict[str, set[str]] = {}
    for code, names in named.items():
        for key in {key for name in names for word in _also(name) for key in _keys(word)} - {""}:
            found.setdefault(key, set()).add(code)
            loose.setdefault(_OF.sub("", key, count=1), set()).add(code)
    return {key: tuple(sorted(codes)) for key, codes in (loose | found).items()}


def ports_meant(text: str, words: PortWords) -> Sequence[str]:
    """Whom a cell may mean; nobody where no word says so."""
    key = key_of(text)
    tried = (key, key.replace(" ", ""), _OF.sub("", key, count=1))
    return next((words[one] for one in tried if one in words), ())


def _also(name: str) -> Iterator[str]:
    """The name, what it says in brackets, and what a town of that name is called elsewhere."""
    yield name
    yield from _IN_BRACKETS.findall(name)
    plain = _OF.sub("", key_of(name), count=1)
    for town in TOWNS:
        if plain in map(key_of, town):
            yield from town


def _keys(word: str) -> tuple[str, str]:
    """As it is written, and as a keyboard without umlauts writes it."""
    return key_of(word), key_of(word.casefold().translate(_SPELT_OUT))
