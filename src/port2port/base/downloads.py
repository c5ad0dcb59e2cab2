"""A file on its way out: always a download, never a page."""

from typing import Protocol

from django.db.models.fields.files import FieldFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header


class Kept(Protocol):
    """A file that was looked into when it came in."""

    @property
    def name(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def file(self) -> FieldFile: ...


def sent(one: Kept) -> HttpResponse:
    """The file as a download."""
    with one.file.open("rb") as file:
        return download(file.read(), name=one.name, media_type=one.media_type)


def download(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """The bytes as a download under this name."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
