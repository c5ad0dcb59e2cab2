"""What the share guard finds: which kind of personal data, where, how it was told and how sure that is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What stands there."""

    NATIONAL_NUMBER = "national-number"
    DOCUMENT = "document"
    STAFF_NUMBER = "staff-number"
    PLATE = "plate"
    PHONE = "phone"
    EMAIL = "email"
    ACCOUNT = "account"
    CARD = "card"
    NAME = "name"
    BIRTH_DATE = "birth-date"
    ADDRESS = "address"
    IP = "ip"
    COORDINATES = "coordinates"
    SPOT = "spot"


class Why(StrEnum):
    """How it was told."""

    CHECK_DIGITS = "check-digits"
    NUMBER_PLAN = "number-plan"
    SHAPE = "shape"
    AFTER_WORD = "after-word"
    AFTER_TITLE = "after-title"
    AFTER_ROLE = "after-role"
    INITIAL = "initial"
    LISTED = "listed"


class Certainty(IntEnum):
    """How likely the hit is what it says; only a high one is told by check digits, a plain shape or a word before."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """One find; `start` and `end` count characters of the text that was searched, `text` is what stands between."""

    kind: Kind
    start: int
    end: int
    text: str
    why: Why
    certainty: Certainty


# Where two finds of equal certainty and length cover the same characters, the first of these names them.
_ORDER = {kind: place for place, kind in enumerate(Kind)}


def merged(hits: Iterable[Hit], text: str) -> tuple[Hit, ...]:
    """The hits in order, none touching another's characters: overlapping ones become one that covers them all.

    The surer, then the longer, gives the kind, so that nothing that any of them covered is left in sight.
    """
    joined: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start, -one.end, _ORDER[one.kind])):
        if joined and hit.start < joined[-1].end:
            joined[-1] = _either(joined[-1], hit, text)
        else:
            joined.append(hit)
    return tuple(joined)


def _either(one: Hit, other: Hit, text: str) -> Hit:
    start, end = min(one.start, other.start), max(one.end, other.end)
    best = max(one, other, key=lambda hit: (hit.certainty, hit.end - hit.start, -_ORDER[hit.kind]))
    return replace(best, start=start, end=end, text=text[start:end])
