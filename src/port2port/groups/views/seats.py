"""Who has a seat, who sits there, who chairs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.refusal import NotAllowed
from port2port.groups import actions
from port2port.groups.forms.group import HandOverForm, HoldersForm, SeatForm
from port2port.groups.models import VotingSeat, WorkingGroup
from port2port.groups.views.shared import form_page, own_seat, visible_group
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, posted


@require_POST
@needs(Act.PUBLISH)
def give(request: HttpRequest, key: UUID) -> HttpResponse:
    """A seat for an organisation of the circle."""
    row, member = visible_group(request, key), member_of(request)
    if not WorkingGroup.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    form = SeatForm(request.POST, member=member, group=row)
    return form_page(
        request,
        form,
        lambda: actions.give_seat(member=member, group=row, organisation=form.cleaned_data["organisation"], now=now()),
        title=_("Give a seat"),
        back=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def holders(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who sits for the own organisation."""
    seat, member = own_seat(request, key), member_of(request)
    initial = {
        "holder": seat.holder.key if seat.holder else None,
        "substitute": seat.substitute.key if seat.substitute else None,
    }
    form = HoldersForm(posted(request), member=member, initial=initial)
    return form_page(
        request,
        form,
        lambda: actions.name_holders(
            member=member,
            seat=seat,
            holder=form.cleaned_data["holder"],
            substitute=form.cleaned_data["substitute"],
            now=now(),
        ),
        title=_("Who sits for your organisation"),
        lead=_("What they say is the seat's word. Who they are is shown to those who sit in the group."),
        back=seat.group.get_absolute_url(),
    )


@require_POST
@needs(Act.PUBLISH)
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """The seat ends; rounds that are open still count it."""
    member = member_of(request)
    seat = get_object_or_404(VotingSeat.objects.visible_to(member).running().select_related("group"), key=key)
    actions.end_seat(member=member, seat=seat, now=now())
    messages.success(request, _("The seat has ended."))
    return redirect(seat.group)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def hand_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another chair or secretary."""
    member = member_of(request)
    row = get_object_or_404(
        WorkingGroup.objects.visible_to(member).handed_on_by(member).select_related("chair", "secretary"), key=key
    )
    initial = {"chair": row.chair.key, "secretary": row.secretary.key if row.secretary else ""}
    form = HandOverForm(posted(request), member=member, group=row, initial=initial)

    def do() -> WorkingGroup:
        chair = form.chosen("chair") or row.chair
        return actions.hand_over(member=member, group=row, chair=chair, secretary=form.chosen("secretary"), now=now())

    return form_page(request, form, do, title=_("Chair and secretary"), back=row.get_absolute_url())
