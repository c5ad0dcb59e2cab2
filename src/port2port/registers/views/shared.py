"""What the pages of the registers have in common: the row behind an address."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from port2port.members.middleware import member_of
from port2port.registers.access import reads_cameras
from port2port.registers.models import AiUseCase

BESIDE = ("originator", "facility__port", "contact")


def visible_case(request: HttpRequest, key: UUID) -> AiUseCase:
    """The case that reached the reader or is the own organisation's. Raises Http404, alike for hidden and missing."""
    member = member_of(request)
    own = AiUseCase.objects.editable_by(member).select_related(*BESIDE).filter(key=key).first()
    return own or get_object_or_404(AiUseCase.objects.visible_to(member).select_related(*BESIDE), key=key)


def editable_case(request: HttpRequest, key: UUID) -> AiUseCase:
    """The case of the own organisation. Raises Http404."""
    return get_object_or_404(AiUseCase.objects.editable_by(member_of(request)).select_related(*BESIDE), key=key)


def only_readers(request: HttpRequest) -> None:
    """Raises Http404 for seats that do not have the register."""
    if not reads_cameras(member_of(request)):
        raise Http404
