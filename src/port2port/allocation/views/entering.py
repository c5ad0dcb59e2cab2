"""The own port's units and routes, what the own organisation lends, and scenarios."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.allocation import actions
from port2port.allocation.forms import LoanForm, PortForm, RouteForm, ScenarioForm, initial_of, initial_of_port
from port2port.allocation.models import PoolUnits, PortInputs, Route, Scenario
from port2port.allocation.views.shared import crumbs, for_members, own_game, own_inputs, own_port
from port2port.base.clock import now
from port2port.members.middleware import member_of
from port2port.members.views.shared import posted
from port2port.reports.sending import once
from port2port.reports.views.shared import refusals_in, status_of
from port2port.vocabulary.lookup import reader_language


@require_http_methods(["GET", "POST"])
@for_members
def port(request: HttpRequest, key: UUID, slug: str) -> HttpResponse:
    """Units of an own port, and whether others may read if its attempts rise."""
    game, place, member = own_game(request, key), own_port(request, slug), member_of(request)
    known = PortInputs.objects.visible_to(member).filter(game=game, port=place).first()
    form = PortForm(posted(request), initial=initial_of_port(known))
    if form.is_valid():
        with refusals_in(form):
            actions.save_port(
                member=member,
                game=game,
                port=place,
                own_units=form.cleaned_data["own_units"],
                shows_rise=form.cleaned_data["shows_rise"],
                now=now(),
            )
            messages.success(request, _("Saved."))
            return redirect("allocation:route_new", key=game.key, slug=slug) if known is None else redirect(game)
    context = {
        "form": form,
        "title": place.name,
        "about": "port",
        "crumbs": crumbs(game),
        "back": game.get_absolute_url(),
    }
    return render(request, "allocation/entry.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@for_members
def lend(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the own organisation lends."""
    game, member = own_game(request, key), member_of(request)
    known = PoolUnits.objects.editable_by(member).filter(game=game).first()
    initial = {"units": known.units, "kind": known.kind} if known else {"units": 0}
    form = LoanForm(posted(request), initial=initial)
    if form.is_valid():
        with refusals_in(form):
            said = {"units": form.cleaned_data["units"], "kind": form.cleaned_data["kind"]}
            actions.lend(member=member, game=game, **said, now=now())
            messages.success(request, _("Saved."))
            return redirect(game)
    context = {
        "form": form,
        "title": _("Mobile units"),
        "about": "pool",
        "crumbs": crumbs(game),
        "back": game.get_absolute_url(),
    }
    return render(request, "allocation/entry.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@for_members
def route_new(request: HttpRequest, key: UUID, slug: str) -> HttpResponse:
    """A route of an own port is added."""
    game = own_game(request, key)
    return _route(request, own_inputs(request, game, slug), None)


@require_http_methods(["GET", "POST"])
@for_members
def route(request: HttpRequest, key: UUID, slug: str, route_key: UUID) -> HttpResponse:
    """A route of an own port is changed."""
    game = own_game(request, key)
    inputs = own_inputs(request, game, slug)
    rows = Route.objects.visible_to(member_of(request)).standing()
    return _route(request, inputs, get_object_or_404(rows, inputs=inputs, key=route_key))


def _route(request: HttpRequest, inputs: PortInputs, known: Route | None) -> HttpResponse:
    game, member, at = inputs.game, member_of(request), now()
    form = RouteForm(posted(request), initial=initial_of(known) if known else {"floor": 0, "covered_now": 0})
    if form.is_valid():
        with refusals_in(form):
            once(
                member=member,
                key=form.cleaned_data["key"],
                act="save_route",
                content=f"{inputs.key} {known.key if known else ''} {sorted(request.POST.lists())}",
                now=at,
                do=lambda: actions.save_route(member=member, inputs=inputs, said=form.said(), route=known, now=at).key,
            )
            messages.success(request, _("Saved."))
            return redirect(game)
    context = {
        "form": form,
        "route": known,
        "inputs": inputs,
        "crumbs": crumbs(game),
        "back": game.get_absolute_url(),
    }
    return render(request, "allocation/route.html", context, status=status_of(form))


@require_POST
@for_members
def remove_route(request: HttpRequest, key: UUID, slug: str, route_key: UUID) -> HttpResponse:
    """A route of an own port counts no more."""
    game, member = own_game(request, key), member_of(request)
    inputs = own_inputs(request, game, slug)
    rows = Route.objects.editable_by(member).standing().select_related("inputs__game")
    actions.remove_route(member=member, route=get_object_or_404(rows, inputs=inputs, key=route_key), now=now())
    messages.success(request, _("Removed."))
    return redirect(game)


@require_http_methods(["GET", "POST"])
@for_members
def scenario_new(request: HttpRequest, key: UUID) -> HttpResponse:
    """A scenario is added for all."""
    game, member, at = own_game(request, key), member_of(request), now()
    form = ScenarioForm(posted(request), aim=game.aim, initial={"language": reader_language()})
    if form.is_valid():
        with refusals_in(form):
            once(
                member=member,
                key=form.cleaned_data["key"],
                act="save_scenario",
                content=f"{game.key} {sorted(request.POST.lists())}",
                now=at,
                do=lambda: actions.save_scenario(member=member, game=game, said=form.said(), now=at).key,
            )
            messages.success(request, _("Saved."))
            return redirect(game)
    context = {
        "form": form,
        "title": _("Add a scenario"),
        "about": "scenario",
        "crumbs": crumbs(game),
        "back": game.get_absolute_url(),
    }
    return render(request, "allocation/entry.html", context, status=status_of(form))


@require_POST
@for_members
def remove_scenario(request: HttpRequest, key: UUID, scenario_key: UUID) -> HttpResponse:
    """A scenario counts no more."""
    game, member = own_game(request, key), member_of(request)
    rows = Scenario.objects.editable_by(member).standing().select_related("game")
    actions.remove_scenario(member=member, scenario=get_object_or_404(rows, game=game, key=scenario_key), now=now())
    messages.success(request, _("Removed."))
    return redirect(game)
