"""Telephone numbers of Belgium and its neighbours, and of any country behind a plus, by phonenumbers' plans."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneNumber, is_valid_number

from port2port.pure.guard_hits import Certainty, Kind, Why
from port2port.pure.guard_numbers import Candidate, Find
from port2port.pure.guard_reading import Plain

# Where a number without a country is looked up, and the mobile numbers of each as dialled at home.
_HOME = {"BE": 32, "NL": 31, "FR": 33, "DE": 49, "GB": 44}
_NEAR = (32, 31, 33)
_LUXEMBOURG = 352
_MOBILE = re.compile(r"04[5-9]\d{7}|06\d{8}|07\d{8}|01[5-7]\d{8,9}|07\d{9}")
_WORD = re.compile(
    r"(?<!\w)(?:tel|telef|telefoon|telefoonnummer|telefoonnr|gsm|gsm-nummer|gsmnummer|mobiel|mobieltje|phone|mobile|"
    r"cell|telephone|portable|handy|handynummer|telefon|telefonnummer|tel-nr|rufnummer|mobil|mobilnummer|whatsapp|"
    r"bel|bellen|gebeld|belt|call|called|dial|appeler|appele|appelez|bereikbaar|reachable|joignable|erreichbar|fax|sms)"
    r"(?!\w)[^\d\n]{0,16}(?=\d)"
)


def phones(plain: Plain, numbers: Sequence[Candidate], quiet: Sequence[Candidate]) -> Iterator[Find]:
    """Phone numbers.

    numbers   of the whole text     quiet   of the text with what is harmless blotted out
    """
    announced = {found.end() for found in _WORD.finditer(plain.folded)}
    for one in numbers:
        if len(one.digits) <= 15:
            told = _abroad(plain.text, one.start, one.digits)
            if told is None and one.start in announced:
                told = _announced(one.digits)
            if told is not None:
                yield _with_sign(plain.text, one, told)
    for one in quiet:
        if 9 <= len(one.digits) <= 12 and one.digits[0] == "0":
            told = _at_home(one.digits, is_bare=one.end - one.start == len(one.digits), is_whole=one.is_whole)
            if told is not None:
                yield _with_sign(plain.text, one, told)


def _with_sign(text: str, one: Candidate, told: tuple[Why, Certainty]) -> Find:
    """The find with the plus and the bracket before it."""
    start = one.start
    while start and text[start - 1] in "+(":
        start -= 1
    return Kind.PHONE, start, one.end, *told


def _abroad(text: str, start: int, digits: str) -> tuple[Why, Certainty] | None:
    is_dialled = text[max(0, start - 3) : start].rstrip(" (").endswith("+")
    if not is_dialled and not digits.startswith("00"):
        return None
    return _international(digits if is_dialled else digits[2:], is_dialled=is_dialled)


def _announced(digits: str) -> tuple[Why, Certainty] | None:
    if len(digits) < 8:
        return Why.AFTER_WORD, Certainty.MEDIUM
    known = _at_home(digits, is_bare=False, is_whole=True) is not None or _is_in(_LUXEMBOURG, digits)
    return Why.AFTER_WORD, Certainty.HIGH if known else Certainty.MEDIUM


def _at_home(digits: str, *, is_bare: bool, is_whole: bool) -> tuple[Why, Certainty] | None:
    national = digits[1:]
    near = any(_is_in(code, national) for code in _NEAR)
    if _MOBILE.fullmatch(digits):
        # Ranges kept for films and tests are in no plan; a person may still have been given one of them to write.
        is_known = near or _is_in(49, national) or _is_in(44, national)
        return (
            (Why.NUMBER_PLAN, Certainty.HIGH)
            if is_known
            else (Why.SHAPE, Certainty.MEDIUM if is_whole else Certainty.LOW)
        )
    if near and is_whole:
        return Why.NUMBER_PLAN, Certainty.LOW if is_bare else Certainty.MEDIUM
    # The plans of Germany and Great Britain take almost any digits: only grouped ones are meant to be dialled.
    if is_whole and not is_bare and any(_is_in(code, national) for code in _HOME.values()):
        return Why.NUMBER_PLAN, Certainty.LOW
    return None


def _international(digits: str, *, is_dialled: bool) -> tuple[Why, Certainty] | None:
    for length in (1, 2, 3):
        code, national = int(digits[:length]), digits[length:]
        if code in COUNTRY_CODE_TO_REGION_CODE:
            if _is_in(code, national) or _is_in(code, national.removeprefix("0")):
                return Why.NUMBER_PLAN, Certainty.HIGH
            return (Why.SHAPE, Certainty.MEDIUM) if is_dialled and 7 <= len(national) <= 12 else None
    return None


@lru_cache(maxsize=4096)
def _is_in(country: int, national: str) -> bool:
    """Whether the plan of the country has the number; a leading nought of the number itself belongs to none of ours."""
    if not national or national[0] == "0":
        return False
    return is_valid_number(PhoneNumber(country_code=country, national_number=int(national)))
