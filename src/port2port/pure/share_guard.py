"""The share guard: personal data in free text, and the names of places that must not travel.

It reads Dutch, French, German and English at once, through invisible signs, foreign digits and letters, spaces and dots
within numbers, and broken lines. Every pattern is bounded, so that time grows with the length of the text alone.
What it cannot see stands in docs/reference/share-guard.md: a name without a title, a role or an initial, for one.
"""

from collections.abc import Iterable, Iterator, Mapping

from port2port.pure import guard_context, guard_shapes
from port2port.pure.guard_hits import Certainty, Hit, Kind, Why, merged
from port2port.pure.guard_names import names
from port2port.pure.guard_numbers import Find, candidates, likely, proven
from port2port.pure.guard_phones import phones
from port2port.pure.guard_plates import plates
from port2port.pure.guard_reading import Plain, read
from port2port.pure.guard_shields import blotted
from port2port.pure.guard_spots import places, spots_of

__all__ = ["Certainty", "Hit", "Kind", "Why", "cleaned", "find", "mask"]

# Each round takes something out of the text; more would only be needed by a text that was made for it.
_ROUNDS = 8


def find(text: str, *, spots: Iterable[str] = ()) -> tuple[Hit, ...]:
    """What the text tells of people, in order and without overlap; never raises, whatever the text.

    spots   names of the facility, its zones and gates, which would tell the exact place
    """
    plain = read(text)
    hits = []
    for kind, start, end, why, certainty in _finds(plain, spots):
        first, last = plain.span(start, end)
        hits.append(Hit(kind, first, last, text[first:last], why, certainty))
    return merged(hits, text)


def mask(text: str, hits: Iterable[Hit], words: Mapping[Kind, str]) -> str:
    """The text with a word in place of each hit.

    hits    as `find` gave them for this text, all or some
    words   by kind, in the language of the text: "[kenteken]"; a kind without a word becomes "[…]"
    """
    pieces: list[str] = []
    at = 0
    for hit in merged(hits, text):
        pieces += [text[at : hit.start], words.get(hit.kind, "[…]")]
        at = hit.end
    return "".join([*pieces, text[at:]])


def cleaned(
    text: str, words: Mapping[Kind, str], *, spots: Iterable[str] = (), least: Certainty = Certainty.LOW
) -> tuple[str, tuple[Hit, ...]]:
    """The text masked until nothing of that certainty is left, and the hits of the first reading.

    What stands on both sides of a masked stretch can read as something new; so it is read again.
    """
    own_words = {word.strip("[]…").casefold() for word in words.values()}
    listed = [spot for spot in spots if spot.strip().casefold() not in own_words]
    first = [hit for hit in find(text, spots=listed) if hit.certainty >= least]
    hits = first
    for _ in range(_ROUNDS):
        if not hits:
            break
        text = mask(text, hits, words)
        hits = [hit for hit in find(text, spots=listed) if hit.certainty >= least]
    return text, tuple(first)


def _finds(plain: Plain, spots: Iterable[str]) -> Iterator[Find]:
    quiet = blotted(plain)
    numbers, open_numbers = candidates(plain.text), candidates(quiet)
    yield from proven(plain.text, numbers)
    yield from likely(open_numbers, plain.folded)
    yield from phones(plain, numbers, open_numbers)
    yield from plates(plain.text, quiet, plain.folded)
    yield from guard_shapes.emails(plain.text)
    yield from guard_shapes.accounts(plain.text)
    yield from guard_shapes.internet_addresses(plain.text)
    yield from guard_shapes.positions(plain.text)
    yield from guard_context.birth_dates(plain.folded)
    yield from guard_context.papers(plain.folded)
    yield from guard_context.homes(plain.folded)
    yield from names(plain)
    yield from places(plain.folded, spots_of(spots))
