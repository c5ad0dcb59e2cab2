"""What an author does with a published report: revise, withdraw, take back."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.base.clock import now
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports import actions
from port2port.reports.fields import fields_of, readers_of_row
from port2port.reports.forms.compose import ReportForm, initial_of, organisations_in
from port2port.reports.forms.responses import WithdrawForm
from port2port.reports.guard import Find, PersonalDataFound, masked
from port2port.reports.models import Kind, Report
from port2port.reports.page import crumbs
from port2port.reports.preview import names_of
from port2port.reports.recipients import named
from port2port.reports.views.shared import editable_report, refusals_in, status_of, ticked
from port2port.reports.wording import finds_shown
from port2port.sharing.actions import WideningNotConfirmed


def _published(request: HttpRequest, key: UUID) -> Report:
    row = editable_report(request, key)
    if row.is_draft:
        raise Http404
    return row


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def revise(request: HttpRequest, key: UUID) -> HttpResponse:
    """The next version; a page that names them stands before any new reader."""
    row, member = _published(request, key), member_of(request)
    before, kind = fields_of(row), Kind(row.kind)
    if request.method == "GET":
        initial = initial_of(before, readers_of_row(row), member=member) | {"version": row.version}
        return _form(request, ReportForm(initial=initial, member=member, kind=kind, before=before), row)
    form = ReportForm(request.POST, request.FILES, member=member, kind=kind, before=before)
    if form.is_valid() and request.POST.get("do") == "mask":
        said = masked(form.said(), keep=ticked(request) | frozenset(row.not_personal))
        initial = initial_of(said, form.readers(), member=member) | {"version": form.cleaned_data["version"]}
        return _form(request, ReportForm(initial=initial, member=member, kind=kind, before=before), row)
    if form.is_valid():
        try:
            with refusals_in(form, passing=(WideningNotConfirmed, PersonalDataFound)):
                done = actions.revise_report(
                    member=member,
                    report=row,
                    said=form.said(),
                    readers=form.readers(),
                    version=form.cleaned_data["version"] or 0,
                    confirmed=organisations_in(request.POST.get("confirmed", "")) or frozenset(),
                    opens=request.POST.get("opens") == "yes",
                    not_personal=ticked(request),
                    now=now(),
                )
                return _after(request, row, done)
        except WideningNotConfirmed as widening:
            return _confirm(request, form, row, widening)
        except PersonalDataFound as refusal:
            form.add_error(None, str(refusal))
            return _form(request, form, row, finds=refusal.finds)
    return _form(request, form, row)


def _after(request: HttpRequest, row: Report, done: Report) -> HttpResponse:
    if done.pk == row.pk:
        messages.success(request, _("Version %(n)d is published.") % {"n": done.version})
    else:
        messages.success(request, _("The wider version is withdrawn; this one stands in its place."))
    return redirect(done.get_absolute_url())


def _form(request: HttpRequest, form: ReportForm, row: Report, *, finds: Iterable[Find] = ()) -> HttpResponse:
    context = {
        "form": form,
        "kind": form.kind,
        "report": row,
        "crumbs": [*crumbs(), (row.get_absolute_url(), row.number)],
        "attachments": row.attachments.standing(),
        "revises": True,
        "finds": finds_shown(finds),
        "ticked": ticked(request),
    }
    return render(request, "reports/compose.html", context, status=status_of(form))


def _confirm(request: HttpRequest, form: ReportForm, row: Report, widening: WideningNotConfirmed) -> HttpResponse:
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "confirmed", "opens"}
        for value in values
    ]
    steps = [
        (words, readers, form.circle_names(readers.circles))
        for words, readers in ((_("Until now"), readers_of_row(row)), (_("From now on"), form.readers()))
    ]
    context = {
        "report": row,
        "steps": steps,
        "added": names_of(widening.added),
        "opens": widening.opens,
        "confirmed": ",".join(one["key"] for one in named(widening.added)),
        "kept": kept,
        "crumbs": [*crumbs(), (row.get_absolute_url(), row.number)],
    }
    return render(request, "reports/widen.html", context, status=409)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take it away for good, with a reason."""
    row = _published(request, key)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            actions.withdraw_report(
                member=member_of(request), report=row, reason=form.cleaned_data["reason"], now=now()
            )
            return redirect(row.get_absolute_url())
    context = {"form": form, "report": row, "crumbs": [*crumbs(), (row.get_absolute_url(), row.number)]}
    return render(request, "reports/withdraw.html", context, status=status_of(form))


@require_POST
@needs(Act.PUBLISH)
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take back a publication of the last ten seconds; its text is a draft again."""
    # Before anything waits: what counts is when the request came in.
    arrived = now()
    draft = actions.undo_publish(member=member_of(request), report=_published(request, key), now=arrived)
    messages.success(request, _("Taken back. Nobody was told; your text is a draft again."))
    return redirect("reports:edit", key=draft.key)
