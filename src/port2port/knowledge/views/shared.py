"""What the pages have in common: the practice behind an address."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from port2port.knowledge.models import Practice
from port2port.members.middleware import member_of
from port2port.reports.actions.files import Upload


def uploads_in(request: HttpRequest) -> list[Upload]:
    """The files that came with the form."""
    return [Upload(one.name or "", one.read(), one.content_type or "") for one in request.FILES.getlist("uploads")]


def visible_practice(request: HttpRequest, key: UUID) -> Practice:
    """The published practice, tombstones included. Raises Http404, alike for hidden and missing."""
    return get_object_or_404(Practice.objects.visible_to(member_of(request)).select_related("originator"), key=key)


def editable_practice(request: HttpRequest, key: UUID) -> Practice:
    """The draft or practice that this seat may change. Raises Http404."""
    return get_object_or_404(Practice.objects.editable_by(member_of(request)).select_related("originator"), key=key)


def proposed_practice(request: HttpRequest, key: UUID) -> Practice:
    """The practice of the own organisation that others have. Raises Http404."""
    row = editable_practice(request, key)
    if row.is_draft:
        raise Http404
    return row
