"""A drone: what each observer saw, which entries are of one event, and what several ports saw at one time."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.log import actions
from port2port.log.access import Occurrences, reads_log
from port2port.log.forms.drones import JoinForm, ObservationForm, TogetherForm, initial_seen
from port2port.log.models import Joining, Observation, Occurrence
from port2port.log.together import known_by_day, period_of, spotted_by, together, window_of
from port2port.log.views.entries import entry_page
from port2port.log.views.shared import crumbs, editable_entry, said, visible_entry
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.sending import fresh_key
from port2port.reports.views.shared import refusals_in, status_of


@require_http_methods(["GET", "POST"])
@needs(Act.LOG)
def observe(request: HttpRequest, key: UUID) -> HttpResponse:
    """What one observer saw; each observer is one form."""
    row, member = editable_entry(request, key), member_of(request)
    if row.is_struck:
        return redirect(row.get_absolute_url())
    initial = initial_seen(row) | {"key": fresh_key()}
    form = ObservationForm(said(request), initial=initial, row=row, member=member)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.add_observation(
                member=member, occurrence=row, seen=form.seen(), key=form.cleaned_data["key"], now=now()
            )
            messages.success(request, _("Observation written down."))
            return redirect(f"{row.get_absolute_url()}#sighting")
    context = {"form": form, "row": row, "crumbs": crumbs(row)}
    return render(request, "log/observation.html", context, status=status_of(form))


@require_POST
@needs(Act.LOG)
def strike_observation(request: HttpRequest, key: UUID, seen_key: UUID) -> HttpResponse:
    """Strike an observation out."""
    row, member = editable_entry(request, key), member_of(request)
    seen = get_object_or_404(Observation.objects.editable_by(member), occurrence=row, key=seen_key)
    actions.strike_observation(member=member, observation=seen, now=now())
    return redirect(f"{row.get_absolute_url()}#sighting")


@require_POST
@needs(Act.LOG)
def join(request: HttpRequest, key: UUID) -> HttpResponse:
    """Join another entry of the same facility into one sighting."""
    row, member, form = editable_entry(request, key), member_of(request), JoinForm(request.POST)
    if form.is_valid():
        other = _numbered(row, form.cleaned_data["number"], rows=Occurrence.objects.editable_by(member))
        if other is None:
            form.add_error("number", _("This facility has no entry of that number."))
        else:
            with refusals_in(form):
                actions.join_entries(member=member, occurrence=row, other=other, now=now())
                return redirect(f"{row.get_absolute_url()}#sighting")
    return entry_page(request, visible_entry(request, key), join_form=form)


def _numbered(row: Occurrence, number: str, *, rows: Occurrences) -> Occurrence | None:
    year, _dash, sequence = number.strip().partition("-")
    if not (year.isascii() and sequence.isascii() and year.isdigit() and sequence.isdigit()):
        return None
    return rows.filter(facility=row.facility_id, year=int(year[:4]), sequence=int(sequence[:9])).first()


@require_POST
@needs(Act.LOG)
def take_out(request: HttpRequest, key: UUID, other: UUID) -> HttpResponse:
    """Take an entry out of the sighting again."""
    row, member = editable_entry(request, key), member_of(request)
    joinings = Joining.objects.editable_by(member).standing()
    same = joinings.filter(sighting__in=joinings.filter(occurrence=row).values("sighting"))
    leaving = get_object_or_404(same.select_related("occurrence"), occurrence__key=other).occurrence
    actions.take_out_entry(member=member, occurrence=leaving, now=now())
    messages.success(request, _("Taken out. Each entry stands for itself again, with what was seen there."))
    return redirect(f"{row.get_absolute_url()}#sighting")


@require_GET
@needs(Act.READ)
def drones(request: HttpRequest) -> HttpResponse:
    """What several ports saw at one time, as far as this reader may see it."""
    member = member_of(request)
    window, period = window_of(request.GET.get("window", "")), period_of(request.GET.get("period", ""))
    rows = spotted_by(member, period=period, now=now())
    context = {
        "form": TogetherForm(window=window.code, period=period),
        "windows": together(rows, window),
        "undated": known_by_day(rows) if window.span is not None else [],
        "reads_log": reads_log(member),
        "crumbs": crumbs() if reads_log(member) else [],
    }
    return render(request, "log/drones.html", context)
