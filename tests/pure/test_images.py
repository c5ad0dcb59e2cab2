import struct
import zlib
from io import BytesIO

import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

from port2port.pure import images
from port2port.pure.filetypes import identify
from port2port.pure.images import PictureFault, PictureRefusedError, strip_metadata

SECRET = "Canary-4711"
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><who>{SECRET}</who></x:xmpmeta>'.encode()


def half_red(size: tuple[int, int] = (64, 32)) -> Image.Image:
    """Red on the left, blue on the right, so that turning it shows."""
    image = Image.new("RGB", size, "blue")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2 - 1, size[1]), fill="red")
    return image


def exif(orientation: int = 1) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = SECRET
    tags[0x9286] = SECRET
    gps = tags.get_ifd(0x8825)
    gps.update({1: "N", 2: (51.0, 16.0, 48.0), 3: "E", 4: (4.0, 19.0, 12.0), 29: SECRET})
    return tags


def saved(image: Image.Image, image_format: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, image_format, **options)
    return out.getvalue()


def jpeg(**options: object) -> bytes:
    return saved(half_red(), "JPEG", **{"exif": exif(), "xmp": XMP, "comment": SECRET, "quality": 95, **options})


def png() -> bytes:
    notes = PngInfo()
    notes.add_text("Author", SECRET)
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    notes.add_text("Comment", SECRET, zip=True)
    return saved(half_red(), "PNG", pnginfo=notes, exif=exif(), dpi=(300, 300))


def heic() -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(half_red()).save(out, exif=exif().tobytes(), xmp=XMP, quality=90)
    return out.getvalue()


def opened(raw: bytes) -> Image.Image:
    image = Image.open(BytesIO(raw))
    image.load()
    return image


PICTURES = [
    (jpeg(), "image/jpeg", "image/jpeg"),
    (png(), "image/png", "image/png"),
    (saved(half_red(), "WEBP", exif=exif(), xmp=XMP), "image/webp", "image/webp"),
    (heic(), "image/heic", "image/jpeg"),
]


@pytest.mark.parametrize(("raw", "media_type", "becomes"), PICTURES)
def test_place_time_device_and_notes_are_gone_from_a_photo(raw, media_type, becomes):
    # The picture carries what must vanish; a compressed note shows only once it is opened.
    assert SECRET.encode() in raw
    assert media_type == "image/heic" or opened(raw).getexif().get_ifd(0x8825)

    kept = strip_metadata(raw, media_type)

    image = opened(kept.content)
    assert dict(image.getexif()) == {}
    assert dict(image.getexif().get_ifd(0x8825)) == {}
    assert set(image.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "loop",
        "background",
        "duration",
        "timestamp",
    }
    for trace in (
        SECRET.encode(),
        b"Exif",
        b"EXIF",
        b"eXIf",
        b"xmp",
        b"XMP",
        b"tEXt",
        b"iTXt",
        b"zTXt",
        b"ICC_PROFILE",
        b"iCCP",
    ):
        assert trace not in kept.content
    assert kept.media_type == becomes
    assert identify(kept.content, name=f"x.{kept.extension}").media_type == becomes


@pytest.mark.parametrize(("raw", "media_type", "becomes"), PICTURES)
def test_the_picture_itself_stays(raw, media_type, becomes):
    kept = strip_metadata(raw, media_type)

    image = opened(kept.content).convert("RGB")
    assert (kept.width, kept.height) == image.size == (64, 32)
    red, blue = image.getpixel((8, 16)), image.getpixel((56, 16))
    assert red[0] > 200 > 60 > red[2]
    assert blue[2] > 200 > 60 > blue[0]


def test_a_compressed_note_of_a_png_is_gone_too():
    raw = png()
    assert opened(raw).text["Comment"] == SECRET

    assert opened(strip_metadata(raw, "image/png").content).text == {}


