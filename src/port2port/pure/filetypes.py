"""What an attachment is, told from its bytes; its name and declared type must agree with them.

Only what a report needs is taken: photos, PDF, office files without macros, plain text and CSV. Anything a browser
would run (HTML, SVG, scripts), and any file that is two formats at once, is refused.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from port2port.pure.packages import PackageFault, office_type

MAX_BYTES = 25 * 1024 * 1024
MAX_VIDEO_BYTES = 100 * 1024 * 1024
MAX_FILES = 10


class FileFault(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    UNKNOWN = "unknown"
    ACTIVE = "active"
    TWO_FORMATS = "two-formats"
    MISMATCH = "mismatch"
    BROKEN = "broken"
    MACROS = "macros"
    BOMB = "bomb"
    ENCRYPTED = "encrypted"


class FileRefusedError(ValueError):
    """A file we do not take, and why."""

    def __init__(self, fault: FileFault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class Found:
    """The media type that the bytes have, and the extension to store and serve them under, without a dot."""

    media_type: str
    extension: str

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


JPEG = Found("image/jpeg", "jpg")
PNG = Found("image/png", "png")
WEBP = Found("image/webp", "webp")
HEIC = Found("image/heic", "heic")
MP4 = Found("video/mp4", "mp4")
PDF = Found("application/pdf", "pdf")
TEXT = Found("text/plain", "txt")
CSV = Found("text/csv", "csv")

_EXTENSIONS = {
    JPEG.media_type: {"jpg", "jpeg", "jpe", "jfif"},
    MP4.media_type: {"mp4", "m4v"},
    HEIC.media_type: {"heic", "heif"},
    TEXT.media_type: {"txt", "log"},
}
# What browsers and telephones say of such files, beside the truth.
_ALSO_DECLARED = {
    JPEG.media_type: {"image/jpg", "image/pjpeg"},
    HEIC.media_type: {"image/heif"},
    CSV.media_type: {"text/plain", "application/csv", "application/vnd.ms-excel"},
}
_SAYS_NOTHING = {"", "application/octet-stream", "binary/octet-stream"}
_ZIP_DECLARED = {"application/zip", "application/x-zip-compressed"}

_MP4_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_PDF_HEADER = re.compile(rb"%PDF-(1\.[0-7]|2\.0)[\r\n \t%]")
_MARKUP = re.compile(
    rb"<(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php|xsl|img|meta|link|style|form|a\s|%)",
    re.IGNORECASE,
)
_SCRIPT_STARTS = (b"#!", b"@echo", b"{\\rtf", b"mz", b"%!ps")
# Text has tab, newline, form feed and return; any other control byte means that it is something else.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def check_sizes(sizes: Sequence[int]) -> None:
    """That a set of files may be attached to one report. Raises FileRefusedError."""
    if len(sizes) > MAX_FILES:
        raise FileRefusedError(FileFault.TOO_MANY)
    if any(size > MAX_BYTES for size in sizes):
        raise FileRefusedError(FileFault.TOO_LARGE)


def identify(raw: bytes, *, name: str, declared: str = "", takes_video: bool = False) -> Found:
    """What the file is.

    name          as the sender wrote it; an extension must fit, none at all is taken
    declared      the sender's media type, parameters and all; empty when unknown
    takes_video   MP4 too, of at most MAX_VIDEO_BYTES
    Raises FileRefusedError.
    """
    if not raw:
        raise FileRefusedError(FileFault.EMPTY)
    is_video = takes_video and bool(_brands(raw) & _MP4_BRANDS) and not _is_heic(raw)
    if len(raw) > (MAX_VIDEO_BYTES if is_video else MAX_BYTES):
        raise FileRefusedError(FileFault.TOO_LARGE)
    found = _video(raw) if is_video else _by_content(raw, name)
    _agree(found, name, declared)
    return found


def _by_content(raw: bytes, name: str) -> Found:
    if raw.startswith(b"PK\x03\x04"):
        return _package(raw)
    found = _picture(raw) or _document(raw)
    if found is None:
        return _text(raw, name)
    if _ends_as_archive(raw):
        raise FileRefusedError(FileFault.TWO_FORMATS)
    return found


def _picture(raw: bytes) -> Found | None:
    if raw.startswith(b"\xff\xd8\xff"):
        return JPEG
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return WEBP
    return HEIC if _is_heic(raw) else None


def _video(raw: bytes) -> Found:
    if _ends_as_archive(raw):
        raise FileRefusedError(FileFault.TWO_FORMATS)
    return MP4


def _is_heic(raw: bytes) -> bool:
    return bool(_brands(raw) & _HEIC_BRANDS)


def _brands(raw: bytes) -> set[bytes]:
    """What a file of boxes (ISO 14496-12) says that it is; nothing for any other file."""
    size = int.from_bytes(raw[:4], "big")
    if raw[4:8] != b"ftyp" or not 16 <= size <= 256:
        return set()
    box = raw[8:size]
    return {box[:4], *(box[place : place + 4] for place in range(8, len(box), 4))}


def _document(raw: bytes) -> Found | None:
    if _PDF_HEADER.match(raw):
        if b"%%EOF" not in raw[-2048:]:
            raise FileRefusedError(FileFault.BROKEN)
        # Readers take a header within the first 1024 bytes, browsers take markup there.
        if _MARKUP.search(raw[:1024].split(b"obj", 1)[0]):
            raise FileRefusedError(FileFault.TWO_FORMATS)
        return PDF
    if b"%PDF-" in raw[:1024]:
        raise FileRefusedError(FileFault.TWO_FORMATS)
    return None


def _ends_as_archive(raw: bytes) -> bool:
    """Whether a zip reader would find a directory at the end, as it does behind a picture or PDF."""
    end = raw.rfind(b"PK\x05\x06", max(0, len(raw) - 65_557))
    return (
        end >= 0 and end + 22 <= len(raw) and end + 22 + int.from_bytes(raw[end + 20 : end + 22], "little") == len(raw)
    )


_PACKAGE_FAULTS = {
    PackageFault.UNKNOWN: FileFault.UNKNOWN,
    PackageFault.BROKEN: FileFault.BROKEN,
    PackageFault.BOMB: FileFault.BOMB,
    PackageFault.MACROS: FileFault.MACROS,
    PackageFault.BINARY: FileFault.MACROS,
    PackageFault.ACTIVE: FileFault.ACTIVE,
    PackageFault.ENCRYPTED: FileFault.ENCRYPTED,
    PackageFault.TWO_FORMATS: FileFault.TWO_FORMATS,
}


def _package(raw: bytes) -> Found:
    result = office_type(raw)
    if isinstance(result, PackageFault):
        raise FileRefusedError(_PACKAGE_FAULTS[result])
    return Found(*result)


def _text(raw: bytes, name: str) -> Found:
    start = raw[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if _MARKUP.search(start) or start.startswith(_SCRIPT_STARTS):
        raise FileRefusedError(FileFault.ACTIVE)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Office programs in Belgium still write CSV in the Windows alphabet.
        text = raw.decode("cp1252", "replace")
    if _NOT_TEXT.search(text) or "\ufffd" in text:
        raise FileRefusedError(FileFault.UNKNOWN)
    return CSV if extension_of(name) == "csv" else TEXT


def _agree(found: Found, name: str, declared: str) -> None:
    extension = extension_of(name)
    if extension and extension not in _EXTENSIONS.get(found.media_type, {found.extension}):
        raise FileRefusedError(FileFault.MISMATCH)
    said = declared.split(";", 1)[0].strip().lower()
    also = _ALSO_DECLARED.get(found.media_type, set())
    if found.media_type.startswith("application/vnd."):
        also = also | _ZIP_DECLARED
    if said not in {found.media_type, *also, *_SAYS_NOTHING}:
        raise FileRefusedError(FileFault.MISMATCH)


def extension_of(name: str) -> str:
    """The extension in lower case without its dot, or nothing."""
    stem, dot, extension = name.rpartition(".")
    return extension.strip().lower() if dot and stem else ""
