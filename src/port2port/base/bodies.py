"""How much anybody may send at once, refused before a byte of it is read or lies on the disk."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from port2port.base.middleware import language_before_login
from port2port.base.problems import is_for_machines, problem
from port2port.base.way_back import no_page

FILES_MAX_BYTES = 11 * 25 * 1024 * 1024

type Next = Callable[[HttpRequest], HttpResponse]


def announced(request: HttpRequest) -> int:
    """The bytes that the body has; without this number the server reads none."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def bounded_bodies(get_response: Next) -> Next:
    """Refuses what is larger than all the files of a report together, at every address and before a login."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if announced(request) <= FILES_MAX_BYTES:
            return get_response(request)
        with translation.override(language_before_login(request)):
            if is_for_machines(request):
                return problem(413)
            return HttpResponse(no_page("413.html", request, framed=False), status=413)

    return middleware
