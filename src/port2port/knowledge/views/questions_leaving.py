"""Questions that leave the pages, as a sheet."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.listing_questions import asked_in
from port2port.knowledge.sheets_questions import question_cells, question_columns
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file


@require_GET
@needs(Act.READ)
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The current filter as a file; the strictest label stands in its name and at head and foot of a sheet's pages."""
    member, at = member_of(request), now()
    rows = actions.export_questions(member=member, asked=asked_in(request.GET), ending=ending, now=at)
    tlp, cells = actions.label_of_questions(rows), question_cells(rows, member=member)
    if ending == "csv":
        content = csv_file(question_columns(), cells)
    else:
        content = xlsx_file(question_columns(), cells, title=_("Questions"), label=tlp.label, made_at=at)
    response = HttpResponse(content, content_type=CSV_TYPE if ending == "csv" else XLSX_TYPE)
    name = f"{tlp.label.replace(':', '-')} questions {at:%Y-%m-%d %H%M}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
