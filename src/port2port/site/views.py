"""Now: what changed, what needs me, how it stands where I am; and the pages for what went wrong."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from port2port.base.clock import now
from port2port.base.lost import lost
from port2port.base.middleware import language_before_login, refusal_page
from port2port.base.problems import is_for_machines, problem, problem_of
from port2port.base.way_back import no_page
from port2port.knowledge.floor_page import floor_words
from port2port.members.actions.people import look
from port2port.members.member import Act, Function
from port2port.members.middleware import member_of
from port2port.members.models import Person
from port2port.site.now import (
    ABOUT_SEAT,
    MOST_NEEDS,
    buddies_of,
    changes_for,
    needs_of,
    needs_of_small_seat,
    shift_of,
    sites_of,
    standing_of,
)

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@require_safe
def now_page(request: HttpRequest) -> HttpResponse:
    """The first page after signing in."""
    member, at = member_of(request), now()
    if not member.may(Act.READ) or member.function == Function.TRAINER:
        words = ABOUT_SEAT.get(member.function, "") if member.function else ""
        about = {
            "words": words,
            "may_audit": member.may(Act.AUDIT),
            "may_ask": member.may(Act.ASK),
            "may_assign": member.may(Act.ASSIGN),
            "needs": needs_of_small_seat(member, now=at),
        }
        return render(request, "site/now_seat.html", about)
    waiting, whole = needs_of(member, now=at), "all" in request.GET
    changes = changes_for(member, request.user if isinstance(request.user, Person) else None)
    is_guard = member.function == Function.GUARD
    context = {
        "shift": shift_of(member) if is_guard and member.may(Act.LOG) else None,
        "needs": waiting if whole else waiting[:MOST_NEEDS],
        "more_needs": not whole and len(waiting) > MOST_NEEDS,
        "changes": changes,
        "new_count": sum(change.is_new for change in changes),
        "ports": standing_of(member, now=at),
        "buddies": buddies_of(member),
        "sites": sites_of(member, now=at),
        "may_write": member.may(Act.PUBLISH),
        "may_ask": member.may(Act.ASK) and not member.may(Act.PUBLISH),
        "floor_words": floor_words(member),
        "is_guard": is_guard,
        "now": at,
    }
    return render(request, "site/now.html", context)


@require_POST
def looked(request: HttpRequest) -> HttpResponse:
    """From here on, what comes counts as new."""
    if isinstance(request.user, Person):
        look(person=request.user, now=now())
    return redirect("now")


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same bytes for what is hidden and for what does not exist."""
    return HttpResponse(no_page("404.html", request, of_seat=True), status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Known, and not for this seat."""
    return HttpResponse(no_page("403.html", request, of_seat=True), status=403)


def not_sent(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the mark of our own page."""
    return HttpResponse(no_page("403_csrf.html", request), status=403)


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """The library's limit on tries."""
    return HttpResponse(no_page("429.html", request), status=429)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read, or is larger than we take."""
    if isinstance(exception, TOO_LARGE):
        return HttpResponse(no_page("413.html", request), status=413)
    return HttpResponse(no_page("400.html", request), status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or what broke beneath us before the request had a reader."""
    fault = sys.exc_info()[1]
    refusal = lost(fault) if isinstance(fault, Exception) else None
    with translation.override(language_before_login(request)):
        if is_for_machines(request):
            return problem_of(refusal) if refusal else problem(500)
        # Without a frame: it would ask the database who is reading.
        if refusal:
            return refusal_page(refusal, request, framed=False)
        return HttpResponse(no_page("500.html", request, framed=False), status=500)
