"""What a photo tells beside the picture: where, when, with what and by whom; read to be shown before it goes."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from io import BytesIO

import pillow_heif
from PIL import ExifTags, Image, IptcImagePlugin
from PIL.ImageFile import ImageFile

from port2port.pure.images import BROKEN, TOO_LARGE, PictureFault, PictureRefusedError, check_size, format_of

MAX_VALUE = 200


class Tells(StrEnum):
    """What a note in a photo gives away."""

    PLACE = "place"
    TIME = "time"
    DEVICE = "device"
    OWNER = "owner"
    WORDS = "words"
    THUMBNAIL = "thumbnail"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Carried:
    """One note: what it gives away, what the format calls it, and its value as a person can read it, perhaps cut."""

    tells: Tells
    field: str
    value: str


def found_metadata(raw: bytes, media_type: str) -> tuple[Carried, ...]:
    """All that a JPEG, PNG, WebP or HEIC photo carries of place, time, device, owner and words, each once.

    media_type   as `filetypes.identify` found it
    Notes that cannot be read are named as such. Raises PictureRefusedError where the picture itself cannot be opened.
    """
    try:
        info, image = _opened(raw, media_type)
    except TOO_LARGE as problem:
        raise PictureRefusedError(PictureFault.TOO_MANY_PIXELS) from problem
    except BROKEN as problem:
        raise PictureRefusedError(PictureFault.BROKEN) from problem
    found: list[Carried] = []
    for name, reader in _READERS.items():
        try:
            found += reader(info, image)
        except BROKEN:
            found.append(Carried(Tells.UNREADABLE, name, ""))
    return tuple(dict.fromkeys(found))


type Info = Mapping[str | tuple[int, int], object]
type Reader = Callable[[Info, ImageFile | None], Iterator[Carried]]


def _opened(raw: bytes, media_type: str) -> tuple[Info, ImageFile | None]:
    """The notes beside the picture; only as much of the picture is read as they need."""
    if media_type == "image/heic":
        heif = pillow_heif.open_heif(raw)
        check_size(heif.size)
        return heif.info, None
    image = Image.open(BytesIO(raw), formats=[format_of(media_type)])
    check_size(image.size)
    if media_type == "image/png":
        # Text may stand behind the pixels.
        image.load()
    return image.info, image


_TAGS = {
    Tells.TIME: (0x0132, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0xC71B),
    Tells.DEVICE: (
        0x010F,
        0x0110,
        0x0131,
        0x013C,
        0x927C,
        0xA420,
        0xA431,
        0xA432,
        0xA433,
        0xA434,
        0xA435,
        0xC614,
        0xC62F,
    ),
    Tells.OWNER: (0x013B, 0x8298, 0xA430, 0x9C9D),
    Tells.WORDS: (0x010D, 0x010E, 0x011D, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F),
}
_TELLS = {tag: tells for tells, tags in _TAGS.items() for tag in tags}
_GPS_TIMES = {7, 29}


def _exif(info: Info, image: ImageFile | None) -> Iterator[Carried]:
    exif = image.getexif() if image is not None else _exif_of(info)
    for part in (exif, exif.get_ifd(ExifTags.IFD.Exif)):
        for tag, value in part.items():
            if tag in _TELLS:
                yield Carried(_TELLS[tag], ExifTags.TAGS.get(tag, f"{tag:#06x}"), _words(value))
    yield from _gps(exif.get_ifd(ExifTags.IFD.GPSInfo))
    if 0x0201 in exif.get_ifd(ExifTags.IFD.IFD1):
        yield Carried(Tells.THUMBNAIL, "JPEGInterchangeFormat", "")


def _exif_of(info: Info) -> Image.Exif:
    exif = Image.Exif()
    raw = info.get("exif")
    if isinstance(raw, bytes):
        exif.load(raw)
    return exif


def _gps(part: Mapping[int, object]) -> Iterator[Carried]:
    position = [_degrees(part.get(2), part.get(1)), _degrees(part.get(4), part.get(3))]
    if None not in position:
        yield Carried(Tells.PLACE, "GPSPosition", ", ".join(f"{one:.5f}" for one in position if one is not None))
    for tag, value in part.items():
        # The position stands there already; the first tag is the version.
        if tag not in {0, 1, 2, 3, 4} or (None in position and tag):
            tells = Tells.TIME if tag in _GPS_TIMES else Tells.PLACE
            yield Carried(tells, ExifTags.GPSTAGS.get(tag, f"GPS {tag}"), _words(value))


def _degrees(parts: object, side: object) -> float | None:
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if _words(side)[:1] in {"S", "W"} else value


_XMP_NAMES = {
    Tells.PLACE: "GPSLatitude GPSLongitude GPSAltitude GPSImgDirection City Location Sublocation State Country",
    Tells.TIME: "CreateDate ModifyDate MetadataDate DateCreated DateTimeOriginal DateTimeDigitized GPSTimeStamp when",
    Tells.DEVICE: "Make Model CreatorTool SerialNumber LensModel LensSerialNumber ImageUniqueID softwareAgent",
    Tells.OWNER: "creator Creator Artist OwnerName rights Owner Author AuthorsPosition CreatorContactInfo CiEmailWork",
    Tells.WORDS: "description title subject UserComment PersonInImage Headline Instructions Name who",
}
_XMP_TELLS = {name: tells for tells, names in _XMP_NAMES.items() for name in names.split()}
_ATTRIBUTE = re.compile(r"[\w-]{1,40}:(\w{1,40})\s{0,4}=\s{0,4}[\"']([^\"']{1,2000})[\"']")
_ELEMENT = re.compile(
    r"<(?:[\w-]{1,40}:)?(\w{1,40})(?:\s[^<>]{0,400})?>((?:[^<]|<(?=/?(?:rdf:)(?:Seq|Bag|Alt|li)\b)){1,2000})<"
)
_MARK = re.compile(r"<[^<>]{0,400}>")


def _xmp(info: Info, _image: ImageFile | None) -> Iterator[Carried]:
    raw = info.get("xmp") or info.get("XML:com.adobe.xmp")
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw if isinstance(raw, str) else ""
    for pattern in (_ATTRIBUTE, _ELEMENT):
        for found in pattern.finditer(text[:1_000_000]):
            value = _words(unescape(_MARK.sub(" ", found[2])))
            if found[1] in _XMP_TELLS and value:
                yield Carried(_XMP_TELLS[found[1]], found[1], value)


_IPTC = {
    (2, 5): (Tells.WORDS, "ObjectName"),
    (2, 25): (Tells.WORDS, "Keywords"),
    (2, 55): (Tells.TIME, "DateCreated"),
    (2, 60): (Tells.TIME, "TimeCreated"),
    (2, 80): (Tells.OWNER, "By-line"),
    (2, 85): (Tells.OWNER, "By-lineTitle"),
    (2, 90): (Tells.PLACE, "City"),
    (2, 92): (Tells.PLACE, "Sub-location"),
    (2, 101): (Tells.PLACE, "Country"),
    (2, 105): (Tells.WORDS, "Headline"),
    (2, 110): (Tells.OWNER, "Credit"),
    (2, 115): (Tells.OWNER, "Source"),
    (2, 116): (Tells.OWNER, "CopyrightNotice"),
    (2, 118): (Tells.OWNER, "Contact"),
    (2, 120): (Tells.WORDS, "Caption"),
    (2, 122): (Tells.OWNER, "Writer"),
}


def _iptc(_info: Info, image: ImageFile | None) -> Iterator[Carried]:
    notes = IptcImagePlugin.getiptcinfo(image) if image is not None and image.format == "JPEG" else None
    for place, value in (notes or {}).items():
        if place in _IPTC:
            yield Carried(*_IPTC[place], _words(value))


_TEXT_TELLS = {
    "author": Tells.OWNER,
    "copyright": Tells.OWNER,
    "creation time": Tells.TIME,
    "date:create": Tells.TIME,
    "date:modify": Tells.TIME,
    "software": Tells.DEVICE,
    "source": Tells.DEVICE,
}
# What decoders tell of the picture itself, or what another reader takes.
_NOT_WORDS = {"xml:com.adobe.xmp", "raw profile type exif", "raw profile type xmp"}


def _texts(info: Info, image: ImageFile | None) -> Iterator[Carried]:
    if comment := info.get("comment"):
        yield Carried(Tells.WORDS, "Comment", _words(comment))
    texts = getattr(image, "text", None) if image is not None and image.format == "PNG" else None
    for name, value in (texts or {}).items():
        if name.lower() not in _NOT_WORDS:
            yield Carried(_TEXT_TELLS.get(name.lower(), Tells.WORDS), _words(name), _words(value))


_READERS: Mapping[str, Reader] = {"EXIF": _exif, "XMP": _xmp, "IPTC": _iptc, "text": _texts}


def _words(value: object) -> str:
    """A value as a line that can be read; bytes that are no text are left out."""
    if isinstance(value, bytes):
        # Windows writes its own fields in UTF-16; a comment begins with the name of its alphabet.
        wide = len(value) > 1 and value[1::2].count(0) * 4 > len(value)
        value = (
            value.removeprefix(b"ASCII\0\0\0")
            .removeprefix(b"UNICODE\0")
            .decode("utf-16-le" if wide else "utf-8", "ignore")
        )
    elif isinstance(value, (tuple, list)):
        value = " ".join(map(_words, value))
    line = "".join(sign if sign.isprintable() else " " for sign in str(value)[: 4 * MAX_VALUE])
    return " ".join(line.split())[:MAX_VALUE]
