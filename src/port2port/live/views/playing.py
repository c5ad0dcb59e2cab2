"""The player's page, and the button that every role has."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.drills.access import roles_of
from port2port.drills.models import Event
from port2port.live import actions
from port2port.live.access import led_by, playing
from port2port.live.forms.observing import DoneForm
from port2port.live.models import Inject, LiveNews
from port2port.live.page import clock_of, played_lines, role_of, tag_of
from port2port.live.views.shared import acted, among, for_roles
from port2port.members.middleware import member_of
from port2port.reports.views.shared import asks_again, tagged, unchanged


@require_GET
@for_roles
def news(request: HttpRequest, key: UUID) -> HttpResponse:
    """From a notification to the exercise."""
    member = member_of(request)
    row = get_object_or_404(LiveNews.objects.visible_to(member).standing().select_related("event"), key=key)
    actions.open_news(member=member, news=row, now=now())
    return redirect("live:enter", key=row.event.key)


@require_GET
@for_roles
def play(request: HttpRequest, key: UUID) -> HttpResponse:
    """What came for my role, the newest first."""
    member, at = member_of(request), now()
    played = Event.objects.visible_to(member).filter(pk__in=playing(member).values("event_id"))
    row = among(request, key, played)
    tag = tag_of(row, member=member, at=at, plays=True)
    if asks_again(request) and unchanged(request, tag):
        return HttpResponse(status=304)
    lines = played_lines(row, member=member, language=request.LANGUAGE_CODE, at=at)
    # Only what the page shows is read: not what came before the clock was set back.
    delivered = Inject.objects.visible_to(member, at=at).filter(pk__in=[line.row.pk for line in lines])
    actions.read_injects(member=member, injects=delivered, now=at)
    # Having read them changes the tag: the page that comes has the newer one.
    tag = tag_of(row, member=member, at=at, plays=True)
    context = {
        "event": row,
        "clock": clock_of(row, at=at),
        "role": role_of(row, member),
        "lines": lines,
        "tag": tag,
        "now": at,
    }
    return tagged(render(request, "live/play.html", context), tag)


@require_POST
@for_roles
def done(request: HttpRequest, key: UUID) -> HttpResponse:
    """What a player did about one inject."""
    member, at = member_of(request), now()
    rows = Inject.objects.visible_to(member, at=at).select_related("event")
    row = get_object_or_404(rows.filter(event__in=playing(member).values("event_id")), key=key)
    form = DoneForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else request.POST.get("note", "")
    back = f"{reverse('live:play', args=[row.event.key])}#inject-{row.number}"
    return acted(request, lambda: actions.answer_inject(member=member, inject=row, note=note, now=at), back=back)


@require_http_methods(["GET", "POST"])
@for_roles
def real(request: HttpRequest, key: UUID) -> HttpResponse:
    """Something real happened: one press ends the exercise and tells all."""
    member = member_of(request)
    seen = Event.objects.visible_to(member)
    own = seen.filter(pk__in=roles_of(member).values("event_id")) | seen.filter(pk__in=led_by(member).values("pk"))
    row = among(request, key, own)
    if request.method == "POST":

        def do() -> None:
            actions.stop_for_real(member=member, event=row, now=now())
            messages.warning(
                request, _("STOP – real event. The exercise has ended, and everybody with a role is told.")
            )

        return acted(request, do, back=reverse("live:enter", args=[row.key]))
    return render(request, "live/real.html", {"event": row, "clock": clock_of(row, at=now())})
