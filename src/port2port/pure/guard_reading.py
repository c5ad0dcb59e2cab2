"""A text as a person reads it: without what is invisible, with one sign for each digit, dash, space and letter shape.

Every character of the plain text remembers which characters of the original it stands for.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters of other alphabets that look like Latin capitals: a plate written with them reads the same.
_LOOKALIKES = dict(
    zip("АВЕКМНОРСТУХІЈЅавекмнорстухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXIJSabekmhopctyxijsABEZHIKMNOPTYX", strict=True)
)
_COMBINING = {"Mn", "Me"}
_DASHES = frozenset("‐‑‒–—―−⁃﹣－·•∙⋅")
_FULL_STOPS = frozenset("․。．｡")


@dataclass(frozen=True, slots=True)
class Plain:
    """The plain text, the same in small letters without accents, and the way back to the original.

    text and folded have the same length; `starts[n]` and `ends[n]` bound what character n stands for.
    """

    text: str
    folded: str
    starts: range | list[int]
    ends: range | list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original for a stretch of the plain text that is not empty."""
        return self.starts[start], self.ends[end - 1]


def read(text: str) -> Plain:
    """The text made plain."""
    if text.isascii():
        return Plain(text, text.lower(), range(len(text)), range(1, len(text) + 1))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, letter in enumerate(text):
        seen = letter if letter.isascii() else _seen(letter)
        if seen is None:
            _add_mark(letters, ends, letter, place)
            continue
        for one in seen:
            letters.append(one)
            starts.append(place)
            ends.append(place + 1)
    return Plain("".join(letters), "".join(map(_folded, letters)), starts, ends)


def _add_mark(letters: list[str], ends: list[int], mark: str, place: int) -> None:
    """An accent that stands apart joins its letter."""
    if letters and ends[-1] == place:
        joined = unicodedata.normalize("NFC", letters[-1] + mark)
        letters[-1] = joined if len(joined) == 1 else letters[-1]
        ends[-1] = place + 1


@lru_cache(maxsize=4096)
def _seen(letter: str) -> str | None:
    """What a reader sees; nothing for an accent that stands apart, the empty text for what is invisible."""
    category = unicodedata.category(letter)
    if category == "Cf" or "\ufe00" <= letter <= "\ufe0f":
        return ""
    if category in _COMBINING:
        return None
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    return _sign(letter)


def _sign(letter: str) -> str:
    if letter in _DASHES:
        return "-"
    if letter in _FULL_STOPS:
        return "."
    if letter in "\u2028\u2029\x85":
        return "\n"
    looks = _LOOKALIKES.get(letter)
    # A sign that stands for many letters would only blur where it stands.
    return looks or (plain if len(plain := unicodedata.normalize("NFKC", letter)) <= 4 else letter)


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    """One small letter without accent, so that places stay the same."""
    plain = unicodedata.normalize("NFD", letter.lower())[:1]
    return plain if len(plain) == 1 else letter
