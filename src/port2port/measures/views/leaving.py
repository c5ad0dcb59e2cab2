"""Measures and adoption that leave the pages as files."""

import json
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from port2port.base.clock import now
from port2port.measures.access import takes_part
from port2port.measures.actions import export_adoption, export_measures, label_of
from port2port.measures.adoption import matrix_of, own_facilities
from port2port.measures.listing import asked_in, rows_of
from port2port.measures.sheets import MOST_ROWS, adoption_cells, adoption_columns, cells, columns
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, Column, csv_file, xlsx_file


@require_GET
@needs(Act.READ)
def measures(request: HttpRequest, ending: str) -> HttpResponse:
    """The current filter as a file."""
    member, at = member_of(request), now()
    rows = list(rows_of(asked_in(request.GET), member).standing().select_related("originator")[:MOST_ROWS])
    export_measures(member=member, rows=rows, ending=ending, now=at)
    label = label_of(rows).label
    return _file(ending, columns(), list(cells(rows)), title=_("Common measures"), label=label)


@require_GET
@needs(Act.READ)
def adoption(request: HttpRequest, ending: str) -> HttpResponse:
    """The own facilities beside each measure, a line a cell."""
    member, at = member_of(request), now()
    if not takes_part(member):
        raise Http404
    places = own_facilities(member)
    lines = list(adoption_cells(matrix_of(member, facilities=places) if places else []))
    export_adoption(member=member, number=len(lines), ending=ending, now=at)
    return _file(ending, adoption_columns(), lines, title=_("Adoption"), label=_("For the own organisation"))


def _file(
    ending: str, heads: Sequence[Column], lines: Sequence[Sequence[str]], *, title: str, label: str
) -> HttpResponse:
    at = now()
    content: bytes
    if ending == "csv":
        content, kind = csv_file(heads, lines), CSV_TYPE
    elif ending == "xlsx":
        content, kind = xlsx_file(heads, lines, title=title, label=label, made_at=at), XLSX_TYPE
    else:
        names = [one.heading for one in heads]
        said = {
            "label": label,
            "made_at": at.isoformat(),
            "rows": [dict(zip(names, one, strict=True)) for one in lines],
        }
        content, kind = json.dumps(said, ensure_ascii=False, indent=1).encode(), "application/json"
    response = HttpResponse(content, content_type=kind)
    name = f"{label.replace(':', '-')} {title} {at:%Y-%m-%d %H%M}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "ignore").decode()}"'
    return response
