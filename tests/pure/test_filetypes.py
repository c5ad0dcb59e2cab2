from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from port2port.pure import filetypes, packages
from port2port.pure.filetypes import FileFault, FileRefusedError, check_sizes, identify

OPEN_XML = "application/vnd.openxmlformats-officedocument."


def picture(image_format: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, image_format)
    return out.getvalue()


def heic() -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 64), "navy")).save(out, quality=50)
    return out.getvalue()


def zipped(parts: dict[str, str | bytes], *, compression: int = ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def office(kind: str, **more: str | bytes) -> bytes:
    main = f'<Types><Override PartName="/x" ContentType="{OPEN_XML}{kind}.main+xml"/></Types>'
    return zipped({"[Content_Types].xml": main, "_rels/.rels": "<a/>", **more})


def open_document(kind: str, **more: str) -> bytes:
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<a/>", **more})


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\nstartxref\n0\n%%EOF\n"
DOCX = office("wordprocessingml.document")


def fault_of(raw: bytes, name: str = "", declared: str = "") -> FileFault | None:
    try:
        identify(raw, name=name, declared=declared)
    except FileRefusedError as refused:
        return refused.fault
    return None


@pytest.mark.parametrize(
    ("raw", "name", "declared", "media_type"),
    [
        (picture("JPEG"), "IMG_0001.JPG", "image/jpeg", "image/jpeg"),
        (picture("JPEG"), "photo", "", "image/jpeg"),
        (picture("PNG"), "plan.png", "image/png", "image/png"),
        (picture("WEBP"), "plan.webp", "image/webp", "image/webp"),
        (heic(), "IMG_0002.HEIC", "application/octet-stream", "image/heic"),
        (PDF, "bulletin.pdf", "application/pdf", "application/pdf"),
        (DOCX, "note.docx", "application/zip", OPEN_XML + "wordprocessingml.document"),
        (office("spreadsheetml.sheet"), "log.xlsx", "", OPEN_XML + "spreadsheetml.sheet"),
        (office("presentationml.presentation"), "talk.pptx", "", OPEN_XML + "presentationml.presentation"),
        (open_document("text"), "note.odt", "", "application/vnd.oasis.opendocument.text"),
        (open_document("spreadsheet"), "log.ods", "", "application/vnd.oasis.opendocument.spreadsheet"),
        (open_document("presentation"), "talk.odp", "", "application/vnd.oasis.opendocument.presentation"),
        ("één regel\n".encode(), "note.txt", "text/plain; charset=utf-8", "text/plain"),
        (b"a;b\n1;2\n", "log.csv", "application/vnd.ms-excel", "text/csv"),
        ("a;één\n".encode("cp1252"), "log.csv", "text/csv", "text/csv"),
    ],
)
def test_what_a_report_needs_is_recognised_by_its_bytes(raw, name, declared, media_type):
    found = identify(raw, name=name, declared=declared)

    assert found.media_type == media_type
    assert found.is_picture == media_type.startswith("image/")
    assert found.extension == (filetypes.extension_of(name) or "jpg")


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", FileFault.EMPTY),
        (b"<!DOCTYPE html><p>", FileFault.ACTIVE),
        (b"\xef\xbb\xbf \n<HTML>", FileFault.ACTIVE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", FileFault.ACTIVE),
        (b'<?xml version="1.0"?><svg/>', FileFault.ACTIVE),
        (b"harmless first line\n<script>alert(1)</script>", FileFault.ACTIVE),
        (b"#!/bin/sh\nrm -r /\n", FileFault.ACTIVE),
        (b"@echo off\r\n", FileFault.ACTIVE),
        (b"{\\rtf1 text}", FileFault.ACTIVE),
        (b"MZ\x90\x00\x03", FileFault.ACTIVE),
        (b"\x7fELF\x02\x01", FileFault.UNKNOWN),
        (b"GIF89a\x01\x00\x01\x00", FileFault.UNKNOWN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileFault.UNKNOWN),
        ("utf-16 text".encode("utf-16"), FileFault.UNKNOWN),
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf", FileFault.UNKNOWN),
        (b"PK\x03\x04 and no directory", FileFault.BROKEN),
        (zipped({"a.txt": "x"}), FileFault.UNKNOWN),
        (zipped({"mimetype": "application/epub+zip", "content.xml": ""}), FileFault.UNKNOWN),
        (b"<html><script>1</script>" + PDF, FileFault.TWO_FORMATS),
        (b"\n" + PDF, FileFault.TWO_FORMATS),
        (b"%PDF-1.7\n<script>alert(1)</script>\n" + PDF, FileFault.TWO_FORMATS),
        (PDF[:-6], FileFault.BROKEN),
        (PDF + DOCX, FileFault.TWO_FORMATS),
        (picture("JPEG") + DOCX, FileFault.TWO_FORMATS),
        (DOCX + b"trailing", FileFault.TWO_FORMATS),
        (DOCX + zipped({"evil.txt": "x"}), FileFault.TWO_FORMATS),
        (office("wordprocessingml.document", **{"word/vbaProject.bin": "x"}), FileFault.MACROS),
        (
            zipped(
                {"[Content_Types].xml": '<T ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'}
            ),
            FileFault.MACROS,
        ),
        (open_document("text", **{"Basic/Standard/Module1.xml": "x"}), FileFault.MACROS),
        (office("wordprocessingml.document", **{"word/embeddings/oleObject1.bin": "x"}), FileFault.ACTIVE),
        (office("wordprocessingml.document", **{"word/media/run.exe": "x"}), FileFault.ACTIVE),
        (office("wordprocessingml.document", **{"../../outside.xml": "x"}), FileFault.BROKEN),
        (office("wordprocessingml.document", **{"word/zeros.xml": b"\0" * (8 * 2**20)}), FileFault.BOMB),
        (zipped({f"part{n}.xml": "" for n in range(5001)}, compression=ZIP_STORED), FileFault.BOMB),
    ],
)
def test_what_a_browser_would_run_what_lies_and_what_bursts_is_refused(raw, fault):
    assert fault_of(raw) is fault


