"""What an amount that a person typed can mean: one thing, nothing, or two, as 250.000 does."""

import re
from decimal import Decimal

_PLAIN = re.compile(r"([0-9]{1,15})(?:[.,]([0-9]{1,15}))?|[.,](?P<part>[0-9]{1,15})")
# Groups of three behind one mark throughout; what follows another mark is a part of one.
_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<mark>[ \u00a0\u202f.,'’])[0-9]{3}(?:(?P=mark)[0-9]{3}){0,3})"
    r"(?:(?!(?P=mark))[.,](?P<part>[0-9]{1,15}))?"
)
_MINUS = ("-", "−")


def readings(text: str) -> tuple[Decimal, ...]:
    """The amounts that it can mean, the largest first: 250.000 and 250,000 mean two, in whatever language.

    None where it is no number, also not one with a mark between thousands.
    """
    said = text.strip()
    sign = -1 if said.startswith(_MINUS) else 1
    said = said[1:].lstrip() if sign < 0 else said
    found = []
    if (grouped := _GROUPED.fullmatch(said)) is not None:
        whole = re.sub(r"[^0-9]", "", grouped["whole"])
        found.append(Decimal(f"{whole}.{grouped['part'] or 0}"))
    if (plain := _PLAIN.fullmatch(said)) is not None:
        found.append(Decimal(f"{plain[1] or 0}.{plain[2] or plain['part'] or 0}"))
    return tuple(sign * one for one in found)


def written(amount: Decimal, mark: str) -> str:
    """So that it can be read in one way: no mark between thousands, and never three decimals. mark   of decimals"""
    whole, _point, part = f"{amount:f}".partition(".")
    part = part.rstrip("0")
    if len(part) == 3:
        part += "0"
    return f"{whole}{mark}{part}" if part else whole
