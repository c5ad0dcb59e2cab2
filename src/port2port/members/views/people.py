"""People of the own organisation: invitations, seats, scopes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.members.actions import people as act
from port2port.members.forms.people import InvitationForm
from port2port.members.forms.shared import ScopeForm, said_in
from port2port.members.invitation_mail import mail_is_delivered
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Invitation, Seat
from port2port.members.secrets_once import new_secret
from port2port.members.views.shared import hand_out, needs, own_tabs, show, show_form, tell


@require_GET
@needs(Act.READ)
def people(request: HttpRequest) -> HttpResponse:
    """Who holds which seat in the own organisation."""
    member = member_of(request)
    seats = Seat.objects.visible_to(member).select_related("person", "port", "facility")
    context = {
        "seats": seats.open(),
        "ended": seats.ended(),
        "editable": set(Seat.objects.editable_by(member).values_list("pk", flat=True)),
        "tabs": own_tabs(request),
        "undoable": now() - act.UNDO_LIFE,
        "invitations": Invitation.objects.visible_to(member).open(at=now()).select_related("organisation"),
        "can_manage": member.may(Act.MANAGE_PEOPLE),
        "now": now(),
    }
    return show(request, "people.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_PEOPLE)
def invite_person(request: HttpRequest) -> HttpResponse:
    """Offer a seat to an address."""
    member = member_of(request)
    form = InvitationForm(request.POST or None, initial={"language": request.LANGUAGE_CODE}, member=member)
    if form.is_valid():
        secret = new_secret()
        with said_in(form):
            invitation = act.invite_person(
                member=member, offer=form.offer(), secret=secret, is_mailed=mail_is_delivered(), now=now()
            )
            return hand_out(request, invitation=invitation, secret=secret)
    return show_form(
        request,
        form,
        title=_("Invite somebody"),
        back=reverse("members:people"),
        lead=_("The link works once, for seven days. You can offer only functions that your own seat may give."),
        submit=_("Invite"),
    )


@require_POST
@needs(Act.MANAGE_PEOPLE)
def revoke_invitation(request: HttpRequest, key: UUID) -> HttpResponse:
    """The link stops working."""
    member = member_of(request)
    invitation = get_object_or_404(Invitation.objects.editable_by(member), key=key)
    act.revoke_invitation(member=member, invitation=invitation, now=now())
    tell(request, _("The invitation is withdrawn."))
    return redirect("members:people")


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_PEOPLE)
def seat(request: HttpRequest, key: UUID) -> HttpResponse:
    """Where a seat acts."""
    member = member_of(request)
    row = get_object_or_404(
        Seat.objects.editable_by(member).open().select_related("person", "port", "facility"), key=key
    )
    known = {
        "port": row.port.slug if row.port else None,
        "facility": row.facility.key if row.facility else None,
        "title": row.title,
    }
    form = ScopeForm(request.POST or None, initial=known, member=member)
    if form.is_valid():
        with said_in(form):
            act.change_scope(member=member, seat=row, **form.cleaned_data, now=now())
            tell(request, _("Saved."))
            return redirect("members:people")
    return show_form(
        request,
        form,
        title=f"{row.person.name}, {row.get_function_display()}",
        back=reverse("members:people"),
        lead=_("A seat acts in the whole organisation, in one port or at one facility."),
    )


@require_POST
@needs(Act.MANAGE_PEOPLE)
def end_seat(request: HttpRequest, key: UUID) -> HttpResponse:
    """The seat ends at once; it can be given back for ten minutes."""
    member = member_of(request)
    row = get_object_or_404(Seat.objects.editable_by(member).open(), key=key)
    act.end_seat(member=member, seat=row, now=now())
    tell(request, _("The seat has ended. You can give it back for ten minutes."))
    return redirect("members:people")


@require_POST
@needs(Act.MANAGE_PEOPLE)
def restore_seat(request: HttpRequest, key: UUID) -> HttpResponse:
    """Undo of an ended seat."""
    member = member_of(request)
    row = get_object_or_404(Seat.objects.editable_by(member).ended(), key=key)
    act.restore_seat(member=member, seat=row, now=now())
    tell(request, _("The seat is given back."))
    return redirect("members:people")
