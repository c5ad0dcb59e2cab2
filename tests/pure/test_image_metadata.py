import struct
from io import BytesIO

import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from port2port.pure.image_metadata import MAX_VALUE, Carried, Tells, found_metadata
from port2port.pure.images import PictureFault, PictureRefusedError, strip_metadata

# Pillow says on the side what it could not read of a note.
DECODERS_WARN = pytest.mark.filterwarnings("ignore::UserWarning")
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description exif:GPSLatitude="51,16.40N"'
    b' xmp:CreatorTool="Phone 12">'
    b"<dc:creator><rdf:Seq><rdf:li>Voorbeeld &amp; co</rdf:li></rdf:Seq></dc:creator>"
    b"<mwg-rs:Name>Exemple</mwg-rs:Name></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def exif() -> Image.Exif:
    tags = Image.Exif()
    tags[0x010F] = "Maker"
    tags[0x0110] = "Model 7"
    tags[0x0132] = "2025:03:14 22:10:00"
    tags[0x013B] = "Voorbeeld"
    tags[0x9C9D] = "Exemple".encode("utf-16-le")
    own = tags.get_ifd(0x8769)
    own.update({0x9003: "2025:03:14 22:09:58", 0xA431: "SN 0001", 0x9286: b"ASCII\0\0\0aan het hek"})
    gps = tags.get_ifd(0x8825)
    gps.update({1: "N", 2: (51.0, 16.0, 24.0), 3: "E", 4: (4.0, 19.0, 12.0), 29: "2025:03:14"})
    return tags


def picture() -> Image.Image:
    return Image.new("RGB", (32, 24), "green")


def saved(image_format: str, **options: object) -> bytes:
    out = BytesIO()
    picture().save(out, image_format, **options)
    return out.getvalue()


def heic() -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(picture()).save(out, exif=exif().tobytes(), xmp=XMP, quality=80)
    return out.getvalue()


def png() -> bytes:
    notes = PngInfo()
    notes.add_text("Author", "Voorbeeld")
    notes.add_itxt("Description", "aan het hek")
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return saved("PNG", pnginfo=notes, exif=exif())


PHOTOS = [
    (saved("JPEG", exif=exif(), xmp=XMP, comment="aan het hek"), "image/jpeg"),
    (png(), "image/png"),
    (saved("WEBP", exif=exif(), xmp=XMP), "image/webp"),
    (heic(), "image/heic"),
]


@pytest.mark.parametrize(("raw", "media_type"), PHOTOS)
def test_a_photo_shows_its_place_time_device_and_owner(raw, media_type):
    found = found_metadata(raw, media_type)

    assert {
        Carried(Tells.PLACE, "GPSPosition", "51.27333, 4.32000"),
        Carried(Tells.TIME, "GPSDateStamp", "2025:03:14"),
        Carried(Tells.TIME, "DateTimeOriginal", "2025:03:14 22:09:58"),
        Carried(Tells.DEVICE, "Model", "Model 7"),
        Carried(Tells.DEVICE, "BodySerialNumber", "SN 0001"),
        Carried(Tells.OWNER, "Artist", "Voorbeeld"),
        Carried(Tells.OWNER, "XPAuthor", "Exemple"),
        Carried(Tells.WORDS, "UserComment", "aan het hek"),
        Carried(Tells.OWNER, "creator", "Voorbeeld & co"),
        Carried(Tells.PLACE, "GPSLatitude", "51,16.40N"),
        Carried(Tells.WORDS, "Name", "Exemple"),
    } <= set(found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(("raw", "media_type"), PHOTOS)
def test_nothing_is_found_once_it_was_taken_out(raw, media_type):
    bare = strip_metadata(raw, media_type)

    assert found_metadata(bare.content, bare.media_type) == ()


def test_comments_and_texts_are_words():
    assert Carried(Tells.WORDS, "Comment", "aan het hek") in found_metadata(*PHOTOS[0])
    assert Carried(Tells.WORDS, "Description", "aan het hek") in found_metadata(*PHOTOS[1])
    assert Carried(Tells.OWNER, "Author", "Voorbeeld") in found_metadata(*PHOTOS[1])


def test_what_a_newsroom_writes_is_read_too():
    def note(number: int, value: bytes) -> bytes:
        return b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(value)) + value

    notes = note(80, b"Voorbeeld") + note(90, b"Antwerpen") + note(55, b"20250314")
    block = (
        b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(notes)) + notes + b"\x00" * (len(notes) % 2)
    )
    raw = saved("JPEG")
    raw = raw[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + raw[2:]

    assert set(found_metadata(raw, "image/jpeg")) == {
        Carried(Tells.OWNER, "By-line", "Voorbeeld"),
        Carried(Tells.PLACE, "City", "Antwerpen"),
        Carried(Tells.TIME, "DateCreated", "20250314"),
    }


def test_a_long_note_is_cut_and_stays_one_line():
    found = found_metadata(saved("JPEG", comment="a\n\x00b " + "x" * 5000), "image/jpeg")

    assert len(found) == 1
    assert found[0].value.startswith("a b x")
    assert len(found[0].value) == MAX_VALUE


@DECODERS_WARN
def test_notes_that_cannot_be_read_are_named():
    broken = saved("JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff")

    assert found_metadata(broken, "image/jpeg") in {(), (Carried(Tells.UNREADABLE, "EXIF", ""),)}


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/png", "image/webp", "image/heic"])
def test_what_is_no_picture_is_refused(media_type: str):
    with pytest.raises(PictureRefusedError) as refused:
        found_metadata(b"not a picture at all", media_type)

    assert refused.value.fault is PictureFault.BROKEN


def test_a_format_that_is_not_taken_is_refused():
    with pytest.raises(PictureRefusedError):
        found_metadata(b"GIF89a", "image/gif")


@DECODERS_WARN
@given(st.integers(0, len(PHOTOS) - 1), st.data())
def test_a_damaged_photo_is_read_or_refused(which: int, data: st.DataObject):
    raw, media_type = PHOTOS[which]
    place = data.draw(st.integers(0, len(raw) - 1))
    damaged = raw[:place] + data.draw(st.binary(max_size=4)) + raw[place + data.draw(st.integers(0, 8)) :]

    try:
        found = found_metadata(damaged, media_type)
    except PictureRefusedError:
        return
    assert all(len(one.value) <= MAX_VALUE for one in found)
