"""Practices that leave the pages, as a sheet or a text, and two of them side by side."""

from typing import cast
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from port2port.base.clock import now
from port2port.base.downloads import gone, sent
from port2port.knowledge import actions
from port2port.knowledge.comparing import lines_of, offered, side_of
from port2port.knowledge.listing import asked_in
from port2port.knowledge.models import Practice, PracticeFile
from port2port.knowledge.page import crumbs
from port2port.knowledge.sheets import as_markdown, cells, columns
from port2port.knowledge.views.shared import visible_practice
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.pure.audience import Tlp
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from port2port.sharing.actions import record_opening


@require_GET
@needs(Act.READ)
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The current filter as a file; the strictest label stands in its name and at head and foot of a sheet's pages."""
    member, at = member_of(request), now()
    rows = actions.export_practices(member=member, asked=asked_in(request.GET), ending=ending, now=at)
    tlp, today = actions.label_of(rows), timezone.localdate(at)
    if ending == "csv":
        content = csv_file(columns(), cells(rows, member=member, today=today))
    else:
        content = xlsx_file(
            columns(), cells(rows, member=member, today=today), title=_("Practices"), label=tlp.label, made_at=at
        )
    name = f"{tlp.label.replace(':', '-')} practices {at:%Y-%m-%d %H%M}.{ending}"
    return _file(content, CSV_TYPE if ending == "csv" else XLSX_TYPE, name)


@require_GET
@needs(Act.READ)
def as_text(request: HttpRequest, key: UUID) -> HttpResponse:
    """One practice as Markdown."""
    row, member, at = visible_practice(request, key), member_of(request), now()
    if row.is_withdrawn:
        raise Http404
    actions.export_practice(member=member, practice=row, now=at)
    record_opening(record=row, member=member, now=at)
    language = request.GET.get("text", "")
    content = as_markdown(row, language=language, today=timezone.localdate(at), made_at=timezone.localtime(at))
    name = f"{Tlp(row.tlp).label.replace(':', '-')} {row.number}.md"
    return _file(content.encode(), "text/markdown; charset=utf-8", name)


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
@needs(Act.READ)
def file(request: HttpRequest, key: UUID, file_key: UUID) -> HttpResponse:
    """A file of a wording that the reader may read: pictures and films in the page, everything else as a download."""
    member = member_of(request)
    found = PracticeFile.objects.visible_to(member).filter(practice__key=key)
    one = get_object_or_404(found.select_related("practice"), key=file_key)
    if Practice.objects.visible_to(member).filter(pk=one.practice_id).exists():
        record_opening(record=one.practice, member=member, now=now())
    if one.media_type.partition("/")[0] not in {"image", "video"}:
        return sent(one)
    # Both were looked into when they came in, and the page may load nothing but from here.
    try:
        opened = one.file.open("rb")
    except OSError:
        raise gone(one.file) from None
    response = FileResponse(opened, content_type=one.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=one.name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    # It streams: a film need not lie in memory. Only the type's name differs.
    return cast("HttpResponse", response)


@require_GET
@needs(Act.READ)
def compare(request: HttpRequest, key: UUID) -> HttpResponse:
    """This practice beside another; without one, those that it could stand beside."""
    row, member, at = visible_practice(request, key), member_of(request), now()
    if row.is_withdrawn:
        raise Http404
    today = timezone.localdate(at)
    one = side_of(row)
    context = {"practice": row, "one": one, "crumbs": [*crumbs(), (row.get_absolute_url(), row.number)]}
    if not request.GET.get("with"):
        context["offered"] = offered(row, member=member, today=today)
        return render(request, "knowledge/compare_with.html", context)
    seen = Practice.objects.visible_to(member).standing().select_related("originator")
    other = get_object_or_404(seen, key=_key(request.GET["with"]))
    for practice in (row, other):
        record_opening(record=practice, member=member, now=at)
    beside = side_of(other)
    context |= {"sides": [one, beside], "lines": list(lines_of(one, beside, today=today))}
    return render(request, "knowledge/compare.html", context)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
