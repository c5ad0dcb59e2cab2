"""Writing: the form, the page of readers, proposing, the next wording, taking away."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.refusal import Refusal
from port2port.knowledge import actions
from port2port.knowledge.cited import reports_shown
from port2port.knowledge.evidence import effects_of
from port2port.knowledge.fields import fields_of, of_plain, readers_of_row
from port2port.knowledge.forms.compose import PracticeForm, initial_of, initial_readers
from port2port.knowledge.forms.said import WithdrawForm
from port2port.knowledge.guard import finds_in, finds_shown
from port2port.knowledge.models import Practice, Revision
from port2port.knowledge.page import crumbs, theme_words
from port2port.knowledge.rules import NEXT_LOOK
from port2port.knowledge.terms import strays_of
from port2port.knowledge.texts import files_of, shown
from port2port.knowledge.views.shared import editable_practice, proposed_practice, uploads_in
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.forms.compose import organisations_in
from port2port.reports.guard import Find, PersonalDataFound
from port2port.reports.preview import preview_of_draft
from port2port.reports.sending import fresh_key
from port2port.reports.views.shared import refusals_in, status_of, ticked
from port2port.sharing.handling_rules import BadHandling, check_handling
from port2port.sharing.models import Tlp


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def new(request: HttpRequest) -> HttpResponse:
    """A practice, begun."""
    member = member_of(request)
    if request.method == "POST":
        return _save(request, PracticeForm(request.POST, member=member), None)
    initial = {
        "language": request.LANGUAGE_CODE,
        "tlp": Tlp.GREEN.value,
        "review_by_on": timezone.localdate(now()) + NEXT_LOOK,
        "key": fresh_key(),
    }
    return _form(request, PracticeForm(initial=initial, member=member), None)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """A draft, taken up again."""
    row, member = editable_practice(request, key), member_of(request)
    if not row.is_draft:
        return redirect("knowledge:revise", key=row.key)
    before = fields_of(row)
    if request.method == "POST":
        return _save(request, PracticeForm(request.POST, member=member, before=before), row)
    initial = (
        initial_of(before, member=member) | initial_readers(readers_of_row(row), member=member) | {"key": fresh_key()}
    )
    return _form(request, PracticeForm(initial=initial, member=member, before=before), row)


def _save(request: HttpRequest, form: PracticeForm, row: Practice | None) -> HttpResponse:
    if form.is_valid():
        with refusals_in(form):
            made = actions.save_draft(
                member=member_of(request),
                said=form.said(),
                readers=form.readers(),
                practice=row,
                key=form.cleaned_data["key"],
                uploads=uploads_in(request),
                now=now(),
            )
            if request.POST.get("do") == "keep":
                messages.success(request, _("Kept as a draft."))
                return redirect("knowledge:drafts")
            return redirect("knowledge:readers", key=made.key)
    return _form(request, form, row)


def _form(
    request: HttpRequest, form: PracticeForm, row: Practice | None, *, finds: Iterable[Find] = ()
) -> HttpResponse:
    way = [*crumbs(), (row.get_absolute_url(), row.number)] if row and not row.is_draft else crumbs()
    context = {
        "form": form,
        "practice": row,
        "revises": form.revises,
        "crumbs": way,
        "finds": finds_shown(finds),
        "ticked": ticked(request),
    }
    return render(request, "knowledge/compose.html", context, status=status_of(form))


@require_GET
@needs(Act.PUBLISH)
def readers(request: HttpRequest, key: UUID) -> HttpResponse:
    """The draft as its readers will see it, who they are, and the button that says their number."""
    row = editable_practice(request, key)
    if not row.is_draft:
        return redirect(row.get_absolute_url())
    return _readers_page(request, row, error="")


def _readers_page(request: HttpRequest, row: Practice, *, error: str, status: int = 200) -> HttpResponse:
    member, at = member_of(request), now()
    finds = [one for one in finds_in(fields_of(row)) if one.token not in row.not_personal]
    refusal = ""
    try:
        check_handling(row.handling(), member=member)
    except BadHandling as bad:
        refusal = str(bad)
    context = {
        "practice": row,
        "text": shown(row),
        "themes": theme_words(row.themes),
        "tried": effects_of(row.tried),
        "files": files_of(row, fields_of(row).files),
        "reports": reports_shown(row.reports, member=member),
        "strays": strays_of(row),
        "crumbs": crumbs(),
        "preview": preview_of_draft(row, member=member, now=at),
        "refusal": refusal,
        "error": error,
        "finds": finds_shown(finds),
        "ticked": ticked(request),
    }
    return render(request, "knowledge/readers.html", context, status=status)


@require_POST
@needs(Act.PUBLISH)
def propose(request: HttpRequest, key: UUID) -> HttpResponse:
    """Share the draft with the readers shown."""
    row = editable_practice(request, key)
    expected = organisations_in(request.POST.get("expected", "")) or frozenset()
    try:
        done = actions.propose(
            member=member_of(request), practice=row, expected=expected, not_personal=ticked(request), now=now()
        )
    except Refusal as refusal:
        if row.is_draft:
            return _readers_page(request, row, error=str(refusal), status=refusal.status)
        raise
    return redirect(done.get_absolute_url())


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def revise(request: HttpRequest, key: UUID) -> HttpResponse:
    """The next wording; the readers stay the same."""
    row, member = proposed_practice(request, key), member_of(request)
    waiting = Revision.objects.editable_by(member).filter(practice=row).first()
    before = of_plain(waiting.content) if waiting else fields_of(row)
    if request.method == "GET":
        initial = initial_of(before, member=member) | {"version": row.version}
        return _form(request, PracticeForm(initial=initial, member=member, before=before, revises=True), row)
    form = PracticeForm(request.POST, member=member, before=before, revises=True)
    if form.is_valid():
        try:
            with refusals_in(form, passing=(PersonalDataFound,)):
                actions.revise(
                    member=member,
                    practice=row,
                    said=form.said(),
                    version=form.cleaned_data["version"] or 0,
                    not_personal=ticked(request),
                    uploads=uploads_in(request),
                    now=now(),
                )
                messages.success(request, _("The new version is proposed."))
                return redirect(row.get_absolute_url())
        except PersonalDataFound as refusal:
            form.add_error(None, str(refusal))
            return _form(request, form, row, finds=refusal.finds)
    return _form(request, form, row)


@require_POST
@needs(Act.PUBLISH)
def publish_revision(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put the approved wording before the readers."""
    row = proposed_practice(request, key)
    done = actions.publish_revision(member=member_of(request), practice=row, now=now())
    messages.success(request, _("Version %(n)d is published.") % {"n": done.version})
    return redirect(row.get_absolute_url())


