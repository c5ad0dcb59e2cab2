"""Feeds of practices and of questions, each behind a token of its own."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from port2port.base.clock import now
from port2port.knowledge import listing, listing_questions
from port2port.knowledge.feeding import practice_feed, question_feed
from port2port.knowledge.forms import questions
from port2port.knowledge.forms.filters import active_filters
from port2port.members.actions.tokens import DEFAULT_LIFE, make_token
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Token
from port2port.members.secrets_once import new_token_secret
from port2port.members.views.shared import needs
from port2port.pure.atom import ATOM_TYPE, JSON_FEED_TYPE, Feed, atom, json_feed

WRITERS = {"atom": (atom, ATOM_TYPE), "json": (json_feed, JSON_FEED_TYPE)}
# Who asked stands in no feed, so its address does not sort by it.
LEFT_OUT = ("cursor", "page", "mine", "next")


def _kept(text: str) -> str:
    query = QueryDict(text[:1_000], mutable=True)
    for name in LEFT_OUT:
        query.pop(name, None)
    return query.urlencode()


@require_GET
def practices(request: HttpRequest, token: str, ending: str) -> HttpResponse:
    """The newest practices of a filter, for whoever has the address; the door found the member behind its token."""
    del token
    asked, at = _asked(request), now()
    feed = practice_feed(
        listing.asked_in(request.GET),
        member=member_of(request),
        address=request.path + asked,
        page=reverse("knowledge:list") + asked,
        now=at,
    )
    return _sent(feed, ending)


@require_GET
def feed_of_questions(request: HttpRequest, token: str, ending: str) -> HttpResponse:
    """The newest questions of a filter, for whoever has the address."""
    del token
    asked = _asked(request)
    feed = question_feed(
        listing_questions.asked_in(request.GET),
        member=member_of(request),
        address=request.path + asked,
        page=reverse("knowledge:questions") + asked,
    )
    return _sent(feed, ending)


def _asked(request: HttpRequest) -> str:
    query = _kept(request.META.get("QUERY_STRING", ""))
    return f"?{query}" if query else ""


def _sent(feed: Feed, ending: str) -> HttpResponse:
    write, media_type = WRITERS[ending]
    return HttpResponse(write(feed), content_type=media_type)


@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
@needs(Act.READ)
def new(request: HttpRequest, purpose: str) -> HttpResponse:
    """An address for a feed reader; it holds a token that opens this feed alone, and is shown once."""
    member, at = member_of(request), now()
    query = _kept(request.POST.get("query") or request.META.get("QUERY_STRING", ""))
    asked = QueryDict(query)
    is_practices = purpose == "practices"
    filters = active_filters(asked, member=member) if is_practices else questions.active_filters(asked)
    page = reverse("knowledge:list" if is_practices else "knowledge:questions")
    context = {
        "query": query,
        "filters": filters,
        "days": DEFAULT_LIFE.days,
        "is_practices": is_practices,
        "page": f"{page}?{query}" if query else page,
    }
    if request.method == "GET":
        return render(request, "knowledge/new_feed.html", context)
    secret = new_token_secret()
    label = _("Feed of a view of the practices") if is_practices else _("Feed of a view of the questions")
    token = make_token(member=member, label=label, scope=Token.Scope.FEED, purpose=purpose, secret=secret, now=at)
    names = [f"knowledge:feed_{purpose}_{ending}" for ending in WRITERS]
    addresses = [request.build_absolute_uri(reverse(name, args=[secret])) for name in names]
    context |= {"token": token, "addresses": [f"{one}?{query}" if query else one for one in addresses]}
    return render(request, "reports/feed_made.html", context)
