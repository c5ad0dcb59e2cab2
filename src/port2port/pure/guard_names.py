"""Names of people, told by what stands before them: a title, a role, "genaamd", "nom :", or an initial."""

import re
from collections.abc import Iterator
from functools import lru_cache

from port2port.pure.fold import fold
from port2port.pure.guard_given import GIVEN
from port2port.pure.guard_hits import Certainty, Kind, Why
from port2port.pure.guard_numbers import Find
from port2port.pure.guard_reading import Plain
from port2port.pure.guard_words import (
    AS,
    BORN,
    KNOWN,
    LABELLED,
    LABELS,
    LINKS,
    NAMED,
    NOT_NAMES,
    PARTICLES,
    ROLES,
    SHORT_TITLES,
    TITLES,
)

_UPPER = "".join(letter for letter in map(chr, range(0x250)) if letter.isupper())
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_BETWEEN_TITLE = re.compile(
    r"\.?[ \t]{0,3}(?:(?:[DdPpIiMm]r|[Pp]rof|[Ii]ng|Me|Mag)\.?[ \t]{1,2}){0,2}(?:[:(\"'«„“][ \t]{0,2})?"
)
_BETWEEN_LABEL = re.compile(r"[ \t]{0,3}(?:[:=]|(?:van|de|of|is|est|ist|was)[ \t])[ \t]{0,3}[\"'«„“]?")
_BETWEEN_ROLE = re.compile(
    r"[ \t]{0,2}(?:[,:(\"'«„“][ \t]{0,2}){0,2}"
    r"(?:(?:is|was|heet|est|ist|als|as|by|door|par|von|met|de naam|met naam|named)[ \t]){0,2}"
)
# One part of a name: an initial, or a word, with what joins it to the part before.
_PART = re.compile(
    rf"[ \t]{{0,2}}(?:(?P<initials>(?:[{_UPPER}](?:\.[ \t]?-?|(?=[ \t][{_UPPER}]))){{1,4}})|"
    rf"(?P<small>[a-z]{{1,5}}(?:['’](?=[{_UPPER}])|(?=[ \t])))|"
    rf"(?P<word>[{_UPPER}](?:[^\W\d_]|['’-](?=[^\W\d_])){{1,30}})(?![\w]))"
)
_MAX_PARTS = 7
_INITIALS = re.compile(rf"(?<![\w.'’-])(?:[{_UPPER}]\. ?-?){{1,3}}(?=[^\W\d_])")
_BEFORE_ROLE = re.compile(
    rf"(?<!\w)((?:[{_UPPER}][^\W\d_]{{1,20}}|[{_UPPER}]\.)"
    rf"(?:[ -](?:[a-z]{{2,3}} ){{0,2}}[{_UPPER}][^\W\d_]{{1,20}}){{1,3}}) ?[,(] ?$"
)
_LABEL_BEFORE = re.compile(r"([^\W\d_]+)[ :]{1,2}$")
_MAX_ACRONYM = 4
_SHORTEST_ROLE = 6


def names(plain: Plain) -> Iterator[Find]:
    """Names of people."""
    before = ""
    for word in _WORD.finditer(plain.text):
        # "Lkw-Fahrer", "ex-chauffeur": the last part says what the person is.
        said = plain.folded[word.start() : word.end()].rpartition("-")[2]
        role = _role(said)
        yield from _after(plain.text, role, word)
        if role in ROLES or role in BORN:
            yield from _before(plain.text, word.start())
        if said in AS and before in KNOWN:
            yield from _whole(plain.text, word.end())
        elif said in GIVEN and before not in LABELLED and word[0][0].isupper():
            yield from _whole(plain.text, word.start())
        before = said
    yield from _with_initials(plain)


@lru_cache(maxsize=4096)
def _role(said: str) -> str:
    """The role in a word that joins others to it, as Dutch and German do: "verkeersinspecteur"; else the word."""
    if said in NOT_NAMES:
        return said
    ends = (said[start:] for start in range(len(said) - _SHORTEST_ROLE + 1))
    return next((end for end in ends if end in ROLES), said)


def _after(text: str, said: str, word: re.Match[str]) -> Iterator[Find]:
    end = word.end()
    if _is_title(said, word[0], text[end : end + 1]):
        yield from _told(text, _skip(_BETWEEN_TITLE, text, end), Why.AFTER_TITLE)
    elif said in LABELS:
        if _BETWEEN_LABEL.match(text, end):
            yield from _on_a_form(text, _skip(_BETWEEN_LABEL, text, end))
    elif said in NAMED:
        yield from _told(text, _skip(_BETWEEN_ROLE, text, end), Why.AFTER_WORD)
    elif said in ROLES:
        yield from _told(text, _skip(_BETWEEN_ROLE, text, end), Why.AFTER_ROLE)


