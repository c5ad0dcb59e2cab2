"""Files: up by a form, down as downloads."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.downloads import sent
from port2port.groups import actions
from port2port.groups.forms.files import FilesForm
from port2port.groups.models import AgendaItem, GroupFile, Meeting, WorkingGroup
from port2port.groups.views.shared import form_page, named
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs


@require_http_methods(["GET", "POST"])
@needs(Act.ANSWER)
def add(request: HttpRequest, key: UUID) -> HttpResponse:
    """Lay files before the group, before a meeting or at a point: `?meeting=`, `?item=`."""
    member = member_of(request)
    row = get_object_or_404(WorkingGroup.objects.visible_to(member).joined_by(member), key=key)
    item = named(request, "item", AgendaItem.objects.visible_to(member).filter(meeting__group=row))
    meeting = item.meeting if item else named(request, "meeting", Meeting.objects.visible_to(member).filter(group=row))
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    place = item.title if item else meeting.title if meeting else row.name

    def do() -> None:
        uploads = form.uploads()
        actions.add_files(member=member, group=row, meeting=meeting, item=item, uploads=uploads, now=now())

    return form_page(
        request,
        form,
        do,
        title=_("Add files"),
        lead=_("For %(place)s. Everyone who reads it can download them.") % {"place": place},
        submit=_("Add files"),
        back=f"{(meeting or row).get_absolute_url()}#files",
    )


@require_GET
@needs(Act.READ)
def file(request: HttpRequest, key: UUID) -> HttpResponse:
    """The bytes, never shown inside a page."""
    return sent(get_object_or_404(GroupFile.objects.visible_to(member_of(request)), key=key))


@require_POST
@needs(Act.ANSWER)
def take_out(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take it out."""
    member = member_of(request)
    row = get_object_or_404(GroupFile.objects.visible_to(member).select_related("group", "meeting"), key=key)
    place = row.meeting or row.group
    actions.take_out(member=member, file=row, now=now())
    return redirect(f"{place.get_absolute_url()}#files")
