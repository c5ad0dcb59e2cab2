"""What the pages have in common: who may open them, and the entry behind an address."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.log.access import reads_log, runs_log
from port2port.log.models import Occurrence
from port2port.members.member import Act, Member
from port2port.members.middleware import member_of
from port2port.members.models import Facility
from port2port.members.views.shared import only

type View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """For seats that have a log to read; others find no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not reads_log(member_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


# For seats that answer for a log: a guard finds no such page.
for_officers = only(lambda member: member.may(Act.LOG) and runs_log(member))


def said(request: HttpRequest) -> QueryDict | None:
    """What was sent; an empty form that was sent is still one with errors."""
    return request.POST if request.method == "POST" else None


def visible_entry(request: HttpRequest, key: UUID) -> Occurrence:
    """The entry. Raises Http404, alike for hidden and missing."""
    rows = Occurrence.objects.visible_to(member_of(request)).select_related(
        "facility__port", "facility__organisation", "zone", "seat"
    )
    return get_object_or_404(rows, key=key)


def editable_entry(request: HttpRequest, key: UUID) -> Occurrence:
    """The entry that this seat may change. Raises Http404."""
    rows = Occurrence.objects.editable_by(member_of(request)).select_related(
        "facility__port", "facility__organisation", "zone", "seat"
    )
    return get_object_or_404(rows, key=key)


def own_facilities(member: Member) -> list[Facility]:
    """Where this seat writes, in the order of their names."""
    if not member.may(Act.LOG):
        return []
    rows = Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True)
    return list(rows.select_related("port").order_by("name"))


def shown_facilities(member: Member) -> list[Facility]:
    """Whose log this seat reads."""
    rows = Facility.objects.visible_to(member).shown_to(member)
    return list(rows.select_related("port", "organisation").order_by("name"))


def crumbs(row: Occurrence | None = None) -> list[tuple[str, str]]:
    """The way back."""
    way = [(reverse("log:list"), _("Log"))]
    return way if row is None else [*way, (row.get_absolute_url(), row.number)]
