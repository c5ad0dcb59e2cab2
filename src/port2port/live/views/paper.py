"""An exercise on paper, and as sheets afterwards."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.drills.models import Event, EventRole
from port2port.live import listing
from port2port.live.models import Channel
from port2port.live.page import objective_cards, script_lines
from port2port.live.views.shared import among, for_roles
from port2port.members.middleware import member_of
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file

SHEETS = ("list", "pack", "cards", "sheet")


@require_GET
@for_roles
def on_paper(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """Master list, controller's pack, player's cards, observer's sheet; in any of the languages."""
    member, at = member_of(request), now()
    row = among(request, key, Event.objects.visible_to(member).script_for(member))
    if what not in SHEETS:
        raise Http404
    wanted = request.GET.get("language", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else request.LANGUAGE_CODE
    with translation.override(language):
        lines = script_lines(row, member=member, language=language, at=at)
        context = {
            "event": row,
            "what": what,
            "language": language,
            "lines": lines,
            "spoken": [line for line in lines if line.row.channel != Channel.PAGE],
            "cards": objective_cards(row, member=member),
            "roles": EventRole.objects.visible_to(member).open().filter(event=row).select_related("seat", "facility"),
            "now": at,
        }
        return render(request, f"live/print_{what}.html", context)


@require_GET
@for_roles
def export(request: HttpRequest, key: UUID, what: str, ending: str) -> HttpResponse:
    """Observations or the timeline, once the event was held."""
    member, at = member_of(request), now()
    row = among(request, key, Event.objects.visible_to(member).script_for(member).were_held())
    if what == "observations":
        title, columns = _("Observations"), listing.observation_columns()
        cells = list(listing.observation_cells(row, member=member))
    else:
        title, columns = _("Timeline"), listing.timeline_columns()
        cells = list(listing.timeline_cells(row, member=member, language=request.LANGUAGE_CODE, at=at))
    name = f"{what} {row.held_on:%Y-%m-%d}.{ending}"
    if ending == "csv":
        return download(csv_file(columns, cells), name=name, media_type=CSV_TYPE)
    content = xlsx_file(columns, cells, title=title, label=_("Internal"), made_at=at)
    return download(content, name=name, media_type=XLSX_TYPE)
