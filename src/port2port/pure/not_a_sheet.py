"""What a file is that is called a spreadsheet and is none, by the bytes it begins with or the parts it names."""

import re

from port2port.pure.logbook_bounds import LogbookFault

_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b", b"\xfd7zXZ")
# A text may begin with BZh; an archive says next how large its blocks are.
_BZIP2 = re.compile(rb"BZh[1-9]")
# What stands in a container of older Office files by these names.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCUMENTS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document", "__substg1.0"))
_WORKBOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_NAMES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def other_kind(raw: bytes) -> LogbookFault | None:
    """What bytes are that are no container of Office and no text; None where they may be text."""
    start = raw[:40].lstrip()
    if start.startswith(b"%PDF-"):
        return LogbookFault.PDF
    if start.startswith(b"{\\rtf"):
        return LogbookFault.DOCUMENT
    if raw.startswith(_ARCHIVES) or _BZIP2.match(raw):
        return LogbookFault.ARCHIVE
    # A text may begin with BM; the bytes of a picture hold noughts.
    if (raw.startswith(_PICTURES) and b"\0" in raw[:200]) or raw[4:8] == b"ftyp" or raw[8:12] == b"WEBP":
        return LogbookFault.PICTURE
    return None


def older_kind(raw: bytes) -> LogbookFault | None:
    """What a container of older Office files holds that is no workbook; None where it may be one."""
    if _ENCRYPTED in raw:
        return LogbookFault.ENCRYPTED
    if any(name in raw for name in _DOCUMENTS) and not any(name in raw for name in _WORKBOOKS):
        return LogbookFault.DOCUMENT
    return None


def is_text_called_workbook(raw: bytes, name: str) -> bool:
    """Whether the file bears a workbook's name and is no container of one."""
    return name.lower().endswith(_NAMES) and not raw.startswith(_CONTAINERS)
