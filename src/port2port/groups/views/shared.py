"""What the pages have in common: the row behind an address, the way back, one form on one page."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.base.clock import now
from port2port.groups.models import AgendaItem, Decision, Meeting, Proposal, VotingSeat, WorkingGroup
from port2port.members.middleware import member_of
from port2port.members.views.shared import show_form
from port2port.reports.sending import once
from port2port.reports.views.shared import refusals_in

type Do = Callable[[], object]


def visible_group(request: HttpRequest, key: UUID) -> WorkingGroup:
    """The group. Raises Http404, alike for hidden and missing."""
    rows = WorkingGroup.objects.visible_to(member_of(request))
    return get_object_or_404(rows.select_related("circle", "owner", "chair__organisation", "secretary"), key=key)


def run_group(request: HttpRequest, key: UUID) -> WorkingGroup:
    """The group that this seat chairs or keeps the minutes of. Raises Http404."""
    return get_object_or_404(WorkingGroup.objects.editable_by(member_of(request)), key=key)


def visible_proposal(request: HttpRequest, key: UUID) -> Proposal:
    """The proposal. Raises Http404."""
    rows = Proposal.objects.visible_to(member_of(request))
    return get_object_or_404(rows.select_related("group", "organisation", "lead__organisation"), key=key)


def visible_meeting(request: HttpRequest, key: UUID) -> Meeting:
    """The meeting. Raises Http404."""
    return get_object_or_404(Meeting.objects.visible_to(member_of(request)).select_related("group"), key=key)


def run_meeting(request: HttpRequest, key: UUID) -> Meeting:
    """The meeting, for who runs its group. Raises Http404."""
    return get_object_or_404(Meeting.objects.editable_by(member_of(request)).select_related("group"), key=key)


def visible_decision(request: HttpRequest, key: UUID) -> Decision:
    """The decision, tombstones included. Raises Http404."""
    rows = Decision.objects.visible_to(member_of(request))
    return get_object_or_404(rows.select_related("originator", "group", "supersedes"), key=key)


def own_seat(request: HttpRequest, key: UUID) -> VotingSeat:
    """The seat of the own organisation. Raises Http404."""
    rows = VotingSeat.objects.editable_by(member_of(request))
    return get_object_or_404(rows.select_related("group"), key=key)


def crumbs(group: WorkingGroup | None = None, meeting: Meeting | None = None) -> list[tuple[str, str]]:
    """The way back."""
    way = [(reverse("groups:list"), _("Working groups"))]
    if group is not None:
        way.append((group.get_absolute_url(), group.name))
    if meeting is not None:
        way.append((meeting.get_absolute_url(), meeting.title))
    return way


def form_page(
    request: HttpRequest, form: forms.Form, do: Do, *, title: object, back: str, lead: object = "", submit: object = ""
) -> HttpResponse:
    """One form; when it holds, `do` is done and the page that it came from, or what `do` gave, is shown."""
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            made = _once(request, form, do)
            return redirect(made if made is not None and hasattr(made, "get_absolute_url") else back)
    return show_form(request, form, title=title, back=back, lead=lead, submit=submit)


def _once(request: HttpRequest, form: forms.Form, do: Do) -> object:
    """What `do` gave; nothing where the same form has made its thing before."""
    made: list[object] = []

    def act() -> UUID:
        made.append(do())
        return uuid4()

    key = str(form.cleaned_data.get("key", ""))
    said = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    once(member=member_of(request), key=key, act="group", content=f"{request.path} {said}", now=now(), do=act)
    return made[0] if made else None


def named[M: (AgendaItem, Meeting, Decision)](request: HttpRequest, name: str, rows: QuerySet[M]) -> M | None:
    """What the address names, as far as the reader sees it; none where it names nothing. Raises Http404."""
    value = request.GET.get(name, "")
    if not value:
        return None
    try:
        return get_object_or_404(rows, key=UUID(value))
    except ValueError:
        return None
