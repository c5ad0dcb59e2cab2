"""Pictures of a concern: told from their bytes, decoded and encoded anew, so that nothing else of the file survives."""

from collections.abc import Iterable

from port2port.concerns.rules import (
    MOST_PICTURES,
    PICTURE_BYTES,
    NoPicture,
    PictureTooLarge,
    TooManyPictures,
)
from port2port.concerns.thread import Shot
from port2port.reports.actions.files import Upload, checked


def shots_of(uploads: Iterable[Upload]) -> list[Shot]:
    """The pictures to keep. Raises TooManyPictures, PictureTooLarge, NoPicture, BadFile."""
    given = list(uploads)
    if len(given) > MOST_PICTURES:
        raise TooManyPictures
    if any(len(one.content) > PICTURE_BYTES for one in given):
        raise PictureTooLarge
    return [_shot(one) for one in given]


def _shot(upload: Upload) -> Shot:
    taken = checked(upload)
    if not taken.is_stripped:
        raise NoPicture
    return Shot(taken.media_type, taken.content)
