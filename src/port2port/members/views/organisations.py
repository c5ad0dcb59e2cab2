"""The directory, an organisation's page, its contacts and facilities."""

import csv
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.members.actions import organisations as act
from port2port.members.forms.organisations import (
    ContactCheckForm,
    ContactForm,
    DirectorySearch,
    FacilityForm,
    ProfileForm,
)
from port2port.members.forms.shared import said_in
from port2port.members.level_board import effective_levels
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Circle, Clientship, Contact, Facility, Organisation
from port2port.members.parts import parts_of
from port2port.members.views.shared import needs, own_tabs, show, show_form, tell
from port2port.pure.texts import safe_cell


@require_GET
@needs(Act.READ)
def organisations(request: HttpRequest) -> HttpResponse:
    """Who takes part, and how they are reached day and night."""
    form = DirectorySearch(request.GET)
    member = member_of(request)
    found = Organisation.objects.visible_to(member).listed()
    if form.is_valid():
        found = found.matching(form.cleaned_data["q"], kind=form.cleaned_data["kind"])
    return show(
        request,
        "organisations.html",
        {"form": form, "organisations": found, "now": now(), "can_admit": member.may(Act.ADMIT)},
    )


@require_GET
@needs(Act.READ)
def organisations_csv(request: HttpRequest) -> HttpResponse:
    """The directory as a sheet: one line a contact."""
    member = member_of(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="organisations.csv"'
    response.write("\ufeff")
    sheet = csv.writer(response)
    sheet.writerow(
        [_("Organisation"), _("Kind"), _("Contact"), _("Role"), _("Telephone"), _("E-mail"), _("24/7"), _("Last check")]
    )
    for contact in Contact.objects.visible_to(member).select_related("organisation"):
        organisation = contact.organisation
        checked = contact.checked_at.isoformat(timespec="seconds") if contact.checked_at else ""
        cells = [organisation.name, organisation.get_kind_display(), contact.get_kind_display(), contact.role]
        cells += [contact.phone, contact.email, _("yes") if contact.around_the_clock else _("no"), checked]
        sheet.writerow([safe_cell(str(cell)) for cell in cells])
    return response


@require_GET
@needs(Act.READ)
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: its contacts, ports, facilities, and the circles you share with it."""
    member = member_of(request)
    row = get_object_or_404(Organisation.objects.visible_to(member), slug=slug)
    facilities = list(Facility.objects.visible_to(member).filter(organisation=row).select_related("port"))
    levels = effective_levels(facilities, at=now())
    mine = row.pk == member.organisation_id
    context = {
        "organisation": row,
        "contacts": Contact.objects.visible_to(member).filter(organisation=row),
        "facilities": [(facility, levels[facility.pk].level) for facility in facilities],
        "circles": Circle.objects.visible_to(member).shared_with(row),
        "family": Organisation.objects.visible_to(member).family_of(row),
        "clientships": Clientship.objects.visible_to(member).open().about(row).select_related("client", "member"),
        "mine": mine,
        "parts": parts_of(row, member),
        "can_edit": mine and member.may(Act.MANAGE_PEOPLE),
        "kept": Facility.objects.visible_to(member).kept_by(member).values_list("pk", flat=True) if mine else (),
        "tabs": own_tabs(request) if mine else [],
        "now": now(),
    }
    return show(request, "organisation.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_PEOPLE)
def edit_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What an organisation says about itself."""
    member = member_of(request)
    row = get_object_or_404(Organisation.objects.editable_by(member), slug=slug)
    form = ProfileForm(
        request.POST or None,
        initial={name: getattr(row, name) for name in ("name", "short_name", "language", "about", "website")},
    )
    if form.is_valid():
        act.edit_organisation(member=member, organisation=row, profile=form.profile(), now=now())
        tell(request, _("Saved."))
        return redirect("members:organisation", slug=row.slug)
    return show_form(request, form, title=row.name, back=_page_of(row))


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_PEOPLE)
def new_contact(request: HttpRequest) -> HttpResponse:
    """A contact of the own organisation."""
    return _contact(request, None)


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_PEOPLE)
def edit_contact(request: HttpRequest, key: UUID) -> HttpResponse:
    """A contact, changed."""
    return _contact(request, get_object_or_404(Contact.objects.editable_by(member_of(request)), key=key))


def _contact(request: HttpRequest, contact: Contact | None) -> HttpResponse:
    member = member_of(request)
    names = ("kind", "role", "phone", "email", "around_the_clock")
    form = ContactForm(
        request.POST or None, initial={name: getattr(contact, name) for name in names} if contact else {}
    )
    if form.is_valid():
        saved = act.save_contact(member=member, contact=contact, reach=form.reach(), now=now())
        tell(request, _("Saved."))
        return redirect("members:organisation", slug=saved.organisation.slug)
    lead = _("A role and a number that somebody answers; a name does not belong here.")
    return show_form(request, form, title=_("Contact"), back=_own_page(request), lead=lead)


@require_POST
@needs(Act.MANAGE_PEOPLE)
def check_contact(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody answered, or nobody did."""
    member = member_of(request)
    contact = get_object_or_404(Contact.objects.editable_by(member), key=key)
    form = ContactCheckForm(request.POST)
    if form.is_valid():
        act.check_contact(member=member, contact=contact, result=form.cleaned_data["result"], now=now())
        tell(request, _("The check is noted."))
    return redirect("members:organisation", slug=contact.organisation.slug)


@require_POST
@needs(Act.MANAGE_PEOPLE)
def remove_contact(request: HttpRequest, key: UUID) -> HttpResponse:
    """The contact is taken from the directory."""
    member = member_of(request)
    contact = get_object_or_404(Contact.objects.editable_by(member), key=key)
    act.remove_contact(member=member, contact=contact, now=now())
    tell(request, _("The contact is removed."))
    return redirect("members:organisation", slug=contact.organisation.slug)


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_PEOPLE)
def new_facility(request: HttpRequest) -> HttpResponse:
    """A facility of the own organisation."""
    return _facility(request, None)


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_PEOPLE)
def edit_facility(request: HttpRequest, key: UUID) -> HttpResponse:
    """A facility, changed."""
    return _facility(request, get_object_or_404(Facility.objects.editable_by(member_of(request)), key=key))


def _facility(request: HttpRequest, facility: Facility | None) -> HttpResponse:
    member = member_of(request)
    names = ("name", "kind", "isps", "imo_number", "is_active")
    known = {name: getattr(facility, name) for name in names} | {"port": facility.port.slug} if facility else {}
    form = FacilityForm(request.POST or None, initial=known, member=member)
    if form.is_valid():
        with said_in(form):
            saved = act.save_facility(
                member=member, facility=facility, port=form.cleaned_data["port"], site=form.site(), now=now()
            )
            tell(request, _("Saved."))
            return redirect("members:organisation", slug=saved.organisation.slug)
    return show_form(request, form, title=_("Facility"), back=_own_page(request))


def _page_of(row: Organisation) -> str:
    return reverse("members:organisation", kwargs={"slug": row.slug})


def _own_page(request: HttpRequest) -> str:
    member = member_of(request)
    return _page_of(Organisation.objects.visible_to(member).get(pk=member.organisation_id or 0))
