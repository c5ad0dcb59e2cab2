"""A file on its way out: always a download, never a page."""

import logging
from typing import Protocol

from django.db.models.fields.files import FieldFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal

logger = logging.getLogger(__name__)


class Kept(Protocol):
    """A file that was looked into when it came in."""

    @property
    def name(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def file(self) -> FieldFile: ...


class FileGone(Refusal):
    """The row is there, its bytes are not; where they should be is for the operator's log alone."""

    status = 503
    heading = _("The file cannot be opened")
    words = _(
        "This server has lost this file or cannot read it. Everything else is still there. Tell the operator of this "
        "server, who can put the file back from a backup."
    )


def content_of(file: FieldFile) -> bytes:
    """The bytes of a file that we keep. Raises FileGone."""
    try:
        with file.open("rb") as there:
            content: bytes = there.read()
    except OSError:
        raise gone(file) from None
    return content


def gone(file: FieldFile) -> FileGone:
    """What to say of a file that did not open; the place goes into the log, where no name or content stands."""
    logger.exception("A kept file cannot be read: %s", file.name)
    return FileGone()


def sent(one: Kept) -> HttpResponse:
    """The file as a download. Raises FileGone."""
    return download(content_of(one.file), name=one.name, media_type=one.media_type)


def download(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """The bytes as a download under this name."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
