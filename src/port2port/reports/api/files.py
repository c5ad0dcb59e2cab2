"""Attachments for machines: up as forms, down as downloads."""

from hashlib import sha256
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import File, Router, Status, UploadedFile

from port2port.base.api import WRITES, answers, files_body
from port2port.base.clock import now
from port2port.base.downloads import sent
from port2port.members.middleware import member_of
from port2port.pure.filetypes import MAX_BYTES
from port2port.reports import actions
from port2port.reports.actions.files import add_files, checked
from port2port.reports.actions.machines import act_once
from port2port.reports.api.finding import readable
from port2port.reports.api.schemas import AttachmentOut
from port2port.reports.api.sent import SendingKey, content_of
from port2port.reports.api.shown import attachment_out
from port2port.reports.models import Attachment, Report
from port2port.sharing.actions import record_opening

router = Router(tags=["files"])
router.add_decorator(files_body, mode="view")

BYTES = {
    "responses": {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}
}


@router.get("reports/{uuid:key}/attachments", response=answers(200, list[AttachmentOut], 422), summary="List the files")
def attachments(request: HttpRequest, key: UUID) -> list[AttachmentOut]:
    """The files of a report; those of a draft, or of the next version, for its authors."""
    row = readable(request, key)
    return [attachment_out(one) for one in _files(request, row)]


def _files(request: HttpRequest, row: Report) -> list[Attachment]:
    member = member_of(request)
    if row.is_withdrawn:
        return []
    mine = Attachment.objects.visible_to(member).filter(report=row) | Attachment.objects.editable_by(member).filter(
        report=row
    )
    return list(mine)


@router.post(
    "reports/{uuid:key}/attachments", response=answers(201, list[AttachmentOut], *WRITES), summary="Attach files"
)
def attach(
    request: HttpRequest, key: UUID, files: File[list[UploadedFile]], idempotency_key: SendingKey = ""
) -> Status[list[AttachmentOut]]:
    """Up to ten files of 25 MB, each checked by its content; photos lose their metadata. The same file twice is one."""
    member = member_of(request)
    row = get_object_or_404(Report.objects.editable_by(member), key=key)
    uploads = [
        # One byte over the limit is enough to refuse it.
        actions.Upload(one.name or "", one.read(MAX_BYTES + 1), one.content_type or "")
        for one in files
    ]

    taken = [checked(one) for one in uploads]

    def act() -> UUID:
        add_files(member=member, report=row, uploads=taken, now=now())
        return row.key

    content = content_of(request, *(f"{one.name} {sha256(one.content).hexdigest()}".encode() for one in uploads))
    act_once(member=member, key=idempotency_key, act="attach", content=content, now=now(), do=act)
    return Status(201, [attachment_out(one) for one in _files(request, row)])


@router.get(
    "reports/{uuid:key}/attachments/{uuid:file_key}",
    response=answers(200, None, 422),
    summary="Download a file",
    openapi_extra=BYTES,
)
def download(request: HttpRequest, key: UUID, file_key: UUID) -> HttpResponse:
    """The bytes, always as a download."""
    row = readable(request, key)
    one = next((one for one in _files(request, row) if one.key == file_key), None)
    if one is None:
        raise Http404
    member = member_of(request)
    if row.version and member.person_id is not None:
        record_opening(record=row, member=member, now=now())
    return sent(one)


@router.delete(
    "reports/{uuid:key}/attachments/{uuid:file_key}", response=answers(204, None, *WRITES), summary="Take a file out"
)
def detach(request: HttpRequest, key: UUID, file_key: UUID) -> Status[None]:
    """Out of a draft, or out of the next version."""
    member = member_of(request)
    row = get_object_or_404(Report.objects.editable_by(member), key=key)
    one = get_object_or_404(Attachment.objects.editable_by(member), report=row, key=file_key)
    actions.detach(member=member, attachment=one, now=now())
    return Status(204, None)
