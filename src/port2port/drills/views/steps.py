"""The steps of an event: each one form or one button on its page."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.refusal import NotAllowed, Refusal
from port2port.drills import actions
from port2port.drills.access import helps_with_drills
from port2port.drills.forms.holding import HoldForm
from port2port.drills.forms.planning import ReasonForm, RoleForm
from port2port.drills.models import Event, EventPlace, EventRole
from port2port.drills.views.shared import controlled, crumbs, for_planners, for_runners, own_place, run, visible
from port2port.duties.rulebook import element_label
from port2port.members.middleware import member_of
from port2port.members.models import Port
from port2port.members.views.shared import posted, show_form
from port2port.reports.views.shared import refusals_in, status_of


def _said(request: HttpRequest, do: Callable[[], object], done: str, back: str) -> HttpResponse:
    """One button: done, or why not, on the page it came from."""
    try:
        do()
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(back)


# Of what is tested, these alone say nothing of what happens.
TOGETHER = "b18_6"


@require_POST
@for_runners
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """It takes place."""
    row, member = run(request, key), member_of(request)
    done = _("Confirmed. Its players know of it now: kind, place, time, stop word and safety.")
    return _said(request, partial(actions.confirm, member=member, event=row, now=now()), done, row.get_absolute_url())


@require_http_methods(["GET", "POST"])
@for_runners
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """It does not take place."""
    row, member, form = run(request, key), member_of(request), ReasonForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            actions.cancel(member=member, event=row, reason=form.cleaned_data["reason"], now=now())
            messages.success(request, _("Cancelled."))
            return redirect(row)
    return show_form(request, form, title=_("Cancel it"), back=row.get_absolute_url(), submit=_("Cancel it"))


@require_http_methods(["GET", "POST"])
@for_runners
def hold(request: HttpRequest, key: UUID) -> HttpResponse:
    """It was held: what happened, and who was there in numbers."""
    row, member = controlled(request, key), member_of(request)
    keeps_port = row.port_id is not None and Port.objects.visible_to(member).reportable_by(member).exists()
    planned = _as_planned(row, request.GET.get("minutes", ""))
    form = HoldForm(posted(request), event=row, member=member, keeps_port=keeps_port, initial=planned)
    if form.is_valid():
        with refusals_in(form):
            actions.hold(member=member, event=row, said=form.held(), now=now())
            return redirect(f"{row.get_absolute_url()}?held=1")
    context = {"form": form, "event": row, "crumbs": crumbs(row)}
    return render(request, "drills/hold.html", context, status=status_of(form))


def _as_planned(row: Event, lasted: str = "") -> dict[str, object]:
    """As it was planned; `lasted` as many minutes as a clock that ran says."""
    day = timezone.localdate(min(row.planned_at, now()))
    minutes = int(lasted) if lasted.isascii() and lasted.isdecimal() and len(lasted) <= 5 else row.minutes
    return {"held_on": day, "held_minutes": minutes, "elements": row.elements}


@require_POST
@for_runners
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """It was not held after all."""
    row, member = run(request, key), member_of(request)
    done = _("Taken back: it counts for no clock any more.")
    return _said(request, partial(actions.undo_hold, member=member, event=row, now=now()), done, row.get_absolute_url())


@require_POST
@for_runners
def close(request: HttpRequest, key: UUID) -> HttpResponse:
    """A drill is done with."""
    row, member = run(request, key), member_of(request)
    do = partial(actions.close, member=member, event=row, now=now())
    return _said(request, do, _("Closed."), row.get_absolute_url())


@require_http_methods(["GET", "POST"])
@for_runners
def place(request: HttpRequest, key: UUID) -> HttpResponse:
    """Whether the own facility takes part: kind, time, port, what is tested together, and no script."""
    row, member = own_place(request, key), member_of(request)
    seen = visible(request, row.event.key)
    if request.method == "POST":
        done = _("Your facility takes part. Name its people.")
        return _said(
            request, partial(actions.consent, member=member, place=row, now=now()), done, row.event.get_absolute_url()
        )
    together = [element_label(one) for one in seen.elements if one.startswith(f"{TOGETHER}.")]
    context = {"place": row, "event": seen, "together": together, "crumbs": crumbs()}
    return render(request, "drills/consent.html", context)


@require_http_methods(["GET", "POST"])
@for_runners
def decline(request: HttpRequest, key: UUID) -> HttpResponse:
    """The own facility does not take part."""
    row, member, form = own_place(request, key), member_of(request), ReasonForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            actions.decline(member=member, place=row, reason=form.cleaned_data["reason"], now=now())
            messages.success(request, _("Your facility does not take part."))
            return redirect("drills:list")
    title = _("%(facility)s does not take part") % {"facility": row.facility.name}
    return show_form(request, form, title=title, back=_place_address(row), submit=_("Decline"))


def _place_address(row: EventPlace) -> str:
    return row.event.get_absolute_url()


@require_POST
@for_runners
def count(request: HttpRequest, key: UUID) -> HttpResponse:
    """The event counts for the own facility."""
    row, member = own_place(request, key), member_of(request)
    there = request.POST.get("officer_was_there") == "1"
    do = partial(actions.count, member=member, place=row, officer_was_there=there, now=now())
    return _said(request, do, _("It counts: the clock runs anew."), _place_address(row))


@require_POST
@for_runners
def uncount(request: HttpRequest, key: UUID) -> HttpResponse:
    """It does not count after all."""
    row, member = own_place(request, key), member_of(request)
    done = _("Taken back: it counts for no clock any more.")
    return _said(request, partial(actions.uncount, member=member, place=row, now=now()), done, _place_address(row))


@require_http_methods(["GET", "POST"])
@for_planners
def people(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who controls, observes and plays: seats of the own organisation."""
    member = member_of(request)
    rows = Event.objects.visible_to(member).staffed_by(member).with_names()
    row = get_object_or_404(rows, key=key)
    whole = helps_with_drills(member) and Event.objects.editable_by(member).filter(pk=row.pk).exists()
    form = RoleForm(posted(request), member=member, event=row, whole=whole, initial={"role": "player"})
    if form.is_valid():
        with refusals_in(form):
            actions.give_role(member=member, event=row, now=now(), **form.cleaned_data)
            return redirect("drills:people", key=row.key)
    roles = EventRole.objects.visible_to(member).open().filter(event=row)
    context = {
        "form": form,
        "event": row,
        "roles": roles.select_related("seat__organisation", "seat__person", "facility"),
        "own": member.organisation_id,
        "crumbs": crumbs(row),
    }
    return render(request, "drills/people.html", context, status=status_of(form))


@require_POST
@for_planners
def end_role(request: HttpRequest, key: UUID) -> HttpResponse:
    """A seat has no role any more."""
    member = member_of(request)
    role = get_object_or_404(EventRole.objects.visible_to(member).open().select_related("event"), key=key)
    do = partial(actions.end_role, member=member, role=role, now=now())
    return _said(request, do, _("The role is ended."), redirect("drills:people", key=role.event.key).url)
