"""What is true of every answer: private, in the reader's language, and a refusal is said in words."""

from collections.abc import Callable
from http import HTTPStatus
from itertools import chain

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils import translation

from port2port.base.lost import lost
from port2port.base.problems import TYPE, is_for_machines, problem, problem_of
from port2port.base.refusal import Refusal
from port2port.base.way_back import no_page

Next = Callable[[HttpRequest], HttpResponse]
CHOICE_COOKIE = "language"
# How allauth names the error of a form that was tried too often.
TOO_MANY = "too_many_login_attempts"


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


def language_before_login(request: HttpRequest) -> str:
    """The language where it is not known who is asking: found without the database."""
    found: str = getattr(request, "LANGUAGE_CODE", "") or request.COOKIES.get(CHOICE_COOKIE, "")
    return found if found in dict(settings.LANGUAGES) else translation.get_language_from_request(request)


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


class _RefusedForms:
    """Gives the form pages of a library the status that ours have; a template response tells its forms."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        if request.method == "POST" and response.status_code == HTTPStatus.OK:
            forms = [one for one in (response.context_data or {}).values() if isinstance(one, BaseForm)]
            errors = [error for form in forms if form.is_bound for error in form.errors.as_data().values()]
            if errors:
                guesses = any(one.code == TOO_MANY for one in chain.from_iterable(errors))
                response.status_code = HTTPStatus.TOO_MANY_REQUESTS if guesses else HTTPStatus.UNPROCESSABLE_ENTITY
        return response


refused_forms = _RefusedForms


def refusal_page(refusal: Refusal, request: HttpRequest, *, framed: bool = True) -> HttpResponse:
    """The words on a page of their own."""
    words = {"heading": refusal.heading, "words": refusal, "of_seat": refusal.status == HTTPStatus.FORBIDDEN}
    return HttpResponse(no_page("refusal.html", request, framed=framed, **words), status=refusal.status)


class _Refusals:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < HTTPStatus.BAD_REQUEST:
            return response
        if is_for_machines(request):
            return response if response.headers.get("Content-Type") == TYPE else _as_problem(response)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            # Django sends an empty page, which looks as if the site were broken.
            response.content = no_page("405.html", request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refusal = exception if isinstance(exception, Refusal) else lost(exception)
        if refusal is None:
            return None
        if is_for_machines(request):
            return problem_of(refusal)
        # Where the database gave way, nothing more is asked of it.
        return refusal_page(refusal, request, framed=refusal is exception)


refusals = _Refusals


def _as_problem(response: HttpResponse) -> HttpResponse:
    """What a page would have said, in the form that machines read."""
    said = problem(response.status_code)
    for name in {"Allow", "WWW-Authenticate"} & set(response.headers):
        said.headers[name] = response.headers[name]
    return said
