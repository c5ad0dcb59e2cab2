"""At the door: who is asking, from which session, and nobody enters who has not signed in."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote

from allauth.account.adapter import get_adapter
from allauth.core.internal.httpkit import HTTP_USER_AGENT_MAX_LENGTH
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django_htmx.http import HttpResponseClientRedirect
from ninja.utils import check_csrf

from port2port.base.clock import now
from port2port.base.problems import is_for_machines, unknown_machine
from port2port.base.remembering import remembering
from port2port.members.member import NOBODY, Act, Member
from port2port.members.models import Person, Token
from port2port.members.purposes import purpose_in
from port2port.members.readers import member_of_person, member_of_seat, member_of_service
from port2port.members.secrets_once import digest_of

Next = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]

_FEED = frozenset({Act.READ})
_READ = _FEED | {Act.COMPARE_LOGS}
_WRITE = _READ | {
    Act.SUBSCRIBE,
    Act.PUBLISH,
    Act.ANSWER,
    Act.REPLY,
    Act.ASK,
    Act.ADVISE,
    Act.PROPOSE,
    Act.LOG,
    Act.REPORT_LEVELS,
    Act.CONFIRM_LEVELS,
}
# What a token can do at most, whatever its seat may: people, circles and tokens are run by people only.
LIMITS = {Token.Scope.READ: _READ, Token.Scope.WRITE: _WRITE, Token.Scope.FEED: _FEED}
USED_EVERY = timedelta(hours=1)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Often enough to recognise a device, and reading stays free of writes: a commit waits for the disk.
NOTED_EVERY = timedelta(minutes=5)


def public(view: View) -> View:
    """Mark a view that answers without a login."""
    view.login_required = False  # type: ignore[attr-defined]
    return view


def seatless(view: View) -> View:
    """Mark a view that a person who is signed in reaches without an open seat and before setting up a second factor."""
    view.seatless = True  # type: ignore[attr-defined]
    return view


def member_of(request: HttpRequest) -> Member:
    """The member whom `who_is_asking` found behind this request."""
    member: Member = getattr(request, "member", NOBODY)
    return member


def who_is_asking(get_response: Next) -> Next:
    """Sets `request.member`, anew for each request: what ended a second ago opens nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # A request that may change something asks anew at each step: a right may end between two of them.
        with remembering() if request.method in SAFE else nullcontext():
            request.member = asking(request)  # type: ignore[attr-defined]
            return get_response(request)

    return middleware


def asking(request: HttpRequest) -> Member:
    """The member behind the request: a token on machine doors, else the signed-in person's seat, else NOBODY."""
    if request.path.startswith("/api/"):
        kind, _sep, secret = request.headers.get("Authorization", "").partition(" ")
        if kind:
            scopes = {Token.Scope.READ, Token.Scope.WRITE}
            return _of_token(secret.strip(), scopes) if kind.lower() == "bearer" else NOBODY
        # A cookie travels by itself: without the page's own mark it may read and never write.
        return _of_session(request) if request.method in SAFE or check_csrf(request) is None else NOBODY
    if request.path.startswith("/feeds/"):
        secret = request.path.removeprefix("/feeds/").partition("/")[0]
        purpose = purpose_in(request.path)
        # An address of no known purpose is opened by no token, also by none that was made before there were purposes.
        return _of_token(secret, {Token.Scope.FEED}, purpose) if purpose else NOBODY
    return _of_session(request)


def _of_session(request: HttpRequest) -> Member:
    person = request.user
    if not isinstance(person, Person):
        return NOBODY
    return member_of_person(person)


def _of_token(secret: str, scopes: set[Token.Scope], purpose: str = "") -> Member:
    at = now()
    token = (
        Token.objects.valid(at=at)
        .filter(digest=digest_of(secret), scope__in=scopes, purpose=purpose)
        .select_related("seat__person", "seat__organisation", "service__organisation")
        .first()
    )
    if token is None:
        return NOBODY
    _note_use(token, at=at)
    limit = LIMITS[Token.Scope(token.scope)]
    if token.seat is not None:
        return _limited(member_of_seat(token.seat), limit)
    return _limited(member_of_service(token.service), limit) if token.service is not None else NOBODY


def _limited(member: Member, limit: frozenset[Act]) -> Member:
    return replace(member, limit=limit) if member.is_known else NOBODY


def _note_use(token: Token, *, at: datetime) -> None:
    # Once an hour is enough to find forgotten tokens, and keeps reading free of writes.
    if token.used_at is None or token.used_at < at - USED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=at)


class _SignedInOnly:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _args: tuple[object, ...], _kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """The answer that keeps the view shut, or None when it may open."""
        if getattr(view, "login_required", True) is False:
            return None
        member = member_of(request)
        if is_for_machines(request):
            # A token has its limit; a session comes in here by the same rules as on the pages.
            is_let_in = member.is_known and (member.limit is not None or _is_protected(request))
            return None if is_let_in else unknown_machine()
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if _is_seatless(request, view):
            return None
        if not _is_protected(request):
            return HttpResponseRedirect(resolve_url("mfa_index"))
        return None if member.is_known else render(request, "members/no_seat.html", status=403)


signed_in_only = _SignedInOnly


def _is_protected(request: HttpRequest) -> bool:
    return not settings.MFA_REQUIRED or Authenticator.objects.filter(user=request.user).exists()


def _is_seatless(request: HttpRequest, view: View) -> bool:
    # The pages of the own login: password, second factor, sessions, sign out.
    return getattr(view, "seatless", False) or request.path.startswith("/accounts/")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method in SAFE else "/"
    address = f"{resolve_url(settings.LOGIN_URL)}?next={quote(back, safe='/')}"
    if request.headers.get("HX-Request"):
        # A fragment swap must not put the sign-in page inside another page.
        return HttpResponseClientRedirect(f"{resolve_url(settings.LOGIN_URL)}")
    return HttpResponseRedirect(address)


def note_activity(get_response: Next) -> Next:
    """Keeps the session's row up to date, at most every five minutes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.session.session_key and not _is_fresh(request):
            UserSession.objects.create_from_request(request)
        return get_response(request)

    return middleware


def _is_fresh(request: HttpRequest) -> bool:
    """Noted lately, from the same address and by the same program."""
    agent = request.headers.get("User-Agent", "")[:HTTP_USER_AGENT_MAX_LENGTH]
    noted = UserSession.objects.filter(
        session_key=request.session.session_key,
        user=request.user,
        last_seen_at__gt=now() - NOTED_EVERY,
        ip=get_adapter().get_client_ip(request),
        user_agent=agent,
    )
    return bool(noted.exists())
