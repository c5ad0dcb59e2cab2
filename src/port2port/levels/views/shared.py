"""What the pages have in common: who may open them, the row behind an address, one form on one page."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.levels.access import reads_checklists, reads_declarations
from port2port.levels.models import Dos
from port2port.members.middleware import member_of
from port2port.members.models import Facility
from port2port.members.views.shared import show_form
from port2port.reports.views.shared import refusals_in

type View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """For seats that read declarations; others find no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not reads_declarations(member_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def for_the_site(view: View) -> View:
    """For seats that read what a level asks, guards too; others find no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not reads_checklists(member_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def visible(request: HttpRequest, key: UUID) -> Dos:
    """The declaration. Raises Http404, alike for hidden and missing."""
    rows = Dos.objects.visible_to(member_of(request)).select_related("facility__port", "facility__organisation")
    return get_object_or_404(rows.select_related("revises", "made_by"), key=key)


def editable(request: HttpRequest, key: UUID) -> Dos:
    """The declaration, for who makes them. Raises Http404."""
    rows = Dos.objects.editable_by(member_of(request)).select_related("facility__port")
    return get_object_or_404(rows, key=key)


def own_facilities(request: HttpRequest) -> list[Facility]:
    """Facilities in use that the seat covers."""
    member = member_of(request)
    rows = Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True)
    return list(rows.select_related("port").order_by("port__name", "name"))


def crumbs(dos: Dos | None = None) -> list[tuple[str, str]]:
    """The way back."""
    way = [(reverse("members:levels"), _("Security levels")), (reverse("levels:declarations"), _("Declarations"))]
    return way if dos is None else [*way, (dos.get_absolute_url(), dos.number)]


def step_page(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[], object],
    *,
    dos: Dos,
    title: object,
    lead: object = "",
    submit: object = "",
) -> HttpResponse:
    """One step of a declaration as one form; done, its page is shown."""
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            do()
            return redirect(dos)
    return show_form(request, form, title=title, back=dos.get_absolute_url(), lead=lead, submit=submit)
