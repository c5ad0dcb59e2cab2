"""Own routes from a file: brought, tried, written, undone; and the file to start from."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.allocation import actions, sheets
from port2port.allocation.actions.importing import MOST_BYTES
from port2port.allocation.forms import RouteFileForm
from port2port.allocation.models import GameDraft, PortInputs, Route, RouteImport
from port2port.allocation.views.shared import crumbs, for_members, own_game
from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.base.refusal import NotAllowed, Refusal
from port2port.members.actions.rights import record_act
from port2port.members.middleware import member_of
from port2port.members.views.shared import posted
from port2port.pure.sheets import XLSX_TYPE, xlsx_file
from port2port.reports.views.shared import refusals_in, status_of


@require_http_methods(["GET", "POST"])
@for_members
def imports(request: HttpRequest, key: UUID) -> HttpResponse:
    """The file, and those so far."""
    game, member = own_game(request, key), member_of(request)
    form = RouteFileForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            file = form.cleaned_data["file"]
            content = file.read(MOST_BYTES + 1)
            row = actions.bring_routes(member=member, game=game, content=content, name=file.name, now=now())
            return redirect("allocation:route_import", key=game.key, import_key=row.key)
    rows = RouteImport.objects.visible_to(member).filter(game=game).exclude(written_at=None)
    context = {
        "row": game,
        "form": form,
        "ports": list(PortInputs.objects.visible_to(member).filter(game=game).select_related("port")),
        "imports": [(one, actions.may_undo(member, one)) for one in rows],
        "crumbs": crumbs(game),
    }
    return render(request, "allocation/imports.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@for_members
def trial(request: HttpRequest, key: UUID, import_key: UUID) -> HttpResponse:
    """What would be written; then it is."""
    game, member, refused, status = own_game(request, key), member_of(request), "", 200
    record = _record(request, game, import_key)
    if record.written_at is not None:
        return redirect("allocation:route_imports", key=game.key)
    if request.method == "POST":
        try:
            row = actions.write_routes(member=member, record=record, now=now())
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused, status = str(refusal), refusal.status
        else:
            words = ngettext("%(n)d route written.", "%(n)d routes written.", len(row.before))
            messages.success(request, words % {"n": len(row.before)})
            return redirect(game)
    context = {
        "row": game,
        "record": record,
        "trial": actions.try_routes(member=member, record=record, now=now()),
        "refused": refused,
        "crumbs": [*crumbs(game), (reverse("allocation:route_imports", args=[game.key]), _("Import routes"))],
    }
    return render(request, "allocation/route_trial.html", context, status=status)


@require_POST
@for_members
def undo(request: HttpRequest, key: UUID, import_key: UUID) -> HttpResponse:
    """What it wrote is as before."""
    game = own_game(request, key)
    count = actions.undo_routes(member=member_of(request), record=_record(request, game, import_key), now=now())
    words = ngettext("%(n)d route is as before.", "%(n)d routes are as before.", count)
    messages.success(request, words % {"n": count})
    return redirect(game)


@require_GET
@for_members
def own_routes(request: HttpRequest, key: UUID) -> HttpResponse:
    """The headings, with the own routes as they stand; on record."""
    game, member, at = own_game(request, key), member_of(request), now()
    inputs = PortInputs.objects.visible_to(member).filter(game=game)
    routes = Route.objects.visible_to(member).standing().filter(inputs__in=inputs).select_related("inputs__port")
    record_act(member=member, act="take_out_routes", subject=f"gamedraft {game.key}", now=at)
    columns, cells = sheets.route_columns(), sheets.route_cells(routes)
    content = xlsx_file(columns, cells, title="routes", label=sheets.LABEL, made_at=at)
    return download(content, name=f"{sheets.FILE_LABEL} routes.xlsx", media_type=XLSX_TYPE)


def _record(request: HttpRequest, game: GameDraft, key: UUID) -> RouteImport:
    rows = RouteImport.objects.visible_to(member_of(request)).filter(game=game).select_related("game")
    return get_object_or_404(rows, key=key)