def _is_title(said: str, written: str, following: str) -> bool:
    # MS and ms stand before the name of a motor ship.
    if said in {"ms", "mw"} and following != ".":
        return written in {"Ms", "Mw"}
    return said in TITLES or (said in SHORT_TITLES and following == ".")


def _skip(pattern: re.Pattern[str], text: str, place: int) -> int:
    found = pattern.match(text, place)
    return found.end() if found else place


def _told(text: str, start: int, why: Why) -> Iterator[Find]:
    found = _name_at(text, start, may_be_short=why is Why.AFTER_TITLE)
    if found is not None:
        first, end, parts = found
        yield Kind.NAME, first, end, why, _certainty(why, parts)


def _certainty(why: Why, parts: int) -> Certainty:
    if why is Why.AFTER_TITLE or parts > 1:
        return Certainty.HIGH
    # One word behind a role is as often a thing as a name: "Pilot Station".
    return Certainty.LOW if why is Why.AFTER_ROLE else Certainty.MEDIUM


def _on_a_form(text: str, start: int) -> Iterator[Find]:
    """A name behind its label, the family name perhaps first: "X, Y"."""
    for kind, first, end, why, certainty in _told(text, start, Why.AFTER_WORD):
        rest = _name_at(text, end + 1, may_be_short=True) if text[end : end + 1] == "," else None
        yield kind, first, rest[1] if rest else end, why, Certainty.HIGH if rest else certainty


def _name_at(text: str, start: int, *, may_be_short: bool) -> tuple[int, int, int] | None:
    """Where a name begins and ends, and of how many parts with a capital it is.

    may_be_short   whether a few capitals are taken for a name, not for an abbreviation
    """
    place, end, parts, first = start, start, 0, -1
    for _ in range(_MAX_PARTS):
        part = _PART.match(text, place)
        if part is None or not _may_follow(part, may_be_short=may_be_short):
            break
        first = _start_of(part) if first < 0 else first
        place = part.end()
        if not _is_particle(part):
            end, parts = place, parts + 1
    return (first, _trimmed(text, end), parts) if parts else None


def _start_of(part: re.Match[str]) -> int:
    return part.start(part.lastgroup or 0)


def _trimmed(text: str, end: int) -> int:
    while text[end - 1] in " \t-":
        end -= 1
    return end


def _is_particle(part: re.Match[str]) -> bool:
    """Whether it is one of the small words in a name, also with a capital ("De", "Van")."""
    return fold(part[part.lastgroup or 0]).rstrip("'’") in PARTICLES


def _may_follow(part: re.Match[str], *, may_be_short: bool) -> bool:
    if part.lastgroup == "initials" or _is_particle(part):
        return True
    if part.lastgroup == "small":
        return False
    whole = fold(part["word"])
    if whole in TITLES or whole in NOT_NAMES or whole.partition("-")[0] in NOT_NAMES:
        return False
    return may_be_short or not (part["word"].isupper() and len(part["word"]) <= _MAX_ACRONYM)


def _whole(text: str, place: int) -> Iterator[Find]:
    """A first and a last name: alone, a word with a capital may be any noun, or stand for itself."""
    found = _name_at(text, place, may_be_short=False)
    if found is not None and found[2] > 1:
        yield Kind.NAME, found[0], found[1], Why.AFTER_WORD, Certainty.MEDIUM


def _before(text: str, place: int) -> Iterator[Find]:
    """A name with its role behind it: "X Y, bestuurder van"."""
    found = _BEFORE_ROLE.search(text, max(0, place - 80), place)
    if found is not None and not any(map(_is_no_name, re.findall(r"[^\W\d_]{3,}", found[1]))):
        yield Kind.NAME, *found.span(1), Why.AFTER_ROLE, Certainty.MEDIUM


def _is_no_name(word: str) -> bool:
    folded = fold(word)
    return (
        (folded in NOT_NAMES and folded not in PARTICLES)
        or folded in ROLES
        or (word.isupper() and len(word) <= _MAX_ACRONYM)
    )


def _with_initials(plain: Plain) -> Iterator[Find]:
    """An initial and a word: "A. van Y"."""
    for found in _INITIALS.finditer(plain.text):
        name = _name_at(plain.text, found.start(), may_be_short=False)
        if name is None or name[2] < 2 or not any(map(str.islower, plain.text[found.end() : name[1]])):
            continue
        if _begins(plain, found.start()):
            yield Kind.NAME, name[0], name[1], Why.INITIAL, Certainty.MEDIUM


def _begins(plain: Plain, place: int) -> bool:
    """Whether an initial may begin here; behind a noun it is a label: "zone B. Toegang"."""
    before = _LABEL_BEFORE.search(plain.text, max(0, place - 24), place)
    if before is None:
        return True
    word = plain.folded[before.start(1) : before.end(1)]
    return word in LINKS or word in ROLES or (before[1].islower() and word not in LABELLED)
