"""Pages by role: the thirteen duties of a facility, and all facilities of a port."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from port2port.base.clock import now
from port2port.duties.clocks import (
    ClockLine,
    Place,
    entered_for,
    first_due_first,
    is_asked_for,
    place_of,
    places_in,
    reckon,
)
from port2port.duties.models import Derogation
from port2port.duties.rulebook import PfsoDuty, pfso_duties
from port2port.duties.views.shared import for_readers, overseen_ports, own_facilities, tabs, today
from port2port.members.member import Member
from port2port.members.middleware import member_of
from port2port.members.models import Port
from port2port.pure.calendar_rules import State

# What a port's officer looks at first; the rest is counted. Of the papers the one that runs out first stands for all.
PAPERS = ("pfsa-review", "pfsp-review", "soc-certificate")


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One of the thirteen at one facility."""

    duty: PfsoDuty
    lines: list[ClockLine]
    address: str

    @property
    def last(self) -> date | None:
        """When it was last done."""
        return max((line.clock.last for line in self.lines if line.clock.last), default=None)


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """One facility of a port: the clocks looked at first, how many are overdue, and the first that runs out."""

    place: Place
    drill: ClockLine | None
    exercise: ClockLine | None
    papers: ClockLine | None
    overdue: int
    next: ClockLine | None


@require_GET
@for_readers
def pfso(request: HttpRequest) -> HttpResponse:
    """The first facility's page."""
    facilities = own_facilities(member_of(request))
    if not facilities:
        raise Http404
    return redirect("duties:pfso_facility", key=facilities[0].key)


@require_GET
@for_readers
def pfso_facility(request: HttpRequest, key: UUID) -> HttpResponse:
    """The thirteen duties of ISPS A/17.2: what each asks, where it lives, last done, next due."""
    member, day = member_of(request), today()
    facilities = own_facilities(member)
    facility = next((one for one in facilities if one.key == key), None)
    if facility is None:
        raise Http404
    place = place_of(facility, organisation=facility.organisation)
    lines = {line.rule.code: line for line in reckon([place], entered_for(member), today=day)}
    rows = [
        DutyRow(duty, [lines[code] for code in duty.clocks if code in lines], _lives(duty)) for duty in pfso_duties()
    ]
    others = [(reverse("duties:pfso_facility", args=[one.key]), one.name, one.key == key) for one in facilities]
    context = {
        "facility": facility,
        "rows": rows,
        "others": others if len(others) > 1 else [],
        "tabs": tabs(request),
        "today": day,
    }
    return render(request, "duties/pfso.html", context)


def _lives(duty: PfsoDuty) -> str:
    try:
        return reverse(duty.lives) if duty.lives else ""
    except NoReverseMatch:
        return ""


@require_GET
@for_readers
def ports(request: HttpRequest) -> HttpResponse:
    """The first port's page."""
    found = overseen_ports(member_of(request))
    if not found:
        raise Http404
    return redirect("duties:port", slug=found[0].slug)


@require_GET
@for_readers
def port(request: HttpRequest, slug: str) -> HttpResponse:
    """All facilities of the port whose duties this seat may see. Of the others nothing is said, not even how many."""
    member, day = member_of(request), today()
    row = get_object_or_404(Port.objects.visible_to(member).reportable_by(member), slug=slug)
    others = [(reverse("duties:port", args=[one.slug]), one.name, one.pk == row.pk) for one in overseen_ports(member)]
    approvable = Derogation.objects.visible_to(member).approvable_by(member).filter(facility__port=row).with_place()
    context = {
        "port": row,
        "rows": _rows(member, row, day),
        "waiting": approvable.select_related("asked_by"),
        "others": others if len(others) > 1 else [],
        "tabs": tabs(request),
        "today": day,
        "now": now(),
        "covers_port": member.port_id is not None,
    }
    return render(request, "duties/port.html", context)


def _rows(member: Member, row: Port, day: date) -> list[FacilityRow]:
    places = [place for place in places_in(row, member) if place.isps]
    by_place: dict[UUID, list[ClockLine]] = {place.key: [] for place in places}
    for line in reckon(places, entered_for(member), today=day):
        by_place[line.place.key].append(line)
    return [_row(place, by_place[place.key]) for place in places]


def _row(place: Place, lines: Iterable[ClockLine]) -> FacilityRow:
    asked = first_due_first(line for line in lines if is_asked_for(line))
    by_code = {line.rule.code: line for line in asked}
    papers = [line for line in asked if line.rule.code in PAPERS]
    # A paper without a date is what to look at first.
    undated = [line for line in papers if line.clock.due is None]
    return FacilityRow(
        place=place,
        drill=by_code.get("drill"),
        exercise=by_code.get("exercise"),
        papers=next(iter([*undated, *papers]), None),
        overdue=sum(line.clock.state == State.OVERDUE for line in asked),
        next=next((line for line in asked if line.clock.due is not None), None),
    )
