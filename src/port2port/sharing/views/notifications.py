"""What a seat was told of."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.members.forms.shared import said_in
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.sharing.actions import choose_hearing, mark_all_read, mark_read
from port2port.sharing.forms import HearingForm
from port2port.sharing.inbox import page_of
from port2port.sharing.models import Hearing, Notification


@require_GET
@needs(Act.READ)
def notification_list(request: HttpRequest) -> HttpResponse:
    """The newest first; `?unread` leaves out what was read."""
    unread = "unread" in request.GET
    inbox = page_of(member_of(request), before=_key(request.GET.get("before", "")), unread=unread)
    context = {"inbox": inbox, "unread": unread, "may_subscribe": member_of(request).may(Act.SUBSCRIBE)}
    return render(request, "sharing/notifications.html", context)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_POST
@needs(Act.READ)
def read_one(request: HttpRequest, key: UUID) -> HttpResponse:
    """Mark one as read."""
    notification = get_object_or_404(Notification.objects.visible_to(member_of(request)), key=key)
    mark_read(notification=notification, member=member_of(request), now=now())
    return redirect("sharing:notifications")


@require_POST
@needs(Act.READ)
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    mark_all_read(member=member_of(request), now=now())
    return redirect("sharing:notifications")


@require_http_methods(["GET", "POST"])
@needs(Act.SUBSCRIBE)
def hearing(request: HttpRequest) -> HttpResponse:
    """How the person hears of each kind of news, and when no mail leaves."""
    member = member_of(request)
    form = HearingForm(
        request.POST if request.method == "POST" else None, hearing=Hearing.objects.visible_to(member).first()
    )
    if form.is_valid():
        with said_in(form):
            choose_hearing(member=member, choice=form.choice(), now=now())
            messages.success(request, _("Saved."))
            return redirect("sharing:hearing")
    return render(request, "sharing/hearing.html", {"form": form}, status=422 if form.errors else 200)
