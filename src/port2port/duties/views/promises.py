"""Actions: mine and my organisation's, one with its history, and the buttons that move it on."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.duties.actions import promises as act
from port2port.duties.forms import ActionFilter, ActionForm, MoveForm
from port2port.duties.forms.promises import ways_of
from port2port.duties.models import Action, ActionStep
from port2port.duties.models.promises import State
from port2port.duties.naming import named
from port2port.duties.sources import source_link
from port2port.duties.views.shared import said, tabs, today
from port2port.members.forms.shared import said_in
from port2port.members.member import Act, Function, Member, Standing
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, show_form

MOST_LINES = 300
USUAL = timedelta(days=30)
NARROW = frozenset({Function.GUARD, Function.TRAINER})


@require_GET
@needs(Act.READ)
def promises(request: HttpRequest) -> HttpResponse:
    """What was promised and is not done yet, what is due first on top."""
    member = member_of(request)
    _not_for_guests(member)
    sees_all = member.function not in NARROW
    rows = Action.objects.visible_to(member).with_names().due_first()
    state, whose = request.GET.get("state", ""), request.GET.get("whose", "")
    if state in State.values:
        rows = rows.filter(state=state)
    elif state != "all":
        rows = rows.pending()
    if whose == "mine" or not sees_all:
        rows = rows.of_seat(member)
    found = list(rows[: MOST_LINES + 1])
    context = {
        "actions": found[:MOST_LINES],
        "more": len(found) > MOST_LINES,
        "count": ngettext("%(n)d action", "%(n)d actions", len(found)) % {"n": len(found)},
        "form": ActionFilter(request.GET, may_see_all=sees_all),
        "may_write": act.may_promise(member),
        "own": member.organisation_id,
        "named": named(found[:MOST_LINES], member),
        "tabs": tabs(request),
        "today": today(),
        "is_filtered": bool(state or whose),
    }
    return render(request, "duties/promises.html", context)


def _not_for_guests(member: Member) -> None:
    if member.standing == Standing.GUEST:
        raise Http404


@require_http_methods(["GET", "POST"])
@needs(Act.READ)
def new_promise(request: HttpRequest) -> HttpResponse:
    """Write an action, from a record where one is named: `?source=report:<key>`."""
    member, source = member_of(request), _source(request)
    if not act.may_promise(member):
        raise Http404
    initial = {"due_on": today() + USUAL, "language": get_language()}
    form = ActionForm(said(request), member=member, has_source=source is not None, initial=initial)
    if form.is_bound and form.is_valid():
        with said_in(form):
            action = act.promise(member=member, wish=form.promise(source), now=now())
            messages.success(request, _("Promised."))
            return redirect(action)
    return show_form(request, form, title=_("New action"), back=reverse("duties:promises"))


def _source(request: HttpRequest) -> tuple[str, UUID] | None:
    kind, _sep, key = request.GET.get("source", "").partition(":")
    if not kind:
        return None
    try:
        return kind, UUID(key)
    except ValueError:
        raise Http404 from None


@require_GET
@needs(Act.READ)
def promise(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was promised, by whom, by when, and all that happened to it."""
    return _page(request, _visible(request, key))


def _visible(request: HttpRequest, key: UUID) -> Action:
    return get_object_or_404(Action.objects.visible_to(member_of(request)).with_names(), key=key)


def _page(request: HttpRequest, action: Action, *, form: MoveForm | None = None) -> HttpResponse:
    member = member_of(request)
    moves = Action.objects.editable_by(member).filter(pk=action.pk).exists()
    writes = (
        moves
        and act.may_promise(member)
        and Action.objects.visible_to(member).written_by(member).filter(pk=action.pk).exists()
    )
    context = {
        "action": action,
        "steps": ActionStep.objects.visible_to(member).filter(action=action).select_related("by"),
        "is_own": action.organisation_id == member.organisation_id,
        "is_named": action.pk in named([action], member),
        "ways": ways_of(action) if moves else [],
        "may_drop": moves and action.is_pending,
        "may_write": writes,
        "form": form or MoveForm(),
        "source": source_link(action, member),
        "today": today(),
        "now": now(),
    }
    return render(request, "duties/promise.html", context, status=422 if form is not None and form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Act.READ)
def change_promise(request: HttpRequest, key: UUID) -> HttpResponse:
    """Other words, another day, another owner."""
    member = member_of(request)
    if not act.may_promise(member):
        raise Http404
    rows = Action.objects.editable_by(member).written_by(member)
    action = get_object_or_404(rows.select_related("owner", "facility"), key=key)
    initial = {name: getattr(action, name) for name in ("title", "due_on", "note", "language", "is_shared")}
    initial |= {
        "owner": action.owner.key if action.owner else None,
        "facility": action.facility.key if action.facility else None,
    }
    form = ActionForm(said(request), member=member, has_source=bool(action.source_type), initial=initial)
    if form.is_bound and form.is_valid():
        with said_in(form):
            act.change_promise(member=member, action=action, wish=form.promise(), now=now())
            messages.success(request, _("Saved."))
            return redirect(action)
    return show_form(request, form, title=_("Change the action"), back=action.get_absolute_url())


@require_POST
@needs(Act.READ)
def move_promise(request: HttpRequest, key: UUID) -> HttpResponse:
    """The next state, or one back."""
    action = _visible(request, key)
    form = MoveForm(request.POST)
    if form.is_valid():
        with said_in(form):
            given = form.cleaned_data
            act.move(member=member_of(request), action=action, to=given["to"], reason=given["reason"], now=now())
            return redirect(action)
    return _page(request, action, form=form)
