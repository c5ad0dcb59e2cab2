"""Office files, which are zip archives: which format one holds, and that opening it is harmless.

Nothing is unpacked but the two small parts that name the format.
"""

import re
from enum import StrEnum
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as DeflateError  # noqa: N812

MAX_PARTS = 5_000
MAX_UNPACKED = 250 * 1024 * 1024
MAX_RATIO = 200
MAX_NAMING_PART = 1024 * 1024


class PackageFault(StrEnum):
    """Why an archive is not taken."""

    UNKNOWN = "unknown"
    BROKEN = "broken"
    BOMB = "bomb"
    MACROS = "macros"
    BINARY = "binary"
    ACTIVE = "active"
    ENCRYPTED = "encrypted"
    TWO_FORMATS = "two-formats"


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_MAIN_PARTS = {
    f"{_OPEN_XML}wordprocessingml.document.main+xml": (f"{_OPEN_XML}wordprocessingml.document", "docx"),
    f"{_OPEN_XML}spreadsheetml.sheet.main+xml": (f"{_OPEN_XML}spreadsheetml.sheet", "xlsx"),
    f"{_OPEN_XML}presentationml.presentation.main+xml": (f"{_OPEN_XML}presentationml.presentation", "pptx"),
}
_ODF = "application/vnd.oasis.opendocument."
_OPEN_DOCUMENT = {f"{_ODF}text": "odt", f"{_ODF}spreadsheet": "ods", f"{_ODF}presentation": "odp"}
_CONTENT_TYPE = re.compile(rb'ContentType\s*=\s*["\']([^"\']{1,200})["\']')
_MACRO_PART = re.compile(r"(^|/)(vbaProject\w*\.bin|vbaData\.xml|macrosheets/.*|Basic/.*|Scripts/.*)$", re.IGNORECASE)
# Packaged OLE objects can hold any program; pictures and charts are not stored as these.
_ACTIVE_PART = re.compile(
    r"(/embeddings/.*\.bin|/activeX/.*|\.(exe|dll|scr|js|jse|vbs|vbe|wsf|hta|bat|cmd|ps1|jar|lnk|msi|html?|svgz))$",
    re.IGNORECASE,
)


def office_type(raw: bytes) -> tuple[str, str] | PackageFault:
    """(media type, extension) of a DOCX, XLSX, PPTX, ODT, ODS or ODP, or why it is none that we take."""
    if not _is_one_archive(raw):
        return PackageFault.TWO_FORMATS if b"PK\x05\x06" in raw else PackageFault.BROKEN
    try:
        with ZipFile(BytesIO(raw)) as archive:
            parts = archive.infolist()
            return _fault(parts) or _format(archive, {part.filename: part for part in parts})
    except (BadZipFile, DeflateError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        return PackageFault.BROKEN


def _is_one_archive(raw: bytes) -> bool:
    """Whether the archive's directory ends exactly where the bytes end: nothing stands behind it."""
    end = raw.rfind(b"PK\x05\x06")
    return (
        end >= 0 and end + 22 <= len(raw) and end + 22 + int.from_bytes(raw[end + 20 : end + 22], "little") == len(raw)
    )


def _fault(parts: list[ZipInfo]) -> PackageFault | None:
    if not parts:
        return PackageFault.UNKNOWN
    checks = {
        PackageFault.BOMB: _is_bomb(parts),
        PackageFault.ENCRYPTED: any(part.flag_bits & 0x1 for part in parts),
        # The directory may begin with another archive's members: then the first bytes belong to something else.
        PackageFault.TWO_FORMATS: min(part.header_offset for part in parts) != 0,
        PackageFault.BROKEN: any(_is_outside(part.filename) for part in parts) or _has_twins(parts),
        PackageFault.BINARY: any(part.filename.lower() == "xl/workbook.bin" for part in parts),
        PackageFault.MACROS: any(_MACRO_PART.search(part.filename) for part in parts),
        PackageFault.ACTIVE: any(_ACTIVE_PART.search(part.filename) for part in parts),
    }
    return next((fault for fault, applies in checks.items() if applies), None)


def _is_bomb(parts: list[ZipInfo]) -> bool:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    return (
        len(parts) > MAX_PARTS
        or unpacked > MAX_UNPACKED
        or (unpacked > 2**20 and unpacked > MAX_RATIO * max(packed, 1))
    )


def _is_outside(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _has_twins(parts: list[ZipInfo]) -> bool:
    return len({part.filename.lower() for part in parts}) < len(parts) or len(
        {part.header_offset for part in parts}
    ) < len(parts)


def _format(archive: ZipFile, parts: dict[str, ZipInfo]) -> tuple[str, str] | PackageFault:
    if "mimetype" in parts:
        media_type = _read(archive, parts["mimetype"]).decode("ascii", "replace").strip()
        extension = _OPEN_DOCUMENT.get(media_type)
        return (media_type, extension) if extension and "content.xml" in parts else PackageFault.UNKNOWN
    if "[Content_Types].xml" not in parts:
        return PackageFault.UNKNOWN
    types = {
        one.decode("ascii", "replace") for one in _CONTENT_TYPE.findall(_read(archive, parts["[Content_Types].xml"]))
    }
    if any("macroEnabled" in one or "vbaProject" in one for one in types):
        return PackageFault.MACROS
    found = [_MAIN_PARTS[one] for one in types if one in _MAIN_PARTS]
    return found[0] if len(found) == 1 else PackageFault.UNKNOWN


def _read(archive: ZipFile, part: ZipInfo) -> bytes:
    # The size in the directory may lie: read no more than such a part can need.
    with archive.open(part) as stream:
        content = stream.read(MAX_NAMING_PART + 1)
    if len(content) > MAX_NAMING_PART:
        raise ValueError("A part that names the format is small.")
    return content
