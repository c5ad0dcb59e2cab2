"""Numbers as options of a command line take them: each refused in words before anything is read."""

import argparse
from collections.abc import Callable
from math import isfinite

# A whole number of more digits is a slip, and Python refuses to read the very longest.
MOST_DIGITS = 18


def whole(*, least: int = 0, most: int | None = None) -> Callable[[str], int]:
    """Reads whole numbers from `least` to `most`, both included."""
    says = f"a whole number from {least} " + ("on" if most is None else f"to {most:,}")

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
            raise argparse.ArgumentTypeError(says)
        number = int(text)
        if number < least or (most is not None and number > most):
            raise argparse.ArgumentTypeError(says)
        return number

    return read


def finite(text: str) -> float:
    """Reads a number that is one: neither NaN nor infinite."""
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise argparse.ArgumentTypeError("a number, neither infinite nor nan")
    return number
