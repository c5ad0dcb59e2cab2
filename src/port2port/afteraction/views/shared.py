"""The rows behind an address, alike for hidden and missing."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from port2port.afteraction.models import AfterAction, Lesson
from port2port.afteraction.page import draft_for
from port2port.drills.models import Event
from port2port.members.middleware import member_of

BESIDE = ("event__organisation", "event__port", "made_by")


def visible_event(request: HttpRequest, key: UUID) -> Event:
    """An event that this seat knows of. Raises Http404."""
    return get_object_or_404(Event.objects.visible_to(member_of(request)).with_names(), key=key)


def visible_row(request: HttpRequest, key: UUID) -> AfterAction:
    """The after-action of the event, for who reads it. Raises Http404."""
    rows = AfterAction.objects.visible_to(member_of(request)).select_related(*BESIDE)
    return get_object_or_404(rows, event__key=key)


def editable_row(request: HttpRequest, key: UUID) -> AfterAction:
    """The after-action that this seat writes. Raises Http404."""
    rows = AfterAction.objects.editable_by(member_of(request)).select_related(*BESIDE)
    return get_object_or_404(rows, event__key=key)


def lesson_of(request: HttpRequest, key: UUID) -> Lesson:
    """A published lesson that reached the reader, or a draft that it writes or approves. Raises Http404."""
    member = member_of(request)
    return draft_for(member, key=key) or get_object_or_404(
        Lesson.objects.visible_to(member).select_related("originator", "event"), key=key
    )


def editable_lesson(request: HttpRequest, key: UUID) -> Lesson:
    """A lesson of the own organisation that this seat writes. Raises Http404."""
    rows = Lesson.objects.editable_by(member_of(request)).select_related("originator", "event")
    return get_object_or_404(rows, key=key)


def only_held(event: Event) -> None:
    """Raises Http404 before the event was held: there is no such page yet."""
    if not event.was_held:
        raise Http404
