"""Names of places that must not travel: a facility's own name, its zones, its gates, as the caller lists them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from port2port.pure.fold import fold
from port2port.pure.guard_hits import Certainty, Kind, Why
from port2port.pure.guard_numbers import Find

_WORD = re.compile(r"[^\W_]+")
# Shorter ones stand in too many other sentences.
_SHORTEST = 3

type Spots = Mapping[str, Sequence[tuple[str, ...]]]


def spots_of(names: Iterable[str]) -> Spots:
    """The names by their first word, the longest first."""
    filed: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        words = tuple(_WORD.findall(fold(name)))
        if sum(map(len, words)) >= _SHORTEST:
            filed.setdefault(words[0], set()).add(words)
    return {first: sorted(runs, key=lambda run: (-len(run), run)) for first, runs in filed.items()}


def places(folded: str, spots: Spots) -> Iterator[Find]:
    """Each listed name in the text, however its words are joined and whatever their accents and capitals."""
    if not spots:
        return
    words = [(found[0], *found.span()) for found in _WORD.finditer(folded)]
    for number, (first, start, _) in enumerate(words):
        for run in spots.get(first, ()):
            here = words[number : number + len(run)]
            if tuple(word for word, _, _ in here) == run:
                yield Kind.SPOT, start, here[-1][2], Why.LISTED, Certainty.HIGH
                break
