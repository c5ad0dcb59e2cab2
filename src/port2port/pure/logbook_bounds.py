"""How large a logbook may be, measured before it is opened: readers take memory for every cell up to the last one.

A file of a few kilobytes can say that its last cell is the seventeen thousand millionth, or name one long text a
million times. Both are counted here from the packed parts, in pieces, so that nothing large is ever held.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from itertools import pairwise
from zipfile import BadZipFile, ZipFile
from zlib import error as DeflateError  # noqa: N812

MAX_BYTES = 25 * 1024 * 1024
# Rows of the log, with room for titles, blank rows and totals.
MAX_ROWS = 51_000
MAX_COLUMNS = 200
MAX_CELLS = 2_000_000
MAX_CELL = 32_767
MAX_CHARACTERS = 64_000_000
MAX_PART = 150 * 1024 * 1024
_PIECE = 1 << 20
# No tag of a cell is as long; one that is was made to be overlooked.
_MAX_TAG = 4000
_OVERLAP = 2 * _MAX_TAG


class LogbookFault(StrEnum):
    """Why a file is not read."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    UNKNOWN = "unknown"
    DOCUMENT = "document"
    PDF = "pdf"
    PICTURE = "picture"
    ARCHIVE = "archive"
    OLD_WORKBOOK = "old-workbook"
    OPEN_WORKBOOK = "open-workbook"
    BINARY_WORKBOOK = "binary-workbook"
    TEXT = "text"
    WEB_PAGE = "web-page"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    BOMB = "bomb"
    ENCODING = "encoding"
    TOO_MANY_ROWS = "too-many-rows"
    TOO_MANY_COLUMNS = "too-many-columns"
    TOO_MANY_CELLS = "too-many-cells"
    NO_TABLE = "no-table"


