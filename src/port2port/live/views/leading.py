"""The controller's screen, and the one screen of a meeting room."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.drills.models import Event, State
from port2port.live import actions
from port2port.live.access import led_by, led_whole
from port2port.live.page import (
    NEWEST,
    clock_of,
    is_over,
    objective_cards,
    observations_of,
    rights_of,
    script_lines,
    tag_of,
)
from port2port.live.views.shared import acted, among, crumbs, for_roles, page_of_event, visible
from port2port.members.middleware import member_of
from port2port.pure.exercise_clock import Move
from port2port.reports.sending import fresh_key
from port2port.reports.views.shared import asks_again, tagged, unchanged


@require_GET
@for_roles
def enter(request: HttpRequest, key: UUID) -> HttpResponse:
    """To the page that fits the seat: who leads, plays, observes or reads the script."""
    row, member = visible(request, key), member_of(request)
    rights = rights_of(row, member)
    if rights.plays:
        return redirect("live:play", key=row.key)
    if rights.leads:
        return redirect("live:lead", key=row.key)
    if rights.observes:
        return redirect("live:observe", key=row.key)
    if rights.prepares or Event.objects.visible_to(member).script_for(member).filter(pk=row.pk).exists():
        return redirect("live:script", key=row.key)
    raise Http404


@require_GET
@for_roles
def lead(request: HttpRequest, key: UUID) -> HttpResponse:
    """How the exercise stands, what comes next, who has read what."""
    member, at = member_of(request), now()
    row = among(request, key, led_by(member))
    tag = tag_of(row, member=member, at=at, plays=False)
    if asks_again(request) and unchanged(request, tag):
        return HttpResponse(status=304)
    lines = script_lines(row, member=member, language=request.LANGUAGE_CODE, at=at)
    shown = clock_of(row, at=at)
    context = {
        "event": row,
        "clock": shown,
        "is_over": is_over(row, shown),
        "rights": rights_of(row, member),
        "coming": [line for line in lines if not line.came and line.row.skipped_at is None],
        "came": sorted((line for line in lines if line.came), key=lambda line: line.at or at, reverse=True),
        "skipped": [line for line in lines if line.row.skipped_at],
        "observations": observations_of(row, member=member)[-NEWEST:][::-1],
        "plan_address": page_of_event("drills:event", row),
        "record_address": _record(row, at=at),
        "tag": tag,
        "now": at,
    }
    return tagged(render(request, "live/lead.html", context), tag)


def _record(event: Event, *, at: datetime) -> str:
    """Where it is recorded as held, with the minutes that it lasted."""
    address = page_of_event("drills:hold", event)
    minutes = max(1, round(clock_of(event, at=at).shown.elapsed_s / 60))
    return f"{address}?minutes={minutes}" if address else ""


@require_POST
@for_roles
def clock(request: HttpRequest, key: UUID) -> HttpResponse:
    """Start, pause, resume, stop; setting it back has its own page."""
    member = member_of(request)
    row = among(request, key, led_whole(member))
    wanted = request.POST.get("move", "")
    if wanted not in set(Move) - {Move.RESET}:
        raise Http404
    back = reverse(f"live:{'tabletop' if 'table' in request.POST else 'lead'}", args=[row.key])
    return acted(request, lambda: actions.move_clock(member=member, event=row, move=Move(wanted), now=now()), back=back)


@require_http_methods(["GET", "POST"])
@for_roles
def anew(request: HttpRequest, key: UUID) -> HttpResponse:
    """It asks before the clock is set back: it is there while a confirmed event stands stopped."""
    member, at = member_of(request), now()
    row = among(request, key, led_whole(member))
    if request.method == "POST":
        back = reverse("live:lead", args=[row.key])
        return acted(request, lambda: actions.move_clock(member=member, event=row, move=Move.RESET, now=at), back=back)
    shown = clock_of(row, at=at)
    if Move.RESET not in shown.moves or row.state != State.CONFIRMED:
        raise Http404
    return render(request, "live/anew.html", {"event": row, "clock": shown})


@require_GET
@for_roles
def tabletop(request: HttpRequest, key: UUID) -> HttpResponse:
    """One inject at a time for a room that looks at one screen: what came, what is asked, notes and ratings.

    Nothing that has not come yet is on it: whoever plays sits in the room.
    """
    member, at = member_of(request), now()
    row = among(request, key, led_whole(member))
    lines = script_lines(row, member=member, language=request.LANGUAGE_CODE, at=at)
    came = sorted((line for line in lines if line.came), key=lambda line: (line.at or at, line.row.number))
    coming = [line for line in lines if not line.came and line.row.skipped_at is None]
    place = _place(request.GET.get("n", ""), len(came))
    shown = came[place - 1] if came else None
    cards = objective_cards(row, member=member)
    tested = {one.pk for one in shown.row.objectives.all()} if shown else set()
    context = {
        "event": row,
        "clock": clock_of(row, at=at),
        "shown": shown,
        "place": place,
        "total": len(came),
        "before": place - 1 if place > 1 else None,
        "after": place + 1 if place < len(came) else None,
        "next": coming[0] if coming else None,
        "cards": [card for card in cards if card.row.pk in tested] or cards,
        "notes": [one for one in observations_of(row, member=member) if shown and one.inject_id == shown.row.pk],
        "key": fresh_key(),
        "crumbs": crumbs(row),
        "now": at,
    }
    return render(request, "live/tabletop.html", context)


def _place(wanted: str, total: int) -> int:
    return max(1, min(int(wanted), total)) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 5 else total
