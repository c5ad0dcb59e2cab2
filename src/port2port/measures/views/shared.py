"""What the pages have in common: the row behind an address, and the way back."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.measures.models import Measure
from port2port.members.middleware import member_of


def visible_measure(request: HttpRequest, key: UUID) -> Measure:
    """The shared measure, tombstones included. Raises Http404, alike for hidden and missing."""
    rows = Measure.objects.visible_to(member_of(request)).select_related("originator", "lead__person")
    return get_object_or_404(rows, key=key)


def known_measure(request: HttpRequest, key: UUID) -> Measure:
    """The shared measure, or one that the own organisation is still writing. Raises Http404."""
    member = member_of(request)
    for rows in (Measure.objects.visible_to(member), Measure.objects.editable_by(member)):
        found = rows.select_related("originator", "lead__person").filter(key=key).first()
        if found is not None:
            return found
    raise Http404


def crumbs(measure: Measure | None = None) -> list[tuple[str, str]]:
    """The way back."""
    way = [(reverse("measures:list"), _("Common measures"))]
    if measure is not None:
        way.append((measure.get_absolute_url(), measure.number))
    return way
