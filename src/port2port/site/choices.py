"""The reader's own choices that hold everywhere: language, and light or dark."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from port2port.base.middleware import CHOICE_COOKIE
from port2port.members.actions.people import choose_language, choose_theme
from port2port.members.middleware import public, seatless
from port2port.members.models import Person
from port2port.site.context import THEME_COOKIE

YEAR_S = 365 * 24 * 60 * 60


def _back(request: HttpRequest) -> HttpResponse:
    """To the page the reader came from, as long as it is ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted if ours and wanted.startswith("/") else "/")


def _keep(response: HttpResponse, cookie: str, value: str) -> HttpResponse:
    response.set_cookie(
        cookie, value, max_age=YEAR_S, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response


@public
@seatless
@require_POST
def choose_language_page(request: HttpRequest) -> HttpResponse:
    """Keeps the language with the person, and in a cookie for the sign-in page."""
    response = _back(request)
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, Person):
        choose_language(person=request.user, language=language)
    return _keep(response, CHOICE_COOKIE, language)


@public
@seatless
@require_POST
def choose_theme_page(request: HttpRequest) -> HttpResponse:
    """Keeps light, dark or the device's own with the person, and in a cookie for the sign-in page."""
    response = _back(request)
    theme = request.POST.get("theme", "")
    if theme not in Person.Theme.values:
        return response
    if isinstance(request.user, Person):
        choose_theme(person=request.user, theme=theme)
    return _keep(response, THEME_COOKIE, theme)
