"""Writing: the form, the live preview of its readers, the page of readers, publishing."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.refusal import Refusal
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports import actions
from port2port.reports.fields import fields_of, readers_of_row
from port2port.reports.forms.compose import ReportForm, initial_of, organisations_in
from port2port.reports.guard import PersonalDataFound, finds_in
from port2port.reports.models import Kind, Report
from port2port.reports.page import crumbs
from port2port.reports.preview import preview_of, preview_of_draft
from port2port.reports.rules import BadField, own_organisation
from port2port.reports.sending import fresh_key
from port2port.reports.views.shared import editable_report, refusals_in, status_of, ticked
from port2port.reports.wording import finds_shown
from port2port.sharing.handling_rules import BadHandling, check_handling
from port2port.sharing.models import Tlp


def kind_in(request: HttpRequest) -> Kind:
    """The kind that the address or the form names; an incident where it names none that we know."""
    named = request.POST.get("kind") or request.GET.get("kind") or ""
    return Kind(named) if named in Kind.values else Kind.INCIDENT


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def new(request: HttpRequest) -> HttpResponse:
    """A report of the chosen kind."""
    member, kind = member_of(request), kind_in(request)
    if request.method == "POST":
        return _save(request, ReportForm(request.POST, request.FILES, member=member, kind=kind), None)
    initial = {
        "language": request.LANGUAGE_CODE,
        "tlp": Tlp.AMBER_STRICT.value,
        "source_class": "partner",
        "pap": "amber",
        "legal_regime": "gdpr",
        "key": fresh_key(),
    }
    return _form(request, ReportForm(initial=initial, member=member, kind=kind), None)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """A draft, taken up again."""
    row, member = editable_report(request, key), member_of(request)
    if not row.is_draft:
        return redirect("reports:revise", key=row.key)
    before, kind = fields_of(row), Kind(row.kind)
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES, member=member, kind=kind, before=before)
        return _save(request, form, row)
    initial = initial_of(before, readers_of_row(row), member=member) | {"key": fresh_key()}
    return _form(request, ReportForm(initial=initial, member=member, kind=kind, before=before), row)


def _save(request: HttpRequest, form: ReportForm, row: Report | None) -> HttpResponse:
    publishes = request.POST.get("do") == "publish"
    if form.is_valid():
        with refusals_in(form):
            made = _done(request, form, row, publishes=publishes)
            if not made.is_draft:
                return redirect(made.get_absolute_url())
            if request.POST.get("do") == "keep":
                messages.success(request, _("Kept as a draft."))
                return redirect("reports:drafts")
            return redirect("reports:share", key=made.key)
    return _form(request, form, row)


def _done(request: HttpRequest, form: ReportForm, row: Report | None, *, publishes: bool) -> Report:
    member, at = member_of(request), now()
    said, readers, key = form.said(), form.readers(), form.cleaned_data["key"]
    uploads, expected = form.uploads(), form.expected_organisations() or frozenset()
    if publishes:
        # What seems to tell of people keeps it a draft: the page of its readers shows each place.
        with suppress(PersonalDataFound):
            return actions.compose(
                member=member,
                said=said,
                readers=readers,
                expected=expected,
                report=row,
                uploads=uploads,
                key=key,
                now=at,
            )
    return actions.save_draft(member=member, said=said, readers=readers, report=row, uploads=uploads, key=key, now=at)


def _form(request: HttpRequest, form: ReportForm, row: Report | None) -> HttpResponse:
    context = {
        "form": form,
        "kind": form.kind,
        "kinds": Kind,
        "report": row,
        "crumbs": crumbs(),
        "attachments": row.attachments.standing() if row else [],
    }
    return render(request, "reports/compose.html", context, status=status_of(form))


@require_POST
@needs(Act.PUBLISH)
def preview(request: HttpRequest) -> HttpResponse:
    """The readers of the form as it stands, for the share box; nothing is kept."""
    return _preview(request, None)


@require_POST
@needs(Act.PUBLISH)
def preview_revision(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same against the version that stands."""
    return _preview(request, editable_report(request, key))


def _preview(request: HttpRequest, row: Report | None) -> HttpResponse:
    member, at = member_of(request), now()
    kind = Kind(row.kind) if row else kind_in(request)
    form = ReportForm(request.POST, member=member, kind=kind)
    form.is_valid()
    context: dict[str, object] = {"report": row, "publishes": row is None or row.is_draft}
    if {"tlp", "circles", "named"} <= form.cleaned_data.keys():
        readers = form.readers()
        shape = Report(originator_id=own_organisation(member), author_id=row.author_id if row else member.person_id)
        try:
            check_handling(readers.handling(shape), member=member)
        except BadHandling as refusal:
            context["refusal"] = str(refusal)
        for_floor = bool(form.cleaned_data.get("for_floor"))
        context["preview"] = preview_of(
            member=member, kind=kind, for_floor=for_floor, readers=readers, now=at, report=row
        )
    return render(request, "reports/recipients.html", context)


@require_GET
@needs(Act.PUBLISH)
def share(request: HttpRequest, key: UUID) -> HttpResponse:
    """The draft as its readers will see it, who they are, and the button that says their number."""
    row = editable_report(request, key)
    if not row.is_draft:
        return redirect(row.get_absolute_url())
    return share_page(request, row, error="")


def share_page(request: HttpRequest, row: Report, *, error: str, status: int = 200) -> HttpResponse:
    """The page of readers, with what was refused and what the share guard found."""
    member, at = member_of(request), now()
    finds = [one for one in finds_in(fields_of(row)) if one.token not in row.not_personal]
    refusal = ""
    try:
        check_handling(row.handling(), member=member)
    except BadHandling as bad:
        refusal = str(bad)
    context = {
        "report": row,
        "crumbs": crumbs(),
        "preview": preview_of_draft(row, member=member, now=at),
        "refusal": refusal,
        "error": error,
        "finds": finds_shown(finds),
        "ticked": ticked(request),
        "attachments": row.attachments.standing(),
        "now": at,
    }
    return render(request, "reports/share.html", context, status=status)


@require_POST
@needs(Act.PUBLISH)
def mask(request: HttpRequest, key: UUID) -> HttpResponse:
    """A word in place of each find that is not ticked."""
    row, member = editable_report(request, key), member_of(request)
    try:
        actions.mask_draft(member=member, report=row, keep=ticked(request), now=now())
    except BadField as refusal:
        return share_page(request, row, error=str(refusal), status=refusal.status)
    messages.success(request, _("Masked. Read the text once more before you publish it."))
    return redirect("reports:share", key=row.key)


@require_POST
@needs(Act.PUBLISH)
def publish(request: HttpRequest, key: UUID) -> HttpResponse:
    """Publish the draft to the readers shown."""
    row, member = editable_report(request, key), member_of(request)
    expected = organisations_in(request.POST.get("expected", ""))
    try:
        done = actions.publish_report(
            member=member,
            report=row,
            expected=expected or frozenset(),
            not_personal=ticked(request),
            now=now(),
        )
    except Refusal as refusal:
        if row.is_draft:
            return share_page(request, row, error=str(refusal), status=refusal.status)
        raise
    return redirect(done.get_absolute_url())


@require_POST
@needs(Act.PUBLISH)
def delete_draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw a draft away."""
    row = editable_report(request, key)
    if not row.is_draft:
        raise Http404
    actions.delete_draft(member=member_of(request), report=row)
    messages.success(request, _("Draft deleted."))
    return redirect("reports:drafts")
