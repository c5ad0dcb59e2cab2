"""What is true of every answer: private, in the reader's language, and a refusal is said in words."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation

from port2port.base.lost import lost
from port2port.base.refusal import Refusal

Next = Callable[[HttpRequest], HttpResponse]
CHOICE_COOKIE = "language"


def private_answers(get_response: Next) -> Next:
    """Confidential pages stay out of every cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def chosen_language(request: HttpRequest) -> str:
    """The reader's own choice, else the path's, else the browser's, else the community's."""
    known = dict(settings.LANGUAGES)
    for choice in (getattr(request.user, "language", ""), request.COOKIES.get(CHOICE_COOKIE, "")):
        if choice in known:
            return choice
    return translation.get_language_from_request(request, check_path=True)


def reader_language(get_response: Next) -> Next:
    """Activates the reader's language for the length of the request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = chosen_language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response

    return middleware


class _Refusals:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refusal = exception if isinstance(exception, Refusal) else lost(exception)
        if refusal is None:
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": str(refusal)}, status=refusal.status)
        # Without the request: no frame around it, so that it needs no database.
        return HttpResponse(render_to_string("refusal.html", {"words": refusal}), status=refusal.status)


refusals = _Refusals
