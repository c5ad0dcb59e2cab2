"""The security level board."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.members.actions import levels as act
from port2port.members.forms.circles import LevelForm
from port2port.members.forms.shared import said_in
from port2port.members.level_board import effective_levels
from port2port.members.member import Act, Member
from port2port.members.middleware import member_of
from port2port.members.models import Facility, LevelAcknowledgement, LevelEntry
from port2port.members.views.shared import needs, show, show_form, tell
from port2port.pure.levels import IspsLevel


@dataclass(frozen=True, slots=True)
class Line:
    """An entry, and what the reader may do with it."""

    entry: LevelEntry
    can_confirm: bool
    can_end: bool


@dataclass(frozen=True, slots=True)
class Site:
    """A facility and the level that binds it."""

    facility: Facility
    level: IspsLevel


@require_GET
@needs(Act.READ)
def levels(request: HttpRequest) -> HttpResponse:
    """Both scales, what binds the own facilities, and what waits for an answer."""
    member, at = member_of(request), now()
    entries = LevelEntry.objects.visible_to(member).with_places()
    own = list(Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True).select_related("port"))
    effective = effective_levels(own, at=at)
    current = [_line(member, entry) for entry in entries.in_force(at=at)]
    context = {
        "isps": [line for line in current if line.entry.scale == LevelEntry.Scale.ISPS],
        "ocad": [line for line in current if line.entry.scale == LevelEntry.Scale.OCAD],
        "coming": [_line(member, entry) for entry in entries.coming(at=at)],
        "past": entries.past(at=at)[:50],
        "sites": [Site(facility, effective[facility.pk]) for facility in own if facility.isps == Facility.Isps.INSIDE],
        "waiting": LevelAcknowledgement.objects.editable_by(member).waiting(at=at).in_scope_of(member),
        "answers": LevelAcknowledgement.objects.visible_to(member).recent(),
        "can_report": member.may(Act.REPORT_LEVELS),
        "now": at,
    }
    return show(request, "levels.html", context)


def _line(member: Member, entry: LevelEntry) -> Line:
    return Line(
        entry=entry,
        can_confirm=entry.confirmed_at is None and act.confirms(member, entry),
        can_end=act.ends(member, entry),
    )


@require_http_methods(["GET", "POST"])
@needs(Act.REPORT_LEVELS)
def new_level(request: HttpRequest) -> HttpResponse:
    """Put a level on the board that the authority has set."""
    member = member_of(request)
    form = LevelForm(request.POST or None, initial={"valid_from": timezone.localtime(now())}, member=member)
    if form.is_valid():
        with said_in(form):
            entry = act.report_level(member=member, draft=form.draft(), now=now())
            tell(request, _("On the board.") if entry.confirmed_at else _("On the board as reported."))
            return redirect("members:levels")
    return show_form(
        request,
        form,
        title=_("Put a level on the board"),
        back=reverse("members:levels"),
        lead=_("The authority sets the level; here it is recorded. Until it is confirmed the board says “reported”."),
        submit=_("Put on the board"),
    )


@require_POST
@needs(Act.CONFIRM_LEVELS)
def confirm_level(request: HttpRequest, key: UUID) -> HttpResponse:
    """The reported level is the level."""
    member = member_of(request)
    entry = get_object_or_404(LevelEntry.objects.visible_to(member).with_places(), key=key)
    act.confirm_level(member=member, entry=entry, now=now())
    tell(request, _("The level is confirmed."))
    return redirect("members:levels")


@require_POST
@needs(Act.REPORT_LEVELS)
def end_level(request: HttpRequest, key: UUID) -> HttpResponse:
    """The level holds no longer."""
    member = member_of(request)
    entry = get_object_or_404(LevelEntry.objects.visible_to(member).with_places(), key=key)
    act.end_level(member=member, entry=entry, now=now())
    tell(request, _("The level has ended; it stays in the history."))
    return redirect("members:levels")


@require_POST
@needs(Act.REPORT_LEVELS)
def cancel_level(request: HttpRequest, key: UUID) -> HttpResponse:
    """The announced level will not come."""
    member = member_of(request)
    entry = get_object_or_404(LevelEntry.objects.visible_to(member).with_places(), key=key)
    act.cancel_level(member=member, entry=entry, now=now())
    tell(request, _("The announced level is cancelled; the history keeps it."))
    return redirect("members:levels")


@require_POST
@needs(Act.REPORT_LEVELS)
def acknowledge_level(request: HttpRequest, key: UUID) -> HttpResponse:
    """The raise was read here; its measures are in effect."""
    member = member_of(request)
    row = get_object_or_404(LevelAcknowledgement.objects.editable_by(member), key=key)
    act.acknowledge_level(member=member, acknowledgement=row, in_effect="in_effect" in request.POST, now=now())
    tell(request, _("Acknowledged."))
    return redirect("members:levels")
