"""The pages that only say no, each with a way back to where the reader came from.

Of what was asked for they hold nothing: a page for a hidden thing is that for a missing one, byte for byte.
"""

from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000
# The library's pages lead on by themselves; from another page nobody goes back to a sign-in that is over.
SIGNING_IN = "/accounts/"


def came_from(request: HttpRequest) -> str:
    """The path of our own page that the browser says it came from; empty where that helps nobody."""
    told = request.headers.get("Referer", "")
    if len(told) > LONGEST or not _is_ours(told, request):
        return ""
    parts = urlsplit(told)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None) or not path.startswith("/"):
        return ""
    if parts.path.startswith(SIGNING_IN) and not request.path.startswith(SIGNING_IN):
        return ""
    # A form that posts to its own address is worth going back to; a page that leads to itself is not. The start page
    # has a way of its own.
    leads_nowhere = path == "/" or (request.method != "POST" and path == request.get_full_path())
    return "" if leads_nowhere else path


def _is_ours(told: str, request: HttpRequest) -> bool:
    try:
        host = request.get_host()
    except DisallowedHost:
        return False
    is_web = told.isprintable() and told.lower().startswith(("http://", "https://"))
    return is_web and url_has_allowed_host_and_scheme(told, allowed_hosts={host})


def no_page(template: str, request: HttpRequest, *, framed: bool = True, **words: object) -> str:
    """The page as text.

    framed   whether the list, the search and the other seats of the reader may be asked for: they need the database
    """
    return render_to_string(template, {"back": came_from(request), **words}, request=request if framed else None)
