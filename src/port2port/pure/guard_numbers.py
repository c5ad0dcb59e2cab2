"""Numbers of people, identity cards and payment cards: runs of digits, however grouped, and their check digits."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from stdnum import luhn, verhoeff
from stdnum.be import eid
from stdnum.de import idnr
from stdnum.fr import nir
from stdnum.nl import bsn

from port2port.pure.guard_hits import Certainty, Kind, Why

type Find = tuple[Kind, int, int, Why, Certainty]
type Group = tuple[int, int]

# Groups of digits that a person would still read as one number.
_RUN = re.compile(r"\d++(?:[\s./()_-]{1,3}\d++)*+")
_GROUP = re.compile(r"\d+")
MAX_GROUPS = 8
# From so many single digits in a row on, they are one number that was pulled apart.
_PULLED_APART = 8
_LEAST_DIGITS, _MOST_DIGITS = 6, 19
_CORSICAN = re.compile(r"(?<!\w)[1278][ .]?\d\d[ .]?\d\d[ .]?2[ABab][ .]?\d{3}[ .]?\d{3}[ .-]?\d\d(?!\w)")
_DUTCH_WORD = re.compile(r"\b(?:bsn|burgerservicenummer|burgerservicenr|sofinummer|sofi|sofi-nummer)\b\W{0,12}$")


class Candidate(NamedTuple):
    """A stretch that may be one number, and whether no further digits stand beside it."""

    start: int
    end: int
    digits: str
    is_whole: bool


def candidates(text: str) -> list[Candidate]:
    """Every stretch that may be one number."""
    found = []
    for run in _RUN.finditer(text):
        first, last = run.span()
        groups = [group.span() for group in _GROUP.finditer(text, first, last)]
        found += [
            Candidate(start, end, digits, start == first and end == last)
            for start, end, digits in _windows(text, groups)
            if _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS
        ]
    return found


def _windows(text: str, groups: list[Group]) -> Iterator[tuple[int, int, str]]:
    apart = _pulled_apart(groups)
    for first, last in apart:
        yield groups[first][0], groups[last][1], "".join(text[groups[n][0]] for n in range(first, last + 1))
    inside = {n for first, last in apart for n in range(first, last + 1)}
    for first in range(len(groups)):
        if first in inside:
            continue
        digits = ""
        for start, end in groups[first : first + MAX_GROUPS]:
            digits += text[start:end]
            if len(digits) > _MOST_DIGITS:
                break
            yield groups[first][0], end, digits


def _pulled_apart(groups: list[Group]) -> list[tuple[int, int]]:
    """The first and last group of each stretch of single digits that is long enough."""
    if len(groups) < _PULLED_APART:
        return []
    edges = [-1, *(n for n, (start, end) in enumerate(groups) if end - start > 1), len(groups)]
    return [(one + 1, other - 1) for one, other in pairwise(edges) if other - one > _PULLED_APART]


def proven(text: str, numbers: Sequence[Candidate]) -> Iterator[Find]:
    """Numbers whose check digits leave hardly a doubt, wherever they stand."""
    for one in numbers:
        check = _PROOFS.get(len(one.digits))
        if check is not None and (kind := check(one.digits)) is not None:
            yield kind, one.start, one.end, Why.CHECK_DIGITS, Certainty.HIGH
    for found in _CORSICAN.finditer(text):
        if nir.is_valid(found[0].replace(".", " ").replace("-", " ")):
            yield Kind.NATIONAL_NUMBER, *found.span(), Why.CHECK_DIGITS, Certainty.HIGH


def likely(numbers: Sequence[Candidate], folded: str) -> Iterator[Find]:
    """Numbers that pass a check which one in ten or eleven passes by chance.

    numbers   of the text with harmless ones blotted out     folded   the whole text, for the words before a number
    """
    for one in numbers:
        told = _likely(one, folded)
        if told is not None:
            yield told[0], one.start, one.end, Why.CHECK_DIGITS, told[1]


def _likely(one: Candidate, folded: str) -> tuple[Kind, Certainty] | None:
    digits = one.digits
    if len(digits) == 9 and bsn.is_valid(digits):
        is_named = _DUTCH_WORD.search(folded, max(0, one.start - 40), one.start) is not None
        if is_named or one.is_whole:
            return Kind.NATIONAL_NUMBER, Certainty.HIGH if is_named else Certainty.LOW
    elif len(digits) == 11 and idnr.is_valid(digits):
        return Kind.NATIONAL_NUMBER, Certainty.MEDIUM
    elif len(digits) == 12 and eid.is_valid(digits):
        return Kind.DOCUMENT, Certainty.HIGH
    elif _is_payment_card(digits):
        return Kind.CARD, Certainty.HIGH
    return None


def is_belgian(digits: str) -> bool:
    """Whether it is a national or a BIS number.

    The same sums as stdnum's, which asks the clock for the century: here either century will do, on any day.
    """
    month, day, check = int(digits[2:4]), int(digits[4:6]), int(digits[9:])
    if month % 20 > 12 or month > 52 or day > 31 or digits[:9] == "000000000":
        return False
    return any(97 - int(century + digits[:9]) % 97 == check for century in ("", "2"))


def is_french(digits: str) -> bool:
    """Whether it is a French social security number with its key; the month may stand for an unknown one."""
    return digits[0] in "123478" and nir.is_valid(digits)


def is_luxembourgish(digits: str) -> bool:
    """Whether it is a national number of Luxembourg: a birth date, a serial number, two check digits."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    if not (1880 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31):
        return False
    return luhn.is_valid(digits[:12]) and verhoeff.is_valid(digits[:11] + digits[12])


def _kind_if(check: Callable[[str], bool]) -> Callable[[str], Kind | None]:
    return lambda digits: Kind.NATIONAL_NUMBER if check(digits) else None


_PROOFS = {11: _kind_if(is_belgian), 13: _kind_if(is_luxembourgish), 15: _kind_if(is_french)}

# First digits and lengths of the cards that are used here; other long numbers in a port are boxes and pallets.
_CARDS = re.compile(
    r"4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|"
    r"6(?:011|5\d\d)\d{12}|6703\d{13}|5018\d{12}|67\d{14}"
)


def _is_payment_card(digits: str) -> bool:
    return _CARDS.fullmatch(digits) is not None and luhn.is_valid(digits)
