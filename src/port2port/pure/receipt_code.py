"""Receipt codes: sixteen digits that a person reads, prints and types; whoever has one has the concern.

Sixteen decimal digits are 53 bits. The code itself is never stored; `sealing.keys_of` says what is.
"""

import hashlib
import re
import unicodedata

DIGITS = 16
GROUP = 4
# The code is taken from this much of the seed: so much more than 53 bits that no code is likelier than another.
SEED_BYTES = 32

_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212._/]+")
# What people write for the digit that they see.
_LOOKS_LIKE = str.maketrans({"o": "0", "O": "0", "l": "1", "I": "1", "i": "1", "|": "1"})
_CODE = re.compile(r"[0-9]{16}")


def code_of(seed: bytes) -> str:
    """The code that follows from this secret seed of 32 random bytes; the same seed gives the same code."""
    if len(seed) != SEED_BYTES:
        raise ValueError("a seed has 32 bytes")
    spread = hashlib.sha512(b"port2port receipt code\n" + seed).digest()
    return str(int.from_bytes(spread, "big") % 10**DIGITS).zfill(DIGITS)


def grouped(code: str) -> str:
    """The code as it is shown: 1234 5678 9012 3456."""
    return " ".join(code[place : place + GROUP] for place in range(0, DIGITS, GROUP))


def normalised(typed: str) -> str | None:
    """The code that was meant, whatever signs stand between the digits; None where it is none."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed[:200])).translate(_LOOKS_LIKE)
    digits = "".join(str(unicodedata.digit(sign, -1)) if sign.isdigit() else sign for sign in plain)
    return digits if _CODE.fullmatch(digits) else None
