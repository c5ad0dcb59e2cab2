"""A file on its way out: always a download, never a page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from port2port.reports.models import Attachment


def sent(one: Attachment) -> HttpResponse:
    """The file as a download."""
    with one.file.open("rb") as file:
        response = HttpResponse(file.read(), content_type=one.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=one.name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
