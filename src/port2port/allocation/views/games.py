"""The list of games, one of them, and who works on it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.allocation import actions, page
from port2port.allocation.access import audits_reads
from port2port.allocation.forms import GameForm, NameForm
from port2port.allocation.models import Aim, GameDraft, Named
from port2port.allocation.views.shared import crumbs, for_members, own_game, visible_game
from port2port.base.clock import now
from port2port.members.middleware import member_of
from port2port.members.views.shared import posted
from port2port.reports.sending import once
from port2port.reports.views.shared import refusals_in, status_of
from port2port.vocabulary.lookup import reader_language


@require_GET
def games(request: HttpRequest) -> HttpResponse:
    """What this seat works on; an auditor is led to who read plans."""
    member = member_of(request)
    if audits_reads(member):
        return redirect("allocation:reads")
    return for_members(_games)(request)


def _games(request: HttpRequest) -> HttpResponse:
    lines = page.lines_of(member_of(request))
    parts = [(_("Joint allocation"), [one for one in lines if one.row.closed_at is None])]
    parts.append((_("Closed ones"), [one for one in lines if one.row.closed_at is not None]))
    return render(request, "allocation/games.html", {"lines": lines, "parts": parts})


@require_http_methods(["GET", "POST"])
@for_members
def new(request: HttpRequest) -> HttpResponse:
    """A game is opened."""
    member, at = member_of(request), now()
    form = GameForm(posted(request), member=member, initial={"language": reader_language(), "aim": Aim.MEAN.value})
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("circle", "title", "language", "aim")}
        with refusals_in(form):
            key = once(
                member=member,
                key=form.cleaned_data["key"],
                act="open_game",
                content=str(sorted(request.POST.lists())),
                now=at,
                do=lambda: actions.open_game(member=member, **said, now=at).key,
            )
            messages.success(request, _("The joint allocation is open. Name who works on it."))
            return redirect("allocation:game", key=key)
    context = {"form": form, "crumbs": crumbs(), "back": crumbs()[-1][0]}
    return render(request, "allocation/new.html", context, status=status_of(form))


@require_GET
@for_members
def game(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is entered, and what is missing for an answer."""
    return _shown(request, visible_game(request, key))


@require_POST
@for_members
def people(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody of the own organisation is named."""
    row, member = visible_game(request, key), member_of(request)
    form = NameForm(request.POST, member=member, game=row)
    if form.is_valid():
        with refusals_in(form):
            actions.name_person(member=member, game=row, seat=form.cleaned_data["seat"], now=now())
            messages.success(request, _("Named."))
            return redirect(row)
    return _shown(request, row, form=form)


@require_POST
@for_members
def unname(request: HttpRequest, key: UUID, named_key: UUID) -> HttpResponse:
    """Somebody of the own organisation works on it no more."""
    row, member = visible_game(request, key), member_of(request)
    rows = Named.objects.visible_to(member).standing().select_related("game", "seat")
    actions.unname(member=member, named=get_object_or_404(rows, game=row, key=named_key), now=now())
    messages.success(request, _("No longer named."))
    return redirect("allocation:list")


@require_POST
@for_members
def close(request: HttpRequest, key: UUID) -> HttpResponse:
    """Nothing is entered, asked or drafted in it any more."""
    row = actions.close_game(member=member_of(request), game=own_game(request, key), now=now())
    messages.success(request, _("Closed. What stands stays readable; agreed plans run to their last week."))
    return redirect(row)


@require_POST
@for_members
def reopen(request: HttpRequest, key: UUID) -> HttpResponse:
    """It goes on."""
    row = actions.reopen_game(member=member_of(request), game=own_game(request, key), now=now())
    messages.success(request, _("Open again."))
    return redirect(row)


def _shown(request: HttpRequest, row: GameDraft, *, form: NameForm | None = None) -> HttpResponse:
    member = member_of(request)
    shown = form or NameForm(member=member, game=row)
    context = {"row": row, "page": page.page_of(row, member=member), "form": shown, "crumbs": crumbs()}
    return render(request, "allocation/game.html", context, status=status_of(shown))
