"""The calendar feed of a seat, by an address that holds a token."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from port2port.base.clock import now
from port2port.duties.calendar_feed import CALENDAR_TYPE, calendar_of, entries_of
from port2port.duties.views.shared import tabs
from port2port.members.actions.tokens import DEFAULT_LIFE, make_token
from port2port.members.member import Act, Standing
from port2port.members.middleware import member_of
from port2port.members.models import Token
from port2port.members.secrets_once import new_token_secret
from port2port.members.views.shared import needs


@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
@needs(Act.READ)
def calendar(request: HttpRequest) -> HttpResponse:
    """An address for a calendar program; it holds a token and is shown once."""
    member, at = member_of(request), now()
    if member.standing == Standing.GUEST:
        raise Http404
    context: dict[str, object] = {
        "tabs": tabs(request),
        "days": DEFAULT_LIFE.days,
        "number": len(entries_of(member, now=at)),
    }
    if request.method == "POST":
        secret = new_token_secret()
        label = _("Calendar of duties")
        context["token"] = make_token(
            member=member, label=label, scope=Token.Scope.FEED, purpose="duties", secret=secret, now=at
        )
        context["address"] = request.build_absolute_uri(reverse("duties:read_calendar", args=[secret]))
    return render(request, "duties/calendar.html", context)


@require_GET
def read_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """What is due, for whoever has the address; the door found the member behind its token."""
    del token
    member = member_of(request)
    response = HttpResponse(calendar_of(member, now=now()), content_type=CALENDAR_TYPE)
    response.headers["Content-Disposition"] = 'inline; filename="duties.ics"'
    return response
