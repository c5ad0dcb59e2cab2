"""More readers for a practice: chosen, then shown by name, then confirmed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.actions.widening import with_standing
from port2port.knowledge.fields import readers_of_row
from port2port.knowledge.forms.widening import WidenForm
from port2port.knowledge.models import Practice
from port2port.knowledge.page import crumbs
from port2port.knowledge.views.shared import proposed_practice
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.forms.compose import organisations_in
from port2port.reports.preview import names_of
from port2port.reports.recipients import named
from port2port.reports.views.shared import refusals_in, status_of
from port2port.sharing.actions import WideningNotConfirmed


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def widen(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who reads it from now on; nothing happens before the author has seen their names."""
    row, member = proposed_practice(request, key), member_of(request)
    if request.method == "GET":
        return _form(request, row, WidenForm(initial=_initial(row), member=member, practice=row))
    form = WidenForm(request.POST, member=member, practice=row)
    if form.is_valid():
        try:
            with refusals_in(form, passing=(WideningNotConfirmed,)):
                done = actions.widen(
                    member=member,
                    practice=row,
                    readers=form.readers(),
                    version=form.cleaned_data["version"],
                    confirmed=organisations_in(request.POST.get("confirmed", "")) or frozenset(),
                    opens=request.POST.get("opens") == "yes",
                    now=now(),
                )
                messages.success(request, _("Version %(n)d is published.") % {"n": done.version})
                return redirect(done.get_absolute_url())
        except WideningNotConfirmed as widening:
            return _confirm(request, row, form, widening)
    return _form(request, row, form)


def _initial(row: Practice) -> dict[str, object]:
    keys = [str(key) for key in row.circles.values_list("key", flat=True)]
    return {"tlp": row.tlp, "circles": keys, "openly": row.is_open, "version": row.version}


def _way(row: Practice) -> list[tuple[str, str]]:
    return [*crumbs(), (row.get_absolute_url(), row.number)]


def _form(request: HttpRequest, row: Practice, form: WidenForm) -> HttpResponse:
    context = {"practice": row, "form": form, "crumbs": _way(row)}
    return render(request, "knowledge/widen.html", context, status=status_of(form))


def _confirm(request: HttpRequest, row: Practice, form: WidenForm, widening: WideningNotConfirmed) -> HttpResponse:
    kept = [(name, value) for name in form.fields for value in request.POST.getlist(name)]
    steps = [
        (words, readers, form.circle_names(readers.circles))
        for words, readers in (
            (_("Until now"), readers_of_row(row)),
            (_("From now on"), with_standing(row, form.readers())),
        )
    ]
    context = {
        "practice": row,
        "steps": steps,
        "added": names_of(widening.added),
        "opens": widening.opens,
        "confirmed": ",".join(one["key"] for one in named(widening.added)),
        "kept": kept,
        "crumbs": _way(row),
    }
    return render(request, "knowledge/widen_confirm.html", context, status=409)
