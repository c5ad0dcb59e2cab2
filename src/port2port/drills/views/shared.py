"""What the pages have in common: who may open them, the row behind an address, the tabs."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from port2port.base.clock import now
from port2port.drills.access import helps_with_drills, reads_drills, runs_drills, takes_part
from port2port.drills.models import Event, EventPlace
from port2port.members.member import Member
from port2port.members.middleware import member_of
from port2port.members.models import Facility
from port2port.members.views.shared import only

for_all = only(lambda member: takes_part(member) or reads_drills(member))
for_readers = only(reads_drills)
for_planners = only(helps_with_drills)
for_runners = only(runs_drills)


def visible(request: HttpRequest, key: UUID) -> Event:
    """The event with its sight and names. Raises Http404, alike for hidden and missing."""
    member = member_of(request)
    return get_object_or_404(Event.objects.visible_to(member).with_sight(member).with_names(), key=key)


def editable(request: HttpRequest, key: UUID) -> Event:
    """The event, for who changes it. Raises Http404."""
    return get_object_or_404(Event.objects.editable_by(member_of(request)).with_names(), key=key)


def run(request: HttpRequest, key: UUID) -> Event:
    """The event, for who confirms and closes it. Raises Http404."""
    member = member_of(request)
    return get_object_or_404(Event.objects.visible_to(member).run_by(member).with_names(), key=key)


def controlled(request: HttpRequest, key: UUID) -> Event:
    """The event, for who holds it. Raises Http404."""
    member = member_of(request)
    return get_object_or_404(Event.objects.visible_to(member).controlled_by(member).with_names(), key=key)


def own_place(request: HttpRequest, key: UUID) -> EventPlace:
    """A place of a facility that this seat answers for. Raises Http404."""
    rows = EventPlace.objects.editable_by(member_of(request)).select_related("event__organisation", "facility__port")
    return get_object_or_404(rows, key=key)


def own_facilities(member: Member) -> list[Facility]:
    """Facilities in use that the seat covers."""
    rows = Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True)
    return list(rows.select_related("port").order_by("port__name", "name"))


def today() -> date:
    """The calendar day in the community's time zone."""
    return timezone.localdate(now())


def tabs(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The pages about drills that this seat can use: address, word, whether it is this page."""
    member, at = member_of(request), reverse("drills:list")
    is_held = request.path == at and request.GET.get("tab") == "held"
    pages = [(at, _("Coming"), request.path == at and not is_held), (f"{at}?tab=held", _("Held"), is_held)]
    if reads_drills(member):
        for name, words in (("drills:library", _("Scenarios")), ("drills:calendar", _("Calendar"))):
            pages.append((reverse(name), words, request.path == reverse(name)))
    return pages


def crumbs(event: Event | None = None) -> list[tuple[str, str]]:
    """The way back; an event stands there under its caption."""
    way = [(reverse("drills:list"), _("Drills and exercises"))]
    return way if event is None else [*way, (event.get_absolute_url(), event.caption)]