@pytest.mark.parametrize(
    ("raw", "name", "declared"),
    [
        (picture("JPEG"), "photo.png", ""),
        (picture("JPEG"), "photo.jpg", "image/png"),
        (picture("JPEG"), "photo.jpg", "text/html"),
        (picture("JPEG"), "photo.jpg.exe", ""),
        (PDF, "bulletin.html", ""),
        (DOCX, "note.xlsx", ""),
        (DOCX, "note.zip", "application/zip"),
        (b"text", "note.js", ""),
        (b"text", "note.bat", "text/plain"),
        (b"a,b", "log.csv", "text/html"),
    ],
)
def test_a_name_or_type_that_contradicts_the_bytes_is_refused(raw, name, declared):
    assert fault_of(raw, name, declared) is FileFault.MISMATCH


def test_a_lying_directory_cannot_make_us_unpack_more(monkeypatch):
    monkeypatch.setattr(packages, "MAX_NAMING_PART", 100)
    main = f'<Types><Override ContentType="{OPEN_XML}wordprocessingml.document.main+xml"/>{" " * 200}</Types>'

    assert fault_of(zipped({"[Content_Types].xml": main})) is FileFault.BROKEN


def test_an_encrypted_part_is_refused():
    raw = bytearray(DOCX)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.find(signature) + flags] |= 1

    assert fault_of(bytes(raw)) is FileFault.ENCRYPTED


def test_sizes_and_numbers_are_limited(monkeypatch):
    check_sizes([filetypes.MAX_BYTES] * 10)
    for sizes, fault in (([1] * 11, FileFault.TOO_MANY), ([filetypes.MAX_BYTES + 1], FileFault.TOO_LARGE)):
        with pytest.raises(FileRefusedError) as refused:
            check_sizes(sizes)
        assert refused.value.fault is fault

    assert filetypes.MAX_BYTES == 26_214_400
    assert fault_of(b"x" * (filetypes.MAX_BYTES + 1)) is FileFault.TOO_LARGE


_starts = st.sampled_from(
    [b"", b"\xff\xd8\xff", b"%PDF-1.7\n", b"PK\x03\x04", DOCX[:200], DOCX, heic()[:40], b"RIFF1234WEBP"]
)


@given(_starts, st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_are_recognised_or_refused(start, rest, name):
    try:
        found = identify(start + rest, name=name)
    except FileRefusedError:
        return

    assert "html" not in found.media_type
    assert "svg" not in found.media_type


@given(st.integers(0, len(DOCX) - 1), st.integers(1, 255))
def test_a_damaged_office_file_is_recognised_or_refused(place, difference):
    raw = bytearray(DOCX)
    raw[place] ^= difference

    assert fault_of(bytes(raw)) is None or fault_of(bytes(raw)) in FileFault
