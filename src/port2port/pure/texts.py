"""Text from outside: cleaned where that changes nothing a reader sees, refused where it could deceive or break.

A refusal has a code; the caller has the words. Nothing that a reader could see is dropped.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Why a text is refused."""

    EMPTY = "empty"
    LINES = "lines"
    NUL = "nul"
    CONTROL = "control"
    SURROGATE = "surrogate"
    BIDI = "bidi"
    INVISIBLE = "invisible"
    TOO_MANY_CHARACTERS = "too-many-characters"
    TOO_MANY_BYTES = "too-many-bytes"
    NOT_UTF8 = "not-utf8"


class TextRefusedError(ValueError):
    """A text we do not take.

    position   of the first character at fault, counted from 0, where one can be named
    limit      in characters or bytes, where one was passed
    """

    def __init__(self, fault: Fault, *, position: int | None = None, limit: int | None = None) -> None:
        self.fault = fault
        self.position = position
        self.limit = limit
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class Room:
    """How much a field takes. Bytes are UTF-8; a line is what has no newline in it."""

    characters: int
    byte_count: int
    lines: bool = False
    required: bool = False


# What the tables and the STIX limits (256 KiB a string) leave room for.
LINE = Room(characters=200, byte_count=800)
TITLE = Room(characters=200, byte_count=800, required=True)
PARAGRAPHS = Room(characters=20_000, byte_count=80_000, lines=True)
ANSWER = Room(characters=4_000, byte_count=16_000, lines=True)
QUERY = Room(characters=400, byte_count=1_600)
FILE_NAME = Room(characters=150, byte_count=255, required=True)

_NEWLINES = re.compile("\r\n?|[\x85\u2028\u2029\x0b\x0c]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LONE = re.compile(r"[\ud800-\udfff]")
# Soft hyphen, zero-width space, word joiner, byte order mark: web pages and office files are full of them, they show
# nothing and mean at most where a line may break. They are taken out.
_SILENT = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Fillers, invisible operators, interlinear marks, tags: they hide words from people that machines read. Joiners
# (U+200C, U+200D) stay: languages and emoji need them.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180e\u2061-\u2064\u206a-\u206f\u3164\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_EMBEDDINGS = "\u202a\u202b\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_CLOSES = {"\u202c": _EMBEDDINGS, "\u2069": _ISOLATES}
_OVERRIDES = "\u202d\u202e"


def clean(text: str, room: Room = LINE) -> str:
    """The text in NFC with `\\n` newlines, no blanks at either end, and known to fit and to show what it says.

    Raises TextRefusedError: NUL, other control characters, lone surrogates, direction controls that override or
    that are still open at the end of their line, invisible characters, a newline in a one-line field, too long.
    """
    # Before anything that walks the text: normalising 10 MB costs more than refusing them.
    if len(text) > 4 * room.characters:
        raise TextRefusedError(Fault.TOO_MANY_CHARACTERS, limit=room.characters)
    _refuse_characters(text)
    text = unicodedata.normalize("NFC", _SILENT.sub("", _NEWLINES.sub("\n", text))).strip()
    if not room.lines and (found := text.find("\n")) >= 0:
        raise TextRefusedError(Fault.LINES, position=found)
    _refuse_direction(text)
    if room.required and not text:
        raise TextRefusedError(Fault.EMPTY)
    if len(text) > room.characters:
        raise TextRefusedError(Fault.TOO_MANY_CHARACTERS, limit=room.characters)
    if len(text.encode()) > room.byte_count:
        raise TextRefusedError(Fault.TOO_MANY_BYTES, limit=room.byte_count)
    return text


def decoded(raw: bytes, room: Room = PARAGRAPHS) -> str:
    """The cleaned text of UTF-8 bytes, with or without a byte order mark in front. Raises TextRefusedError."""
    if len(raw) > 4 * room.byte_count:
        raise TextRefusedError(Fault.TOO_MANY_BYTES, limit=room.byte_count)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise TextRefusedError(Fault.NOT_UTF8, position=problem.start) from problem
    return clean(text, room)


def _refuse_characters(text: str) -> None:
    if (nul := text.find("\0")) >= 0:
        raise TextRefusedError(Fault.NUL, position=nul)
    for fault, pattern in ((Fault.SURROGATE, _LONE), (Fault.INVISIBLE, _INVISIBLE)):
        if found := pattern.search(text):
            raise TextRefusedError(fault, position=found.start())
    # Vertical tab, form feed and NEL are newlines of older systems, and become newlines.
    if found := _CONTROL.search(_NEWLINES.sub("\n", text)):
        raise TextRefusedError(Fault.CONTROL, position=found.start())


def _refuse_direction(text: str) -> None:
    """Overrides always lie about the order of letters; the rest must close before its line ends."""
    start = 0
    for line in text.split("\n"):
        at_fault = _unbalanced(line)
        if at_fault is not None:
            raise TextRefusedError(Fault.BIDI, position=start + at_fault)
        start += len(line) + 1


def _unbalanced(line: str) -> int | None:
    open_at: list[int] = []
    for position, character in enumerate(line):
        if character in _OVERRIDES:
            return position
        if character in _EMBEDDINGS or character in _ISOLATES:
            open_at.append(position)
        elif character in _CLOSES and (not open_at or line[open_at.pop()] not in _CLOSES[character]):
            return position
    return open_at[-1] if open_at else None


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_PLAIN_NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{1,15})?")


def safe_cell(value: str) -> str:
    """The text for one cell of a CSV file or sheet, which no office program takes for a formula.

    A text that starts like a formula, also after blanks, gets an apostrophe in front; a plain number stays.
    Source: OWASP, CSV injection.
    """
    if _PLAIN_NUMBER.fullmatch(value):
        return value
    return "'" + value if value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA) else value


def safe_file_name(name: str) -> str:
    """A name without folders, without characters that some system refuses, and never empty.

    Raises TextRefusedError as `clean` does.
    """
    base = clean(name.replace("\\", "/").rsplit("/", 1)[-1], Room(characters=1_000, byte_count=4_000))
    base = re.sub(r'[<>:"|?*]', "_", base).strip(". ")
    stem, dot, extension = base.rpartition(".")
    if not dot:
        stem, extension = base, ""
    kept = stem[:100].encode()[: 200 - len(extension.encode()[:20])].decode(errors="ignore").strip(". ") or "file"
    return f"{kept}.{extension[:10]}" if extension else kept


def plain_excerpt(text: str, *, characters: int = 200) -> str:
    """The beginning of a text on one line, cut at a word, with an ellipsis when something is left out."""
    line = " ".join(text[: characters * 8].split())
    if len(line) <= characters:
        return line
    cut = line[:characters]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut and line[characters] != " " else cut
    return at_word.rstrip(" ,;:") + "…"
