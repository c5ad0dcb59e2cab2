"""When and from where each session was last used, for the list from which a lost phone is cut off."""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.core.internal.httpkit import HTTP_USER_AGENT_MAX_LENGTH
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

from port2port.base.clock import now

# Often enough to recognise a device, and reading stays free of writes: a commit waits for the disk.
NOTED_EVERY = timedelta(minutes=5)


def note_activity(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
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
