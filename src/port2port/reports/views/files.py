"""Attachments: up as forms, down as downloads."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.downloads import sent
from port2port.base.refusal import Refusal
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports import actions
from port2port.reports.models import Attachment
from port2port.reports.views.shared import editable_report, visible_report
from port2port.sharing.actions import record_opening


@require_GET
@needs(Act.READ)
def download(request: HttpRequest, key: UUID, file_key: UUID) -> HttpResponse:
    """The bytes, never shown inside the page."""
    row, member = visible_report(request, key), member_of(request)
    one = get_object_or_404(Attachment.objects.visible_to(member), report=row, key=file_key)
    record_opening(record=row, member=member, now=now())
    return sent(one)


@require_GET
@needs(Act.PUBLISH)
def download_unpublished(request: HttpRequest, key: UUID, file_key: UUID) -> HttpResponse:
    """The same for those who may change the report."""
    row = editable_report(request, key)
    return sent(get_object_or_404(Attachment.objects.editable_by(member_of(request)), report=row, key=file_key))


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def files(request: HttpRequest, key: UUID) -> HttpResponse:
    """The files of a draft, or of the next version."""
    row, member = editable_report(request, key), member_of(request)
    error, status = "", 200
    if request.method == "POST":
        uploads = [
            actions.Upload(one.name or "", one.read(), one.content_type or "") for one in request.FILES.getlist("files")
        ]
        try:
            made = actions.attach(member=member, report=row, uploads=uploads, now=now())
        except Refusal as refusal:
            error, status = str(refusal), refusal.status
        else:
            messages.success(request, _("Files added: %(n)d") % {"n": len(made)})
            return redirect("reports:files", key=row.key)
    attachments = Attachment.objects.editable_by(member).filter(report=row)
    context = {"report": row, "attachments": attachments, "error": error, "now": now()}
    return render(request, "reports/files.html", context, status=status)


@require_POST
@needs(Act.PUBLISH)
def detach(request: HttpRequest, key: UUID, file_key: UUID) -> HttpResponse:
    """Take a file out."""
    row, member = editable_report(request, key), member_of(request)
    one = get_object_or_404(Attachment.objects.editable_by(member), report=row, key=file_key)
    actions.detach(member=member, attachment=one, now=now())
    return redirect("reports:files", key=row.key)
