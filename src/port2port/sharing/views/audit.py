"""The auditor's page: the trail, receipts, sizes and times of the own organisation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from port2port.base.clock import now
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.pure.sheets import CSV_TYPE, Column, csv_file
from port2port.sharing.actions.auditing import export_register
from port2port.sharing.audit import ON_PAGE, What, register


@require_GET
@needs(Act.AUDIT)
def audit_page(request: HttpRequest) -> HttpResponse:
    """The newest rows of one register; `?show=` chooses which."""
    shown = _what(request.GET.get("show", What.TRAIL))
    found = register(shown, member=member_of(request), limit=ON_PAGE, in_words=True)
    context = {
        "register": found,
        "table_rows": [list(zip(found.headings, row, strict=True)) for row in found.rows],
        "limit": ON_PAGE,
        "shown": shown,
    }
    return render(request, "sharing/audit.html", context)


@require_POST
@needs(Act.AUDIT)
def audit_export(request: HttpRequest, what: str) -> HttpResponse:
    """A whole register as CSV; a form, because taking it leaves a line in the trail."""
    chosen = export_register(member=member_of(request), what=_what(what), now=now())
    body = csv_file([Column(heading) for heading in chosen.headings], chosen.rows)
    name = f"audit-{chosen.what}-{now():%Y-%m-%d}.csv"
    return HttpResponse(body, content_type=CSV_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _what(text: str) -> What:
    try:
        return What(text)
    except ValueError:
        raise Http404 from None
