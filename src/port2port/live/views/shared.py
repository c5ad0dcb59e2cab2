"""What the pages have in common: who may open them, the event behind an address, a refusal in words."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.drills.access import takes_part
from port2port.drills.models import Event
from port2port.live.models import Inject
from port2port.members.member import Member
from port2port.members.middleware import member_of
from port2port.members.views.shared import show_form
from port2port.reports.views.shared import refusals_in

type View = Callable[..., HttpResponse]


def for_roles(view: View) -> View:
    """For seats that can have a role in an exercise at all; others find no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not takes_part(member_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def seat_mark(member: Member) -> str:
    """By what a phone tells the seat that wrote an observation from another one; says nothing about either."""
    return salted_hmac("port2port.live.seat", str(member.seat_id), algorithm="sha256").hexdigest()[:32]


def visible(request: HttpRequest, key: UUID) -> Event:
    """The event. Raises Http404, alike for hidden and missing."""
    return get_object_or_404(Event.objects.visible_to(member_of(request)).select_related("organisation"), key=key)


def among(request: HttpRequest, key: UUID, rows: Any) -> Event:
    """The event, where it is among these too. Raises Http404."""
    seen = Event.objects.visible_to(member_of(request)).select_related("organisation")
    return get_object_or_404(seen.filter(pk__in=rows.values("pk")), key=key)


def scripted_inject(request: HttpRequest, key: UUID, rows: Callable[[Member], Any]) -> Inject:
    """The inject that this seat reads in the script of one of these events. Raises Http404."""
    member = member_of(request)
    seen = Inject.objects.visible_to(member).filter(event__in=rows(member).values("pk"))
    return get_object_or_404(seen.select_related("event", "facility"), key=key)


def crumbs(event: Event, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back."""
    return [(reverse("live:enter", args=[event.key]), event.title), *further]


def page_of_event(name: str, event: Event) -> str:
    """A page of the plan, where this installation has it; else empty."""
    try:
        return reverse(name, kwargs={"key": event.key})
    except NoReverseMatch:
        return ""


def acted(request: HttpRequest, do: Callable[[], object], *, back: str) -> HttpResponse:
    """One button: done or refused in words, its page is shown."""
    try:
        do()
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(back)


def form_page(
    request: HttpRequest, form: forms.Form, do: Callable[[], object], *, title: object, back: str, lead: object = "",
    submit: object = "",
) -> HttpResponse:  # fmt: skip
    """One form on one page; done, the page before is shown."""
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            do()
            return redirect(back)
    return show_form(request, form, title=title, back=back, lead=lead, submit=submit or _("Save"))
