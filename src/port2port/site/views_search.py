"""The search over everything that a reader may see."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from port2port.base.clock import now
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.site.searching.finding import search_everything
from port2port.site.searching.places import PLACES


@require_safe
@needs(Act.READ)
def search(request: HttpRequest) -> HttpResponse:
    """Who knows something about this."""
    at, member, place = now(), member_of(request), request.GET.get("in", "")
    found = search_everything(request.GET.get("q", ""), member=member, now=at, place=place)
    one = next((known for known in PLACES if known.name == place), None)
    tabs = [(known, f"?{urlencode({'q': found.text, 'in': known.name})}") for known in PLACES]
    everywhere = f"?{urlencode({'q': found.text})}"
    context = {
        "found": found,
        "now": at,
        "place": one,
        "tabs": tabs,
        "everywhere": everywhere,
        "may_ask": member.may(Act.PUBLISH),
    }
    return render(request, "site/search.html", context)
