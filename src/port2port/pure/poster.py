"""What a sheet looks like, in numbers: colours with their contrast, how large a text can be, how large a QR code is.

Lengths are in units of a sheet: one is a millimetre on A4, 1.4142 millimetres on A3.
"""

from collections.abc import Iterable

# Calm colours of the sea. Each pair that stands on one another is in PAIRS and judged by a test.
NAVY, DEEP, WAVE, WHITE, INK, MIST, RED = "#0B2B45", "#071E31", "#123A5C", "#FFFFFF", "#10212E", "#EAF1F6", "#9B1C1C"
ACCENTS = {
    "offered-money": "#F2B84B",
    "recruited-minors": "#F49A7A",
    "phishing-and-codes": "#6FC3F2",
    "drones": "#B9A8F5",
    "cameras-and-privacy": "#63D2C2",
    "inland-quays": "#8FD694",
}
ACCENT = "#F2B84B"
GREEN = "#1F6B4A"
# Ground, what stands on it, and the least contrast: 4.5 for text, 3 for large text and pictograms (WCAG 1.4.3, 1.4.11).
PAIRS = (
    (NAVY, WHITE, 4.5), (WAVE, WHITE, 4.5), (WHITE, INK, 4.5), (MIST, INK, 4.5), (WHITE, RED, 4.5), (MIST, GREEN, 4.5),
    (MIST, RED, 4.5), (RED, WHITE, 4.5), (WHITE, NAVY, 4.5), (MIST, NAVY, 4.5), (NAVY, MIST, 4.5),
    *((ground, accent, 4.5) for ground in (NAVY, WAVE) for accent in (ACCENT, *ACCENTS.values())),
)  # fmt: skip
# Widths of a bold sans serif in thousandths of its size, as of the fonts that all print shops have.
_WIDTHS = (
    (250, "'"),
    (290, " ,./I\\ijl’îï\u00a0"),
    (340, "!()-:;[]`ft|"),
    (400, "*r{}"),
    (500, 'z"'),
    (560, "#$0123456789J_aceksvxy«»–€éèêëàâäç"),
    (615, "?FLTZbdghnopquôöùûüß+<=>^~"),
    (670, "EPSVXYÉÈ"),
    (725, "&ABCDHKNRUÀÄÜÇ"),
    (780, "GOQwÖ"),
    (890, "Mm%"),
    (1000, "W@œ…"),
)
WIDTHS = {letter: width / 1000 for width, letters in _WIDTHS for letter in letters}
# Room for another font than the one that was measured.
SPARE = 1.05
LEADING = 1.12
QR_BOX = 40
QUIET = 4
LEAST_MODULES = 25


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, from 0 to 1 (WCAG 2.x)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.x)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_width(text: str, size: float) -> float:
    """How wide a bold line is at that size."""
    return sum(WIDTHS.get(letter, 0.8) for letter in text) * size * SPARE


def lines_of(text: str, *, width: float, size: float) -> int:
    """On how many lines the text stands; a word that is wider than its line counts as many as it needs."""
    lines, room = 0, 0.0
    for word in text.split(" "):
        needs = text_width(word + " ", size)
        if needs > room:
            lines += max(1, -int(-needs // width))
            room = width
        room -= min(needs, room)
    return lines


def size_for(texts: Iterable[str], *, width: float, height: float, sizes: Iterable[float], gap: float = 0) -> float:
    """The largest of the sizes, given in falling order, at which all texts fit below each other; else the smallest.

    gap   what lies between two of them, as a part of the size
    """
    said, size = list(texts), 0.0
    for size in sizes:
        needed = sum(lines_of(one, width=width, size=size) for one in said) * size * LEADING + gap * size * len(said)
        widest = max((text_width(word, size) for one in said for word in one.split(" ")), default=0)
        if needed <= height and widest <= width:
            return size
    return size


def qr_side(modules: int) -> float:
    """How wide the code itself is in its box of 40 units, quiet zone apart: 30.3 at the least."""
    return QR_BOX * modules / (modules + 2 * QUIET)
