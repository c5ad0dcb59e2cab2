"""What a sanitised lesson must not hold: names of its own event in any of four languages, days, hours of a clock.

The share guard (pure/share_guard.py) finds personal data; this finds what would tell which exercise it was.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from port2port.pure.fold import fold
from port2port.pure.share_guard import Certainty, find

# Towns and ports that are called otherwise in another language; common knowledge, written by us.
ELSEWHERE: tuple[tuple[str, ...], ...] = (
    ("Antwerpen", "Antwerp", "Anvers"),
    ("Gent", "Ghent", "Gand"),
    ("Brugge", "Bruges", "Brügge"),
    ("Zeebrugge", "Zeebruges", "Seebrügge"),
    ("Oostende", "Ostend", "Ostende"),
    ("Luik", "Liège", "Lüttich"),
    ("Brussel", "Brussels", "Bruxelles", "Brüssel"),
    ("Bergen", "Mons"),
    ("Doornik", "Tournai"),
    ("Namen", "Namur"),
    ("Kortrijk", "Courtrai"),
    ("Roeselare", "Roulers"),
    ("Mechelen", "Malines", "Mecheln"),
    ("Leuven", "Louvain", "Löwen"),
    ("Vlissingen", "Flushing", "Flessingue"),
    ("Duinkerke", "Dunkirk", "Dunkerque", "Dünkirchen"),
    ("Schelde", "Scheldt", "Escaut"),
    ("Maas", "Meuse"),
    ("Samber", "Sambre"),
    ("Leie", "Lys"),
    ("Albertkanaal", "Albert Canal", "canal Albert", "Albertkanal"),
    ("Nederzeekanaal", "Zeekanaal", "canal maritime"),
)
_WORD = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(
    r"\b(?:[01]?\d|2[0-4])\s?(?:[:.]\s?[0-5]\d(?![\d.])|[hu]\s?[0-5]\d|h\b|\s(?:uur|heures?|Uhr|o'clock|o’clock)\b)"
    r"|\b(?:1[0-2]|0?[1-9])\s?(?:am|pm|a\.m\.|p\.m\.)",
    re.IGNORECASE,
)
_MONTHS = frozenset(
    {
        *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober"),
        *("november", "december", "january", "february", "march", "may", "june", "july", "august", "october"),
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre"),
        *("novembre", "décembre", "januar", "februar", "märz", "oktober", "dezember"),
    }
)
_DAY = re.compile(
    r"\b\d{4}-\d{2}-\d{2}\b|\b[0-3]?\d[/.-][01]?\d[/.-](?:19|20)?\d{2}\b"
    rf"|\b[0-3]?\d(?:er|\.|st|nd|rd|th)?\s+(?:{'|'.join(sorted(_MONTHS, key=lambda one: (-len(one), one)))})\b",
    re.IGNORECASE,
)


class Tells(StrEnum):
    """What a piece of the text tells."""

    NAME = "name"
    PERSON = "person"
    HOUR = "hour"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Tell:
    """One piece of the text that must go; `start` and `end` count characters."""

    what: Tells
    start: int
    end: int
    text: str


def names_everywhere(names: Iterable[str]) -> tuple[str, ...]:
    """The names, and each as it is called in the other languages; towns also where they stand within a longer name."""
    given = [one.strip() for one in names if one.strip()]
    words = {fold(word) for one in given for word in _WORD.findall(one)}
    whole = " ".join(fold(one) for one in given)
    more = [
        other
        for group in ELSEWHERE
        if any(fold(one) in words or (" " in one and fold(one) in whole) for one in group)
        for other in group
    ]
    return tuple(dict.fromkeys([*given, *more]))


def tells(text: str, *, names: Sequence[str] = ()) -> tuple[Tell, ...]:
    """Everything in the text that must not travel, in order.

    names   of the event: facilities, zones, ports, organisations, people who took part
    """
    found = [
        Tell(Tells.NAME if hit.kind == "spot" else Tells.PERSON, hit.start, hit.end, hit.text)
        for hit in find(text, spots=names_everywhere(names))
        if hit.certainty >= Certainty.MEDIUM
    ]
    found += [Tell(Tells.HOUR, *one.span(), one.group()) for one in _CLOCK.finditer(text)]
    found += [Tell(Tells.DAY, *one.span(), one.group()) for one in _DAY.finditer(text)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def blotted(text: str, *, names: Sequence[str] = (), word: str = "[…]") -> str:
    """The text with `word` in place of everything that must not travel: a first draft for a person to mend."""
    for _round in range(4):
        found = tells(text, names=names)
        if not found:
            break
        for one in reversed(found):
            text = text[: one.start] + word + text[one.end :]
    return text