@require_POST
@needs(Act.PUBLISH)
def drop_revision(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let the approved wording stand."""
    row = proposed_practice(request, key)
    actions.drop_revision(member=member_of(request), practice=row)
    messages.success(request, _("The proposed version is dropped; the approved text stands."))
    return redirect(row.get_absolute_url())


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take it away for good, with a reason."""
    row = proposed_practice(request, key)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            reason = form.cleaned_data["reason"]
            actions.withdraw_practice(member=member_of(request), practice=row, reason=reason, now=now())
            return redirect(row.get_absolute_url())
    context = {"form": form, "practice": row, "crumbs": [*crumbs(), (row.get_absolute_url(), row.number)]}
    return render(request, "knowledge/withdraw.html", context, status=status_of(form))


@require_POST
@needs(Act.PUBLISH)
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take back a proposal of the last ten seconds; its text is a draft again."""
    # Before anything waits: what counts is when the request came in.
    arrived = now()
    row = proposed_practice(request, key)
    draft = actions.undo_proposal(member=member_of(request), practice=row, now=arrived)
    messages.success(request, _("Taken back. Nobody was told; your text is a draft again."))
    return redirect("knowledge:edit", key=draft.key)


@require_POST
@needs(Act.PUBLISH)
def delete_draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw a draft away."""
    row = editable_practice(request, key)
    if not row.is_draft:
        raise Http404
    actions.delete_draft(member=member_of(request), practice=row)
    messages.success(request, _("Draft deleted."))
    return redirect("knowledge:drafts")
