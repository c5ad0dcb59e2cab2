"""Who comes in: organisations that the secretariat admits, clients that a member names."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.members.actions import clients as act_clients
from port2port.members.actions import organisations as act
from port2port.members.actions.people import Offer, invite_first_coordinator
from port2port.members.forms.organisations import (
    AdmissionForm,
    ClientForm,
    FirstCoordinatorForm,
    KnownClientForm,
)
from port2port.members.forms.shared import said_in
from port2port.members.invitation_mail import mail_is_delivered
from port2port.members.member import Act, Function, Standing
from port2port.members.middleware import member_of
from port2port.members.models import Clientship, Organisation
from port2port.members.secrets_once import new_secret
from port2port.members.views.shared import hand_out, needs, own_tabs, show, show_form, tell


@require_GET
@needs(Act.ADMIT)
def admissions(request: HttpRequest) -> HttpResponse:
    """Every organisation, and who still has nobody to run it."""
    rows = Organisation.objects.visible_to(member_of(request)).with_coordinator()
    return show(request, "admissions.html", {"organisations": rows, "now": now()})


@require_http_methods(["GET", "POST"])
@needs(Act.ADMIT)
def admit(request: HttpRequest) -> HttpResponse:
    """Admit a member or a guest, and invite its first coordinator."""
    member = member_of(request)
    form = AdmissionForm(request.POST or None, member=member)
    if form.is_valid():
        given, secret = form.cleaned_data, new_secret()
        with said_in(form):
            row = act.admit_organisation(
                member=member,
                kind=given["kind"],
                standing=Standing(given["standing"]),
                profile=form.profile(),
                parent=given["parent"],
                now=now(),
            )
            return _first(request, row, email=given["email"], name=given["person"], secret=secret)
    return show_form(
        request,
        form,
        title=_("Admit an organisation"),
        back=reverse("members:admissions"),
        lead=_("It takes part as soon as its first coordinator accepts the invitation."),
        submit=_("Admit and invite"),
    )


def _first(request: HttpRequest, row: Organisation, *, email: str, name: str, secret: str) -> HttpResponse:
    offer = Offer(email=email, name=name, language=row.language, function=Function.COORDINATOR)
    invitation = invite_first_coordinator(
        member=member_of(request),
        organisation=row,
        offer=offer,
        secret=secret,
        is_mailed=mail_is_delivered(),
        now=now(),
    )
    return hand_out(request, invitation=invitation, secret=secret)


@require_http_methods(["GET", "POST"])
@needs(Act.ADMIT)
def invite_coordinator(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody to run an organisation that nobody runs."""
    row = get_object_or_404(Organisation.objects.editable_by(member_of(request)).without_coordinator(), slug=slug)
    form = FirstCoordinatorForm(request.POST or None, initial={"language": row.language})
    if form.is_valid():
        given = form.cleaned_data
        return _first(request, row, email=given["email"], name=given["person"], secret=new_secret())
    return show_form(
        request,
        form,
        title=row.name,
        back=reverse("members:admissions"),
        lead=_("Nobody runs this organisation. Offer the coordinator's seat to somebody in it."),
        submit=_("Invite"),
    )


@require_POST
@needs(Act.ADMIT)
def end_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisation leaves the community."""
    member = member_of(request)
    row = get_object_or_404(Organisation.objects.editable_by(member), slug=slug)
    act.end_organisation(member=member, organisation=row, now=now())
    tell(request, _("%(organisation)s has left; it reads nothing from now on.") % {"organisation": row.name})
    return redirect("members:admissions")


@require_GET
@needs(Act.READ)
def clients(request: HttpRequest) -> HttpResponse:
    """Clients of the own organisation, or the members it is a client of."""
    member = member_of(request)
    context = {
        "clientships": Clientship.objects.visible_to(member).open().of_organisation(member),
        "own": member.organisation_id,
        "can_name": member.may(Act.MANAGE_CLIENTS),
        "can_answer": member.may(Act.MANAGE_PEOPLE),
        "tabs": own_tabs(request),
        "now": now(),
    }
    return show(request, "clients.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_CLIENTS)
def name_client(request: HttpRequest) -> HttpResponse:
    """Name a company as a client and invite its coordinator."""
    form = ClientForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if form.is_valid():
        given, secret = form.cleaned_data, new_secret()
        offer = Offer(
            email=given["email"], name=given["person"], language=given["language"], function=Function.COORDINATOR
        )
        profile = act.Profile(name=given["name"], language=given["language"])
        _clientship, invitation = act_clients.name_client(
            member=member_of(request),
            profile=profile,
            offer=offer,
            secret=secret,
            is_mailed=mail_is_delivered(),
            now=now(),
        )
        return hand_out(request, invitation=invitation, secret=secret)
    return show_form(
        request,
        form,
        title=_("Name a client"),
        back=reverse("members:clients"),
        lead=_("A client reads what reaches your circles as TLP:AMBER, but neither TLP:GREEN nor TLP:AMBER+STRICT."),
        submit=_("Name and invite"),
    )


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_CLIENTS)
def name_known_client(request: HttpRequest) -> HttpResponse:
    """A company that has given us its code."""
    form = KnownClientForm(request.POST or None)
    if form.is_valid():
        with said_in(form):
            act_clients.name_known_client(member=member_of(request), code=form.cleaned_data["code"], now=now())
            tell(request, _("The company is asked to accept."))
            return redirect("members:clients")
    return show_form(
        request,
        form,
        title=_("A company that is a client already"),
        back=reverse("members:clients"),
        submit=_("Ask it"),
    )


@require_POST
@needs(Act.MANAGE_PEOPLE)
def accept_clientship(request: HttpRequest, key: UUID) -> HttpResponse:
    """The own organisation becomes a client of that member."""
    member = member_of(request)
    row = get_object_or_404(Clientship.objects.visible_to(member).open(), key=key)
    act_clients.accept_clientship(member=member, clientship=row, now=now())
    tell(request, _("Accepted."))
    return redirect("members:clients")


@require_POST
@needs(Act.MANAGE_PEOPLE)
def end_clientship(request: HttpRequest, key: UUID) -> HttpResponse:
    """Either side ends it."""
    member = member_of(request)
    row = get_object_or_404(Clientship.objects.visible_to(member).open(), key=key)
    act_clients.end_clientship(member=member, clientship=row, now=now())
    tell(request, _("It has ended; access by this way is closed."))
    return redirect("members:clients")
