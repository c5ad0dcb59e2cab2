"""The script, and what is done with one inject."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.drills.library import scenario
from port2port.drills.models import Event
from port2port.live import actions
from port2port.live.access import led_by, prepared_by
from port2port.live.forms.injects import InjectForm, LiveInjectForm, ResponseForm, SkipForm, written
from port2port.live.models import Inject
from port2port.live.page import clock_of, rights_of, script_lines
from port2port.live.views.shared import acted, among, crumbs, for_roles, form_page, scripted_inject
from port2port.members.middleware import member_of
from port2port.members.views.shared import posted
from port2port.pure.exercise_clock import State


@require_GET
@for_roles
def script(request: HttpRequest, key: UUID) -> HttpResponse:
    """What comes when, and to whom: for who reads the script."""
    member, at = member_of(request), now()
    row = among(request, key, Event.objects.visible_to(member).script_for(member))
    clock, rights = clock_of(row, at=at), rights_of(row, member)
    waits = clock.shown.state is State.WAITING and not row.was_held
    lines = script_lines(row, member=member, language=request.LANGUAGE_CODE, at=at)
    context = {
        "event": row,
        "clock": clock,
        "rights": rights,
        "lines": lines,
        "may_change": rights.prepares and waits,
        "may_take": rights.prepares and waits and scenario(row.scenario) and not any(one.row.code for one in lines),
        "crumbs": crumbs(row),
        "now": at,
    }
    return render(request, "live/script.html", context)


@require_POST
@for_roles
def take(request: HttpRequest, key: UUID) -> HttpResponse:
    """The injects of the scenario."""
    member = member_of(request)
    row = among(request, key, prepared_by(member))
    back = reverse("live:script", args=[row.key])
    return acted(request, lambda: actions.take_script(member=member, event=row, now=now()), back=back)


@require_http_methods(["GET", "POST"])
@for_roles
def new(request: HttpRequest, key: UUID) -> HttpResponse:
    """One more inject before the start."""
    member = member_of(request)
    row = among(request, key, prepared_by(member))
    form = InjectForm(posted(request), event=row)

    def do() -> None:
        actions.add_inject(member=member, event=row, said=form.said(), now=now())

    return form_page(request, form, do, title=_("New inject"), back=reverse("live:script", args=[row.key]))


@require_http_methods(["GET", "POST"])
@for_roles
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Other words, another moment; until the start."""
    member = member_of(request)
    row = scripted_inject(request, key, prepared_by)
    form = InjectForm(posted(request), event=row.event, initial=written(row, request.LANGUAGE_CODE))

    def do() -> None:
        actions.change_inject(member=member, inject=row, said=form.said(), now=now())

    title = _("Change inject %(number)d") % {"number": row.number}
    return form_page(request, form, do, title=title, back=reverse("live:script", args=[row.event.key]))


@require_POST
@for_roles
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Out of the script, before the start."""
    member = member_of(request)
    row = scripted_inject(request, key, prepared_by)
    back = reverse("live:script", args=[row.event.key])
    return acted(request, lambda: actions.remove_inject(member=member, inject=row, now=now()), back=back)


@require_http_methods(["GET", "POST"])
@for_roles
def add(request: HttpRequest, key: UUID) -> HttpResponse:
    """One more while the exercise runs."""
    member, at = member_of(request), now()
    row = among(request, key, led_by(member))
    passed = clock_of(row, at=at).shown.elapsed_s
    form = LiveInjectForm(posted(request), event=row, initial={"minute": round(passed / 60 + 1)})

    def do() -> None:
        at_once = form.cleaned_data["at_once"]
        actions.add_now(member=member, event=row, said=form.said(), at_once=at_once, now=now())

    return form_page(
        request, form, do, title=_("Add an inject"), back=reverse("live:lead", args=[row.key]), submit=_("Add")
    )


@require_POST
@for_roles
def deliver(request: HttpRequest, key: UUID) -> HttpResponse:
    """Now, before its time."""
    member = member_of(request)
    row = _led(request, key)
    back = reverse(f"live:{'tabletop' if 'table' in request.POST else 'lead'}", args=[row.event.key])

    def do() -> None:
        actions.deliver(member=member, inject=row, now=now())
        messages.success(request, _("Inject %(number)d is delivered.") % {"number": row.number})

    return acted(request, do, back=back)


@require_http_methods(["GET", "POST"])
@for_roles
def skip(request: HttpRequest, key: UUID) -> HttpResponse:
    """Left out, and why."""
    member, row = member_of(request), _led(request, key)
    form = SkipForm(posted(request))

    def do() -> None:
        actions.skip(member=member, inject=row, reason=form.cleaned_data["reason"], now=now())

    title = _("Skip inject %(number)d") % {"number": row.number}
    return form_page(request, form, do, title=title, back=_lead(row), submit=_("Skip"))


@require_http_methods(["GET", "POST"])
@for_roles
def response(request: HttpRequest, key: UUID) -> HttpResponse:
    """The players answered."""
    member, row = member_of(request), _led(request, key)
    form = ResponseForm(posted(request), initial={"note": row.response})

    def do() -> None:
        actions.note_response(member=member, inject=row, note=form.cleaned_data["note"], now=now())

    title = _("Answer to inject %(number)d") % {"number": row.number}
    return form_page(request, form, do, title=title, back=_lead(row))


def _led(request: HttpRequest, key: UUID) -> Inject:
    return scripted_inject(request, key, led_by)


def _lead(row: Inject) -> str:
    return reverse("live:lead", args=[row.event.key])
