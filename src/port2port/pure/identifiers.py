"""Numbers that carry a check digit, so that a slip of the pen is seen before it is kept."""

import re

_SPACED = re.compile(r"[\s.\-]+")
_SHIP = re.compile(r"(?:IMO)?([0-9]{7})")


def imo_ship_number(text: str) -> str | None:
    """The seven digits of a ship's IMO number, written with or without `IMO` and blanks; None where it is none.

    The last digit is the last digit of the sum of the others, weighed 7 to 2. Source: IMO resolution A.1117(30).
    """
    found = _SHIP.fullmatch(_SPACED.sub("", text).upper())
    if found is None:
        return None
    digits = found.group(1)
    weighed = sum(int(digit) * weight for digit, weight in zip(digits[:6], range(7, 1, -1), strict=True))
    return digits if digits != "0000000" and weighed % 10 == int(digits[6]) else None