class LogbookRefusedError(ValueError):
    """A logbook we do not read, and why."""

    def __init__(self, fault: LogbookFault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(slots=True)
class Extent:
    """How far the cells with something in them reach, counted from 1, and how many characters they will be."""

    rows: int = 0
    columns: int = 0
    characters: int = 0

    def reach(self, row: int, column: int, characters: int) -> None:
        """A cell with something in it. Raises LogbookRefusedError once that is too far."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        self.characters += characters
        if self.rows > MAX_ROWS:
            raise LogbookRefusedError(LogbookFault.TOO_MANY_ROWS)
        if self.columns > MAX_COLUMNS:
            raise LogbookRefusedError(LogbookFault.TOO_MANY_COLUMNS)
        if self.rows * self.columns > MAX_CELLS or self.characters > MAX_CHARACTERS:
            raise LogbookRefusedError(LogbookFault.TOO_MANY_CELLS)


@dataclass(slots=True)
class Total:
    """What all sheets of a file come to."""

    cells: int = 0
    characters: int = 0

    def add(self, extent: Extent) -> None:
        """One more sheet. Raises LogbookRefusedError once they are too much together."""
        self.cells += extent.rows * extent.columns
        self.characters += extent.characters
        if self.cells > MAX_CELLS or self.characters > MAX_CHARACTERS:
            raise LogbookRefusedError(LogbookFault.TOO_MANY_CELLS)


_BROKEN = (BadZipFile, DeflateError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_SHARED = "xl/sharedstrings.xml"
_OPEN_XML_TOKEN = re.compile(
    rb"<(?:\w{1,20}:)?(?:(?P<tag>row|c)(?P<said>[\s/>][^<]{0,4000})|(?:v|is|f)\b[^<>]{0,500}>(?P<value>\d{0,12}))|<!(?P<odd>)"
)
_FIRST_PLACE = re.compile(rb'\sr="([A-Z]{1,3})(\d{1,7})"(?: s="\d+")?(?: t="(\w{1,9})")?[ />]')
_ATTRIBUTE = re.compile(rb"\s+([\w:.-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PLACE = re.compile(rb"([A-Za-z]{1,8})(\d{1,12})")
_ITEM = re.compile(rb"<(?:\w{1,20}:)?si\b")
_TARGET = re.compile(rb"\bTarget\s*=\s*[\"']([^\"']{0,500})")


def check_open_xml(raw: bytes) -> None:
    """That an XLSX can be opened. Raises LogbookRefusedError."""
    try:
        with ZipFile(BytesIO(raw)) as archive:
            _check_targets(archive)
            names = [name for name in archive.namelist() if name.lower().endswith(".xml")]
            shared = [name for name in names if name.lower() == _SHARED]
            lengths = _item_lengths(archive, shared[0]) if shared else []
            total = Total()
            # Any part may be named as a sheet, whatever its folder.
            for name in names:
                if name.lower() != _SHARED:
                    total.add(_walk(archive, name, lengths))
    except LogbookRefusedError:
        raise
    except _BROKEN as problem:
        raise LogbookRefusedError(LogbookFault.BROKEN) from problem


def _check_targets(archive: ZipFile) -> None:
    name = "xl/_rels/workbook.xml.rels"
    if name not in archive.namelist():
        raise LogbookRefusedError(LogbookFault.BROKEN)
    targets = _TARGET.findall(b"".join(pieces(archive, name)))
    if not all(target.lower().endswith(b".xml") for target in targets):
        raise LogbookRefusedError(LogbookFault.BROKEN)


def pieces(archive: ZipFile, name: str) -> Iterator[bytes]:
    """The unpacked part in pieces, whatever size the directory claims."""
    total = 0
    with archive.open(name) as stream:
        while piece := stream.read(_PIECE):
            if total == 0 and b"\0" in piece[:4]:
                # In UTF-16 nothing would be seen; no office program writes that.
                raise LogbookRefusedError(LogbookFault.BROKEN)
            total += len(piece)
            if total > MAX_PART:
                raise LogbookRefusedError(LogbookFault.BOMB)
            yield piece


def tokens(archive: ZipFile, name: str, pattern: re.Pattern[bytes]) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Each match with its place in the part; one that a piece cuts is found with the next."""
    kept, base = b"", 0
    for piece in pieces(archive, name):
        text = kept + piece
        # A match that begins near the end may be cut; it waits for the next piece.
        safe, end = max(0, len(text) - _OVERLAP), 0
        for found in pattern.finditer(text):
            if found.start() >= safe:
                break
            end = found.end()
            yield base + found.start(), found
        cut = max(safe, end)
        kept, base = text[cut:], base + cut
    yield from ((base + found.start(), found) for found in pattern.finditer(kept))


def _item_lengths(archive: ZipFile, name: str) -> list[int]:
    """About how many characters each shared text has, its markup counted with it."""
    places = [place for place, _ in tokens(archive, name, _ITEM)]
    size = sum(map(len, pieces(archive, name)))
    return [after - before for before, after in pairwise([*places, size])]


def _walk(archive: ZipFile, name: str, lengths: list[int]) -> Extent:
    extent = Extent()
    row = column = 0
    is_shared = False
    for _, found in tokens(archive, name, _OPEN_XML_TOKEN):
        if found["tag"] == b"c":
            at, kind = said_of_cell(found["said"])
            row, column = at or (row, column + 1)
            is_shared = kind == b"s"
        elif found["tag"]:
            row, column = int(_attributes(found["said"]).get(b"r", row + 1)), 0
        elif found["odd"] is not None:
            if row:
                # A comment could hide from here what the reader sees; no office program writes one among cells.
                raise LogbookRefusedError(LogbookFault.BROKEN)
        else:
            extent.reach(row, column, _length(found["value"], lengths) if is_shared else 16)
    return extent


def said_of_cell(said: bytes) -> tuple[tuple[int, int] | None, bytes]:
    """Row and column of a cell, where it tells them, and the kind of its value."""
    if (plain := _FIRST_PLACE.match(said)) is not None:
        return (int(plain[2]), _column(plain[1])), plain[3] or b""
    told = _attributes(said)
    at = _PLACE.fullmatch(told.get(b"r", b""))
    return ((int(at[2]), _column(at[1])) if at else None), told.get(b"t", b"")


def _attributes(said: bytes) -> dict[bytes, bytes]:
    """The attributes at the head of what follows a tag's name; the first counts where one stands twice."""
    if len(said) > _MAX_TAG:
        raise LogbookRefusedError(LogbookFault.BROKEN)
    told: dict[bytes, bytes] = {}
    place = 0
    while (found := _ATTRIBUTE.match(said, place)) is not None:
        told.setdefault(found[1], found[2] if found[2] is not None else found[3])
        place = found.end()
    return told


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _length(value: bytes, lengths: list[int]) -> int:
    number = int(value or 0)
    return lengths[number] if number < len(lengths) else 0


_ODF_TOKEN = re.compile(
    rb"<table:(?:(?P<table>table)(?=[\s>])|(?P<row>table-row)(?P<row_said>[\s/>][^<]{0,4000})|"
    rb"(?:covered-)?table-cell(?P<cell_said>[\s/>][^<]{0,4000}))|<text:(?P<text>p)\b|<!(?P<odd>)"
)
_VALUES = frozenset({b"office:value", b"office:value-type", b"office:date-value", b"office:time-value"})


@dataclass(slots=True)
class _Place:
    """Where the walk through a table stands: rows and columns that came before, and how often this one stands."""

    rows: int = 0
    columns: int = 0
    times_down: int = 0
    times_right: int = 0
    extent: Extent = field(default_factory=Extent)

    def next_row(self, times: int) -> None:
        self.rows, self.times_down = self.rows + self.times_down, times
        self.columns = self.times_right = 0

    def next_cell(self, times: int) -> None:
        self.columns, self.times_right = self.columns + self.times_right, times

    def reach(self, characters: int) -> None:
        """Something stands here, and in all that repeat it."""
        times = self.times_down * self.times_right
        self.extent.reach(self.rows + self.times_down, self.columns + self.times_right, characters * times)


def check_open_document(raw: bytes) -> None:
    """That an ODS can be opened. Raises LogbookRefusedError."""
    try:
        with ZipFile(BytesIO(raw)) as archive:
            _check_manifest(archive)
            _walk_tables(archive)
    except LogbookRefusedError:
        raise
    except _BROKEN as problem:
        raise LogbookRefusedError(LogbookFault.BROKEN) from problem


def _check_manifest(archive: ZipFile) -> None:
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist() and b"encryption-data" in b"".join(pieces(archive, manifest)):
        raise LogbookRefusedError(LogbookFault.ENCRYPTED)


def _walk_tables(archive: ZipFile) -> None:
    place, total = _Place(), Total()
    begun = -1
    for at, found in tokens(archive, "content.xml", _ODF_TOKEN):
        if begun >= 0:
            # A paragraph is no longer than up to what follows it.
            place.reach(at - begun)
        begun = at if found["text"] and place.times_right else -1
        if found["table"]:
            total.add(place.extent)
        place = _step(place, found)
    if begun >= 0:
        place.reach(0)
    total.add(place.extent)


def _step(place: _Place, found: re.Match[bytes]) -> _Place:
    if found["table"]:
        return _Place()
    if found["row"]:
        place.next_row(int(_attributes(found["row_said"]).get(b"table:number-rows-repeated", 1)))
    elif found["cell_said"]:
        told = _attributes(found["cell_said"])
        place.next_cell(int(told.get(b"table:number-columns-repeated", 1)))
        if not _VALUES.isdisjoint(told):
            place.reach(16)
    elif found["odd"] is not None:
        raise LogbookRefusedError(LogbookFault.BROKEN)
    return place