def test_a_photo_held_sideways_stands_upright():
    kept = strip_metadata(jpeg(exif=exif(orientation=6)), "image/jpeg")

    image = opened(kept.content)
    # Turned a quarter clockwise, what was left is on top.
    assert image.size == (32, 64)
    assert image.getpixel((16, 8))[0] > 200
    assert image.getpixel((16, 56))[2] > 200


def test_colours_are_those_that_the_profile_means():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    broken = jpeg(icc_profile=b"no profile")
    same = jpeg(icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())

    for raw in (broken, same, jpeg(icc_profile=profile)):
        kept = strip_metadata(raw, "image/jpeg")
        assert "icc_profile" not in opened(kept.content).info
        assert opened(kept.content).getpixel((8, 16))[0] > 200


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK", "YCbCr"])
def test_unusual_pictures_are_kept(mode):
    image_format = "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG"
    raw = saved(Image.new(mode, (16, 16)), image_format)

    kept = strip_metadata(raw, f"image/{image_format.lower()}")

    assert opened(kept.content).size == (16, 16)


def test_transparency_is_kept():
    raw = saved(Image.new("RGBA", (4, 4), (255, 0, 0, 0)), "PNG")
    palette = saved(Image.new("P", (4, 4)), "PNG", transparency=0)

    for one in (raw, palette):
        assert opened(strip_metadata(one, "image/png").content).getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("image_format", ["JPEG", "PNG"])
def test_a_huge_picture_is_kept_at_half_its_size_and_upright(monkeypatch, image_format):
    monkeypatch.setattr(images, "LARGE_PIXELS", 10_000)
    raw = saved(half_red((200, 100)), image_format, exif=exif(orientation=6))

    kept = strip_metadata(raw, f"image/{image_format.lower()}")

    assert (kept.width, kept.height) == (50, 100)
    assert opened(kept.content).getpixel((25, 10))[0] > 200


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(60_000, 60_000), (12_000, 8_000), (16_001, 10)])
def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked(size):
    with pytest.raises(PictureRefusedError) as refused:
        strip_metadata(png_header(*size), "image/png")

    assert refused.value.fault is PictureFault.TOO_MANY_PIXELS


@pytest.mark.parametrize(
    ("raw", "media_type", "fault"),
    [
        (b"", "image/jpeg", PictureFault.BROKEN),
        (jpeg()[:400], "image/jpeg", PictureFault.BROKEN),
        (png_header(10, 10), "image/png", PictureFault.BROKEN),
        (jpeg(), "image/png", PictureFault.BROKEN),
        (heic()[:200], "image/heic", PictureFault.BROKEN),
        (saved(half_red(), "GIF"), "image/gif", PictureFault.UNKNOWN),
    ],
)
def test_a_picture_that_is_not_one_is_refused(raw, media_type, fault):
    with pytest.raises(PictureRefusedError) as refused:
        strip_metadata(raw, media_type)

    assert refused.value.fault is fault


@pytest.mark.parametrize(("raw", "media_type", "becomes"), PICTURES)
def test_what_hangs_behind_a_picture_is_gone(raw, media_type, becomes):
    if media_type == "image/heic":
        raw += struct.pack(">I", 24) + b"free" + b"<script>x</scri>"
    else:
        raw += b"<script>x</script>"

    assert b"<script>" not in strip_metadata(raw, media_type).content


# Pillow warns of the damage that it meets and goes on.
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@given(st.sampled_from(PICTURES), st.integers(0, 10_000), st.integers(0, 255))
def test_a_damaged_picture_is_cleaned_or_refused(picture, place, value):
    raw, media_type, _becomes = picture
    damaged = bytearray(raw)
    damaged[place % len(raw)] = value

    try:
        kept = strip_metadata(bytes(damaged), media_type)
    except PictureRefusedError:
        return

    assert SECRET.encode() not in kept.content
    assert kept.width * kept.height <= images.MAX_PIXELS
