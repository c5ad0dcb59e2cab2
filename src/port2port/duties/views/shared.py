"""What the pages have in common: who may open them, the place behind an address, the tabs."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from port2port.base.clock import now
from port2port.duties.access import reads_duties
from port2port.duties.clocks import Place, place_of
from port2port.duties.rulebook import ClockRule, Scope, clock_rules
from port2port.members.member import Act, Member
from port2port.members.middleware import member_of
from port2port.members.models import Facility, Organisation, Port

type View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """For seats that read duties; others find no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not reads_duties(member_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def said(request: HttpRequest) -> QueryDict | None:
    """What was sent; an empty form that was sent is still one with errors."""
    return request.POST if request.method == "POST" else None


def today() -> date:
    """The calendar day in the community's time zone."""
    return timezone.localdate(now())


def rule_and_place(request: HttpRequest, code: str, key: UUID) -> tuple[ClockRule, Place]:
    """The clock behind an address, as far as this seat reads it. Raises Http404, alike for hidden and missing."""
    rule, member = clock_rules().get(code), member_of(request)
    if rule is None:
        raise Http404
    place = _place(member, rule.scope, key)
    if not place.holds(rule):
        raise Http404
    return rule, place


def _place(member: Member, scope: Scope, key: UUID) -> Place:
    if scope == Scope.FACILITY:
        rows = Facility.objects.visible_to(member).shown_to(member).select_related("port", "organisation")
        facility = get_object_or_404(rows, key=key)
        return place_of(facility, organisation=facility.organisation)
    own = get_object_or_404(Organisation.objects.visible_to(member), pk=member.organisation_id or 0)
    if scope == Scope.PORT:
        return place_of(
            get_object_or_404(Port.objects.visible_to(member).reportable_by(member), key=key), organisation=own
        )
    if own.key != key or member.facility_id is not None or member.port_id is not None:
        raise Http404
    return place_of(own, organisation=own)


def own_facilities(member: Member) -> list[Facility]:
    """The own organisation's ISPS facilities in use, within the seat's scope."""
    rows = Facility.objects.visible_to(member).shown_to(member).filter(organisation_id=member.organisation_id or 0)
    return list(rows.filter(is_active=True, isps=Facility.Isps.INSIDE).select_related("port").order_by("name"))


def overseen_ports(member: Member) -> list[Port]:
    """Ports that the own organisation manages, within the seat's scope."""
    return list(Port.objects.visible_to(member).reportable_by(member)) if reads_duties(member) else []


def tabs(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The pages about duties that this seat can use: address, word, whether it is this page."""
    member = member_of(request)
    reads = reads_duties(member)
    whole = member.facility_id is None and member.port_id is None
    ports, facilities = (overseen_ports(member), own_facilities(member)) if reads else ([], [])
    pages: list[tuple[str, str, bool]] = [
        (reverse("duties:clocks"), _("What runs out"), reads),
        (reverse("duties:promises"), _("Actions"), True),
        (reverse("duties:notices"), _("Who to tell"), reads),
        (reverse("duties:pfso"), _("The thirteen duties"), bool(facilities)),
        (reverse("duties:ports"), _("Facilities of the port"), bool(ports)),
        (reverse("duties:profile"), _("Profile"), reads and whole and member.may(Act.KEEP_DUTIES)),
        (reverse("duties:calendar"), _("Calendar"), True),
    ]
    return [(address, word, _is_here(request.path, address)) for address, word, usable in pages if usable]


def _is_here(path: str, address: str) -> bool:
    return path == address or (address != reverse("duties:clocks") and path.startswith(address))
