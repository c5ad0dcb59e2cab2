"""What a sanitised lesson must not hold: names of its own event in any of four languages, days, hours of a clock.

The share guard (pure/share_guard.py) finds personal data; this finds what would tell which exercise it was.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from port2port.pure.fold import fold
from port2port.pure.share_guard import Certainty, find
from port2port.pure.towns import TOWNS

# What is said of who or what comes from there.
_FROM: dict[str, tuple[str, ...]] = {
    "Antwerpen": ("Antwerpse", "anversois", "anversoise", "PoAB"),
    "Gent": ("Gentse", "gantois", "gantoise", "Genter"),
    "Brugge": ("Brugse", "brugeois", "brugeoise"),
    "Zeebrugge": ("Zeebrugse",),
    "Oostende": ("Oostendse", "ostendais", "ostendaise"),
    "Luik": ("Luikse", "liégeois", "liégeoise", "Lütticher"),
    "Brussel": ("Brusselse", "bruxellois", "bruxelloise", "Brüsseler"),
}
# Towns, and waters beside them.
ELSEWHERE: tuple[tuple[str, ...], ...] = (
    *((*names, *_FROM.get(names[0], ())) for names in TOWNS),
    ("Schelde", "Scheldt", "Escaut"),
    ("Maas", "Meuse"),
    ("Samber", "Sambre"),
    ("Leie", "Lys"),
    ("Albertkanaal", "Albert Canal", "canal Albert", "Albertkanal"),
    ("Nederzeekanaal", "Zeekanaal", "canal maritime"),
)
_WORD = re.compile(r"[^\W\d_]+")
# Words of many names, which tell nothing by themselves.
_GENERIC = frozenset(
    """
    port ports haven havens hafen terminal terminals quay quays kaai kade quai quais dock docks dok dokken facility
    installation anlage demo container containers bulk canal kanaal kanal river rivier fluss guard officer security
    beveiliging surete sicherheit company group groep groupe north south east west noord zuid oost nord sud left right
    bank inner outer inland binnen buiten harbour harbor trimodal barge canaux flemish brabant authority bridge brug
    colleague coordinator trainer auditor operator client guest peer author outsider secretariat forwarder sea zee mer
    """.split()  # noqa: SIM905 - words read better as a text
)
_LONG = 5
_NUMBERS = (
    "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix"
    "|onze|douze|eins?|zwei|drei|vier|fünf|sechs|sieben|neun|zehn|zwölf|one|two|three|four|five|seven|eight|nine|ten"
    "|eleven|twelve"
)
_SPOKEN = re.compile(
    rf"\b(?:{_NUMBERS})\s+(?:uur|heures?|uhr|o'clock|o’clock)\b|\b(?:half|halb)\s+(?:{_NUMBERS})\b"
    r"|\b(?:[01]\d|2[0-3])[0-5]\d\s?(?:hrs?|h|u|uur|uhr|hours?)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:gate|poort|porte|tor|quay|kaai|kade|quai|kai|berth|ligplaats|poste|liegeplatz|dock|dok|camera|caméra|kamera"
    r"|crane|kraan|grue|kran|hangar|loods|shed|stack|block|blok)s?\s?(?:nr\.?|no\.?|n°|number|nummer)?\s?\d+\b",
    re.IGNORECASE,
)
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
_MONTH = "|".join(sorted(_MONTHS, key=lambda one: (-len(one), one)))
_DAY = re.compile(
    r"\b\d{4}-\d{2}-\d{2}\b|\b[0-3]?\d[/.-][01]?\d[/.-](?:19|20)?\d{2}\b"
    rf"|\b(?:{_MONTH})\s+\d{{1,4}}\b"
    r"|\b[0-3]?\d\.?\s+(?:jan|feb|mar|mrt|apr|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|déc|févr|janv|juil)\."
    r"|\b(?:week|semaine|woche|kw)\s?[0-5]?\d\b"
    rf"|\b[0-3]?\d(?:er|\.|st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})\b",
    re.IGNORECASE,
)


class Tells(StrEnum):
    """What a piece of the text tells."""

    NAME = "name"
    PERSON = "person"
    HOUR = "hour"
    PLACE = "place"
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
    found += [Tell(Tells.NAME, start, end, text[start:end]) for start, end in _named(text, names)]
    for pattern in (_CLOCK, _SPOKEN):
        found += [Tell(Tells.HOUR, *one.span(), one.group()) for one in pattern.finditer(text)]
    found += [Tell(Tells.PLACE, *one.span(), one.group()) for one in _PLACE.finditer(text)]
    found += [Tell(Tells.DAY, *one.span(), one.group()) for one in _DAY.finditer(text)]
    return _apart(found)


def _apart(found: Iterable[Tell]) -> tuple[Tell, ...]:
    """In order, none within another: of two that overlap the one that begins first, then the longer."""
    kept: list[Tell] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end > kept[-1].end:
            last = kept[-1]
            kept[-1] = Tell(last.what, last.start, one.end, last.text + one.text[last.end - one.start :])
    return tuple(kept)


def _named(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Words that begin with a telling word of a name: inflected, or grown together with another."""
    telling = {fold(word) for name in names_everywhere(names) for word in _WORD.findall(name)}
    stems = tuple(sorted({_stem(word) for word in telling if len(word) >= _LONG and word not in _GENERIC}))
    if not stems:
        return
    for found in _WORD.finditer(text):
        if fold(found.group()).startswith(stems):
            yield found.span()


def _stem(word: str) -> str:
    # Antwerpen, Antwerpse: the ending changes, the word stays.
    return word.removesuffix("en") if len(word) > _LONG + 2 else word


def blotted(text: str, *, names: Sequence[str] = (), word: str = "[…]") -> str:
    """The text with `word` in place of everything that must not travel: a first draft for a person to mend."""
    for _round in range(4):
        found = tells(text, names=names)
        if not found:
            break
        for one in reversed(found):
            text = text[: one.start] + word + text[one.end :]
    return text
