"""Photos without what they tell beside the picture: where, when, by whom, with what.

The picture is decoded and encoded anew, so that nothing else of the file survives.
"""

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from struct import error as StructError  # noqa: N812

import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MAX_PIXELS = 64_000_000
MAX_SIDE = 16_000
# Above this a picture is kept at half its width and height: more says nothing more, and takes memory from others.
LARGE_PIXELS = 24_000_000
QUALITY = 90


class PictureFault(StrEnum):
    """Why a picture is refused."""

    BROKEN = "broken"
    TOO_MANY_PIXELS = "too-many-pixels"
    UNKNOWN = "unknown"


class PictureRefusedError(ValueError):
    """A picture we cannot take, and why."""

    def __init__(self, fault: PictureFault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes to keep and what they are; HEIC has become JPEG, which every browser shows."""

    content: bytes
    media_type: str
    extension: str
    width: int
    height: int


# Pillow's name of the format, and the modes in which it keeps a picture without a palette.
_FORMATS = {
    "image/jpeg": ("JPEG", "jpg", {"L", "RGB"}),
    "image/png": ("PNG", "png", {"L", "LA", "RGB", "RGBA", "I;16"}),
    "image/webp": ("WEBP", "webp", {"RGB", "RGBA"}),
}
# Whatever a decoder raises on bytes that are not what they seem.
BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    IndexError,
    KeyError,
    StructError,
    RuntimeError,
)
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def strip_metadata(raw: bytes, media_type: str) -> Picture:
    """The picture alone, upright and in sRGB, without EXIF, GPS, XMP, comments, profile, thumbnail or further frames.

    A huge one is halved.
    media_type   as `filetypes.identify` found it
    Raises PictureRefusedError.
    """
    target = "image/jpeg" if media_type == "image/heic" else media_type
    if target not in _FORMATS:
        raise PictureRefusedError(PictureFault.UNKNOWN)
    try:
        image = _opened_heic(raw) if media_type == "image/heic" else _opened(raw, _FORMATS[target][0])
        return _encoded(_bare(_in_srgb(_upright(_reduced(image))), target), target)
    except PictureRefusedError:
        raise
    except TOO_LARGE as problem:
        raise PictureRefusedError(PictureFault.TOO_MANY_PIXELS) from problem
    except BROKEN as problem:
        raise PictureRefusedError(PictureFault.BROKEN) from problem


def format_of(media_type: str) -> str:
    """Pillow's name of a format that we take. Raises PictureRefusedError."""
    if media_type not in _FORMATS:
        raise PictureRefusedError(PictureFault.UNKNOWN)
    return _FORMATS[media_type][0]


def _opened(raw: bytes, pillow_format: str) -> Image.Image:
    image = Image.open(BytesIO(raw), formats=[pillow_format])
    # Only the header is read so far: refuse before memory is taken for the pixels.
    check_size(image.size)
    if _is_large(image.size):
        # JPEG alone can be decoded at half size; for the others this does nothing.
        image.draft(None, (image.width // 2, image.height // 2))
    image.load()
    return image


def _opened_heic(raw: bytes) -> Image.Image:
    heif = pillow_heif.open_heif(raw, convert_hdr_to_8bit=True)
    check_size(heif.size)
    image: Image.Image = heif.to_pillow()
    return image


def _is_large(size: tuple[int, int]) -> bool:
    return size[0] * size[1] > LARGE_PIXELS


def _reduced(image: Image.Image) -> Image.Image:
    return image.reduce(2) if _is_large(image.size) else image


def check_size(size: tuple[int, int]) -> None:
    """That a picture of this width and height is decoded at all. Raises PictureRefusedError."""
    width, height = size
    if width * height > MAX_PIXELS or max(size) > MAX_SIDE:
        raise PictureRefusedError(PictureFault.TOO_MANY_PIXELS)


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except BROKEN:
        # Notes that cannot be read say nothing of how the camera was held; the picture itself is sound.
        return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """The colours as the profile means them; a profile that cannot be read is left out."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def _bare(image: Image.Image, media_type: str) -> Image.Image:
    modes = _FORMATS[media_type][2]
    has_transparency = "transparency" in image.info or image.mode in {"LA", "PA", "RGBA", "RGBa", "La"}
    if has_transparency or image.mode not in modes:
        plain = "L" if image.mode in {"1", "L"} and "L" in modes else "RGB"
        image = image.convert("RGBA" if has_transparency and "RGBA" in modes else plain)
    bare = image.copy()
    # Encoders write back what they find here: profile, comment, resolution, EXIF.
    bare.info = {}
    return bare


def _encoded(image: Image.Image, media_type: str) -> Picture:
    pillow_format, extension, _modes = _FORMATS[media_type]
    out = BytesIO()
    image.save(out, pillow_format, **({} if pillow_format == "PNG" else {"quality": QUALITY}))
    return Picture(out.getvalue(), media_type, extension, image.width, image.height)
